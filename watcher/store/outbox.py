"""The deliveries that wait, for the loop that sends them. Each call is one transaction of its own."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from watcher.alerts import Dispatch
from watcher.errors import WatcherError
from watcher.model import DeliveryId, DeliveryState
from watcher.store import rows
from watcher.store.alerts import deliveries
from watcher.store.records import delivery_of
from watcher.store.store import Store
from watcher.store.transaction import Transaction

_WAITING = (DeliveryState.NEW, DeliveryState.RETRY)

INTERRUPTED = "interrupted while sending; may arrive twice"


class Outbox:
    """Claims deliveries and records what became of them; safe from several threads.

    A delivery is SENDING before its channel is called, so `recover` finds those that a crash interrupted and has them
    sent again: none is lost, and of each channel only the one in flight may arrive twice.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim(self, channel: str, now: datetime) -> Dispatch | None:
        """Take the channel's next due delivery (highest priority, then oldest) as SENDING; None: nothing is due."""
        delivery = rows.delivery.c
        query = (
            deliveries()
            .where(delivery.channel == channel, delivery.state.in_(_WAITING))
            .where(or_(delivery.not_before.is_(None), delivery.not_before <= now))
            .order_by(delivery.rank, delivery.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=rows.delivery)  # for PostgreSQL: SQLite has one writer anyway
        )
        with self._store.write() as tx:
            row = tx.connection.execute(query).one_or_none()
            if row is None:
                return None
            claimed = replace(delivery_of(row), state=DeliveryState.SENDING, attempts=row.attempts + 1)
            self._set(tx, claimed.id, state=claimed.state, attempts=claimed.attempts)
            return Dispatch(delivery=claimed, view=tx.alerts.view(claimed.alert))

    def sent(self, delivery: DeliveryId, at: datetime) -> None:
        """Record that the channel took it; what went wrong before stays readable."""
        with self._store.write() as tx:
            self._set(tx, delivery, state=DeliveryState.SENT, sent_at=at)

    def retry(self, delivery: DeliveryId, not_before: datetime, error: str) -> None:
        """Record a failure that may pass; the delivery is due again at `not_before`."""
        with self._store.write() as tx:
            self._set(tx, delivery, state=DeliveryState.RETRY, not_before=not_before, last_error=error)

    def dead(self, delivery: DeliveryId, error: str) -> None:
        """Record a failure that will not pass; the delivery is never tried again by itself."""
        with self._store.write() as tx:
            self._set(tx, delivery, state=DeliveryState.DEAD, last_error=error)

    def next_due(self, channel: str) -> datetime | None:
        """Give when the channel's next delivery is due (in the past: now); None: nothing waits."""
        delivery = rows.delivery.c
        query = (
            select(delivery.not_before)
            .where(delivery.channel == channel, delivery.state.in_(_WAITING))
            .order_by(delivery.not_before.asc().nulls_first())
            .limit(1)
        )
        with self._store.read() as tx:
            row = tx.connection.execute(query).one_or_none()
        if row is None:
            return None
        due: datetime | None = row.not_before
        return due or self._store.clock.now()

    def recover(self, now: datetime) -> int:
        """Make due again what was being sent when the program ended; give how many. For the start, before any claim."""
        interrupted = update(rows.delivery).where(rows.delivery.c.state == DeliveryState.SENDING)
        with self._store.write() as tx:
            done = tx.connection.execute(
                interrupted.values(state=DeliveryState.RETRY, not_before=now, last_error=INTERRUPTED)
            )
            return done.rowcount

    def _set(self, tx: Transaction, delivery: int, **changes: Any) -> None:
        done = tx.connection.execute(update(rows.delivery).where(rows.delivery.c.id == delivery).values(changes))
        if done.rowcount != 1:
            raise WatcherError(f"delivery {delivery} is not in the store {self._store}")
