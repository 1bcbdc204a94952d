"""Periods of the calendar: days, weeks, months, quarters, halves, seasons and years, and steps between them."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from watcher.events.dates.lexicon import DAY, HALF, MONTH, QUARTER, WEEK, WEEKEND, YEAR
from watcher.model import Precision, When

FIRST_YEAR, LAST_YEAR = 1500, 2199
"""What news calls a year; other numbers of four digits are amounts."""
EASTER = "easter"
MONTHS_OF = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12}
PRECISIONS = {
    DAY: Precision.DAY,
    WEEK: Precision.WEEK,
    MONTH: Precision.MONTH,
    QUARTER: Precision.QUARTER,
    HALF: Precision.MONTH,
    YEAR: Precision.YEAR,
    WEEKEND: Precision.DAY,
}
"""Of a half-year the months are stated, six of them; of a season three."""
DAYS_OF_WEEK = 7
SATURDAY = 5
MONTHS_OF_YEAR = 12


def day(year: int, month: int, number: int) -> When | None:
    """Give one day; None where the calendar has none such, or the year is none of news."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= MONTHS_OF_YEAR):
        return None
    if not 1 <= number <= monthrange(year, month)[1]:
        return None
    return one_day(date(year, month, number))


def holiday(year: int, rule: str) -> When | None:
    """Give a holiday of a year: "12-25", or so many days from Easter Sunday, as "easter-2"."""
    if rule.startswith(EASTER):
        return one_day(easter(year) + timedelta(days=int(rule.removeprefix(EASTER) or 0)))
    month, number = rule.split("-")
    return day(year, int(month), int(number))


def easter(year: int) -> date:
    """Give Easter Sunday of the Western churches (Gauss's rule in the form of Meeus, Jones and Butcher, 1876)."""
    golden, century, rest = year % 19, *divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    ahead = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    turn = (golden + 11 * moon + 22 * ahead) // 451
    month, number = divmod(moon + ahead - 7 * turn + 114, 31)
    return date(year, month, number + 1)


def one_day(on: date) -> When:
    """Give one day as a period."""
    return When(start=on, end=on)


def months(year: int, month: int, unit: int = MONTH) -> When:
    """Give the period of a unit that begins with a month; months beyond December are those of the next year."""
    first = _month_start(year, month)
    end = _month_start(year, month + MONTHS_OF[unit]) - timedelta(days=1)
    return When(start=first, end=end, precision=PRECISIONS[unit])


def year(number: int) -> When:
    """Give a year."""
    return months(number, 1, YEAR)


def season(number: int, first_month: int) -> When:
    """Give the season that begins in a month: three months of the northern half, as the weather services count."""
    return replace(months(number, first_month, QUARTER), precision=Precision.MONTH)


def around(on: date, unit: int, step: int = 0) -> When:
    """Give the period of a unit in which a day lies, or that `step` periods later."""
    if unit == DAY:
        return one_day(on + timedelta(days=step))
    monday = on - timedelta(days=on.weekday()) + timedelta(weeks=step)
    if unit == WEEK:
        return When(start=monday, end=monday + timedelta(days=DAYS_OF_WEEK - 1), precision=Precision.WEEK)
    if unit == WEEKEND:
        return When(start=monday + timedelta(days=SATURDAY), end=monday + timedelta(days=SATURDAY + 1))
    length = MONTHS_OF[unit]
    first = (on.month - 1) // length * length + 1
    return months(on.year, first + step * length, unit)


def shifted(on: date, unit: int, step: int) -> When:
    """Give what lies a number of units from a day: "two weeks ago" is about a day, "two years ago" about a year."""
    if unit == WEEK:
        there = on + timedelta(weeks=step)
        return When(start=there, end=there, precision=Precision.WEEK)
    return around(on, unit, step)


def part(whole: When, number: int, unit: int) -> When | None:
    """Give the first, second, … day, week, quarter or half of a period; a number below zero counts from its end."""
    if unit in {DAY, WEEK}:
        length = timedelta(days=DAYS_OF_WEEK if unit == WEEK else 1)
        start = whole.start + length * (number - 1) if number > 0 else whole.end - length + timedelta(days=1)
        end = min(start + length - timedelta(days=1), whole.end)
        return When(start=start, end=end, precision=PRECISIONS[unit]) if start <= whole.end else None
    if whole.precision is not Precision.YEAR:
        return _half(whole, number) if unit == HALF else None
    count = MONTHS_OF_YEAR // MONTHS_OF[unit]
    place = number if number > 0 else count
    return months(whole.start.year, (place - 1) * MONTHS_OF[unit] + 1, unit) if place <= count else None


def _half(whole: When, number: int) -> When:
    """Give a half of what is no year, as "the first half of August"."""
    middle = whole.start + (whole.end - whole.start) // 2
    return replace(whole, end=middle) if number == 1 else replace(whole, start=middle + timedelta(days=1))


def weekday_in(whole: When, weekday: int, number: int) -> When | None:
    """Give the first, second, … of a weekday within a period; a number below zero means the last."""
    if number < 0:
        return one_day(whole.end - timedelta(days=(whole.end.weekday() - weekday) % DAYS_OF_WEEK))
    ahead = (weekday - whole.start.weekday()) % DAYS_OF_WEEK + DAYS_OF_WEEK * (number - 1)
    on = whole.start + timedelta(days=ahead)
    return one_day(on) if on <= whole.end else None


def spanning(first: When, last: When) -> When | None:
    """Give the period from one to another; None where the second begins before the first."""
    if last.start < first.start:
        return None
    return When(start=first.start, end=last.end, precision=first.precision)


def _month_start(number: int, month: int) -> date:
    return date(number + (month - 1) // MONTHS_OF_YEAR, (month - 1) % MONTHS_OF_YEAR + 1, 1)
