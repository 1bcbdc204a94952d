"""The deliveries that wait, for the loop that sends them. Each call is one transaction of its own."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import datetime
from threading import local
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Update, and_, bindparam, case, exists, func, select, true, update

from watcher.alerts import Dispatch
from watcher.alerts.calm import PASSED_AFTER
from watcher.errors import STORE_AWAY, WatcherError
from watcher.model import Channel, DeliveryId, DeliveryState, Notice
from watcher.store import rows
from watcher.store.bundles import free, of_message
from watcher.store.dispatches import dispatch_of
from watcher.store.leases import lease, planned
from watcher.store.recipients import part, readdress, recipients, unparted
from watcher.store.records import UNLEASED, UNSENT
from watcher.store.store import Store
from watcher.store.transaction import Transaction

_delivery = rows.delivery.c
_MESSAGE = update(rows.delivery).where(of_message(bindparam("number")))
_SENDING = _MESSAGE.where(_delivery.state == DeliveryState.LEASED).values(
    state=DeliveryState.SENDING, attempts=_delivery.attempts + bindparam("counted"), lease_until=None
)
_SENT = _MESSAGE.values(state=DeliveryState.SENT, sent_at=bindparam("moment"), remote=bindparam("called"))
_FAILED = _MESSAGE.values(state=bindparam("standing"), not_before=bindparam("again"), last_error=bindparam("error"))
_DEAD = _MESSAGE.values(state=DeliveryState.DEAD, last_error=bindparam("error"))
"""These are made once: making a statement takes longer than running it."""

INTERRUPTED = "interrupted while sending; may arrive twice"


class Outbox:
    """Leases deliveries and records what became of them; safe from several threads.

    A delivery is SENDING before its channel is called, so `recover` finds those that a crash interrupted and has them
    sent again, under the same key: none is lost, and of each channel only those in flight may arrive twice. What is
    recorded of a bundle is recorded of all that is in it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._feeds: Collection[str] | None = None
        self._doubtful: set[str] = set()  # channels whose last lease may have been taken though nobody has it
        self._addressed: dict[str, tuple[str, ...]] = {}  # by channel while it is busy: for whom its rows are
        self._served: dict[str, str] = {}  # by channel: who got a message last
        self._open = _Open()

    def follow(self, feeds: Collection[str]) -> None:
        """Name the feeds whose health a digest tells of; before that, all that the store knows are."""
        self._feeds = feeds

    @contextmanager
    def together(self) -> Iterator[None]:
        """Let what this thread records in the block be one transaction; it leases nothing there."""
        with self._store.write() as tx:
            self._open.transaction = tx
            try:
                yield
            finally:
                self._open.transaction = None

    def lease(self, channel: Channel, zone: ZoneInfo, now: datetime, most: int = 1) -> Sequence[Dispatch]:
        """Take the channel's next messages as LEASED, by `alerts.calm.plan`, at most so many; none: nothing is due.

        Of several recipients each gets one in turn.
        """
        try:
            with self._store.write() as tx:
                to = self._recipients(tx, channel)
                taken = lease(tx.connection, channel, to, zone, now, most=most)
            if not taken:
                self._addressed.pop(channel.name, None)
                return ()
            self._addressed[channel.name] = recipients(channel)
            *_, self._served[channel.name] = taken.values()
            with self._store.read() as tx:
                return [dispatch_of(tx, number, self._feeds) for number in taken]
        except STORE_AWAY:
            self._doubtful.add(channel.name)
            raise

    def _recipients(self, tx: Transaction, channel: Channel) -> Sequence[str]:
        """See that all that waits is for those whom the channel has; give them, who got a message last at the end."""
        name, to = channel.name, recipients(channel)
        if name in self._doubtful:
            free(tx.connection, rows.delivery.c.channel == name)
            self._doubtful.discard(name)
        if self._addressed.get(name) != to:
            readdress(tx.connection, name, to)
        if channel.email and tx.connection.scalar(select(exists().where(unparted(name)))):
            part(tx.connection, name, to)
        turn = to.index(last) + 1 if (last := self._served.get(name)) in to else 0
        return (*to[turn:], *to[:turn])

    def sending(self, deliveries: Collection[DeliveryId], *, counts: bool = True) -> AbstractSet[DeliveryId]:
        """Mark them SENDING, right before the channel is called; give those that are still to be sent.

        `counts`: as a try.
        """
        with self._store.write() as tx:
            marked = {
                each: tx.connection.execute(_SENDING, {"number": each, "counted": int(counts)}).rowcount
                for each in deliveries
            }
        return {each for each, count in marked.items() if count}

    def give_back(self, delivery: DeliveryId) -> None:
        """Let another lease take it: nothing has left."""
        with self._store.write() as tx:
            free(tx.connection, of_message(delivery))

    def sent(self, delivery: DeliveryId, at: datetime, remote: str | None = None) -> None:
        """Record that the channel took it, and what it calls it; what went wrong before stays readable."""
        with self._write() as tx:
            self._record(tx, _SENT, delivery, moment=at, called=remote)

    def retry(self, delivery: DeliveryId, not_before: datetime, error: str) -> None:
        """Record a failure that may pass; the delivery is due again at `not_before`."""
        with self._write() as tx:
            self._record(tx, _FAILED, delivery, standing=DeliveryState.RETRY, again=not_before, error=error)

    def unknown(self, delivery: DeliveryId, not_before: datetime, error: str) -> None:
        """Record that it may have arrived; it is due again at `not_before`, under the same key."""
        with self._write() as tx:
            self._record(tx, _FAILED, delivery, standing=DeliveryState.UNKNOWN, again=not_before, error=error)

    def dead(self, delivery: DeliveryId, error: str, notice: Notice | None = None, tell: tuple[str, ...] = ()) -> None:
        """Record a failure that will not pass, and write the notice of it for these channels, in one transaction."""
        with self._write() as tx:
            self._record(tx, _DEAD, delivery, error=error)
            if notice is not None and tell:
                tx.notices.tell(notice, tell)

    def next_due(self, channel: Channel, zone: ZoneInfo, now: datetime) -> datetime | None:
        """Give when the channel's next message is due (in the past: now); None: nothing waits."""
        with self._store.read() as tx:
            if channel.email and tx.connection.scalar(select(exists().where(unparted(channel.name)))):
                return now
            plans = [planned(tx.connection, channel, to, zone, now, later=True) for to in recipients(channel)]
        due = (now if each.leaves else each.due for each in plans)
        return min((each for each in due if each is not None), default=None)

    def waiting(self) -> Sequence[tuple[str, int, datetime | None]]:
        """Give, by channel, how many deliveries wait and when the first is due (None: at once); sorted by channel.

        One that failed holds up the others.
        """
        delivery = rows.delivery.c
        count, timed = func.count(), func.count(delivery.not_before)
        failed = and_(delivery.state != DeliveryState.NEW, delivery.attempts < PASSED_AFTER)
        held_until = func.min(case((failed, delivery.not_before)))
        due = func.coalesce(held_until, case((count == timed, func.min(delivery.not_before))))
        query = (
            select(delivery.channel, count, due)
            .where(delivery.state.in_(UNLEASED), delivery.bundle.is_(None))
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
        unsent = and_(delivery.state.in_(UNSENT), delivery.bundle.is_(None))
        with self._store.read() as tx:
            found = ((name, tx.connection.execute(query.where(delivery.channel == name, unsent))) for name in channels)
            return {name: (count, oldest) for name, result in found for count, oldest in result}

    def recover(self, now: datetime) -> int:
        """Make due again what was under way when the program ended; give how many messages. For the start only."""
        delivery = rows.delivery.c
        sending = delivery.state == DeliveryState.SENDING
        with self._store.write() as tx:
            free(tx.connection, true())
            messages = select(func.count()).where(sending, delivery.within.is_(None))
            interrupted = tx.connection.scalar(messages) or 0
            again = {"state": DeliveryState.UNKNOWN, "not_before": now, "last_error": INTERRUPTED}
            tx.connection.execute(update(rows.delivery).where(sending).values(again))
        return interrupted

    @contextmanager
    def _write(self) -> Iterator[Transaction]:
        """Write in the transaction that `together` opened in this thread, or in one of its own."""
        if self._open.transaction is not None:
            yield self._open.transaction
        else:
            with self._store.write() as tx:
                yield tx

    def _record(self, tx: Transaction, statement: Update, delivery: int, **what: Any) -> None:
        if tx.connection.execute(statement, {"number": delivery, **what}).rowcount == 0:
            raise WatcherError(f"delivery {delivery} is not in the store {self._store}")


class _Open(local):
    """The transaction that a thread has open, each its own."""

    transaction: Transaction | None = None
