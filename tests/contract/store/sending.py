"""What a courier does with the outbox, in one call each."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.contract.store.builders import NOW, document, name
from watcher.alerts import Dispatch
from watcher.model import Calm, Channel, Delivery, Email
from watcher.pipeline import Outcome
from watcher.store import Outbox, Store

ZONE = ZoneInfo("UTC")


def a_channel(name: str = "console", *to: str, **calm: object) -> Channel:
    """Give a channel; one by mail where addresses are named. The rest is its calm."""
    mail = Email(host="mail.example", port=465, sender="watcher@example.org", to=to) if to else None
    return Channel(name=name, url=None if to else "console:", email=mail, calm=Calm(**calm))


def lease(outbox: Outbox, channel: str | Channel = "console", now: datetime = NOW) -> Dispatch | None:
    """Lease a channel's next message."""
    return next(iter(outbox.lease(a_channel(channel) if isinstance(channel, str) else channel, ZONE, now)), None)


def begin(outbox: Outbox, channel: str | Channel = "console", now: datetime = NOW) -> Dispatch:
    """Lease a channel's next message, which there has to be, and begin to send it."""
    dispatch = lease(outbox, channel, now)
    assert dispatch is not None
    assert is_to_be_sent(outbox, dispatch)
    return dispatch


def is_to_be_sent(outbox: Outbox, dispatch: Dispatch, *, counts: bool = True) -> bool:
    """Begin to send a message; False: it is not to be sent any more."""
    return outbox.sending([dispatch.delivery.id], counts=counts) == {dispatch.delivery.id}


def next_due(outbox: Outbox, channel: str | Channel = "console", now: datetime = NOW) -> datetime | None:
    return outbox.next_due(a_channel(channel) if isinstance(channel, str) else channel, ZONE, now)


def fill(store: Store, *outcomes: Outcome, at: datetime = NOW) -> None:
    """Write what documents brought, each in a transaction of its own."""
    for outcome in outcomes:
        with store.write() as tx:
            tx.outcomes.write(outcome, document(), at)


def stored(store: Store, number: int = 1) -> Delivery:
    """Give the first delivery of an alert as it stands in the store."""
    return all_stored(store, number)[0]


def all_stored(store: Store, number: int = 1) -> tuple[Delivery, ...]:
    """Give all deliveries of an alert as they stand in the store."""
    with store.read() as tx:
        return tx.alerts.deliveries(tx.alerts.get(name(number)))


def told(dispatch: Dispatch | None) -> list[int]:
    """Give the numbers of the alerts in a message, in its order."""
    assert dispatch is not None
    return [int(view.alert.id) for view in dispatch.views]
