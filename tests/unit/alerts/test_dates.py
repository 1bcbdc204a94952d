"""Dates in words, no more exactly than they are stated."""

from datetime import date, datetime, timedelta, timezone

import pytest

from watcher.alerts.dates import date_words
from watcher.model import Precision, When

EDT = timezone(timedelta(hours=-4), "EDT")
AT = datetime(2026, 8, 19, 11, 15, tzinfo=EDT)


def when(first: str, last: str | None = None, precision: str = "day", **fields: object) -> When:
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    return When(start=start, end=end, precision=Precision(precision), **fields)


def timed(**fields: object) -> When:
    return when("2026-08-19", precision="minute", at=AT, **fields)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (when("2026-01-06"), "Tuesday 6 January"),
        (when("2026-01-06", "2026-01-07"), "from 6 to 7 January"),
        (when("2026-01-30", "2026-02-02"), "from 30 January to 2 February"),
        (when("2026-01-31", deadline=True), "by 31 January"),
        (when("2026-01-31", precision="month", deadline=True), "by 31 January"),
        (when("2026-02-01", "2026-02-07", "week"), "week of 1 February"),
        (when("2026-03-01", "2026-03-31", "month"), "in March 2026"),
        (when("2026-03-01", "2026-05-31", "month"), "from March to May 2026"),
        (when("2026-12-01", "2027-01-31", "month"), "from December 2026 to January 2027"),
        (when("2026-03-11", "2026-03-20", "month"), "about 11 to 20 March 2026"),
        (when("2026-01-01", "2026-12-31", "month"), "in 2026"),
        (when("2026-04-01", "2026-06-30", "quarter"), "in the second quarter of 2026"),
        (when("2026-01-01", "2026-12-31", "year"), "in 2026"),
        (when("2026-01-01", "2028-12-31", "year"), "from 2026 to 2028"),
        (timed(), "11:15 EDT, Wednesday 19 August"),
        (timed(until=AT + timedelta(minutes=90)), "11:15 to 12:45 EDT, Wednesday 19 August"),
        (
            timed(until=AT + timedelta(hours=20)),
            "from 11:15, Wednesday 19 August, to 07:15 EDT, Thursday 20 August",
        ),
        (timed(deadline=True), "by 11:15 EDT, Wednesday 19 August"),
        (when("2026-08-19", precision="minute"), "Wednesday 19 August"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_period_is_said_like_this(stated: When, said: str) -> None:
    assert date_words(stated) == said


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (when("2026-12-31"), "Thursday 31 December"),
        (when("2027-01-01"), "Friday 1 January 2027"),
        (when("2026-12-30", "2027-01-02"), "from 30 December 2026 to 2 January 2027"),
        (when("2027-01-30", "2027-02-02"), "from 30 January to 2 February 2027"),
        (when("2027-01-31", deadline=True), "by 31 January 2027"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_day_of_another_year_than_the_readers_names_it(stated: When, said: str) -> None:
    assert date_words(stated, 2026) == said
