"""Writing alerts, and a delivery to each of their channels where they go out."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from watcher.model import Alert, AlertId, AlertState, DeliveryState, Rule
from watcher.store import rows
from watcher.store.bulk import insert_many, insert_numbered
from watcher.store.event_records import evidence_json, told_json
from watcher.store.hushing import Hush
from watcher.store.records import RANKS, alert_of, every_alert
from watcher.store.statements import each_of, listed
from watcher.stories import delivery_key

WAITING = (AlertState.WAITING, AlertState.HELD)
"""States of alerts that may still go out: for more origins, or held with a flood."""

RELEASED = (AlertState.HELD, AlertState.BASELINE)
"""States of alerts that go out when somebody asks for it."""

_COLUMNS = (
    *("public", "story", "rule", "entry", "created_at", "priority", "state", "label"),
    *("channels", "reason", "evidence", "events"),
)
_DELIVERY = (
    *("key", "alert", "channel", "recipient", "step", "state", "rank", "attempts", "not_before", "at", "last_error"),
)


def put_alerts(
    connection: Connection,
    alerts: Collection[tuple[Alert, int, int]],
    at: datetime,
    recounted: Iterable[Alert] = (),
) -> Collection[str]:
    """Write alerts, each with the numbers of its story and entry, and the deliveries of those that go out, as of `at`.

    Gives the ids of those that were written: one that is there already, or another first one of its rule and story,
    stays as it is, and nothing is sent for it. Of alerts that waited and are `recounted` it is written how they stand
    now; one that does not wait any more is as it is.
    """
    numbers = insert_numbered(connection, rows.alert, _COLUMNS, [_row(*each) for each in alerts])
    begun = [(alert, numbers[alert.id]) for alert, _, _ in alerts if alert.id in numbers]
    stood = [(alert, number) for alert in recounted if (number := _recount(connection, alert)) is not None]
    _send(connection, [*begun, *stood], at)
    return numbers.keys()


def _recount(connection: Connection, alert: Alert) -> int | None:
    """Write how an alert that waited stands now; give its number, None: it does not wait any more."""
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
    number: int | None = connection.scalar(statement.returning(known.id))
    return number


def release(connection: Connection, names: Collection[AlertId], at: datetime, rules: Mapping[str, Rule]) -> int:
    """Send alerts that are held, or were recorded in a first run, as their rules wanted then; give how many were.

    They escalate as those of `rules`, by name, say now.
    """
    known = rows.alert.c
    kept = every_alert().where(known.public.in_(listed()), known.state.in_(RELEASED)).order_by(known.id)
    found = list(each_of(connection, kept, names))
    going = update(rows.alert).where(known.id == bindparam("number")).values(state=AlertState.OPEN)
    if found:
        connection.execute(going, [{"number": row.id} for row in found])
    escalations = {name: rule.escalate for name, rule in rules.items()}
    released = (replace(alert_of(row), state=AlertState.OPEN, escalation=escalations.get(row.rule)) for row in found)
    _send(connection, zip(released, (row.id for row in found), strict=True), at)
    return len(found)


def _send(connection: Connection, alerts: Iterable[tuple[Alert, int]], at: datetime) -> None:
    """Write the deliveries of those alerts that go out, and of whom they escalate to; each with its number."""
    going = [(alert, number) for alert, number in alerts if alert.state is AlertState.OPEN]
    if not going:
        return
    hush = Hush(connection, at)
    waiting = [row for alert, number in going for row in _deliveries(alert, number, hush.reason(alert), at)]
    insert_many(connection, rows.delivery, _DELIVERY, waiting)


def _deliveries(alert: Alert, number: int, hushed: str | None, at: datetime) -> Iterator[tuple[object, ...]]:
    """Give the rows of an alert's deliveries, in the order of `_DELIVERY`; `hushed` says why none is to be sent."""
    state = DeliveryState.SUPPRESSED if hushed else DeliveryState.NEW
    steps: list[tuple[int, str, datetime | None, datetime | None]] = [(0, each, None, None) for each in alert.channels]
    if alert.escalation and alert.channels and alert.acked_at is None:
        late = at + alert.escalation.after
        steps += [(1, each, late, at) for each in alert.escalation.channels]
    for step, channel, not_before, since in steps:
        key = delivery_key(alert.id, channel, step=step)
        yield key, number, channel, "", step, state, RANKS[alert.priority], 0, not_before, since, hushed


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
