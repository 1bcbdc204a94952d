"""Times of the day on the local clock as instants, over both changes to and from summer time.

A time that is skipped is the next instant that there is: the one at which the clock jumped. A time that comes twice
counts once, the first time. So whatever is planned by these instants takes place once a day, every day.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from watcher.model import Hours

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)

_AROUND = range(-3, 4)
"""Days looked at around a moment: quiet hours move a time by up to a day, a zone that crosses the date line by two."""


@lru_cache(maxsize=1_000)  # the same few days are asked for at every message
def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give the instant, in UTC, at which the local clock first shows this time on this day, or has just passed it."""
    wall = datetime.combine(day, at)
    early, late = sorted(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if _shown(early, zone) == wall:
        return early
    seconds = range((late - early) // SECOND)  # the clock jumped in one of them
    return early + SECOND * bisect_left(seconds, wall, key=lambda second: _shown(early + SECOND * second, zone))


def open_from(moment: datetime, quiet: Hours | None, zone: ZoneInfo) -> datetime:
    """Give the first instant, from this moment on, that lies in no quiet hours; their end does not."""
    while quiet and (end := _end_of(quiet, moment, zone)):
        moment = end
    return moment


def moments(times: Iterable[time], quiet: Hours | None, around: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Give when these times of the day take place, in order, for at least a day before and after a moment.

    One that falls into quiet hours takes place at their end; two that fall on one instant are one.
    """
    today = around.astimezone(zone).date()
    found = (instant(today + DAY * days, at, zone) for days in _AROUND for at in times)
    return sorted({open_from(each, quiet, zone) for each in found})


def _end_of(quiet: Hours, moment: datetime, zone: ZoneInfo) -> datetime | None:
    """Give the end of the quiet hours that a moment lies in; None: it lies in none."""
    today = moment.astimezone(zone).date()
    over_midnight = DAY if quiet.end < quiet.start else timedelta(0)
    for day in (today - DAY, today):
        end = instant(day + over_midnight, quiet.end, zone)
        if instant(day, quiet.start, zone) <= moment < end:
            return end
    return None


def _shown(moment: datetime, zone: ZoneInfo) -> datetime:
    """Give what the local clock shows, without its zone."""
    return moment.astimezone(zone).replace(tzinfo=None)
