"""What an alert shows: the alert with its story and every copy known at the moment of sending."""

from dataclasses import dataclass
from datetime import datetime

from watcher.model import Alert, Copy, Delivery, Notice, Story
from watcher.stories import lead_copy


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """An alert and all it explains itself with. `copies` is in the order of first sight and holds the matched one."""

    alert: Alert
    story: Story
    copies: tuple[Copy, ...]

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
