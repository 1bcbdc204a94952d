"""What delivering needs from the store: the outbox."""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from watcher.alerts import Dispatch
from watcher.model import Channel, DeliveryId, Notice


class Outbox(Protocol):
    """The rows that wait to be sent. Each call is one transaction of its own; safe from several threads.

    What is recorded of a bundle is recorded of all that is in it.
    """

    def together(self) -> AbstractContextManager[None]:
        """Let what this thread records in the block be one transaction; it leases nothing there."""
        ...

    def lease(self, channel: Channel, zone: ZoneInfo, now: datetime, most: int = 1) -> Sequence[Dispatch]:
        """Take the channel's next messages as LEASED, by `alerts.calm.plan`, at most so many; none: nothing is due."""
        ...

    def sending(self, deliveries: Collection[DeliveryId], *, counts: bool = True) -> AbstractSet[DeliveryId]:
        """Mark them SENDING, right before the channel is called; give those that are still to be sent.

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
