"""One look at the words of a sentence: what stands in it of all that triggers ask for.

Every word has a number whose bits say for which asks it will do. Those of a sentence together say at once whether a
trigger has all that it asks for there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from watcher.events.asks import AHEAD, ANYWHERE, BEHIND, Ask
from watcher.events.conditions import LEAD, LEAD_LENGTH, TITLE
from watcher.events.tables import Anchor

BODY = "body"
_PLACES = {TITLE: 1, BODY: 2, LEAD: 4}  # bits that say where a stretch stands
WORDS_KEPT = 1 << 15  # whose bits are remembered


class Want(NamedTuple):
    """The bits that a trigger asks for, by the sides of it on which they must stand."""

    ahead: int
    behind: int
    anywhere: int
    bits: int  # all of them


class Bits:
    """Gives what triggers ask for its bits, each the same one."""

    def __init__(self) -> None:
        self._of: dict[tuple[tuple[Anchor, ...], bool], int] = {}

    def want(self, where: str | None, asked: Iterable[Ask]) -> Want:
        """Give what a trigger wants that counts in a place, None: everywhere."""
        sides = {AHEAD: 0, BEHIND: 0, ANYWHERE: _PLACES.get(where or "", 0)}
        for ask in asked:
            sides[ask.side] |= self._bit(ask.anchors, in_titles=ask.in_titles)
        return Want(sides[AHEAD], sides[BEHIND], sides[ANYWHERE], reduce(or_, sides.values()))

    def _bit(self, anchors: tuple[Anchor, ...], *, in_titles: bool = True) -> int:
        return self._of.setdefault((anchors, in_titles), 1 << (len(_PLACES) + len(self._of)))

    @property
    def in_titles(self) -> int:
        """The bits of what titles need not have."""
        return reduce(or_, (bit for (_, in_titles), bit in self._of.items() if not in_titles), 0)

    def words(self) -> "Words":
        """Give the bits by words."""
        found: dict[Anchor, int] = defaultdict(int)
        for (anchors, _), bit in self._of.items():
            for anchor in anchors:
                found[anchor] |= bit
        return Words(found)


class Words(dict[str, int]):
    """The bits of words. What stems and ends give one is worked out when it is first met."""

    def __init__(self, bits: Mapping[Anchor, int]) -> None:
        super().__init__()
        self._listed: dict[str, int] = defaultdict(int)
        self._stems: dict[str, int] = defaultdict(int)
        self._ends: dict[str, int] = defaultdict(int)
        for anchor, bit in bits.items():
            for known, those in ((self._listed, anchor.whole), (self._stems, anchor.stems), (self._ends, anchor.ends)):
                for each in those:
                    known[each] |= bit
        self._stem_lengths = sorted({*map(len, self._stems)})
        self._end_lengths = sorted({*map(len, self._ends)})

    def __missing__(self, word: str) -> int:
        stems = (self._stems.get(word[:length], 0) for length in self._stem_lengths)
        ends = (self._ends.get(word[-length:], 0) for length in self._end_lengths)
        bits = reduce(or_, (*stems, *ends), self._listed.get(word, 0))
        if len(self) >= WORDS_KEPT:
            self.clear()
        self[word] = bits
        return bits

    def bits(self, letters: str, bits: int) -> int:
        """Give the bits of all words of letters that `parted` gave, beside those given."""
        return reduce(or_, map(self.__getitem__, letters.split()), bits)


class Around:
    """The bits of a sentence, `letters[slice(*sentence)]`, around any place in it."""

    def __init__(self, words: Words, letters: str, sentence: tuple[int, int], place: int) -> None:
        self._words = words
        self._letters = letters
        self._first, self._last = sentence
        self._place = place
        self.missing = ~words.bits(letters[self._first : self._last], place)  # the bits that nothing in it has

    def sides(self, start: int, end: int) -> tuple[int, int]:
        """Give the bits that nothing ahead of `letters[start:end]` has, and those that nothing behind has."""
        ahead = self._words.bits(self._letters[self._first : start], self._place)
        return ~ahead, ~self._words.bits(self._letters[end : self._last], self._place)


class Glance:
    """Tells what of all that the triggers of a language ask for stands in a sentence."""

    def __init__(self, bits: Bits) -> None:
        self._in_titles = bits.in_titles
        self._words = bits.words()

    def around(self, field: str, letters: str, sentence: tuple[int, int]) -> Around:
        """Give the bits around any place in a sentence."""
        return Around(self._words, letters, sentence, self._place(field, sentence[0]))

    def _place(self, field: str, start: int) -> int:
        if field == TITLE:
            return _PLACES[TITLE] | _PLACES[LEAD] | self._in_titles
        return _PLACES[BODY] | (_PLACES[LEAD] if start < LEAD_LENGTH else 0)
