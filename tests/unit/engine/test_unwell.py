"""When the operator is told, past the store, that nothing can be stored."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.builders import FakeClock
from watcher.engine.ingest import Ingested
from watcher.engine.unwell import Unwell
from watcher.model import Feed
from watcher.settings import Settings, load

UNSTORED = Ingested(source="harbour", status="failed", error="not stored: the store has no space left on its disk")
FAILED_POLL = Ingested(source="harbour", status="failed", error="no answer in time", feed=Feed(name="harbour"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "watcher.toml").write_text('[[channels]]\nname = "desk"\nurl = "console:"\n', encoding="utf-8")
    return load(tmp_path / "watcher.toml", {})


def told(ingested: Ingested, settings: Settings, *seconds: float) -> list[float]:
    """Give at which of these seconds something is told, where that came of a poll at each of them."""
    clock, moments = FakeClock(), []
    unwell = Unwell(clock)
    for clock.seconds in seconds:
        with capture_logs() as logs:
            unwell.note(ingested, settings)
        moments += [clock.seconds for line in logs if line["event"] == "operator.notice"]
    return moments


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param((0, 20), [], id="a short one passes"),
        pytest.param((0, 20, 40, 60, 80), [40], id="a long one is told once"),
        pytest.param((0, 20, 40, 7200, 7220, 7240), [40, 7240], id="the next one is told again"),
        pytest.param((0, 100, 200), [], id="failures far apart are no outage"),
    ],
)
def test_an_outage_of_the_store(seconds: tuple[float, ...], expected: list[float], settings: Settings) -> None:
    assert told(UNSTORED, settings, *seconds) == expected


def test_a_feed_that_fails_is_no_outage_of_the_store(settings: Settings) -> None:
    assert told(FAILED_POLL, settings, 0, 20, 40, 60) == []
