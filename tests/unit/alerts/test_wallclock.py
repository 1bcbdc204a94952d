"""Times of the day as instants, over both changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.alerts.wallclock import instant, moments, open_from
from watcher.model import Hours

GREENWICH, KYIV, BERLIN, HAVANA = map(ZoneInfo, ("UTC", "Europe/Kyiv", "Europe/Berlin", "America/Havana"))
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # its summer time is half an hour
APIA = ZoneInfo("Pacific/Apia")  # it once skipped a day, to be west of the date line
NIGHT = Hours(start=time(22), end=time(7))
ZONES = [GREENWICH, KYIV, BERLIN, HAVANA, LORD_HOWE]
DAYS = st.dates(date(2011, 1, 1), date(2027, 12, 31))
MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        pytest.param(date(2026, 3, 3), time(7, 30), KYIV, utc(2026, 3, 3, 5, 30), id="winter"),
        pytest.param(date(2026, 7, 3), time(7, 30), KYIV, utc(2026, 7, 3, 4, 30), id="summer"),
        pytest.param(date(2026, 3, 29), time(2, 30), BERLIN, utc(2026, 3, 29, 1), id="skipped: when the clock jumped"),
        pytest.param(date(2026, 3, 29), time(2), BERLIN, utc(2026, 3, 29, 1), id="the first that is skipped"),
        pytest.param(date(2026, 3, 29), time(3), BERLIN, utc(2026, 3, 29, 1), id="the first that is not"),
        pytest.param(date(2026, 10, 25), time(2, 30), BERLIN, utc(2026, 10, 25, 0, 30), id="twice: the first time"),
        pytest.param(date(2026, 10, 25), time(3), BERLIN, utc(2026, 10, 25, 2), id="after the repeated hour"),
        pytest.param(date(2026, 10, 4), time(2, 15), LORD_HOWE, utc(2026, 10, 3, 15, 30), id="half an hour is skipped"),
        pytest.param(date(2011, 12, 30), time(8), APIA, utc(2011, 12, 30, 10), id="the whole day is skipped"),
    ],
)
def test_a_time_of_the_day_is_one_instant(day: date, at: time, zone: ZoneInfo, expected: datetime) -> None:
    assert instant(day, at, zone) == expected


@settings(deadline=None)
@given(DAYS, MINUTES, st.sampled_from([*ZONES, APIA]))
def test_no_earlier_instant_shows_the_time_or_a_later_one_of_that_day(day: date, at: time, zone: ZoneInfo) -> None:
    wall, found = datetime.combine(day, at), instant(day, at, zone)
    shown = found.astimezone(zone).replace(tzinfo=None)
    before = (found - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    assert before < wall <= shown


@pytest.mark.parametrize(
    ("moment", "quiet", "zone", "expected"),
    [
        pytest.param(utc(2026, 3, 3, 21, 59), NIGHT, GREENWICH, utc(2026, 3, 3, 21, 59), id="before they start"),
        pytest.param(utc(2026, 3, 3, 22), NIGHT, GREENWICH, utc(2026, 3, 4, 7), id="as they start"),
        pytest.param(utc(2026, 3, 4, 6, 59), NIGHT, GREENWICH, utc(2026, 3, 4, 7), id="after midnight"),
        pytest.param(utc(2026, 3, 4, 7), NIGHT, GREENWICH, utc(2026, 3, 4, 7), id="as they end"),
        pytest.param(
            utc(2026, 3, 3, 13), Hours(start=time(12), end=time(14)), GREENWICH, utc(2026, 3, 3, 14), id="noon"
        ),
        pytest.param(utc(2026, 3, 3, 4), NIGHT, KYIV, utc(2026, 3, 3, 5), id="in the local clock's hours"),
        pytest.param(
            utc(2026, 3, 3, 4), Hours(start=time(4), end=time(4)), GREENWICH, utc(2026, 3, 3, 4), id="no time"
        ),
        pytest.param(utc(2026, 3, 3, 4), None, KYIV, utc(2026, 3, 3, 4), id="none are set"),
        pytest.param(
            utc(2026, 3, 29, 0, 30),
            Hours(start=time(22), end=time(2, 30)),
            BERLIN,
            utc(2026, 3, 29, 1),
            id="end skipped",
        ),
        pytest.param(
            utc(2026, 3, 29, 1), Hours(start=time(2, 30), end=time(7)), BERLIN, utc(2026, 3, 29, 5), id="start skipped"
        ),
        pytest.param(
            utc(2026, 3, 29, 1),
            Hours(start=time(2, 10), end=time(2, 50)),
            BERLIN,
            utc(2026, 3, 29, 1),
            id="all skipped",
        ),
        pytest.param(
            utc(2026, 10, 25, 1),
            Hours(start=time(22), end=time(2, 30)),
            BERLIN,
            utc(2026, 10, 25, 1),
            id="end repeated",
        ),
        pytest.param(
            utc(2026, 10, 25, 1),
            Hours(start=time(2, 30), end=time(7)),
            BERLIN,
            utc(2026, 10, 25, 6),
            id="start repeated",
        ),
        pytest.param(
            utc(2026, 3, 28, 22),
            Hours(start=time(3), end=time(2, 30)),
            BERLIN,
            utc(2026, 3, 30, 0, 30),
            id="the half hour between them is skipped: on to the next",
        ),
    ],
)
def test_quiet_hours_are_left_at_their_end(
    moment: datetime, quiet: Hours | None, zone: ZoneInfo, expected: datetime
) -> None:
    assert open_from(moment, quiet, zone) == expected


@pytest.mark.parametrize(
    ("times", "quiet", "expected"),
    [
        pytest.param((time(18), time(7)), None, [(3, 7), (3, 18), (4, 7)], id="several a day, in order"),
        pytest.param((time(6, 30),), NIGHT, [(3, 7), (4, 7)], id="in quiet hours: at their end"),
        pytest.param((time(23), time(6)), NIGHT, [(3, 7), (4, 7)], id="two in the same quiet hours are one"),
    ],
)
def test_times_of_the_day_take_place_every_day(
    times: tuple[time, ...], quiet: Hours | None, expected: list[tuple[int, int]]
) -> None:
    found = moments(times, quiet, utc(2026, 3, 3, 12), GREENWICH)
    in_between = [each for each in found if utc(2026, 3, 3, 0) <= each < utc(2026, 3, 4, 12)]
    assert in_between == [utc(2026, 3, day, hour) for day, hour in expected]


@settings(deadline=None)
@given(DAYS, MINUTES, st.sampled_from(ZONES))
def test_a_time_takes_place_once_a_day_also_when_the_clock_changes(day: date, at: time, zone: ZoneInfo) -> None:
    found = moments((at,), None, datetime.combine(day, time(12), UTC), zone)
    gaps = {later - earlier for earlier, later in pairwise(found)}
    assert len(found) == 7
    assert min(gaps) >= timedelta(hours=23)
    assert max(gaps) <= timedelta(hours=25)
