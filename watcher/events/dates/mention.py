"""What the resolver gives: one date expression, with what a reader of the sentence may want to know about it."""

from dataclasses import dataclass
from enum import StrEnum

from watcher.model import When


class Tense(StrEnum):
    """Where a clause stands in time, as its verbs tell."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """One date expression of a text; `start` and `end` count characters of that text.

    The span holds the expression itself ("the end of January", "Friday at 2 p.m. GMT"), not the preposition before it.
    """

    start: int
    end: int
    when: When
    tense: Tense = Tense.UNKNOWN  # of the clause, where the reading needed it; a stated year needs none
    preposition: str = ""  # the word before it in small letters, where it is one that the language lists: "by", "on"
    part: str = ""  # of its period: "early", "middle" or "late"; the period itself is whole
    has_year: bool = False  # the text states the year, so that nothing was guessed
