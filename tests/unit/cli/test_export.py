"""Since when to export, as users type it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click
import pytest

from watcher.cli.export import since_when

NOW = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
KYIV = ZoneInfo("Europe/Kyiv")


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        pytest.param("7d", NOW - timedelta(days=7), id="days"),
        pytest.param("12h", NOW - timedelta(hours=12), id="hours"),
        pytest.param(" 30m ", NOW - timedelta(minutes=30), id="spaces around it"),
        pytest.param("2026-03-01", datetime(2026, 2, 28, 22, 0, tzinfo=UTC), id="a date is one of the user's zone"),
        pytest.param("2026-03-01T10:30", datetime(2026, 3, 1, 8, 30, tzinfo=UTC), id="a time is one of that zone too"),
        pytest.param("2026-03-01T10:30Z", datetime(2026, 3, 1, 10, 30, tzinfo=UTC), id="unless it names its own"),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, moment: datetime):
    assert since_when(typed, NOW, KYIV) == moment


@pytest.mark.parametrize("typed", ["yesterday", "7", "7w", "-7d", "2026-13-01", "999999d", ""])
def test_what_is_no_time_is_refused_with_examples(typed: str):
    with pytest.raises(click.BadParameter, match=r"is no time; write 7d, 12h, 30m, or a date like 2026-03-01"):
        since_when(typed, NOW, KYIV)
