"""Watch rules as the user wrote them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Priority(StrEnum):
    """How much a rule's alerts matter: the order in which waiting alerts leave, and what holds them."""

    LOW = "low"  # in digests only
    NORMAL = "normal"
    HIGH = "high"  # never collapsed into a message of several for being many
    URGENT = "urgent"  # passes quiet hours, groups and digests


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Who is told of an alert that nobody acknowledged in time."""

    after: timedelta  # above zero, from the alert
    channels: tuple[str, ...]  # never empty


class Expect(StrEnum):
    """What an example says its rule must do."""

    MATCH = "match"
    NO_MATCH = "no-match"


class Within(StrEnum):
    """What a rule's event and query must share."""

    ARTICLE = "article"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text that a rule must or must not match; the rule's own unit test."""

    text: str
    expect: Expect
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One watch rule; it has a query, an event or both.

    `feeds` holds names of feeds or drops, "tag:NAME", or "*" for all. `where` says what the event's fields, and its
    realis, must be: one of several values, or what a query is true of. Where it says nothing of the realis, the event
    must be news.
    """

    name: str
    query: str | None = None
    event: str | None = None  # name of a kind of event
    where: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    within: Within = Within.ARTICLE  # where query and event must both be
    exclude: str | None = None
    feeds: tuple[str, ...] = ("*",)
    languages: tuple[str, ...] = ()  # BCP 47, "en" takes in "en-GB"; empty: all
    channels: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    min_origins: int = 1  # independent origins, among a story and those linked to it, from which it is alerted
    on: tuple[str, ...] = ("new", "update", "correction")  # labels of the alerts that are sent
    cooldown: timedelta = timedelta(0)  # at most one first alert in this time; corrections and updates pass
    escalate: Escalation | None = None
    remind: tuple[timedelta, ...] = ()  # how long before a dated event that was alerted it is told again; above zero
    examples: tuple[Example, ...] = ()
