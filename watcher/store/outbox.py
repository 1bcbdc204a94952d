"""The deliveries that wait, for the loop that sends them. Each call is one transaction of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select, true, update

from watcher.alerts import AlertView, Dispatch
from watcher.errors import ConnectionLost, WatcherError
from watcher.model import Delivery, DeliveryId, DeliveryState, Notice
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
        self._doubtful: set[str] = set()  # channels whose last claim may have been done though its answer was lost

    def claim(self, channel: str, now: datetime) -> Dispatch | None:
        """Take the channel's next due delivery (highest priority, then oldest) as SENDING; None: nothing is due.

        Whoever claims for a channel is not sending for it: what a claim took whose answer was lost is due again.
        """
        try:
            with self._store.write() as tx:
                if channel in self._doubtful:
                    self._interrupted(tx, now, rows.delivery.c.channel == channel)
                dispatch = self._claim(tx, channel, now)
        except ConnectionLost:
            self._doubtful.add(channel)
            raise
        self._doubtful.discard(channel)
        return dispatch

    def _claim(self, tx: Transaction, channel: str, now: datetime) -> Dispatch | None:
        delivery = rows.delivery.c
        query = (
            deliveries()
            .where(delivery.channel == channel, delivery.state.in_(_WAITING))
            .where(or_(delivery.not_before.is_(None), delivery.not_before <= now))
            .order_by(delivery.rank, delivery.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=rows.delivery)  # for PostgreSQL: SQLite has one writer anyway
        )
        row = tx.connection.execute(query).one_or_none()
        if row is None:
            return None
        claimed = replace(delivery_of(row), state=DeliveryState.SENDING, attempts=row.attempts + 1)
        self._set(tx, claimed.id, state=claimed.state, attempts=claimed.attempts)
        return Dispatch(delivery=claimed, view=_view(tx, claimed))

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

    def waiting(self) -> Sequence[tuple[str, int, datetime | None]]:
        """Give, by channel, how many deliveries wait and when the first is due (None: at once); sorted by channel."""
        delivery = rows.delivery.c
        count, timed = func.count(), func.count(delivery.not_before)
        query = (
            select(delivery.channel, count, case((count == timed, func.min(delivery.not_before))))
            .where(delivery.state.in_(_WAITING))
            .group_by(delivery.channel)
        )
        with self._store.read() as tx:
            return sorted((channel, waiting, due) for channel, waiting, due in tx.connection.execute(query))

    def backlog(self, channels: Iterable[str]) -> dict[str, tuple[int, datetime | None]]:
        """Give, for each of these channels, how many deliveries are not sent yet and since when the oldest waits.

        One that is being sent counts: its channel may hang. Reads no more than what waits, so it is cheap to ask.
        """
        delivery, since = rows.delivery.c, func.coalesce(rows.alert.c.created_at, rows.notice.c.created_at)
        joined = rows.delivery.outerjoin(rows.alert, rows.alert.c.id == delivery.alert)
        joined = joined.outerjoin(rows.notice, rows.notice.c.id == delivery.notice)
        query = select(func.count(), func.min(since)).select_from(joined)
        unsent = delivery.state.in_((*_WAITING, DeliveryState.SENDING))
        with self._store.read() as tx:
            found = ((name, tx.connection.execute(query.where(delivery.channel == name, unsent))) for name in channels)
            return {name: (count, oldest) for name, result in found for count, oldest in result}

    def recover(self, now: datetime) -> int:
        """Make due again what was being sent when the program ended; give how many. For the start, before any claim."""
        with self._store.write() as tx:
            return self._interrupted(tx, now, true())

    def _interrupted(self, tx: Transaction, now: datetime, those: ColumnElement[bool]) -> int:
        """Make `those` deliveries due that are marked as being sent."""
        sending = update(rows.delivery).where(rows.delivery.c.state == DeliveryState.SENDING, those)
        done = tx.connection.execute(sending.values(state=DeliveryState.RETRY, not_before=now, last_error=INTERRUPTED))
        return done.rowcount

    def _set(self, tx: Transaction, delivery: int, **changes: Any) -> None:
        done = tx.connection.execute(update(rows.delivery).where(rows.delivery.c.id == delivery).values(changes))
        if done.rowcount != 1:
            raise WatcherError(f"delivery {delivery} is not in the store {self._store}")


def _view(tx: Transaction, delivery: Delivery) -> AlertView | Notice:
    if delivery.notice is not None:
        return tx.notices.get(delivery.notice)
    if delivery.alert is not None:
        return tx.alerts.view(delivery.alert)
    raise WatcherError(f"delivery {delivery.id} is of no alert and no notice")
