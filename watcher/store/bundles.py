"""Deliveries that are one message: made in the transaction that leases it, recorded together, freed together.

A bundle is a delivery of its own. Those in it have its number as `within` and are in the same state. One that was tried
comes again as it was, under the same key; one of which nothing has left is taken apart, and its key is free again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from watcher.alerts.calm import Plan
from watcher.model import Bundle, DeliveryState, Priority
from watcher.store import rows
from watcher.store.records import RANKS, AnyRow
from watcher.store.statements import among, insert
from watcher.stories import short_id

_delivery = rows.delivery.c
AGAIN = {"within": None, "state": DeliveryState.NEW, "attempts": 0, "not_before": None, "last_error": None}
"""A delivery that is sent as if it never was."""

_MEMBERS: Select[Any] = (
    select(
        *(_delivery[name] for name in ("id", "key", "rank")),
        func.coalesce(rows.alert.c.created_at, rows.notice.c.created_at).label("since"),
    )
    .outerjoin(rows.alert, rows.alert.c.id == _delivery.alert)
    .outerjoin(rows.notice, rows.notice.c.id == _delivery.notice)
    .where(among(_delivery.id, "numbers"))
    .order_by("since", _delivery.id)
)


def tried() -> ColumnElement[bool]:
    """Say of a delivery whether it may have left before; a try at a channel that is known to be down counts too."""
    return or_(_delivery.attempts > 0, _delivery.last_error.is_not(None))


def has_members() -> ColumnElement[bool]:
    """Say of a delivery whether others are within it."""
    inside = rows.delivery.alias("inside")
    return exists().where(inside.c.within == _delivery.id)


def of_message(number: int | BindParameter[int]) -> ColumnElement[bool]:
    """Say of a delivery whether it is this one, or within it."""
    return or_(_delivery.id == number, _delivery.within == number)


def make_bundle(connection: Connection, planned: Plan, channel: str, recipient: str) -> int | None:
    """Make one message of what is planned, and give its number; None: this digest has been made already."""
    members: Sequence[AnyRow] = connection.execute(_MEMBERS, {"numbers": planned.send}).all()
    bundle = {
        "key": _key(planned, channel, recipient, members),
        "bundle": planned.bundle,
        "at": planned.due if planned.bundle is Bundle.DIGEST else members[0].since,
        "channel": channel,
        "recipient": recipient,
        "step": 0,
        "state": DeliveryState.NEW,
        "rank": min((each.rank for each in members), default=RANKS[Priority.NORMAL]),
        "attempts": 0,
    }
    statement = insert(connection, rows.delivery).values(bundle).on_conflict_do_nothing().returning(_delivery.id)
    number: int | None = connection.scalar(statement)
    if number is not None:
        joined = update(rows.delivery).where(among(_delivery.id, "numbers")).values(within=number)
        connection.execute(joined, {"numbers": planned.send})
    return number


def free(connection: Connection, those: ColumnElement[bool]) -> None:
    """Make those due again that are leased, as they were before."""
    leased = and_(_delivery.state == DeliveryState.LEASED, those)
    fresh = select(_delivery.id).where(leased, _delivery.bundle.is_not(None), ~tried())
    take_apart(connection, connection.scalars(fresh).all())
    before = case((tried(), DeliveryState.RETRY), else_=DeliveryState.NEW)
    connection.execute(update(rows.delivery).where(leased).values(state=before, lease_until=None))


def take_apart(connection: Connection, bundles: Sequence[int]) -> None:
    """Delete these bundles; what is in them is sent as if it never was."""
    if bundles:
        numbers = {"numbers": bundles}
        within = update(rows.delivery).where(among(_delivery.within, "numbers"))
        connection.execute(within.values(AGAIN | {"lease_until": None}), numbers)
        connection.execute(delete(rows.delivery).where(among(_delivery.id, "numbers")), numbers)


def leave(connection: Connection, those: ColumnElement[bool], **changes: Any) -> int:
    """Take deliveries out of the messages they were in, change them, and give how many; an empty message goes."""
    left = set(connection.scalars(select(_delivery.within).where(those, _delivery.within.is_not(None))))
    changed = connection.execute(update(rows.delivery).where(those).values({"within": None} | changes)).rowcount
    if left:
        empty = and_(among(_delivery.id, "numbers"), ~has_members())
        connection.execute(delete(rows.delivery).where(empty), {"numbers": sorted(left)})
    return changed


def _key(planned: Plan, channel: str, recipient: str, members: Sequence[AnyRow]) -> str:
    """Give a digest's key, which is that of its moment, or that of any other bundle, which is that of its members."""
    if planned.bundle is Bundle.DIGEST and planned.due is not None:
        return digest_key(channel, recipient, planned.due)
    return short_id(str(planned.bundle), *(each.key for each in members))


def digest_key(channel: str, recipient: str, due: datetime) -> str:
    """Give the key of the one digest of this moment."""
    return short_id("digest", channel, recipient, due.astimezone(UTC).isoformat())
