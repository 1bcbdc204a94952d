"""What waits for a channel, as much of it as says what leaves next, and taking that."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    union_all,
    update,
)

from watcher.alerts.calm import FULL, Past, Plan, Waiting, plan
from watcher.alerts.digest_times import ASTRAY
from watcher.model import Bundle, Channel, DeliveryState, Priority
from watcher.store import rows
from watcher.store.bundles import free, make_bundle, of_message
from watcher.store.columns import Moment
from watcher.store.records import RANKS, AnyRow

LEASE = timedelta(minutes=10)
"""How long a courier may take from its lease to the call, for rendering; it waits for its channel before."""

_FEW = 2
"""Rows by which it is seen whether several leave together."""

_PRIORITIES = {rank: priority for priority, rank in RANKS.items()}

_delivery = rows.delivery.c
_NOW = bindparam("now", type_=Moment())
_OF_RECIPIENT = and_(
    _delivery.channel == bindparam("channel"),
    _delivery.recipient == bindparam("recipient"),
    _delivery.within.is_(None),
)


_inside = rows.delivery.alias("inside")
_FIRST = case(
    (_delivery.bundle.is_(None), _delivery.id),
    else_=select(func.coalesce(func.min(_inside.c.id), _delivery.id))
    .where(_inside.c.within == _delivery.id)
    .correlate(rows.delivery)
    .scalar_subquery(),
)
"""The first of those in a bundle, or the delivery itself."""


def _waiting(state: DeliveryState) -> Select[Any]:
    """Ask for what waits in a state, in the order in which it leaves: that of the index, so a limit reads no more."""
    columns = (_delivery[name] for name in ("id", "rank", "state", "bundle", "attempts", "not_before"))
    since = func.coalesce(rows.alert.c.created_at, rows.notice.c.created_at, _delivery.at)
    return (
        select(*columns, since.label("since"), _FIRST.label("first"))
        .select_from(rows.delivery)
        .outerjoin(rows.alert, rows.alert.c.id == _delivery.alert)
        .outerjoin(rows.notice, rows.notice.c.id == _delivery.notice)
        .where(_OF_RECIPIENT, _delivery.state == state)
        .order_by(_delivery.rank, _delivery.id)
    )


def _together(queries: Iterable[Select[Any]]) -> CompoundSelect[Any]:
    return union_all(*(select(each.subquery()) for each in queries))


def _first_later(rank: int) -> Select[Any]:
    later = _waiting(DeliveryState.NEW).where(_delivery.rank == rank, _delivery.not_before > _NOW)
    return later.order_by(None).order_by(_delivery.not_before, _delivery.id).limit(1)


_DUE = or_(_delivery.not_before.is_(None), _delivery.not_before <= _NOW)
_WAITING = _together(
    [
        _waiting(DeliveryState.NEW).where(_DUE).limit(bindparam("most")),
        *map(_waiting, (DeliveryState.RETRY, DeliveryState.UNKNOWN)),
    ]
)
"""What is due, and what failed and holds up what is behind it."""

_LATER = _together(map(_first_later, _PRIORITIES))
"""Of what waits for its time the first of each priority."""

_PAST = select(
    select(func.max(_delivery.at))
    .where(_delivery.channel == bindparam("channel"), _delivery.recipient == bindparam("recipient"))
    .where(_delivery.bundle == Bundle.DIGEST, _delivery.at <= bindparam("ahead", type_=Moment()))
    .scalar_subquery()
    .label("digest_at"),
    select(func.max(_delivery.sent_at))
    .where(_delivery.channel == bindparam("channel"), _delivery.recipient == bindparam("recipient"))
    .where(_delivery.sent_at.is_not(None))  # as the index has it
    .scalar_subquery()
    .label("message_at"),
)
_EXPIRED = select(
    exists().where(
        _delivery.channel == bindparam("channel"),
        _delivery.state == DeliveryState.LEASED,
        _delivery.lease_until <= _NOW,
    )
)
_TAKEN = (
    update(rows.delivery)
    .where(of_message(bindparam("number")))
    .values(state=DeliveryState.LEASED, lease_until=bindparam("until"))
)
"""These are made once: making a statement takes longer than running it."""


def planned(
    connection: Connection, channel: Channel, recipient: str, zone: ZoneInfo, now: datetime, *, later: bool = False
) -> Plan:
    """Say what leaves to a recipient now; `later`: else also when something does that waits for its time."""
    about = {"channel": channel.name, "recipient": recipient, "now": now}
    past = Past(**connection.execute(_PAST, about | {"ahead": now + ASTRAY}).mappings().one())
    decide = partial(plan, channel, past=past, zone=zone, now=now)
    first = _in_order(connection.execute(_WAITING, about | {"most": _FEW}))
    message = decide(first)
    if not later and _is_settled(message, first):
        return message
    found = connection.execute(_WAITING, about | {"most": _most(connection, channel, recipient)}).all()
    return decide(_in_order([*found, *connection.execute(_LATER, about)] if later else found))


def _is_settled(message: Plan, first: Sequence[Waiting]) -> bool:
    """Tell whether what leaves is the same, whatever comes behind the first: nothing does, or one that is important."""
    if sum(not each.tried for each in first) < _FEW:
        return True
    important = {each.id for each in first if each.priority in (Priority.URGENT, Priority.HIGH)}
    return message.bundle is None and not important.isdisjoint(message.send)


def lease(
    connection: Connection, channel: Channel, to: Iterable[str], zone: ZoneInfo, now: datetime, *, most: int
) -> Mapping[int, str]:
    """Take the next messages, at most so many, for each of these recipients one in turn; give whose each number is.

    Leases of the channel that have run out are free again.
    """
    if connection.scalar(_EXPIRED, {"channel": channel.name, "now": now}):
        free(connection, and_(_delivery.channel == channel.name, _delivery.lease_until <= now))
    taken: dict[int, str] = {}
    turn = deque(to)
    while turn and len(taken) < most:
        recipient = turn.popleft()
        message = planned(connection, channel, recipient, zone, now)
        number = _message(connection, message, channel.name, recipient)
        if number is not None:
            connection.execute(_TAKEN, {"number": number, "until": now + LEASE})
            taken[number] = recipient
            turn.append(recipient)
    return taken


def _message(connection: Connection, planned: Plan, channel: str, recipient: str) -> int | None:
    if planned.bundle is not None:
        return make_bundle(connection, planned, channel, recipient)
    return planned.send[0] if planned.send else None


def _most(connection: Connection, channel: Channel, recipient: str) -> int:
    """Give how many rows say what leaves: more than one message holds, or than a burst where so many wait."""
    burst = channel.calm.burst
    if burst <= FULL:
        return FULL + 1
    some = select(_delivery.id).where(_OF_RECIPIENT, _delivery.state == DeliveryState.NEW).limit(burst + 1).subquery()
    about = {"channel": channel.name, "recipient": recipient}
    count = connection.scalar(select(func.count()).select_from(some), about) or 0
    return burst + 1 if count > burst else FULL + 1


def _in_order(found: Iterable[AnyRow]) -> Sequence[Waiting]:
    """Give them as they leave: what was tried before the rest of its rank, a bundle in the place of its first."""
    return [
        Waiting(
            id=row.id,
            priority=_PRIORITIES[row.rank],
            created_at=row.since,
            not_before=row.not_before,
            tried=row.bundle is not None or row.state != DeliveryState.NEW,
            attempts=row.attempts,
        )
        for row in sorted(found, key=lambda row: (row.rank, row.state == DeliveryState.NEW, row.first))
    ]
