"""Which stories a text may belong to: exact answers, and near ones by shared hashes.

Holds what the store read for one document, and what that document's own entries add while they are decided on.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nsmallest
from math import log2
from typing import TypeVar

from watcher.model import StoryId
from watcher.stories.packing import SAME_TEXT_TOKENS
from watcher.stories.ports import Fingerprint, StoryText
from watcher.stories.postings import probes, signs
from watcher.stories.sides import Side

COMMON = 24
"""Stories that may stand under one hash: what so many carry is nobody's own and proposes none of them."""
BOILERPLATE = 6
"""Stories from which on a hash is nobody's own."""
WEIGHTS = (0.0, *(1 / (1 + log2(stories)) for stories in range(1, COMMON + 1)))
"""What a hash counts that so many stories hold: a rare one more."""
FEW = 20
"""Shingles below which one in common may be much of a text."""
LIKELY = 12
"""Stories that a text is compared with at most."""

Story = TypeVar("Story", int, StoryId)


def votes(fp: Fingerprint, holders: Mapping[int, Collection[Story]]) -> dict[Story, float]:
    """Give the stories that share hashes with a text, each with the sum of what these count.

    A story that shares one shingle and nothing else with a text of many is there by chance, and left out.
    """
    counted: dict[Story, float] = {}
    hits: dict[Story, int] = {}
    for those in filter(None, map(holders.get, probes(fp))):
        if len(those) < COMMON:
            weight = WEIGHTS[len(those)]
            for story in those:
                counted[story] = counted.get(story, 0.0) + weight
                hits[story] = hits.get(story, 0) + 1
    once = [story for story, number in hits.items() if number == 1]
    if once and len(fp.shingles) >= FEW:
        signed = {story for value in signs(fp) for story in holders.get(value, ())}
        for story in once:
            if story not in signed:
                del counted[story]
    return counted


class StoryIndex:
    """Stories in memory, each by its one long text. A story that was absorbed is answered with its survivor."""

    def __init__(
        self,
        texts: Iterable[StoryText],
        exact: Mapping[int, StoryId],
        near: Mapping[int, Sequence[StoryId]] | None = None,
    ) -> None:
        """Take stories that are known.

        Args:
            texts: the stories.
            exact: those that own exact words and pages, by hash.
            near: for the words of each text that will be asked about, those of the stories that it may belong to, best
                first. None: nobody has looked, all are searched here.
        """
        self._known = {text.id: Side(text) for text in texts}
        self._exact = dict(exact)
        self._found = near or {}
        self._absorbed: dict[StoryId, StoryId] = {}
        self._holders: dict[int, tuple[StoryId, ...]] = {}
        for side in self._known.values() if near is None else ():
            self._post(side)

    def get(self, story: StoryId) -> StoryText | None:
        """Give a story's text, None where the index does not hold it."""
        known = self.known(story)
        return known.text if known else None

    def known(self, story: StoryId) -> Side | None:
        """Give a story ready to be compared with."""
        return self._known.get(self.surviving(story))

    def surviving(self, story: StoryId) -> StoryId:
        """Give the story that has the copies of this one now."""
        return self._absorbed.get(story, story)

    def put(self, text: StoryText) -> None:
        """Add a story, or replace the text by which it is known."""
        before = self._known.get(text.id)
        if before:
            self._unpost(before)
        self._known[text.id] = Side(text)
        self._post(self._known[text.id])

    def put_exact(self, fp: Fingerprint, story: StoryId) -> None:
        """Remember the words and the page of one copy; the latest story that had them owns them."""
        if fp.tokens >= SAME_TEXT_TOKENS:
            self._exact[fp.words] = story
        if fp.page is not None:
            self._exact[fp.page] = story

    def absorb(self, story: StoryId, into: StoryId) -> None:
        """Let one story answer for another one from now on."""
        self._unpost(self._known.pop(story))
        self._absorbed = {**{old: into if new == story else new for old, new in self._absorbed.items()}, story: into}

    def same_text(self, fp: Fingerprint) -> Side | None:
        """Give the story of which a copy had the same words, where there are 12 at least."""
        return self._owner(fp.words) if fp.tokens >= SAME_TEXT_TOKENS else None

    def same_page(self, fp: Fingerprint) -> Side | None:
        """Give the story of which a copy had the same link."""
        return None if fp.page is None else self._owner(fp.page)

    def near(self, fp: Fingerprint, limit: int = LIKELY) -> tuple[Side, ...]:
        """Give at most `limit` stories that share hashes with this text, best first, rare hashes counting more.

        Of stories that were searched before as many come first.
        """
        counted = votes(fp, self._holders)
        here = nsmallest(limit, counted, key=lambda story: (-counted[story], story))
        found = (self.surviving(story) for story in self._found.get(fp.words, ()))
        return tuple(self._known[story] for story in dict.fromkeys((*found, *here)) if story in self._known)

    def _post(self, side: Side) -> None:
        story, holders = side.text.id, self._holders
        for value in side.postings:
            holders[value] = (*holders.get(value, ()), story)

    def _unpost(self, side: Side) -> None:
        """Take a story out; one that was searched for before stands here under no hash."""
        for value in self._holders.keys() & side.postings:
            self._holders[value] = tuple(story for story in self._holders[value] if story != side.text.id)

    def _owner(self, exact: int) -> Side | None:
        story = self._exact.get(exact)
        return None if story is None else self.known(story)
