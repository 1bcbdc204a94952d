"""Events: what a sentence says has happened, will happen, or is asked for, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from watcher.model.ids import EntryId, StoryId
from watcher.model.match import Evidence

FieldValue = str | tuple[str, ...]


class Precision(StrEnum):
    """How exactly a date is stated."""

    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Realis(StrEnum):
    """How a sentence tells an event: as a fact, as a plan, as what others say, as a wish, as untrue, or as history."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    REPORTED = "reported"
    CALLED_FOR = "called-for"
    DENIED = "denied"
    BACKGROUND = "background"


NEWS = frozenset({Realis.ASSERTED, Realis.PLANNED, Realis.REPORTED})
"""What rules see where they do not say otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A period as a text states it, both days included; one day begins and ends on the same date.

    A deadline ("by the end of January") is its last day.
    """

    start: date
    end: date
    precision: Precision = Precision.DAY
    deadline: bool = False
    at: datetime | None = None  # aware, in the zone that the text states; set exactly where the precision is a minute
    until: datetime | None = None  # likewise, where the text states an end: "from 2 p.m. to 4 p.m."


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event that one article tells.

    `fields` holds what its kind has and the text states, under the names of its kind: an appointment's person, post,
    org and status, a meeting's name, type, place, participants and tense, a law's what, body and stage.
    """

    kind: str
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    when: When | None = None
    realis: Realis = Realis.ASSERTED
    evidence: Evidence  # the sentence, with the words that told the event marked
    confidence: float = 1.0  # 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEvent:
    """One event of a story, however many copies tell it; its fields are the latest that any copy states."""

    uid: str  # stable: the same while fields and date change
    story: StoryId
    event: Event
    entry: EntryId  # whose text the evidence is from
    published: datetime | None = None  # the latest publication of a text that told it; None: none states one
    sequence: int = 0  # how often a field or the date has changed
    first_seen: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEvent:
    """An event of a story as an alert tells it: as it stood when the alert was made."""

    uid: str  # that of its `StoryEvent`
    sequence: int
    event: Event
    was: Event | None = None  # as the alert before told it; set exactly in an update or correction
