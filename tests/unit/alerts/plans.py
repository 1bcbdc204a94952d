"""Deliveries that wait, and what is planned of them; times are of Tuesday 3 March 2026 in UTC."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watcher.alerts.calm import Past, Plan, Waiting, plan
from watcher.model import Calm, Channel, DeliveryId, Hours, Priority

GREENWICH = ZoneInfo("UTC")
NEVER = Past()
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
NIGHT = Hours(start=time(22), end=time(7))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 3) -> datetime:
    return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC)


def waits(number: int, priority: Priority = Priority.NORMAL, *, since: datetime = NOON, **parts: object) -> Waiting:
    return Waiting(**{"id": DeliveryId(number), "priority": priority, "created_at": since, **parts})


def failed(number: int, *, again: datetime, attempts: int = 1, **parts: object) -> Waiting:
    return waits(number, not_before=again, tried=True, attempts=attempts, **parts)


def planned(
    calm: Calm, *waiting: Waiting, past: Past = NEVER, now: datetime = NOON, zone: ZoneInfo = GREENWICH
) -> Plan:
    return plan(Channel(name="desk", url="console:", calm=calm), waiting, past, zone=zone, now=now)
