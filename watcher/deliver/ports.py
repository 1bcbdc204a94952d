"""What delivering needs from the store: the outbox."""

from datetime import datetime
from typing import Protocol

from watcher.alerts import Dispatch
from watcher.model import DeliveryId


class Outbox(Protocol):
    """The rows that wait to be sent. Each call is one transaction of its own; safe from several threads."""

    def claim(self, channel: str, now: datetime) -> Dispatch | None:
        """Take the channel's next due delivery (highest priority, then oldest), mark it SENDING; None: nothing."""
        ...

    def sent(self, delivery: DeliveryId, at: datetime) -> None:
        """Record that the channel took it."""
        ...

    def retry(self, delivery: DeliveryId, not_before: datetime, error: str) -> None:
        """Record a failure that may pass; the delivery is due again at `not_before`."""
        ...

    def dead(self, delivery: DeliveryId, error: str) -> None:
        """Record a failure that will not pass; the delivery is never tried again by itself."""
        ...

    def next_due(self, channel: str) -> datetime | None:
        """Give when the channel's next delivery is due (in the past: now); None: nothing waits."""
        ...
