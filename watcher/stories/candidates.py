"""Which stories a text may belong to: exact answers, and near ones by shared shingles.

Holds what the store read for one document, and what that document's own entries add while they are decided on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from heapq import nsmallest
from itertools import repeat
from math import log2

from watcher.model import StoryId
from watcher.stories.fingerprint import postings, probes
from watcher.stories.ports import Fingerprint, StoryText

SAME_TEXT_TOKENS = 12
"""Shorter texts may agree by chance ("Morning briefing")."""
BOILERPLATE = 6
"""Stories from which on a shingle they share is nobody's own."""
COMMON = 24
"""A shingle that so many stories hold is boilerplate and proposes none of them."""


class StoryIndex:
    """Stories in memory, each by its one long text."""

    def __init__(self, texts: Iterable[StoryText], exact: Mapping[int, StoryId]) -> None:
        self._texts: dict[StoryId, StoryText] = {}
        self._exact = dict(exact)
        self._held: Counter[int] = Counter()  # stories by shingle
        self._holders: defaultdict[int, dict[StoryId, None]] = defaultdict(dict)
        for text in texts:
            self.put(text)

    def get(self, story: StoryId) -> StoryText | None:
        """Give a story's text, None where the index does not hold it."""
        return self._texts.get(story)

    def put(self, text: StoryText) -> None:
        """Add a story, or replace the text by which it is known."""
        before = self._texts.get(text.id)
        if before is not None:
            self._drop(before)
        self._texts[text.id] = text
        self._held.update(text.fingerprint.shingles)
        for shingle in postings(text.fingerprint):
            self._holders[shingle][text.id] = None

    def put_exact(self, fp: Fingerprint, story: StoryId) -> None:
        """Remember the words and the page of one copy; the first story that had them keeps them."""
        self._exact.setdefault(fp.words, story)
        if fp.page is not None:
            self._exact.setdefault(fp.page, story)

    def exact_match(self, fp: Fingerprint) -> StoryText | None:
        """Give the story of which a copy had the same words (12 at least), else the same page."""
        return self.same_text(fp) or self.same_page(fp)

    def same_text(self, fp: Fingerprint) -> StoryText | None:
        """Give the story of which a copy had the same words, where there are 12 at least."""
        return self._known(fp.words) if fp.tokens >= SAME_TEXT_TOKENS else None

    def same_page(self, fp: Fingerprint) -> StoryText | None:
        """Give the story of which a copy had the same link."""
        return None if fp.page is None else self._known(fp.page)

    def near(self, fp: Fingerprint, limit: int = 12) -> tuple[StoryText, ...]:
        """Give at most `limit` stories that share shingles with this text, best first, rare shingles counting more."""
        votes: defaultdict[StoryId, float] = defaultdict(float)
        for shingle in probes(fp):
            holders = self._holders.get(shingle)
            if holders and len(holders) < COMMON:
                weight = 1 / (1 + log2(len(holders)))
                for story in holders:
                    votes[story] += weight
        best = nsmallest(limit, votes, key=lambda story: (-votes[story], story))
        return tuple(self._texts[story] for story in best)

    def own(self, fp: Fingerprint) -> Fingerprint:
        """Give the text without what many stories hold: furniture of outlets, background that is told every day."""
        held = tuple(map(self._held.get, fp.shingles, repeat(0)))
        if max(held, default=0) < BOILERPLATE:
            return fp
        own = [shingle for shingle, stories in zip(fp.shingles, held, strict=True) if stories < BOILERPLATE]
        return replace(fp, shingles=tuple(own))

    def _drop(self, text: StoryText) -> None:
        self._held.subtract(text.fingerprint.shingles)
        for shingle in postings(text.fingerprint):
            del self._holders[shingle][text.id]

    def _known(self, exact: int) -> StoryText | None:
        story = self._exact.get(exact)
        return None if story is None else self._texts.get(story)
