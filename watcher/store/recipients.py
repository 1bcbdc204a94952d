"""Who gets a channel's deliveries: each address of a mail channel gets a row of its own.

A delivery is written for the channel. Its rows are parted when the channel takes them, so that they go to whom it has
then; those for an address that the channel has no more go to the others, or with that address.
"""

from collections.abc import Iterator, Sequence
from email.utils import parseaddr

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from watcher.model import Channel, DeliveryState
from watcher.store import rows
from watcher.store.bulk import insert_many
from watcher.store.bundles import take_apart
from watcher.store.records import UNLEASED, AnyRow
from watcher.store.statements import among
from watcher.stories import delivery_key

EVERYBODY = ""
"""Of a row that is not parted yet, and of a channel without addresses."""

_delivery = rows.delivery.c
_ROW = ("key", "alert", "notice", "channel", "recipient", "step", "state", "rank", "attempts", "not_before", "at")


def recipients(channel: Channel) -> tuple[str, ...]:
    """Give the addresses of a mail channel, without the names beside them; of any other `EVERYBODY`."""
    if channel.email is None:
        return (EVERYBODY,)
    return tuple(dict.fromkeys(parseaddr(each)[1] for each in channel.email.to))


def unparted(channel: str) -> ColumnElement[bool]:
    """Say of a delivery whether it waits for a channel, to be parted."""
    return and_(_waits_for(channel), _delivery.recipient == EVERYBODY)


def readdress(connection: Connection, channel: str, to: Sequence[str]) -> None:
    """See to what waits for addresses that are not among these any more.

    Where an address that is has the same, it is not sent; else it waits for the channel, as if it was just written.
    """
    strays = and_(_waits_for(channel), _delivery.recipient.not_in([*to, EVERYBODY]))
    found = connection.execute(select(_delivery.id, _delivery.bundle).where(strays)).all()
    if not found:
        return
    take_apart(connection, [row.id for row in found if row.bundle is not None])
    firsts = select(func.min(_delivery.id)).where(strays).group_by(_delivery.alert, _delivery.notice, _delivery.step)
    heirs = and_(_delivery.id.in_(firsts), ~_has_another([*to, EVERYBODY]))
    connection.execute(update(rows.delivery).where(heirs).values(recipient=EVERYBODY))
    gone = {"state": DeliveryState.SUPPRESSED, "last_error": f"{channel} does not go to this recipient any more"}
    connection.execute(update(rows.delivery).where(strays).values(gone))


def part(connection: Connection, channel: str, to: Sequence[str]) -> None:
    """Give each of these addresses a row of its own for whatever waits for the channel: the first the one there is."""
    whole = unparted(channel)
    take_apart(connection, connection.scalars(select(_delivery.id).where(whole, _delivery.bundle.is_not(None))).all())
    told = func.coalesce(rows.alert.c.public, rows.notice.c.public).label("told")
    found = connection.execute(
        select(rows.delivery, told)
        .outerjoin(rows.alert, rows.alert.c.id == _delivery.alert)
        .outerjoin(rows.notice, rows.notice.c.id == _delivery.notice)
        .where(whole)
        .order_by(_delivery.rank, _delivery.id)
    ).all()
    insert_many(connection, rows.delivery, _ROW, [new for row in found for new in _rows(row, to[1:])])
    numbers = {"numbers": [row.id for row in found]}
    mine = update(rows.delivery).where(among(_delivery.id, "numbers"), ~_has_another(to[:1])).values(recipient=to[0])
    connection.execute(mine, numbers)
    connection.execute(delete(rows.delivery).where(among(_delivery.id, "numbers"), whole), numbers)


def _waits_for(channel: str) -> ColumnElement[bool]:
    return and_(_delivery.channel == channel, _delivery.state.in_(UNLEASED), _delivery.within.is_(None))


def _has_another(to: Sequence[str]) -> ColumnElement[bool]:
    """Say of a delivery whether the channel has the same for one of these recipients."""
    other = rows.delivery.alias("other")
    same = or_(other.c.alert == _delivery.alert, other.c.notice == _delivery.notice)
    where = (same, other.c.channel == _delivery.channel, other.c.step == _delivery.step, other.c.recipient.in_(to))
    return select(other.c.id).where(*where).exists()


def _rows(row: AnyRow, to: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """Give the rows of further recipients, in the order of `_ROW`."""
    of_what = row.alert, row.notice, row.channel
    due = None if row.attempts else row.not_before  # of an escalation; a pause after a failure is the first one's own
    for recipient in to:
        key = delivery_key(row.told, row.channel, recipient, row.step)
        yield key, *of_what, recipient, row.step, DeliveryState.NEW, row.rank, 0, due, row.at
