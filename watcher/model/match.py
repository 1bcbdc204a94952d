"""Matches: a rule that found something, and the words that say so."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # at run time it would import itself: an event has evidence
    from watcher.model.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One sentence of an article in which a rule found its words. Offsets count characters."""

    field: str  # "title" or "body"
    sentence: str
    start: int  # of the sentence in the field's text
    marks: tuple[tuple[int, int], ...]  # matched words in `sentence`: (start, end), ascending, disjoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One rule that matched one article. `evidence` is ordered best first and never empty; `reason` is for the user."""

    rule: str
    evidence: tuple[Evidence, ...]
    reason: str  # "query matched: referendum, law"
    events: "tuple[Event, ...]" = ()  # of the article, that the rule asks for; empty where it asks for none
