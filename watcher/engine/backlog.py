"""What still waits in the outbox: for the end of a round, and for the start of a daemon or of another configuration.

A channel that left the configuration is the reason to look: nothing sends its deliveries, and nobody would hear of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from watcher.store import Outbox, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The deliveries that wait for one channel."""

    channel: str
    deliveries: int
    due: datetime | None  # the first of them; None: at once
    configured: bool  # whether there is a channel of that name now


def waiting(store: Store, channels: Collection[str]) -> tuple[Waiting, ...]:
    """Give what waits, by channel name; `channels` are those of the configuration."""
    return tuple(
        Waiting(channel=channel, deliveries=deliveries, due=due, configured=channel in channels)
        for channel, deliveries, due in Outbox(store).waiting()
    )
