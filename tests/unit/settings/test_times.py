from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from watcher.model import Rate
from watcher.settings.times import (
    format_pause,
    format_rate,
    format_time,
    parse_pause,
    parse_rate,
    parse_time,
)

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("20/min", Rate(count=20, per=60 * SECOND)),
        ("5/2s", Rate(count=5, per=2 * SECOND)),
        ("1/s", Rate(count=1, per=SECOND)),
        ("30/1m", Rate(count=30, per=60 * SECOND)),
        ("100/h", Rate(count=100, per=3600 * SECOND)),
        ("3/12h", Rate(count=3, per=12 * 3600 * SECOND)),
        ("500/d", Rate(count=500, per=24 * 3600 * SECOND)),
    ],
)
def test_a_rate_is_so_many_in_so_much_time(written: str, rate: Rate) -> None:
    assert parse_rate(written) == rate


@pytest.mark.parametrize(
    "written", ["", "20", "/s", "20/", "20/ s", "20 / min", "0/s", "5/0s", "-1/s", "1/2/s", "1/w", 5]
)
def test_what_is_no_rate_is_refused(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="must be a rate"):
        parse_rate(written)


@given(st.integers(1, 999_999), st.integers(1, 999), st.sampled_from([SECOND, 60 * SECOND, 3600 * SECOND]))
def test_a_rate_is_read_back_as_it_was_written(count: int, number: int, unit: timedelta) -> None:
    rate = Rate(count=count, per=number * unit)

    assert parse_rate(format_rate(rate)) == rate


@pytest.mark.parametrize(("per", "shown"), [(60, "5/min"), (120, "5/2min"), (1, "5/s"), (90, "5/90s"), (86400, "5/d")])
def test_a_rate_is_written_in_the_largest_unit_that_fits(per: int, shown: str) -> None:
    assert format_rate(Rate(count=5, per=per * SECOND)) == shown


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_a_time_of_the_day_is_read_back_as_it_was_written(moment: time) -> None:
    assert parse_time(format_time(moment)) == moment


@pytest.mark.parametrize(
    "written", ["7:30", "07.30", "24:00", "12:60", "07:30:00", " 07:30", "٠٧:٣٠", time(7, 30), None]
)
def test_what_is_no_time_of_the_day_is_refused(written: object) -> None:
    with pytest.raises((PydanticCustomError, KeyError)):
        parse_time(written)


@pytest.mark.parametrize(
    ("written", "pause", "shown"),
    [("0s", timedelta(0), "0s"), ("0d", timedelta(0), "0s"), ("90s", 90 * SECOND, "90s"), ("60m", 3600 * SECOND, "1h")],
)
def test_a_pause_may_be_none(written: str, pause: timedelta, shown: str) -> None:
    assert parse_pause(written) == pause
    assert format_pause(pause) == shown
