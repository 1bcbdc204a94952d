"""What is said of an outage of the store: once in ten seconds in the log, and once to the operator where it lasts."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.builders import FakeClock
from watcher.engine.outage import StoreFailure
from watcher.engine.unwell import Unwell
from watcher.settings import Settings, load

FULL = "the store has no space left on its disk"
LOCKED = "another program writes to the store"
NEVER = float("-inf")
POLL = StoreFailure(who="harbour", error=FULL, is_source=True)
CRASHED = StoreFailure(who="harbour", error="not stored: division by zero", is_source=True, is_said=True)
CHANNEL = StoreFailure(who="channel desk", error=LOCKED)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "watcher.toml").write_text('[[channels]]\nname = "desk"\nurl = "console:"\n', encoding="utf-8")
    return load(tmp_path / "watcher.toml", {})


class Log:
    """What is said, by the second at which it is."""

    def __init__(self, settings: Settings) -> None:
        self.clock = FakeClock()
        self.wrote_at = NEVER
        self.takes_others = False  # half a second before each look
        self._settings = settings
        self._unwell = Unwell(self.clock)

    def at(self, second: float, *failures: StoreFailure) -> list[Any]:
        """Let these fail in that second, and give the lines that come of it."""
        self.clock.seconds = second
        for failure in failures:
            self._unwell.note(failure)
        with capture_logs() as logs:
            self._unwell.say(self._settings, second - 0.5 if self.takes_others else self.wrote_at)
        return logs

    def events(self, *seconds: float, failing: StoreFailure) -> list[tuple[float, str]]:
        """Give what is said in which second, where this fails in each of them."""
        return [(second, line["event"]) for second in seconds for line in self.at(second, failing)]

    def told(self, *seconds: float, failing: StoreFailure = POLL) -> list[float]:
        """Give at which of these seconds the operator is told, where this fails in each of them."""
        return [second for second, event in self.events(*seconds, failing=failing) if event == "operator.notice"]


@pytest.fixture
def log(settings: Settings) -> Log:
    return Log(settings)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param((0, 20), [], id="a short one passes"),
        pytest.param((0, 20, 40, 60, 80), [40], id="a long one is told once"),
        pytest.param((0, 20, 40, 7200, 7220, 7240), [40, 7240], id="the next one is told again"),
        pytest.param((0, 100, 200), [], id="failures far apart are no outage"),
    ],
)
def test_the_operator_is_told_of_an_outage(seconds: tuple[float, ...], expected: list[float], log: Log) -> None:
    assert log.told(*seconds) == expected


def test_the_operator_is_told_too_where_a_bug_keeps_everything_from_being_stored(log: Log) -> None:
    assert log.events(0, 20, 40, failing=CRASHED) == [(40, "operator.notice")]


def test_many_failures_are_one_line_that_counts_them(log: Log) -> None:
    assert log.at(0, POLL, POLL, CHANNEL, CHANNEL) == [
        {
            "event": "store.failed",
            "log_level": "warning",
            "seconds": 0.0,
            "error": f"{FULL}; {LOCKED}",
            "unstored": 2,
            "waiting": ("channel desk",),
        }
    ]


def test_what_fails_all_the_time_is_said_every_ten_seconds(log: Log) -> None:
    assert log.events(*range(30), failing=POLL) == [(0, "store.failed"), (10, "store.failed"), (20, "store.failed")]


def test_each_line_counts_what_failed_since_the_one_before(log: Log) -> None:
    lines = [line for second in range(11) for line in log.at(second, POLL)]
    assert [(line["seconds"], line["unstored"]) for line in lines] == [(0.0, 1), (10.0, 10)]


def test_what_failed_last_is_said_though_nothing_fails_any_more(log: Log) -> None:
    log.at(0, POLL)
    log.at(9, CHANNEL)
    [line] = log.at(10)
    assert (line["event"], line["waiting"]) == ("store.failed", ("channel desk",))
    assert log.at(20) == []


def test_the_notice_to_the_operator_takes_the_place_of_a_line_and_hides_no_failure(log: Log) -> None:
    said = log.events(*range(41), failing=POLL)
    assert said[3:] == [(30, "operator.notice"), (40, "store.failed")]
    assert log.at(50, POLL)[0]["unstored"] == 1


def test_that_it_is_over_is_said_once_when_the_store_took_something_and_nothing_failed_since(log: Log) -> None:
    log.at(0, POLL)
    log.at(8, POLL)
    log.wrote_at = 8.5
    assert log.at(12)[0]["event"] == "store.failed"
    assert log.at(22) == [{"event": "store.restored", "log_level": "info", "seconds": 8.0}]
    assert log.at(40) == []


def test_what_failed_since_the_last_line_is_in_the_one_that_says_that_it_is_over(log: Log) -> None:
    log.at(0, POLL)
    log.at(3, POLL, CHANNEL)
    log.wrote_at = 4.0
    [line] = log.at(10)
    assert (line["event"], line["unstored"], line["waiting"]) == ("store.restored", 1, ("channel desk",))


def test_it_is_not_over_while_the_store_takes_nothing(log: Log) -> None:
    log.wrote_at = -1.0
    log.at(0, POLL)
    assert log.at(3600) == []


def test_a_store_that_takes_some_and_refuses_some_does_not_flood_the_log(log: Log) -> None:
    log.takes_others = True
    moments = [second for second, _ in log.events(*range(0, 600, 7), failing=POLL)]
    assert len(moments) > 10
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 10
