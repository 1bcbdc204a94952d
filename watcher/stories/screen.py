"""Which of the stories that were proposed may matter to the texts of a document, by their packed fingerprints alone.

A text is proposed the dozen stories that share most hashes with it, and in nine of ten these are a few words of the
headline. Those are told apart here, before anything else of them is read. Whoever is left out could change nothing:
every rule of `judge`, `is_digest` and `same_event` needs more than it has.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from watcher.stories.digests import PIECE, QUOTED, SMALLEST
from watcher.stories.fingerprint import LEAD, SAMPLED
from watcher.stories.judge import HOPELESS
from watcher.stories.packing import Outline, encoded
from watcher.stories.ports import Fingerprint
from watcher.stories.same_event import LEAST, telling

Proposed = Mapping[int, Sequence[int]]
"""Numbered stories by a text's `Fingerprint.words`."""


class Screen:
    """The texts of one document, as stories are held against them."""

    def __init__(self, texts: Iterable[Fingerprint], titles: Iterable[str]) -> None:
        """Take the texts that are new, whole and without furniture, and the titles of all entries."""
        self._texts = [_Text(text) for text in texts]
        self._holders: defaultdict[str, list[str]] = defaultdict(list)
        for title in {*titles}:
            for stem in telling(title):
                self._holders[stem].append(title)

    def near(self, proposed: Proposed, known: Mapping[int, Outline], certain: AbstractSet[int]) -> set[int]:
        """Give those of the proposed stories that a text may be a copy of, and those that a digest may retell.

        Args:
            proposed: the stories for each text.
            known: what they say; one that has left the index is not here, and never left out.
            certain: stories that entries may join for other reasons.
        """
        for text in self._texts:
            text.hold_against({story: known[story] for story in proposed[text.words] if story in known})
        found = {story for those in proposed.values() for story in those if story not in known}
        found.update(*(text.near for text in self._texts))
        pool = self._pool(known[story] for story in known.keys() & (found | certain))
        return found.union(*(text.pieces for text in self._texts if text.may_be_digest(pool)))

    def may_tell(self, title: str) -> bool:
        """Tell whether a story under this title may be linked to one of the entries."""
        shared = telling(title).keys() & self._holders.keys()
        counted: dict[str, int] = {}
        for entry in chain.from_iterable(map(self._holders.__getitem__, shared if len(shared) >= LEAST else ())):
            counted[entry] = counted.get(entry, 0) + 1
            if counted[entry] == LEAST:
                return True
        return False

    def _pool(self, joined: Iterable[Outline]) -> set[int]:
        """Give the shingles of stories that may grow here, and those that two texts have: one may quote the other."""
        pool, once = set[int](), set[int]()
        for text in self._texts:
            pool |= once & text.every
            once |= text.every
        return pool.union(*(story.shingles for story in joined))


class _Text:
    """One text beside the stories that are proposed for it."""

    __slots__ = ("every", "near", "pieces", "stamps", "title", "words")

    def __init__(self, text: Fingerprint) -> None:
        self.words = text.words
        self.every = frozenset(text.shingles)
        self.stamps = frozenset(text.stamps)
        self.title = encoded(text.titles[:1]) or None
        self.near: list[int] = []
        """Stories that this text may be a copy of."""
        self.pieces: dict[int, frozenset[int]] = {}
        """What it has of other stories, where that is as much as a digest quotes of one."""

    def hold_against(self, known: Mapping[int, Outline]) -> None:
        for story, outline in known.items():
            if outline.digest:
                continue
            held = self.every.intersection(outline.shingles)
            if self._may_be_copy(outline, held):
                self.near.append(story)
            elif len(held) >= PIECE:
                self.pieces[story] = held

    def may_be_digest(self, pool: AbstractSet[int]) -> bool:
        """Tell whether stories, and what may stand in this document, can make up as much of it as a digest quotes."""
        if not self.pieces or len(self.every) < SMALLEST:
            return False
        return len((self.every & pool).union(*self.pieces.values())) >= QUOTED * len(self.every)

    def _may_be_copy(self, known: Outline, held: frozenset[int]) -> bool:
        """Tell whether `judge` may find one story: much in common, one headline or one minute."""
        shared = len(held)
        if known.is_sampled:  # behind the lead each stands for several
            lead = known.shingles[: known.heading + LEAD]
            shared = SAMPLED * shared - (SAMPLED - 1) * len(held.intersection(lead))
        beside = len(self.every.intersection(known.beside)) if known.beside else 0
        if shared + beside >= HOPELESS * min(len(self.every), known.size):
            return True
        return self.title in known.titles or not self.stamps.isdisjoint(known.stamps)
