"""When a dated event is to be reminded of, and how near it then is.

An event with a time is counted back from that. One with a day only is counted back from eight in the morning of that
day, in the user's zone: so "1d" comes when a desk plans its day, where midnight would wake somebody or be overslept.
Whole days are calendar days, so that "1d" before 10:00 is 10:00 also over a change to summer time; the rest is exact.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from watcher.alerts.dated import EXACT, day_of, is_off
from watcher.model import Event, Realis, When

MORNING = time(8)
"""When a day begins for whoever plans it."""

IN_HOURS = timedelta(hours=12)
"""Up to which a time is given in hours and minutes; further off is today, tomorrow or in so many days."""

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def remindable(event: Event) -> bool:
    """Say whether there is a day before it, which "in January" has not, and it is still to be, as far as is known."""
    exact = event.when is not None and event.when.precision in EXACT
    return exact and event.realis is not Realis.BACKGROUND and not is_off(event)


def due_at(when: When, lead: timedelta, zone: ZoneInfo) -> datetime:
    """Give the instant, in UTC, that lies `lead` before an event of day or minute precision; `zone` is the user's."""
    days, rest = divmod(lead, DAY)
    begins = when.at.astimezone(zone) if when.at else datetime.combine(day_of(when), MORNING, zone)
    return (begins - days * DAY).astimezone(UTC) - rest


def lead_now(
    when: When, leads: Iterable[timedelta], *, told_at: datetime, now: datetime, zone: ZoneInfo
) -> timedelta | None:
    """Give the lead time whose reminder is due; None: none is.

    Of several that have passed, while the watcher was down or before the event moved nearer, only the last counts. What
    was due before `told_at`, when an alert told the same, is not told again, and nothing of an event that has begun; a
    day has done so when it is over.
    """
    passed = [(due, lead) for lead in leads if (due := due_at(when, lead, zone)) <= now]
    if not passed or now >= _is_over_at(when, zone):
        return None
    due, lead = max(passed)
    return lead if due > told_at else None


def occasion(when: When, lead: timedelta) -> str:
    """Give what a reminder with this lead time is given once for: the day, or for less than a day also the time.

    So an event that moves to another day is reminded of again, and one that only moves from 10:00 to 15:00 in hours.
    """
    if when.at is not None and lead < DAY:
        return when.at.astimezone(UTC).isoformat()
    return day_of(when).isoformat()


def nearness(when: When, now: datetime, zone: ZoneInfo) -> str:
    """Say how far off an event is: "Tomorrow", "In 2 days", "In 3 hours"."""
    if when.at is not None and when.at - now <= IN_HOURS:
        return _in_hours(max(MINUTE, when.at - now))
    day = when.at.astimezone(zone).date() if when.at else day_of(when)
    days = (day - now.astimezone(zone).date()).days
    return ("Today", "Tomorrow")[max(0, days)] if days <= 1 else _in(days, "day")


def _in_hours(left: timedelta) -> str:
    minutes, hours = round(left / MINUTE), round(left / HOUR)
    is_odd = minutes < 2 * (HOUR // MINUTE) and minutes % (HOUR // MINUTE) != 0
    return _in(minutes, "minute") if is_odd else _in(hours, "hour")


def _in(number: int, unit: str) -> str:
    return f"In {number} {unit}" if number == 1 else f"In {number} {unit}s"


def _is_over_at(when: When, zone: ZoneInfo) -> datetime:
    if when.at is not None:
        return when.at
    return datetime.combine(day_of(when) + DAY, time(), zone).astimezone(UTC)
