"""The words of dates in one language: which letter of the grammar each stands for, and what its clauses tell of time.

A language is a TOML file beside this module; month names come from `text.date_words`, which reads feeds' dates by them.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from watcher.events.dates.zones import FIXED, PLACES
from watcher.events.dates.zones import NAMES as ZONE_NAMES
from watcher.text import fold
from watcher.text.date_words import MONTHS_IN

DEFAULT = "en"
UNITS = {"day": "u", "week": "U", "month": "U", "quarter": "U", "year": "U", "half": "h", "weekend": "E"}
UNIT_NUMBERS = {"day": 1, "week": 2, "month": 3, "quarter": 4, "year": 5, "half": 6, "weekend": 7}
DAY, WEEK, MONTH, QUARTER, YEAR, HALF, WEEKEND = range(1, 8)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The month in which a season begins."""
LETTERS = {
    "next": "n",
    "last": "l",
    "this": "t",
    "following": "f",
    "previous": "p",
    "same": "s",
    "early": "<",
    "middle": "i",
    "late": ">",
    "ago": "A",
    "ago_before": "v",
    "later": "L",
    "earlier": "B",
    "to": "r",
    "between": "g",
    "and": "&",
    "the": "d",
    "of": "o",
    "in": "j",
    "now": "z",
    "time": "q",
    "skip": "x",
    "part_of_day": "T",
    "half_day": "P",
    "local": "C",
    "noon": "N",
    "midnight": "N",
}
SHORT_NAME = 4
"""Letters of a month's abbreviation at most; "june" and "july" are names all the same."""
NOON, MIDNIGHT = 12, 0
OTHER = "_"
"""Of a word that stands in no date."""
NAMES = frozenset("MmWwX")
"""Of months, weekdays and holidays, which some languages write with a capital letter."""
ZONE_LETTERS = frozenset("ZC")


class Lexicon:
    """One language's words."""

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        self.language = language
        self.capitals: bool = table["capitals"]
        self.has_lone_years: bool = table["lone_years"]
        self.is_present_future: bool = table["present_is_future"]
        self.context = {key: frozenset(text.split()) for key, text in table["context"].items()}
        self.tense = {key: frozenset(text.split()) for key, text in table["tense"].items()}
        self.endings = {key: tuple(text.split()) for key, text in table["endings"].items()}
        self.plurals = self.endings["plural"]
        self.limits = tuple(table["limits"])
        self.holidays = tuple(table["holidays"].values())
        longer = [*table["phrases"], *table["holidays"]]
        self.phrases = tuple(sorted((word for word in longer if not word.isalpha()), key=len, reverse=True))
        self._letters: dict[str, tuple[str, int]] = {}  # by the word as it is written
        self._by_folded: dict[str, tuple[str, int]] = {}  # of words with letters that ASCII lacks
        for word, letter, number in _entries(language, table):
            self._add(word, letter, number)

    def find(self, word: str) -> tuple[str, int] | None:
        """Give the letter and number of a word as it is written."""
        found = self._letters.get(word)
        if found or (word.isascii() and word.isalpha()):
            return found
        found = self._by_folded.get(_folded(word))
        is_small = self.capitals and word[0].islower()
        return None if found and is_small and found[0] in NAMES else found

    def has(self, name: str, word: str) -> bool:
        """Tell whether a word, small letters, is in a list of context."""
        return word in self.context.get(name, ())

    def _add(self, word: str, letter: str, number: int) -> None:
        """Add a word in the forms in which texts write it; names of zones stand as they are."""
        forms = {word}
        if letter not in ZONE_LETTERS:
            self._by_folded.setdefault(fold(word), (letter, number))
            forms = {word.upper(), word[:1].upper() + word[1:]}
            if not (self.capitals and letter in NAMES):
                forms.add(word)
        for form in forms:
            self._letters.setdefault(form, (letter, number))


_folded = lru_cache(maxsize=1 << 14)(fold)


def _entries(language: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Give every word with its letter and number; of a word that has two, the first counts."""
    yield from _months(language)
    yield from ((word, "M", number) for number, word in _numbered(table["months"], 1))
    weekdays = table["weekdays"]
    endings = ("", *weekdays["endings"].split())
    for number, word in _numbered(weekdays["long"], 0):
        yield from ((word + ending, "W", number) for ending in endings)
    yield from ((word, "w", number) for number, word in _numbered(weekdays["short"], 0))
    for name, text in table["units"].items():
        yield from ((word, UNITS[name], UNIT_NUMBERS[name]) for word in text.split())
    for name, text in table["seasons"].items():
        yield from ((word, "S", SEASONS[name]) for word in text.split())
    for letter, words in (("K", table["days"]), ("c", table["counts"]), ("F", table["ordinals"])):
        yield from ((word, letter, number) for word, number in words.items())
    yield from ((word, "X", number) for number, word in enumerate(table["holidays"]))
    for phrase, name in table["phrases"].items():
        yield phrase, {**LETTERS, **UNITS}.get(name, OTHER), UNIT_NUMBERS.get(name, 0)
    for name, text in table["words"].items():
        yield from ((word, LETTERS[name], NOON if name == "noon" else MIDNIGHT) for word in text.split())
    yield from ((name, "Z", 0) for name in (*FIXED, *ZONE_NAMES))
    yield from ((name, "C", 0) for name in PLACES)


def _months(language: str) -> Iterator[tuple[str, str, int]]:
    names = MONTHS_IN[language]
    longest = {number: max(len(other) for other, same in names.items() if same == number) for number in names.values()}
    for name, number in names.items():
        yield name, "m" if len(name) <= SHORT_NAME and len(name) < longest[number] else "M", number


def _numbered(words: str, first: int) -> Iterator[tuple[int, str]]:
    """Give the words of a list with their numbers; forms of one stand between bars."""
    for number, forms in enumerate(words.split("|"), start=first):
        yield from ((number, word) for word in forms.split())


@cache
def lexicon(language: str) -> Lexicon:
    """Give the words of a language; English's where we have none of it."""
    name = language.lower().partition("-")[0]
    path = files("watcher.events.dates").joinpath(f"{name}.toml")
    if name not in MONTHS_IN or not path.is_file():
        return lexicon(DEFAULT)
    return Lexicon(name, tomllib.loads(path.read_text("utf-8")))
