"""Invented entries that each alert once, and what tells their alerts apart: the first words of a headline."""

import random
import re
from collections.abc import Iterable, Iterator

from farm import SYLLABLES

WORD = "zyzzyva"  # in no other text of a benchmark
RULE = f'[[rules]]\nname = "marked"\nquery = "{WORD}"\npriority = "high"\n'
"""High: alerts that wait are never made one message for being many."""

_MARK = re.compile(rf"{WORD} (\d+) end", re.IGNORECASE)
_WORDS = 60  # of an entry


def marked(number: int) -> str:
    """Give the mark of an entry."""
    return f"{WORD} {number} end"


def numbers_in(message: str) -> frozenset[int]:
    """Give the numbers of the alerts that a message tells of."""
    return frozenset(map(int, _MARK.findall(message)))


def title(number: int) -> str:
    """Give an entry's headline."""
    return f"{marked(number)} {' '.join(_words(number, 6))}"


def text(number: int) -> str:
    """Give an entry's text, like no other one's."""
    return f"{' '.join(_words(number, _WORDS)).capitalize()}."


def document(numbers: Iterable[int]) -> str:
    """Give an RSS document of these entries."""
    return f'<rss version="2.0"><channel><title>Quays</title>{"".join(_items(numbers))}</channel></rss>'


def _items(numbers: Iterable[int]) -> Iterator[str]:
    for number in numbers:
        link = f"https://quay.example/{number}"
        yield (
            f"<item><guid>{link}</guid><link>{link}</link><title>{title(number)}</title>"
            f"<description>{text(number)}</description></item>"
        )


def _words(number: int, count: int) -> Iterator[str]:
    chance = random.Random(number)  # noqa: S311 - reproducible, not secret
    return ("".join(chance.choices(SYLLABLES, k=3)) for _ in range(count))
