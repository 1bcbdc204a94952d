"""Alerts and their deliveries, as listings and renderings show them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select, update

from watcher.alerts import CHANGING, AlertView
from watcher.errors import InputError
from watcher.model import Alert, AlertId, AlertState, Delivery, DeliveryState, Rule, StoryId
from watcher.store import rows
from watcher.store.archive import Stories, number_of
from watcher.store.bundles import leave
from watcher.store.prefixes import find_id
from watcher.store.records import UNLEASED, alert_of, delivery_of, every_alert
from watcher.store.written_alerts import release

_NAMED = every_alert().where(rows.alert.c.public == bindparam("name"))
"""Made once: making a statement takes longer than running it."""

ACKNOWLEDGED = "acknowledged before it escalated"


class Alerts:
    """Reads alerts, notes which were taken on, and releases those that were kept back.

    Ids that are not there raise `InputError`.
    """

    def __init__(self, connection: Connection, stories: Stories) -> None:
        self._connection = connection
        self._stories = stories

    def list(
        self,
        limit: int | None = None,
        state: AlertState | None = None,
        rule: str | None = None,
        story: StoryId | None = None,
        since: datetime | None = None,
    ) -> Sequence[Alert]:
        """Give the newest alerts first; each None leaves out that condition."""
        alert = rows.alert.c
        query = every_alert().order_by(alert.created_at.desc(), alert.id.desc()).limit(limit)
        wanted = ((alert.state, state), (alert.rule, rule))
        query = query.where(*(column == value for column, value in wanted if value is not None))
        if story is not None:  # with those of stories that it absorbed
            query = query.where(func.coalesce(rows.story.c.merged_into, rows.story.c.id) == number_of(story))
        if since is not None:
            query = query.where(alert.created_at >= since)
        return [alert_of(row) for row in self._connection.execute(query)]

    def get(self, typed: str) -> AlertId:
        """Give the id that begins as typed; raises `InputError` when none or several do."""
        return AlertId(find_id(self._connection, rows.alert, typed, "alert"))

    def held(self, feed: str) -> Sequence[AlertId]:
        """Give the ids of the alerts that are held with a flood of this feed, oldest first."""
        alert, entry = rows.alert.c, rows.entry.c
        query = select(alert.public).join(rows.entry, entry.id == alert.entry).order_by(alert.id)
        return list(self._connection.scalars(query.where(alert.state == AlertState.HELD, entry.source == feed)))

    def release(self, names: Collection[AlertId], at: datetime, rules: Mapping[str, Rule]) -> int:
        """Let alerts that are held, or were recorded in a first run, go out at this moment; give how many did.

        They escalate as their rules say now; those of a rule that is not in `rules`, by name, do not.
        """
        return release(self._connection, names, at, rules)

    def ack(self, name: AlertId, at: datetime) -> bool:
        """Note that somebody took the alert on, and have it escalate no further; False: that was so before."""
        alert, delivery = rows.alert.c, rows.delivery.c
        noted = update(rows.alert).where(alert.public == name, alert.acked_at.is_(None)).values(acked_at=at)
        number = self._connection.scalar(noted.returning(alert.id))
        if number is None:
            self.get(name)  # raises where there is none
            return False
        unsent = delivery.state.in_((*UNLEASED, DeliveryState.LEASED))
        those = and_(delivery.alert == number, delivery.step > 0, unsent)
        leave(self._connection, those, state=DeliveryState.SUPPRESSED, lease_until=None, last_error=ACKNOWLEDGED)
        return True

    def view(self, name: AlertId) -> AlertView:
        """Give the alert with all it explains itself with, as known now."""
        row = self._connection.execute(_NAMED, {"name": name}).one_or_none()
        if row is None:
            raise InputError(f"no alert has the id {name!r}")
        alert = alert_of(row)
        return AlertView(
            alert=alert,
            story=self._stories.story(alert.story),
            copies=self._stories.copies(alert.story),
            event=self._stories.event(alert.story),
            versions=self._stories.versions(alert.story) if alert.label in CHANGING else (),
        )

    def deliveries(self, name: AlertId) -> tuple[Delivery, ...]:
        """Give the alert's deliveries in the order of writing."""
        query = deliveries().where(rows.alert.c.public == name).order_by(rows.delivery.c.id)
        return tuple(delivery_of(row) for row in self._connection.execute(query))


@cache
def deliveries() -> Select[Any]:
    """Ask for deliveries with the ids of their alerts or notices."""
    return (
        select(rows.delivery, rows.alert.c.public.label("alert_public"), rows.notice.c.public.label("notice_public"))
        .outerjoin(rows.alert, rows.alert.c.id == rows.delivery.c.alert)
        .outerjoin(rows.notice, rows.notice.c.id == rows.delivery.c.notice)
    )
