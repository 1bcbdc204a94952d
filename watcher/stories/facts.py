"""What a text is about, as far as two texts of one form differ in it: numbers, names, and which number stands where.

Market reports, results and weather share nearly all their words. Two of them are told apart by facts that each has and
the other lacks; a shortened or lengthened copy lacks facts on one side only.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from watcher.stories.commonplace import commonplace
from watcher.stories.hashing import hash32
from watcher.text import Remembered, folded_words

TELLING = 400
"""Words of the body whose facts count."""
MOST = 32
"""Names and numbers that are kept of a text, the first ones."""
SHORTEST_NAME = 3
UNITS = {
    "bn": "billion",
    "bln": "billion",
    "mn": "million",
    "mln": "million",
    "trn": "trillion",
    "tn": "trillion",
    "trln": "trillion",
    "pct": "percent",
    "b": "billion",
    "m": "million",
    "k": "thousand",
}
"""Units as agencies abbreviate them behind a number; "5 cent" loses its second word."""
_BEHIND_NUMBERS = frozenset({*UNITS, "cent"})
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
CLOCK = ("am", "pm")
VALUE_BITS = 12
"""Of a slot's 32 bits, how many hold the number; the others hold its place."""


def normal(words: Sequence[str]) -> tuple[str, ...]:
    """Give folded words with units spelt out: "$105bln" and "$105 billion" are then the same."""
    normal: list[str] = []
    done = 0
    for place in _places_of_numbers(words):
        normal += words[done:place]
        normal += _apart(words[place])
        done = place + 1
        while done < len(words) and words[done] in _BEHIND_NUMBERS and normal[-1][0].isdigit():
            normal += [UNITS[words[done]]] if words[done] in UNITS else []
            done += 1
    return (*normal, *words[done:])


def numbers(words: Sequence[str]) -> tuple[int, ...]:
    """Give the distinct numbers among normal words, hashed, in their order."""
    return _hashed(words[place] for place in _places_of_numbers(words))


def names(written: Iterable[str]) -> tuple[int, ...]:
    """Give the distinct words that a text only writes with a capital, stemmed and hashed, in their order."""
    words = dict.fromkeys(written)
    small = {word.casefold() for word in words if word[0].islower()}
    named = [word for word in words if word[0].isupper() and len(word) >= SHORTEST_NAME]
    return _hashed(stem for word in named if word.casefold() not in small for stem in _stems[word])


def slots(words: Sequence[str]) -> tuple[int, ...]:
    """Give for each number among normal words its place, which is the words around it, with its value.

    The first number in a place counts. Times of day are no facts of that kind.
    """
    found: dict[int, int] = {}
    for i in _places_of_values(words):
        value = SPELT.get(words[i], words[i])
        if i and not value.endswith(CLOCK):
            around = (*words[max(0, i - 2) : i], *words[i + 1 : i + 2])
            place = hash32("place " + " ".join(map(_masked, around))) >> VALUE_BITS
            found.setdefault(place, hash32(f"value {value}") & (1 << VALUE_BITS) - 1)
    return tuple(place << VALUE_BITS | value for place, value in found.items())


def disagreement(one: Sequence[int], other: Sequence[int]) -> tuple[int, int]:
    """Give in how many places both texts have a number, and in how many of these it is another one."""
    mine = {slot >> VALUE_BITS: slot for slot in one}
    both = [(mine[slot >> VALUE_BITS], slot) for slot in other if slot >> VALUE_BITS in mine]
    return len(both), sum(a != b for a, b in both)


def stem(word: str) -> str:
    """Give an English word without its ending, roughly: only to see that "sells" and "selling" are one word."""
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_NAME:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def _apart(word: str) -> tuple[str, ...]:
    number = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    unit = UNITS.get(word[len(number) :])
    return (number, unit) if unit else (word,)


def _masked(word: str) -> str:
    return "#" if word[0].isdigit() or word in SPELT else word


def _places_of_numbers(words: Sequence[str]) -> list[int]:
    return [place for place, word in enumerate(words) if word[0].isdigit()]


def _places_of_values(words: Sequence[str]) -> list[int]:
    if SPELT.keys().isdisjoint(words):
        return _places_of_numbers(words)
    return [place for place, word in enumerate(words) if word[0].isdigit() or word in SPELT]


def _hashed(words: Iterable[str]) -> tuple[int, ...]:
    return tuple(map(hash32, islice(dict.fromkeys(words), MOST)))


def _stems_of(name: str) -> tuple[str, ...]:
    """Give the stems of the words in a written name that say something."""
    return tuple([stem(part) for part in folded_words(name) if part not in commonplace()])


_stems = Remembered(_stems_of)
