"""What an alert shows: the alert with its story and every copy known at the moment of sending."""

from dataclasses import dataclass

from watcher.model import Alert, Copy, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """An alert and all it explains itself with. `copies` is in the order of first sight and holds the matched one."""

    alert: Alert
    story: Story
    copies: tuple[Copy, ...]
