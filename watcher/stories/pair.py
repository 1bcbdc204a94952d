"""A new text beside a story: what they have in common. Each feature is worked out when it is first asked for."""

from datetime import timedelta
from functools import cached_property

from watcher.stories.compare import share
from watcher.stories.digests import looks_like_digest
from watcher.stories.facts import disagreement
from watcher.stories.fingerprint import is_headline_only, size
from watcher.stories.ports import Fingerprint
from watcher.stories.sides import Side
from watcher.stories.titles import covers, figures, figures_differ, is_distinct, overlap

LONG = 60
"""Shingles from which a text is long."""
LEAD = 24
"""Shingles at the beginning of a body."""
LEAD_SHARED = 0.30
"""Share of a lead that must stand in the other text."""
LATE = timedelta(days=3)
LATE_SHORT = timedelta(hours=18)
"""Time behind the story's beginning from which a text is a copy only where its facts agree; recurring reports, which
differ in a few words, are short."""


class Pair:
    """The features of two texts. Shares are from 0 to 1; of the story's headlines the best one counts."""

    def __init__(self, new: Side, known: Side) -> None:
        self.new, self.known = new, known
        self._one, self._other = new.fingerprint, known.fingerprint
        self.gap = abs(new.later_than(known))
        sizes = size(self._one), size(self._other)
        self.small, self.large = min(sizes), max(sizes)
        self.contained = new.shingles.contained(known.fingerprint)
        """Share of the smaller text's shingles that the other holds."""

    @cached_property
    def overlap(self) -> float:
        """Share of the telling words of both headlines that stand in both."""
        return max((overlap(self._headline, words) for words in self.known.headlines), default=0.0)

    @cached_property
    def covers(self) -> float:
        """Share of the shorter headline's telling words that stand in the other."""
        return max((covers(self._headline, words) for words in self.known.headlines), default=0.0)

    @property
    def telling(self) -> int:
        """How many words of the new headline say what it is about."""
        return len(self._headline)

    @property
    def other_beginning(self) -> bool:
        """Each headline begins with somebody who is not in the other: "Helix raises prices", "Brandt raises prices"."""
        return self.new.subjects.isdisjoint(self.known.words) and self.known.subjects.isdisjoint(self.new.words)

    @property
    def headline_only(self) -> bool:
        """One of the two has no body of its own."""
        return is_headline_only(self._one) or is_headline_only(self._other)

    @property
    def same_headline(self) -> bool:
        """A copy of the story had the new text's headline, and it is one that says something."""
        title = self._one.titles[:1]
        return bool(title) and title[0] in self._other.titles and is_distinct(title[0].split())

    @property
    def same_publisher(self) -> bool:
        """One of the story's copies came from the new text's publisher, under any of its names."""
        return _meet(self._one.publishers, self._other.publishers)

    @property
    def same_origin(self) -> bool:
        """Both say who wrote them first, and it is the same."""
        return _meet(self._one.origins, self._other.origins)

    @property
    def other_origin(self) -> bool:
        """Both say who wrote them first, and it is not the same."""
        return bool(self._one.origins and self._other.origins) and not self.same_origin

    @property
    def same_minute(self) -> bool:
        """One publisher published both in the same minute."""
        return _meet(self._one.stamps, self._other.stamps) and not self.other_origin

    @property
    def same_site(self) -> bool:
        """Both have a page of their own on one site, and not the same one, or they would not be compared."""
        return self._one.page is not None and _meet(self._one.sites, self._other.sites)

    @property
    def marked(self) -> bool:
        """One of the two says that it changes an earlier text."""
        return self._one.marked or self._other.marked

    @property
    def late(self) -> bool:
        """The new text comes so long behind the story's beginning that it may be the next report of its kind."""
        return self.gap > (LATE if self.small >= LONG else LATE_SHORT)

    @cached_property
    def places(self) -> tuple[int, int]:
        """In how many places both have a number, and in how many another one."""
        return disagreement(self._one.slots, self._other.slots)

    @property
    def other_figures(self) -> bool:
        """Each headline of the story has a number that the new one lacks, and the other way round."""
        mine = figures(self._one.titles[0]) if self._one.titles else frozenset()
        return bool(mine and self._other.titles) and all(
            figures_differ(mine, figures(title)) for title in self._other.titles
        )

    @cached_property
    def other_subject(self) -> bool:
        """Each headline names somebody who does not occur in the other text: two firms raise the same price."""
        mine, theirs = {*self._one.names}, {*self._other.names}
        if not (self._headline & mine) - self.known.words - theirs:
            return False
        headlines = self.known.headlines
        return bool(headlines) and all((words & theirs) - self._headline - mine for words in headlines)

    @cached_property
    def shares_a_lead(self) -> bool:
        """The beginning of one text stands in the other; what else two texts share may be background told again."""
        sides = ((self.new, self.known), (self.known, self.new))
        return any(share(_lead(one.fingerprint), _all(other)) >= LEAD_SHARED for one, other in sides)

    @cached_property
    def body_contained(self) -> float:
        """The same share of the smaller text's body alone: under another headline a summary shares nothing but that."""
        sides = (self.new, self.known)
        small, large = sides if size(self._one) <= size(self._other) else sides[::-1]
        return share(small.fingerprint.shingles[small.fingerprint.heading :], _all(large))

    @property
    def numbers(self) -> tuple[int, float]:
        """How many numbers both have, and which share of the fewer ones that is; 1 where one text has none."""
        return _agreement(self._one.numbers, self._other.numbers)

    @property
    def names(self) -> tuple[int, float]:
        """The same of names."""
        return _agreement(self._one.names, self._other.names)

    @property
    def digest(self) -> bool:
        """The headline of one is such as digests have."""
        return any(looks_like_digest(title) for title in (*self._one.titles[:1], *self._other.titles[:1]))

    @property
    def _headline(self) -> frozenset[int]:
        return self.new.headlines[0] if self.new.headlines else frozenset()


def _meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return any(value in other for value in one)


def _agreement(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, float]:
    both = len({*one} & {*other})
    return both, both / min(len(one), len(other)) if one and other else 1.0


def _lead(fp: Fingerprint) -> tuple[int, ...]:
    return fp.shingles[fp.heading : fp.heading + LEAD]


def _all(known: Side) -> frozenset[int]:
    return known.shingles.every.union(known.fingerprint.beside)
