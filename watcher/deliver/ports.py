"""What delivering needs from the store: the outbox."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from watcher.alerts import Dispatch
from watcher.model import Channel, DeliveryId, Notice


class Outbox(Protocol):
    """The rows that wait to be sent. Each call is one transaction of its own; safe from several threads.

    What is recorded of a bundle is recorded of all that is in it.
    """

    def lease(self, channel: Channel, zone: ZoneInfo, now: datetime) -> Dispatch | None:
        """Take the channel's next message as LEASED, by `alerts.calm.plan`; None: nothing is due."""
        ...

    def sending(self, delivery: DeliveryId, *, counts: bool = True) -> bool:
        """Mark it SENDING, right before the channel is called; False: it is not to be sent any more.

        `counts`: as a try.
        """
        ...

    def give_back(self, delivery: DeliveryId) -> None:
        """Let another lease take it: nothing has left."""
        ...

    def sent(self, delivery: DeliveryId, at: datetime, remote: str | None = None) -> None:
        """Record that the channel took it, and what it calls it."""
        ...

    def retry(self, delivery: DeliveryId, not_before: datetime, error: str) -> None:
        """Record a failure that may pass; the delivery is due again at `not_before`."""
        ...

    def unknown(self, delivery: DeliveryId, not_before: datetime, error: str) -> None:
        """Record that it may have arrived; it is due again at `not_before`, under the same key."""
        ...

    def dead(self, delivery: DeliveryId, error: str, notice: Notice | None = None, tell: tuple[str, ...] = ()) -> None:
        """Record a failure that will not pass, and write the notice of it for these channels, in one transaction."""
        ...

    def next_due(self, channel: Channel, zone: ZoneInfo, now: datetime) -> datetime | None:
        """Give when the channel's next message is due (in the past: now); None: nothing waits."""
        ...
