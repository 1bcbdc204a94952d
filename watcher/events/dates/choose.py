"""Which of several days a date without a year, month or week means, counted from the day of publication."""

from collections.abc import Sequence
from datetime import date, timedelta

from watcher.events.dates import periods
from watcher.events.dates.mention import Tense
from watcher.model import When

FAR = timedelta(days=270)
NEAR = timedelta(days=60)
"""A day that close wins against one that far, whatever the tense: in January "on Dec. 31" is the one just gone.

A month to come does not: in January "will meet in December" is eleven months off.
"""
WEEK = 7
TOO_NEAR = 3
"""Days ahead up to which a day of the same week is "on Friday", not "next Friday"."""


def nearest(candidates: Sequence[When], on: date, tense: Tense) -> When:
    """Give the period nearest to a day in the direction of the tense; a period that holds the day lies both ways."""
    by_distance = sorted(candidates, key=lambda when: abs(distance(when, on)))
    if tense is Tense.UNKNOWN:
        return by_distance[0]
    sign = 1 if tense is Tense.FUTURE else -1
    fitting = [when for when in by_distance if sign * distance(when, on) >= timedelta()]
    best = fitting[0] if fitting else by_distance[0]
    may_be_odd = best.start == best.end or tense is Tense.PAST
    is_odd = may_be_odd and abs(distance(best, on)) > FAR and abs(distance(by_distance[0], on)) < NEAR
    return by_distance[0] if is_odd else best


def distance(when: When, on: date) -> timedelta:
    """Give how far a period lies ahead; below zero behind, zero where it holds the day."""
    if when.start <= on <= when.end:
        return timedelta()
    return when.start - on if when.start > on else when.end - on


def month_day(month: int, number: int, on: date, tense: Tense, weekday: int | None = None) -> When | None:
    """Give a day of a month in the year that fits best; a stated weekday decides where a year near has it."""
    days = [found for year in (on.year - 1, on.year, on.year + 1) if (found := periods.day(year, month, number))]
    if weekday is not None:
        days = [found for found in days if found.start.weekday() == weekday] or days
    return nearest(days, on, tense) if days else None


def month(number: int, on: date, tense: Tense) -> When:
    """Give a month in the year that fits best."""
    years = (on.year - 1, on.year, on.year + 1)
    return nearest([periods.months(year, number) for year in years], on, tense)


def weekday(number: int, on: date, tense: Tense) -> When:
    """Give a bare weekday: that of publication is the day itself, else the next or, without a plan, the last one."""
    if tense is Tense.FUTURE:
        return periods.one_day(on + timedelta(days=(number - on.weekday()) % WEEK))
    return periods.one_day(on - timedelta(days=(on.weekday() - number) % WEEK))


def next_weekday(number: int, on: date, *, is_beyond: bool = False) -> When:
    """Give "next Tuesday", the coming one.

    Args:
        number: 0 for Monday to 6.
        on: the day of publication.
        is_beyond: the word is one like "next", which of a day that is near in the same week means the one after.
    """
    ahead = (number - on.weekday()) % WEEK or WEEK
    is_too_near = is_beyond and ahead <= TOO_NEAR and number > on.weekday()
    return periods.one_day(on + timedelta(days=ahead + (WEEK if is_too_near else 0)))


def last_weekday(number: int, on: date) -> When:
    """Give "last Friday": the latest before the day of publication."""
    return periods.one_day(on - timedelta(days=(on.weekday() - number) % WEEK or WEEK))


def season(first_month: int, on: date, tense: Tense) -> When:
    """Give a season in the year that fits best."""
    years = (on.year - 1, on.year, on.year + 1)
    return nearest([periods.season(year, first_month) for year in years], on, tense)


def this_season(first_month: int, on: date) -> When:
    """Give "this fall": the one that lasts, else that of the year; winter is the nearest."""
    if first_month == periods.MONTHS_OF_YEAR:
        return season(first_month, on, Tense.UNKNOWN)
    return periods.season(on.year, first_month)
