"""Writing alerts, and a delivery to each of their channels where they go out."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, bindparam, select, update

from watcher.model import Alert, AlertId, AlertState, DeliveryState, Priority
from watcher.store import rows
from watcher.store.bulk import insert_many, insert_numbered
from watcher.store.event_records import evidence_json, told_json
from watcher.store.records import RANKS
from watcher.store.statements import each_of, listed

WAITING = (AlertState.WAITING, AlertState.HELD)
"""States of alerts that may still go out: for more origins, or held with a flood."""

RELEASED = (AlertState.HELD, AlertState.BASELINE)
"""States of alerts that go out when somebody asks for it."""

_COLUMNS = (
    *("public", "story", "rule", "entry", "created_at", "priority", "state", "label"),
    *("channels", "reason", "evidence", "events"),
)
_DELIVERY = ("alert", "channel", "state", "rank", "attempts")


def put_alerts(connection: Connection, alerts: Collection[tuple[Alert, int, int]]) -> Collection[str]:
    """Write alerts, each with the numbers of its story and entry, and the deliveries of those that go out.

    Gives the ids of those that were written: one that is there already, or another first one of its rule and story,
    stays as it is, and nothing is sent for it.
    """
    numbers = insert_numbered(connection, rows.alert, _COLUMNS, [_row(*each) for each in alerts])
    _send(connection, ((alert, numbers[alert.id]) for alert, _, _ in alerts if alert.id in numbers))
    return numbers.keys()


def recount(connection: Connection, alert: Alert) -> None:
    """Write how an alert that waited stands now; one that does not wait any more is as it is."""
    known = rows.alert.c
    now = {
        "state": alert.state,
        "reason": alert.reason,
        "channels": list(alert.channels),
        "priority": alert.priority,
        "events": told_json(alert.events),
    }
    waiting = known.state.in_(WAITING)
    statement = update(rows.alert).where(known.public == alert.id, waiting).values(now)
    number = connection.scalar(statement.returning(known.id))
    if number is not None:
        _send(connection, [(alert, number)])


def release(connection: Connection, names: Collection[AlertId]) -> int:
    """Send alerts that are held, or were recorded in a first run, as their rules wanted then; give how many were."""
    known = rows.alert.c
    kept = select(rows.alert).where(known.public.in_(listed()), known.state.in_(RELEASED)).order_by(known.id)
    found = list(each_of(connection, kept, names))
    going = update(rows.alert).where(known.id == bindparam("number")).values(state=AlertState.OPEN)
    if found:
        connection.execute(going, [{"number": row.id} for row in found])
    waiting = [
        (row.id, channel, DeliveryState.NEW, RANKS[Priority(row.priority)], 0)
        for row in found
        for channel in row.channels
    ]
    insert_many(connection, rows.delivery, _DELIVERY, waiting)
    return len(found)


def _send(connection: Connection, alerts: Iterable[tuple[Alert, int]]) -> None:
    """Write the deliveries of those that go out."""
    waiting = [
        (number, channel, DeliveryState.NEW, RANKS[alert.priority], 0)
        for alert, number in alerts
        if alert.state is AlertState.OPEN
        for channel in alert.channels
    ]
    insert_many(connection, rows.delivery, _DELIVERY, waiting)


def _row(alert: Alert, story: int, entry: int) -> tuple[object, ...]:
    """Give a row of `alert`, in the order of `_COLUMNS`."""
    return (
        alert.id,
        story,
        alert.rule,
        entry,
        alert.created_at,
        alert.priority,
        alert.state,
        alert.label,
        list(alert.channels),
        alert.reason,
        evidence_json(alert.evidence),
        told_json(alert.events),
    )
