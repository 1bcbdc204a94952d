"""A text as a row of words, each with the one letter that says what it is in a date.

The letters make a second, short text that the grammar reads; this is what keeps it the same for all languages.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from watcher.events.dates.lexicon import OTHER
from watcher.events.dates.periods import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from watcher.events.dates.lexicon import Lexicon

PARAGRAPH = "¶"
LAST_DAY = 31
ORDINALS = "stndrhe\u00ba"
"""The letters of 1st, 2nd, 3rd, 4th, 1er, 1º."""
_NUMBERS = (
    ("I", r"\d{4}[/-]\d\d?[/-]\d\d?|\d{1,2}([/.-])\d{1,2}\1\d{4}|\d\d?/\d\d?/\d\d|\d\d\.\d\d\.\d\d"),
    ("H", r"\d{1,2}[:.h]\d\d"),
    ("O", r"\d+(?:st|nd|rd|th|er|º)"),
)
"""Numbers that their form gives away: a whole date, a clock, an ordinal."""
_LETTER_OF = [(letter, re.compile(pattern)) for letter, pattern in _NUMBERS]
_WORD = (
    r"\b[QH][1-4]\b|[\u0400-\u04ff]+[’'ʼ][\u0400-\u04ff]+|[^\W\d_]+[’'](?:ll|re|ve|d|t)\b|[aApP]\.[mM]\b\.?|[^\W\d_]+"
    r"|\d{4}([/-])\d\d?\1\d\d?(?!\d)|\d{1,2}([/.-])\d{1,2}\2\d{4}(?!\d)"
    r"|\d\d?/\d\d?/\d\d(?![\d/])|\d\d\.\d\d\.\d\d(?![\d.])"
    r"|\d{1,2}[:.h]\d\d(?![\d:])(?!\.\d)|\d+(?:st|nd|rd|th|er|º)\b|\d+(?:[.,:]\d+)+|\d+s?\b|\d+"
    r"|[’']s\b|\n\s*\n|\S"
)
_CURRENCY = frozenset("$€£¥#№@")
_MARKS = {mark: mark for mark in ",.-/'(%!&"} | {"–": "-", "—": "-", "’": "'", "'s": "'", "’s": "'", ";": "!", "?": "!"}


class Word(NamedTuple):
    """A word or mark: its place in the text, as written, its letter, and its number where it has one."""

    start: int
    end: int
    text: str
    letter: str
    number: int


def read_words(text: str, lexicon: "Lexicon") -> tuple[list[Word], str]:
    """Give the words of a text, and their letters in a row."""
    words = list(_words(text, lexicon))
    return words, "".join(word.letter for word in words)


def _words(text: str, lexicon: "Lexicon") -> Iterator[Word]:
    find = lexicon.find
    for match in _token(lexicon.phrases).finditer(text):
        word = match.group()
        letter, number = find(word) or _unknown(word, text, match.start())
        yield Word(match.start(), match.end(), word, letter, number)


@cache
def _token(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Give what finds words and marks; a phrase of the language is one word."""
    if not phrases:
        return re.compile(_WORD)
    written = "|".join(re.escape(phrase).replace("'", "[’']").replace(r"\ ", r"\s") for phrase in phrases)
    first = {letter for phrase in phrases for letter in (phrase[0], phrase[0].upper())}  # saves nearly all attempts
    return re.compile(rf"\b(?=[{''.join(sorted(first))}])(?i:{written})\b|{_WORD}")


def _unknown(word: str, text: str, start: int) -> tuple[str, int]:
    """Give the letter and number of what no list has: numbers, marks, all other words."""
    if word[0].isdigit():
        return (OTHER, 0) if start and text[start - 1] in _CURRENCY else _numeric(word)
    if word[-1] in "1234" and len(word) > 1:
        return ("Q" if word[0] == "Q" else "@"), int(word[-1])
    return (PARAGRAPH if word[0] == "\n" else _MARKS.get(word, OTHER)), 0


def _numeric(word: str) -> tuple[str, int]:
    if not word.isdecimal():
        letter = next((letter for letter, pattern in _LETTER_OF if pattern.fullmatch(word)), OTHER)
        number = int(word.rstrip(ORDINALS)) if letter == "O" else 0
        return (letter if number <= LAST_DAY else OTHER), number
    number = int(word)
    if len(word) <= 2:  # noqa: PLR2004 - digits of a day
        return ("D" if 1 <= number <= LAST_DAY else "9"), number
    if len(word) == 4:  # noqa: PLR2004 - digits of a year, or of a clock without a colon
        return ("Y" if FIRST_YEAR <= number <= LAST_YEAR else "9"), number
    return OTHER, 0
