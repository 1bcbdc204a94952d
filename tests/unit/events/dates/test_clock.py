"""Times of day: their zones, and the dates that they belong to."""

import pytest

from tests.unit.events.dates.shown import dates, mentions


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2 p.m. ET", "2026-07-01T14:00:00-04:00"),
        ("2 p.m. Eastern Time", "2026-07-01T14:00:00-04:00"),
        ("2:30 PM GMT", "2026-07-01T14:30:00+00:00"),
        ("12 a.m. GMT", "2026-07-01T00:00:00+00:00"),
        ("12 p.m. GMT", "2026-07-01T12:00:00+00:00"),
        ("0930 GMT", "2026-07-01T09:30:00+00:00"),
        ("14.30 CEST", "2026-07-01T14:30:00+02:00"),
        ("6 p.m. Moscow time", "2026-07-01T18:00:00+03:00"),
        ("6 p.m. local time", "2026-07-01T18:00:00+00:00"),
        ("midnight", "2026-07-01T00:00:00+00:00"),
    ],
)
def test_a_time_has_the_zone_that_is_stated_with_its_summer_time(said: str, expected: str) -> None:
    assert dates(f"The vote is on July 1, 2026, at {said}.") == [f"2026-07-01 minute {expected}"]


@pytest.mark.parametrize("said", ["25:10", "13 p.m.", "9:75", "0 a.m."])
def test_what_no_clock_shows_is_no_time(said: str) -> None:
    assert dates(f"The vote is on July 1, 2026, at {said}.") == ["2026-07-01"]


def test_a_time_far_from_its_date_in_the_sentence_counts_for_it() -> None:
    text = "On Friday the governor will speak to the nation from the old harbour at 9 p.m."
    [found] = mentions(text)
    assert text[found.start : found.end] == "Friday"
    assert found.when.at
    assert found.when.at.isoformat() == "2026-01-09T21:00:00+00:00"


def test_a_time_of_another_sentence_is_one_of_the_day_of_publication() -> None:
    assert dates("He left on Monday. The speech is at 9 p.m.") == [
        "2026-01-05",
        "2026-01-07 minute 2026-01-07T21:00:00+00:00",
    ]


def test_a_range_of_times_that_ends_past_midnight_ends_on_the_next_day() -> None:
    assert dates("The curfew runs from 10 p.m. to 5 a.m. on Friday.") == [
        "2026-01-09 minute 2026-01-09T22:00:00+00:00/2026-01-10T05:00:00+00:00"
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("10 a.m. (1400 GMT)", "2026-01-09T14:00:00+00:00"),
        ("10 a.m. ET (1500 GMT)", "2026-01-09T10:00:00-05:00"),
        ("10:00/15:00 GMT", "2026-01-09T15:00:00+00:00"),
    ],
)
def test_a_moment_that_is_told_in_two_zones_is_one(said: str, expected: str) -> None:
    assert dates(f"She will speak at {said} on Friday.") == [f"2026-01-09 minute {expected}"]


def test_numbers_with_a_colon_are_times_only_where_they_are_placed() -> None:
    assert dates("She ran it in 31:20 and won 11:15.") == []
