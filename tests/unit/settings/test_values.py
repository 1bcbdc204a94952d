from datetime import UTC, datetime, timedelta, timezone
from datetime import date as day

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from watcher.settings.values import format_duration, format_size, parse_duration, parse_moment, parse_size


@pytest.mark.parametrize(
    ("written", "duration"),
    [
        ("30s", timedelta(seconds=30)),
        ("15m", timedelta(minutes=15)),
        ("1h", timedelta(hours=1)),
        ("1d", timedelta(days=1)),
        ("90m", timedelta(minutes=90)),
        ("180d", timedelta(days=180)),
        ("2w", timedelta(days=14)),
    ],
)
def test_a_duration_is_a_number_and_a_unit(written: str, duration: timedelta) -> None:
    assert parse_duration(written) == duration


@pytest.mark.parametrize(
    ("written", "size"),
    [("1B", 1), ("500KB", 500_000), ("10MiB", 10 * 1024 * 1024), ("2GB", 2_000_000_000), ("1KiB", 1024)],
)
def test_a_size_is_a_number_and_a_unit(written: str, size: int) -> None:
    assert parse_size(written) == size


@pytest.mark.parametrize("written", ["", "15", "15 m", "15M", "-5m", "0s", "1.5h", "1h30m", "٣m", "9999999d", "15m\n"])
def test_anything_else_is_no_duration(written: str) -> None:
    with pytest.raises(PydanticCustomError, match="must be a duration"):
        parse_duration(written)


@pytest.mark.parametrize("written", ["", "10", "10 MiB", "10mib", "0B", "-1KB", "1.5MB", "10Mi", "10MiB\n"])
def test_anything_else_is_no_size(written: str) -> None:
    with pytest.raises(PydanticCustomError, match="must be a size"):
        parse_size(written)


@given(st.integers(min_value=1, max_value=999_999))
def test_a_duration_that_is_written_reads_the_same(seconds: int) -> None:
    duration = timedelta(seconds=seconds)

    assert parse_duration(format_duration(duration)) == duration


@given(st.integers(min_value=1, max_value=999_999))
def test_a_size_that_is_written_reads_the_same(size: int) -> None:
    assert parse_size(format_size(size)) == size


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        pytest.param(day(2026, 1, 3), datetime(2026, 1, 3, tzinfo=UTC), id="a day begins at midnight UTC"),
        pytest.param(datetime(2026, 1, 3, 9), datetime(2026, 1, 3, 9, tzinfo=UTC), id="without a zone is UTC"),  # noqa: DTZ001 - as TOML reads it
        pytest.param(
            datetime(2026, 1, 3, 9, tzinfo=timezone(timedelta(hours=2))),
            datetime(2026, 1, 3, 7, tzinfo=UTC),
            id="with a zone",
        ),
    ],
)
def test_a_publication_time_is_in_utc(written: object, moment: datetime) -> None:
    assert parse_moment(written) == moment
