"""A leased message with all that rendering needs, as known at that moment."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from watcher.alerts import AlertView, Dispatch, Health
from watcher.model import Alert, AlertLabel, Bundle, DeliveryState, Notice
from watcher.store import rows
from watcher.store.alerts import deliveries
from watcher.store.records import AnyRow, alert_of, delivery_of, every_alert
from watcher.store.transaction import Transaction

View = AlertView | Notice

_MESSAGE = deliveries().where(rows.delivery.c.id == bindparam("number"))
_INSIDE = deliveries().where(rows.delivery.c.within == bindparam("number")).order_by(rows.delivery.c.id)
"""Made once: making a statement takes longer than running it."""


def dispatch_of(tx: Transaction, number: int, feeds: Collection[str] | None) -> Dispatch:
    """Read the message of this number; `feeds` are the names of those that are followed, None: all that are known."""
    row = tx.connection.execute(_MESSAGE, {"number": number}).one()
    is_digest = row.bundle == Bundle.DIGEST
    views = _views(tx, number, row)
    thread, alone, earlier = _before(tx.connection, row, views)
    return Dispatch(
        delivery=delivery_of(row),
        views=views,
        created_at=began(views[0]) if views else row.at,
        health=_health(tx.connection, feeds) if is_digest else None,
        due=row.at if is_digest else None,
        since=_digest_before(tx.connection, row) if is_digest else None,
        thread=thread,
        alone=alone,
        earlier=earlier,
    )


def _views(tx: Transaction, number: int, row: AnyRow) -> tuple[View, ...]:
    told = [row] if row.bundle is None else tx.connection.execute(_INSIDE, {"number": number})
    views = (tx.notices.get(each.notice_public) if each.notice else _alert_view(tx, each) for each in told)
    return tuple(sorted(views, key=began))


def _alert_view(tx: Transaction, row: AnyRow) -> AlertView:
    """Read the alert of a delivery; of one that escalates, say for how long nobody took it on."""
    view = tx.alerts.view(row.alert_public)
    if row.step == 0:
        return view
    known = row.at is not None and row.not_before is not None
    return replace(view, unacked_for=row.not_before - row.at if known else timedelta(0))


def began(view: View) -> datetime:
    """Say when an alert or notice began."""
    return view.created_at if isinstance(view, Notice) else view.alert.created_at


def _before(connection: Connection, row: AnyRow, views: Sequence[View]) -> tuple[str | None, bool, tuple[Alert, ...]]:
    """Give what the first message on the same rule and story is called, and the alerts that its recipient got of them.

    Between the two: whether that message is one alert and no bundle. Before a first alert there is nothing, unless it
    is told once more, as it escalates.
    """
    if row.alert is None or (row.step == 0 and _is_first(views)):
        return None, False, ()
    sent = connection.execute(_sent_on(connection, row)).all()
    earlier = {each.id: alert_of(each) for each in sent if each.id != row.alert}
    first = next((each for each in sent if each.remote is not None), None)
    if first is None:
        return None, False, tuple(earlier.values())
    return first.remote, first.within is None, tuple(earlier.values())


def _is_first(views: Sequence[View]) -> bool:
    return any(isinstance(view, AlertView) and view.alert.label is AlertLabel.NEW for view in views)


def _sent_on(connection: Connection, row: AnyRow) -> Select[Any]:
    """Ask for the alerts of the same rule and story that the recipient of a delivery got, in the order of sending."""
    alert, story, sent = rows.alert.c, rows.story.c, rows.delivery.c
    mine = select(func.coalesce(story.merged_into, story.id).label("now"), alert.rule)
    mine = mine.join(rows.alert, alert.story == story.id).where(alert.id == row.alert)
    about = connection.execute(mine).one()
    same = select(story.id).where(or_(story.id == about.now, story.merged_into == about.now))
    return (
        every_alert()
        .join(rows.delivery, sent.alert == alert.id)
        .add_columns(sent.remote, sent.within)
        .where(alert.story.in_(same), alert.rule == about.rule, sent.state == DeliveryState.SENT)
        .where(sent.channel == row.channel, sent.recipient == row.recipient)
        .order_by(sent.sent_at, sent.id)
    )


def _digest_before(connection: Connection, row: AnyRow) -> datetime | None:
    delivery = rows.delivery.c
    query = select(func.max(delivery.at)).where(delivery.channel == row.channel, delivery.recipient == row.recipient)
    before: datetime | None = connection.scalar(query.where(delivery.bundle == Bundle.DIGEST, delivery.at < row.at))
    return before


def _health(connection: Connection, feeds: Collection[str] | None) -> Health:
    """Count the feeds, and those of which the operator was told nothing bad and that were read at least once."""
    feed = rows.feed_state.c
    healthy = {
        row.name: row.announced is None and row.succeeded_at is not None
        for row in connection.execute(select(feed.name, feed.announced, feed.succeeded_at))
    }
    followed = healthy.keys() if feeds is None else feeds
    return Health(healthy=sum(healthy.get(name, False) for name in followed), feeds=len(followed))
