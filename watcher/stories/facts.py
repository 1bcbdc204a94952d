"""What a text is about, as far as two texts of one form differ in it: numbers, names, and which number stands where.

Market reports, results and weather share nearly all their words. Two of them are told apart by facts that each has and
the other lacks; a shortened or lengthened copy lacks facts on one side only.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, compress, count, islice
from string import ascii_lowercase
from typing import NamedTuple

from watcher.stories.commonplace import commonplace
from watcher.stories.hashing import hash32, hash64
from watcher.stories.vocabulary import SHORTEST_NAME, SPELT, Wording
from watcher.text import Remembered, folded_words

TELLING = 400
"""Words of the body whose facts count."""
MOST = 32
"""Names and numbers that are kept of a text, the first ones."""
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
CLOCK = ("am", "pm")
VALUE_BITS = 12
"""Of a slot's 32 bits, how many hold the number; the others hold its place."""


class Normal(NamedTuple):
    """Folded words with units spelt out, and where numbers stand among them."""

    words: Sequence[str]
    figures: Sequence[int]  # places of those in figures
    values: Sequence[int]  # of these and of those in letters, ascending


def normal(words: Sequence[str]) -> tuple[str, ...]:
    """Give folded words with units spelt out: "$105bln" and "$105 billion" are then the same."""
    return tuple(_spelt_out(words, [place for place, word in enumerate(words) if word[0].isdigit()]).words)


def told(text: Wording) -> Normal:
    """Give the words of a text whose facts count."""
    return _spelt_out(text.folded[:TELLING], compress(count(), text.numeric[:TELLING]))


def numbers(text: Normal) -> tuple[int, ...]:
    """Give the distinct numbers in figures, hashed, in their order."""
    return tuple(map(hash32, islice(dict.fromkeys([text.words[place] for place in text.figures]), MOST)))


def names(text: Wording) -> tuple[int, ...]:
    """Give the distinct words that a text only writes with a capital, stemmed and hashed, in their order."""
    end = text.end_of_written(TELLING)
    small = {*text.small[:end]}
    named = [word for word in dict.fromkeys(filter(None, text.named[:end])) if word.casefold() not in small]
    return tuple(islice(dict.fromkeys(chain.from_iterable(map(_stems.__getitem__, named))), MOST))


def slots(text: Normal) -> tuple[int, ...]:
    """Give for each number its place, which is the words around it, with its value.

    The first number in a place counts. Times of day are no facts of that kind.
    """
    masked, found = [*text.words], dict[int, int]()
    for place in text.values:
        masked[place] = "#"
    for at in text.values:
        value = SPELT.get(text.words[at], text.words[at])
        if at and not value.endswith(CLOCK):
            around = " ".join(masked[max(0, at - 2) : at] + masked[at + 1 : at + 2])
            place = (hash64(f"place {around}") >> 32) >> VALUE_BITS  # hardly one comes twice: none is remembered
            found.setdefault(place, hash32(f"value {value}") & (1 << VALUE_BITS) - 1)
    return tuple([place << VALUE_BITS | value for place, value in found.items()])


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


def _spelt_out(words: Sequence[str], places: Iterable[int]) -> Normal:
    """Spell units out behind the numbers, which stand at some places."""
    normal, figures, values = list[str](), list[int](), list[int]()
    done = 0
    for place in places:
        normal += words[done:place]
        values.append(len(normal))
        normal += _apart(words[place])
        done = place + 1
        if words[place] in SPELT:
            continue
        figures.append(values[-1])
        while done < len(words) and words[done] in _BEHIND_NUMBERS and normal[-1][0].isdigit():
            normal += [UNITS[words[done]]] if words[done] in UNITS else []
            done += 1
    normal += words[done:]
    return Normal(normal, figures, values)


def _apart(word: str) -> tuple[str, ...]:
    number = word.rstrip(ascii_lowercase)
    unit = UNITS.get(word[len(number) :])
    return (number, unit) if unit else (word,)


def _stems_of(name: str) -> tuple[int, ...]:
    """Give the stems of the words in a written name that say something, hashed."""
    return tuple([hash32(stem(part)) for part in folded_words(name) if part not in commonplace()])


_stems = Remembered(_stems_of)
