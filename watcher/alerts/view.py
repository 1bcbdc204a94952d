"""What an alert shows: the alert with its story and every copy known at the moment of sending."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.model import Alert, AlertLabel, Copy, Delivery, Notice, Story, StoryId, Version
from watcher.stories import lead_copy

CHANGING = frozenset({AlertLabel.UPDATE, AlertLabel.CORRECTION})
"""Labels of alerts that tell what changed since another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Another story of the same event."""

    story: StoryId
    title: str
    teller: str  # its origin; the outlet of its earliest copy where that is unknown
    reason: str  # why the two are linked: "headlines share nord, stream, suspect, croatia; 3 hours later"


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEvent:
    """What is known of a story's event beyond the story itself."""

    origins: tuple[str, ...] = ()  # independent ones over the story and those linked to it, its own first
    linked: tuple[Linked, ...] = ()  # the earliest first


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """An alert and all it explains itself with. `copies` is in the order of first sight and holds the matched one."""

    alert: Alert
    story: Story
    copies: tuple[Copy, ...]
    event: SameEvent = SameEvent()
    versions: tuple[Version, ...] = ()  # of an update or correction: the texts of the copies, in the order of time
    unacked_for: timedelta | None = None  # of one that escalates: how long nobody took it on; zero: not known

    @property
    def lead(self) -> Copy:
        """The copy whose headline and time stand for the story."""
        return lead_copy(self.copies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How many of the followed feeds give what they should."""

    healthy: int
    feeds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One message that a courier leased, with all that rendering needs, read at that moment."""

    delivery: Delivery  # LEASED; that of the bundle where `views` are several
    views: tuple[AlertView | Notice, ...]  # one; of a bundle all, oldest first; none: a digest of nothing
    created_at: datetime  # of the oldest of them; of an empty digest when it was due
    health: Health | None = None  # of a digest
    since: datetime | None = None  # of a digest: when the one before was due; None: it is the first
    due: datetime | None = None  # of a digest: when it is
    thread: str | None = None  # `remote` of the first message on its rule and story to its recipient
    alone: bool = False  # that message told nothing else, so what it says may be changed
    earlier: tuple[Alert, ...] = ()  # those that its recipient got of its rule and story before, oldest first
