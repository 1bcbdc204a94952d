"""Literals of which an article must hold at least one: why a thousand rules need not be looked at one by one."""

from itertools import pairwise
from typing import NamedTuple

from watcher.query.tree import And, Field, Not, Or, Phrase, Prefix, Query, Word

_VISIBLE = frozenset({"title", "body", "lead"})


class Required(NamedTuple):
    """Every match holds, in title or body, a word or two neighbours of these, or a word that begins with a prefix."""

    words: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    neighbours: frozenset[tuple[str, str]] = frozenset()


def required(query: Query) -> Required | None:
    """Give the literals of which one must be in title or body, the rarest choice of them; None: there is none."""
    match query:
        case Word(text):
            return Required(words=frozenset({text}))
        case Prefix(text):
            return Required(prefixes=frozenset({text}))
        case Phrase(words):
            return Required(neighbours=frozenset({max(pairwise(words), key=_letters)}))
        case Field(name, of):
            return required(of) if name in _VISIBLE else None
        case And(parts):
            choices = [choice for part in parts if not isinstance(part, Not) and (choice := required(part))]
            return min(choices, key=_frequency, default=None)
        case Or(parts):
            return _union([required(part) for part in parts])


def _union(choices: list[Required | None]) -> Required | None:
    known = [choice for choice in choices if choice is not None]
    if len(known) < len(choices):
        return None
    return Required(
        words=frozenset().union(*(choice.words for choice in known)),
        prefixes=frozenset().union(*(choice.prefixes for choice in known)),
        neighbours=frozenset().union(*(choice.neighbours for choice in known)),
    )


def _frequency(choice: Required) -> float:
    """Guess how often a choice is met: a letter more halves it, and a prefix is met as a word one letter shorter."""
    letters = (*map(len, choice.words), *(len(prefix) - 1 for prefix in choice.prefixes))
    return sum(2.0**-number for number in (*letters, *map(_letters, choice.neighbours)))


def _letters(neighbours: tuple[str, str]) -> int:
    return len(neighbours[0]) + len(neighbours[1])
