"""Watch rules as the user wrote them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Priority(StrEnum):
    """How much a rule's alerts matter: the order in which waiting alerts leave."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Expect(StrEnum):
    """What an example says its rule must do."""

    MATCH = "match"
    NO_MATCH = "no-match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text that a rule must or must not match; the rule's own unit test."""

    text: str
    expect: Expect
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One watch rule. `feeds` holds names of feeds or drops, "tag:NAME", or "*" for all."""

    name: str
    query: str
    exclude: str | None = None
    feeds: tuple[str, ...] = ("*",)
    channels: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    min_origins: int = 1  # independent origins, among a story and those linked to it, from which it is alerted
    examples: tuple[Example, ...] = ()
