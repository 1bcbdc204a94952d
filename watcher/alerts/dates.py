"""Dates in words, no more exactly than a text states them: "by 31 January", "in March 2026", "week of 2 February"."""

import calendar
from datetime import date, datetime

from watcher.model import Precision, When

QUARTERS = ("first", "second", "third", "fourth")
MONTHS_OF_QUARTER = 3
MONTHS_OF_YEAR = 12


def date_words(when: When, year: int | None = None) -> str:
    """Give a period in words, with its preposition where it is no single day.

    Args:
        when: the period.
        year: the reader's year: days of another one name theirs. None: they do not.
    """
    if when.at is not None:
        return _time(when, when.at, year)
    if when.deadline:
        return f"by {_day(when.end, year)}"
    return _IN_WORDS[when.precision](when, year)


def weekday(day: date, year: int | None = None) -> str:
    """Give a day with its weekday: "Friday 2 January"; `year` as in `date_words`."""
    return f"{calendar.day_name[day.weekday()]} {_day(day, year)}"


def _time(when: When, at: datetime, year: int | None) -> str:
    if when.deadline:
        return f"by {at:%H:%M} {at.tzname()}, {weekday(at.date(), year)}"
    until = when.until
    if until is not None and until.date() != at.date():
        begins, ends = weekday(at.date(), year), weekday(until.date(), year)
        return f"from {at:%H:%M}, {begins}, to {until:%H:%M} {at.tzname()}, {ends}"
    to = f" to {until:%H:%M}" if until is not None else ""
    return f"{at:%H:%M}{to} {at.tzname()}, {weekday(at.date(), year)}"


def _day_or_days(when: When, year: int | None) -> str:
    return weekday(when.start, year) if when.start == when.end else f"from {_days(when.start, when.end, year)}"


def _week(when: When, year: int | None) -> str:
    return f"week of {_day(when.start, year)}"


def _quarter(when: When, _: int | None) -> str:
    return f"in the {QUARTERS[(when.start.month - 1) // MONTHS_OF_QUARTER]} quarter of {when.start.year}"


def _years(when: When, _: int | None) -> str:
    return _span(str(when.start.year), str(when.end.year))


def _months(when: When, _: int | None) -> str:
    """Give the month or months; where only a part is meant, as by "early March", about which days."""
    first, last = when.start, when.end
    if first.day > 1 or last.day < calendar.monthrange(last.year, last.month)[1]:
        return f"about {_days(first, last, None)} {last.year}"
    if first.year == last.year and first.month == 1 and last.month == MONTHS_OF_YEAR:
        return f"in {last.year}"
    begins = _month(first) if first.year == last.year else f"{_month(first)} {first.year}"
    return f"{_span(begins, _month(last))} {last.year}"


def _days(first: date, last: date, year: int | None) -> str:
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_day(last, year)}"
    return f"{_day(first, None if first.year == last.year else 0)} to {_day(last, year)}"


def _day(day: date, year: int | None) -> str:
    named = f"{day.day} {_month(day)}"
    return named if year is None or year == day.year else f"{named} {day.year}"


def _month(day: date) -> str:
    return calendar.month_name[day.month]


def _span(first: str, last: str) -> str:
    return f"in {first}" if first == last else f"from {first} to {last}"


_IN_WORDS = {
    Precision.MINUTE: _day_or_days,  # its time is not known
    Precision.DAY: _day_or_days,
    Precision.WEEK: _week,
    Precision.MONTH: _months,
    Precision.QUARTER: _quarter,
    Precision.YEAR: _years,
}
