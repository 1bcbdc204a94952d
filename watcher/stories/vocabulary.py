"""The words of a text, looked up once: what its readers ask of a word is worked out when the word is first met.

A text is divided at white space, each part is looked up in one table, and the answers are turned into columns. Neither
takes any Python between two words, and no reader goes over the words again to look for what it reads.
"""

import sys
from itertools import chain, compress, count, islice
from typing import NamedTuple

from watcher.stories.hashing import lane
from watcher.text import Remembered, folded_in, written_in

SHORTEST_NAME = 3
"""Letters."""
SPELT = {
    "zero": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
}


class Wording(NamedTuple):
    """The folded words of a text in order, in columns of one length: what is known of each."""

    folded: tuple[str, ...] = ()
    lanes: tuple[bytes, ...] = ()  # for `hashing.runs`
    small: tuple[str | None, ...] = ()  # without case, where the word is written with a small letter
    named: tuple[str | None, ...] = ()  # as written, where it may be a name: with a capital
    numeric: tuple[bool, ...] = ()  # a number, in figures or letters
    begins: tuple[bool, ...] = ()  # False: a further one of those into which a written word divides ("l'Ukraine")

    def end_of_written(self, number: int) -> int:
        """Give the place behind so many written words."""
        if len(self.begins) <= number:
            return len(self.begins)
        return next(islice(compress(count(), self.begins), number, None), len(self.begins))


_Word = tuple[str, bytes, str | None, str | None, bool, bool]


def wording(text: str) -> Wording:
    """Read the words of a text."""
    known = [*chain.from_iterable(map(_parts.__getitem__, text.split()))]
    return Wording(*zip(*known, strict=True)) if known else Wording()


def _words_in(part: str) -> tuple[_Word, ...]:
    written = written_in(part)
    if len(written) == 1:  # most are: with and without marks around it the word is kept once
        return _known[written[0]]
    return tuple(chain.from_iterable(map(_known.__getitem__, written)))


def _known_of(written: str) -> tuple[_Word, ...]:
    small = sys.intern(written.casefold()) if written[0].islower() else None
    named = written if written[0].isupper() and len(written) >= SHORTEST_NAME else None
    first, *others = folded_in(written)
    return (
        (first, lane(first), small, named, _is_numeric(first), True),
        *[(word, lane(word), None, None, _is_numeric(word), False) for word in others],
    )


def _is_numeric(folded: str) -> bool:
    return folded[0].isdigit() or folded in SPELT


_parts = Remembered(_words_in)
_known = Remembered(_known_of)
