"""What an alert shows: the alert with its story and every copy known at the moment of sending."""

from dataclasses import dataclass
from datetime import datetime

from watcher.model import Alert, Copy, Delivery, Notice, Story, StoryId
from watcher.stories import lead_copy


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

    @property
    def lead(self) -> Copy:
        """The copy whose headline and time stand for the story."""
        return lead_copy(self.copies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One claimed delivery with all that rendering needs, read at the moment of claiming."""

    delivery: Delivery  # already SENDING, `attempts` counts this one
    view: AlertView | Notice

    @property
    def created_at(self) -> datetime:
        """When the alert or notice came to be."""
        return self.view.created_at if isinstance(self.view, Notice) else self.view.alert.created_at
