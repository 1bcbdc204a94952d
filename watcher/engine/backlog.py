"""What still waits in the outbox: for the end of a round and the start of a daemon.

A channel that left the configuration is the reason to look: nothing sends its deliveries, and nobody would hear of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.model import Delivery, DeliveryState
from watcher.store import Store, Transaction

LOOK_BACK = 1_000  # alerts, newest first; only looked through while something waits
_WAITING = (DeliveryState.NEW, DeliveryState.RETRY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The deliveries that wait for one channel."""

    channel: str
    deliveries: int
    due: datetime | None  # the first of them; None: at once
    configured: bool  # whether there is a channel of that name now


def waiting(store: Store, channels: Collection[str]) -> tuple[Waiting, ...]:
    """Give what waits, by channel name; `channels` are those of the configuration."""
    with store.read() as tx:
        found = _found(tx)
    by_channel: dict[str, list[Delivery]] = {}
    for delivery in found:
        by_channel.setdefault(delivery.channel, []).append(delivery)
    return tuple(
        Waiting(channel=name, deliveries=len(those), due=_first_due(those), configured=name in channels)
        for name, those in sorted(by_channel.items())
    )


def _found(tx: Transaction) -> Sequence[Delivery]:
    states = tx.counts().deliveries
    wanted, found = sum(states[state] for state in _WAITING), list[Delivery]()
    if not wanted:
        return found
    for alert in tx.alerts.list(limit=LOOK_BACK):
        found += (delivery for delivery in tx.alerts.deliveries(alert.id) if delivery.state in _WAITING)
        if len(found) >= wanted:
            break
    return found


def _first_due(deliveries: Sequence[Delivery]) -> datetime | None:
    times = [delivery.not_before for delivery in deliveries if delivery.not_before is not None]
    return min(times) if len(times) == len(deliveries) else None
