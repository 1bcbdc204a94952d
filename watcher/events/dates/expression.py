"""A text while its dates are read, and one expression in it: the words that the grammar took for a date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from watcher.events.dates import periods
from watcher.events.dates.lexicon import YEAR, Lexicon
from watcher.events.dates.mention import Tense
from watcher.events.dates.tense import TenseReader
from watcher.events.dates.tokens import Word
from watcher.model import When

STEPS = {"n": 1, "t": 0, "l": -1}
"""How many periods "next", "this" and "last" are away."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date at `words[first:last]`, and what it means."""

    first: int
    last: int
    when: When
    tense: Tense = Tense.UNKNOWN
    part: str = ""
    has_year: bool = False


class Row:
    """The words of one text, their letters, and the day from which its dates are counted."""

    def __init__(self, words: Sequence[Word], letters: str, on: date, lexicon: Lexicon) -> None:
        self.words = words
        self.letters = letters
        self.on = on
        self.lexicon = lexicon
        self.anchor: When | None = None  # the date before, from which "the following day" is counted

    @cached_property
    def tenses(self) -> TenseReader:
        """The verbs of the text."""
        return TenseReader(self.words, self.lexicon)

    def low(self, place: int) -> str:
        """Give a word in small letters; empty beyond the text."""
        return self.words[place].text.lower() if 0 <= place < len(self.words) else ""

    def letter(self, place: int) -> str:
        """Give the letter of a word; empty beyond the text."""
        return self.letters[place] if 0 <= place < len(self.letters) else ""

    def has(self, name: str, place: int) -> bool:
        """Tell whether a word is in one of the language's lists of context."""
        return self.lexicon.has(name, self.low(place))

    def is_capital(self, place: int) -> bool:
        """Tell whether a word that is none of a date begins with a capital letter."""
        return self.letter(place) == "_" and self.words[place].text[0].isupper()

    def is_plain(self, place: int) -> bool:
        """Tell whether a word that is none of a date is written in small letters."""
        return self.letter(place) == "_" and self.words[place].text[0].islower()


class Expression:
    """The words `first` to `last` (not included) of a row."""

    def __init__(self, row: Row, first: int, last: int) -> None:
        self.row = row
        self.first = first
        self.last = last
        self.letters = row.letters[first:last]

    @cached_property
    def tense(self) -> Tense:
        """Where the clause around stands in time."""
        return self.row.tenses.around(self.first, self.last)

    @cached_property
    def step(self) -> str:
        """The letter for next, this or last; "this past" is last; empty without one."""
        steps = [letter for letter in self.letters if letter in STEPS]
        return next((letter for letter in steps if letter != "t"), steps[0] if steps else "")

    def numbers(self, letters: str) -> list[int]:
        """Give the numbers of the words with one of these letters, in order."""
        return [word.number for word in self.row.words[self.first : self.last] if word.letter in letters]

    def number(self, letters: str) -> int | None:
        """Give the first of these numbers."""
        return next(iter(self.numbers(letters)), None)

    @cached_property
    def year(self) -> int | None:
        """The year that is stated, as a number or as "last year" behind a month."""
        if "Y" in self.letters:
            return self.number("Y")
        return self.relative(YEAR).start.year if self.step and self.number("U") == YEAR else None

    def place(self, letters: str) -> int:
        """Give where the first word with one of these letters stands in the row; -1 without one."""
        return next((place for place in range(self.first, self.last) if self.row.letters[place] in letters), -1)

    def members(self, letters: str) -> Iterator[tuple[Word, int, int]]:
        """Give the words with one of these letters, each with its part of the whole: "Jan. 22" and "23"."""
        places = [place for place in range(self.first, self.last) if self.row.letters[place] in letters]
        for place in places:
            first = self.first if place == places[0] else place
            yield self.row.words[place], first, self.last if place == places[-1] else place + 1

    def within(self, first: int, last: int | None = None) -> "Expression":
        """Give a part of it."""
        return Expression(self.row, first, self.last if last is None else last)

    def relative(self, unit: int) -> When:
        """Give the period of a unit that next, this or last names, counted from publication."""
        return periods.around(self.row.on, unit, STEPS.get(self.step, 0))

    def says(self, when: When, tense: Tense = Tense.UNKNOWN, *, has_year: bool = False) -> Found:
        """Give what the expression means."""
        return Found(self.first, self.last, when, tense, has_year=has_year)
