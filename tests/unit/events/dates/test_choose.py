"""Which year, week or month a bare date means."""

from datetime import date

import pytest

from watcher.events.dates import choose
from watcher.events.dates.mention import Tense
from watcher.model import When

WEDNESDAY = date(2026, 1, 7)
FRIDAY = 4


def first(when: When | None) -> str:
    return str(when and when.start)


@pytest.mark.parametrize(
    ("tense", "expected"),
    [(Tense.PAST, "2026-01-02"), (Tense.FUTURE, "2026-01-09"), (Tense.UNKNOWN, "2026-01-02")],
)
def test_a_weekday_is_the_last_or_the_next(tense: Tense, expected: str) -> None:
    assert first(choose.weekday(FRIDAY, WEDNESDAY, tense)) == expected


@pytest.mark.parametrize("tense", Tense)
def test_the_weekday_of_publication_is_the_day_itself(tense: Tense) -> None:
    assert first(choose.weekday(WEDNESDAY.weekday(), WEDNESDAY, tense)) == "2026-01-07"


@pytest.mark.parametrize(
    ("weekday", "is_beyond", "expected"),
    [(FRIDAY, True, "2026-01-16"), (FRIDAY, False, "2026-01-09"), (0, True, "2026-01-12"), (6, True, "2026-01-11")],
)
def test_next_weekday_is_never_one_that_is_near_in_the_same_week(
    weekday: int, *, is_beyond: bool, expected: str
) -> None:
    assert first(choose.next_weekday(weekday, WEDNESDAY, is_beyond=is_beyond)) == expected


@pytest.mark.parametrize(
    ("month", "day", "tense", "expected"),
    [
        (4, 12, Tense.FUTURE, "2026-04-12"),
        (11, 15, Tense.PAST, "2025-11-15"),
        (12, 31, Tense.FUTURE, "2025-12-31"),
        (1, 15, Tense.PAST, "2026-01-15"),
        (6, 1, Tense.UNKNOWN, "2026-06-01"),
        (2, 29, Tense.FUTURE, "None"),
    ],
    ids=[
        "ahead",
        "back",
        "a week ago beats a year ahead",
        "a week ahead beats a year ago",
        "the nearest",
        "no such day in the years near",
    ],
)
def test_a_day_without_a_year_is_the_nearest_in_the_direction_of_the_tense(
    month: int, day: int, tense: Tense, expected: str
) -> None:
    assert first(choose.month_day(month, day, WEDNESDAY, tense)) == expected


def test_a_stated_weekday_decides_the_year() -> None:
    assert first(choose.month_day(6, 15, WEDNESDAY, Tense.FUTURE, weekday=6)) == "2025-06-15"


def test_winter_is_the_one_that_lasts() -> None:
    assert first(choose.this_season(12, WEDNESDAY)) == "2025-12-01"
