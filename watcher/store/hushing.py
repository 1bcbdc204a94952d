"""Alerts that are recorded and not sent: their rule is muted, or had a first alert a short time ago."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, func, select

from watcher.model import Alert, AlertLabel, AlertState, DeliveryState
from watcher.store import rows
from watcher.store.statements import put


class Mutes:
    """Rules whose alerts are not sent for a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mute(self, rule: str, since: datetime, until: datetime) -> None:
        """Record the rule's alerts from now on, and send none of them until then; the last word counts."""
        put(self._connection, rows.mute, [{"rule": rule, "since": since, "until": until}])

    def unmute(self, rule: str) -> bool:
        """Send the rule's alerts again; False: they were sent."""
        return self._connection.execute(delete(rows.mute).where(rows.mute.c.rule == rule)).rowcount > 0

    def all(self, now: datetime) -> dict[str, datetime]:
        """Give until when rules are muted, by name."""
        found = self._connection.execute(select(rows.mute).where(rows.mute.c.until > now).order_by(rows.mute.c.rule))
        return {row.rule: row.until for row in found}


class Hush:
    """Says of alerts that go out at a moment which are only recorded, one after the other as they are written."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at
        self._muted = Mutes(connection).all(at)
        self._told: dict[str, datetime | None] = {}  # by rule with a cooldown: when its last first alert began

    def reason(self, alert: Alert) -> str | None:
        """Say why an alert is not sent; None: it is. Updates, corrections and reminders pass a cooldown."""
        if alert.rule in self._muted:
            return f"rule {alert.rule} is muted until {self._muted[alert.rule]:%Y-%m-%d %H:%M} UTC"
        if not cools_down(alert):
            return None
        last = self._last(alert)
        if last is not None and last > self._at - alert.cooldown:
            return f"rule {alert.rule} had an alert within its cooldown"
        self._told[alert.rule] = self._at
        return None

    def _last(self, alert: Alert) -> datetime | None:
        """Give when the last first alert of the same rule began that went out."""
        if alert.rule not in self._told:
            self._told[alert.rule] = self._connection.scalar(_last_told(alert, self._at - alert.cooldown))
        return self._told[alert.rule]


def cools_down(alert: Alert) -> bool:
    """Tell whether others before an alert may keep it from being sent: a first one that would go out."""
    return alert.state is AlertState.OPEN and alert.label is AlertLabel.NEW and bool(alert.cooldown)


def _last_told(alert: Alert, since: datetime) -> Select[Any]:
    known, delivery = rows.alert.c, rows.delivery.c
    sent = exists().where(delivery.alert == known.id, delivery.state != DeliveryState.SUPPRESSED)
    return (
        select(func.max(known.created_at))
        .where(known.rule == alert.rule, known.label == AlertLabel.NEW, known.state == AlertState.OPEN)
        .where(known.created_at > since, sent)
    )
