"""Arithmetic of the calendar."""

from datetime import date

import pytest

from tests.unit.events.dates.shown import written
from watcher.events.dates import periods
from watcher.events.dates.lexicon import DAY, HALF, MONTH, QUARTER, WEEK, WEEKEND, YEAR

ON = date(2026, 1, 7)
JANUARY = periods.months(2026, 1)


@pytest.mark.parametrize(
    ("unit", "step", "expected"),
    [
        (DAY, -7, "2025-12-31"),
        (WEEK, 0, "2026-01-05..2026-01-11 week"),
        (WEEKEND, 1, "2026-01-17..2026-01-18"),
        (MONTH, -1, "2025-12-01..2025-12-31 month"),
        (QUARTER, 1, "2026-04-01..2026-06-30 quarter"),
        (HALF, -1, "2025-07-01..2025-12-31 month"),
        (YEAR, 2, "2028-01-01..2028-12-31 year"),
    ],
)
def test_a_period_around_a_day_and_those_near_it(unit: int, step: int, expected: str) -> None:
    assert written(periods.around(ON, unit, step)) == expected


def test_so_many_weeks_from_a_day_is_about_that_day() -> None:
    assert written(periods.shifted(ON, WEEK, -2)) == "2025-12-24 week"


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [(1, WEEK, "2026-01-01..2026-01-07 week"), (5, WEEK, "2026-01-29..2026-01-31 week"), (15, DAY, "2026-01-15")],
)
def test_a_part_of_a_month_is_counted_from_its_first_day(number: int, unit: int, expected: str) -> None:
    part = periods.part(JANUARY, number, unit)
    assert part
    assert written(part) == expected


def test_a_part_that_a_period_does_not_have_is_none() -> None:
    assert periods.part(JANUARY, 32, DAY) is None
    assert periods.part(periods.year(2026), 5, QUARTER) is None


def test_the_last_sunday_of_a_month() -> None:
    last = periods.weekday_in(JANUARY, 6, -1)
    assert last
    assert written(last) == "2026-01-25"


def test_a_fifth_monday_may_be_missing() -> None:
    assert periods.weekday_in(JANUARY, 0, 5) is None


@pytest.mark.parametrize(("year", "month", "day"), [(2026, 2, 29), (2026, 13, 1), (2026, 1, 0), (1066, 1, 1)])
def test_what_no_calendar_or_no_news_has_is_no_day(year: int, month: int, day: int) -> None:
    assert periods.day(year, month, day) is None


def test_a_range_that_runs_backwards_is_none() -> None:
    assert periods.spanning(periods.one_day(ON), periods.one_day(date(2026, 1, 6))) is None
