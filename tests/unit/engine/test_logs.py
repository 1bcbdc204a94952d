"""What a line of the log looks like, and what never stands in it."""

import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from tests.logs import Log, own_log
from watcher.engine.logs import hide
from watcher.text import Redactor

CANARY = "canary-77"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    monkeypatch.setenv("NO_COLOR", "1")
    with own_log() as log:
        yield log


log = structlog.get_logger("watcher")


def test_a_line_is_one_json_object_with_time_level_and_event_first(logged: Log) -> None:
    logged.configure(form="json")
    log.info("feed.polled", feed="harbour", new=3, next_due=datetime(2026, 3, 6, 12, tzinfo=UTC), path=Path("/x"))
    line = logged.lines[0]
    assert list(line) == ["timestamp", "level", "event", "feed", "new", "next_due", "path"]
    assert line["level"] == "info"
    assert line["next_due"] == "2026-03-06T12:00:00+00:00"
    assert str(line["timestamp"])[10::13] == "TZ"  # 2026-03-06T12:00:00.123Z


def test_a_terminal_gets_text_and_a_pipe_gets_json(logged: Log) -> None:
    logged.configure()
    log.info("started", feeds=3)
    assert "[info     ] started" in logged.text
    assert logged.text.rstrip().endswith("feeds=3")


def test_control_characters_do_not_reach_a_terminal(logged: Log) -> None:
    logged.configure()
    log.info("feed.polled", error="\x1b]0;owned\x07\u202e")
    assert "\x1b" not in logged.text
    assert "\\x1b]0;owned\\x07\\x202e" in logged.text


@pytest.mark.parametrize(
    ("level", "events"),
    [("debug", ["a", "b", "c", "d"]), ("info", ["b", "c", "d"]), ("warning", ["c", "d"]), ("error", ["d"])],
)
def test_a_level_leaves_out_what_is_below(logged: Log, level: str, events: list[str]) -> None:
    logged.configure(form="json", level=level)
    log.debug("a")
    log.info("b")
    log.warning("c")
    log.error("d")
    assert [line["event"] for line in logged.lines] == events


def test_configured_again_it_writes_each_line_once(logged: Log) -> None:
    logged.configure(form="json")
    logged.configure(form="json")
    log.info("started")
    logging.getLogger("quay").warning("x")
    assert len(logged.lines) == 2


@pytest.mark.parametrize("name", ["sqlalchemy.pool", "apscheduler.scheduler", "httpx", "aiohttp.client", "asyncio"])
def test_a_library_speaks_through_the_same_processors(logged: Log, name: str) -> None:
    logged.configure(Redactor([CANARY]), form="json")
    logging.getLogger(name).warning("asked %s", f"https://ana:pw@h/?token=1&x={CANARY}")
    line = logged.lines[0]
    assert (line["event"], line["logger"], line["level"]) == ("library.logged", name, "warning")
    assert line["message"] == "asked https://ana:pw@h/?token=1&x=***"


def test_a_library_is_held_to_warnings_unless_debugging(logged: Log) -> None:
    logged.configure(form="json")
    logging.getLogger("quay").info("left out")
    logged.configure(form="json", level="debug")
    logging.getLogger("quay").debug("written")
    logging.getLogger("apscheduler.executors").info("every second")
    assert [line["message"] for line in logged.lines] == ["written"]


def test_a_warning_is_an_event(logged: Log) -> None:
    logged.configure(form="json")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("old manners", UserWarning, stacklevel=1)
    line = logged.lines[0]
    assert (line["event"], line["logger"]) == ("library.logged", "py.warnings")
    assert "UserWarning: old manners" in str(line["message"])


def test_a_record_that_cannot_be_written_is_told_without_its_arguments(
    logged: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # pytest's own raise
    logged.configure(form="json")
    logging.getLogger("quay").warning("%d", CANARY)
    assert [(line["event"], line["logger"]) for line in logged.lines] == [("log.failed", "quay")]
    assert CANARY not in json.dumps(logged.lines)


def broken(password: str) -> None:
    raise ValueError(f"no login with {password}")


def test_a_traceback_shows_no_values_and_no_secret(logged: Log) -> None:
    logged.configure(Redactor([CANARY]), form="json")
    local = "value-of-a-variable"
    try:
        broken(CANARY)
    except ValueError:
        log.exception("tick.failed", kept=local[:5])
    line = logged.lines[0]
    assert line["level"] == "error"
    assert "ValueError: no login with ***" in str(line["exception"])
    assert "in broken" in str(line["exception"])
    assert local not in str(line["exception"])
    assert CANARY not in json.dumps(line)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(CANARY, id="text"),
        pytest.param([{"a": (CANARY,)}], id="nested"),
        pytest.param({CANARY: 1}, id="key"),
        pytest.param(ValueError(CANARY), id="object"),
        pytest.param(CANARY.encode(), id="bytes"),
        pytest.param(Path(CANARY), id="path"),
    ],
)
@pytest.mark.parametrize("form", ["json", "console"])
def test_no_value_shows_a_secret(logged: Log, form: str, value: object) -> None:
    logged.configure(Redactor([CANARY]), form=form)
    log.info("feed.polled", value=value)
    assert "***" in logged.text
    assert CANARY not in logged.text


def test_other_secrets_can_be_hidden_later(logged: Log) -> None:
    logged.configure(Redactor(["canary-1a"]), form="json")
    hide(Redactor(["canary-2b"]))
    log.info("started", value="canary-2b")
    assert logged.lines[0]["value"] == "***"


def test_a_thread_that_ends_by_a_bug_is_an_event(logged: Log) -> None:
    logged.configure(Redactor([CANARY]), form="json")
    thread = threading.Thread(target=broken, args=(CANARY,), name="courier")
    thread.start()
    thread.join()
    line = logged.lines[0]
    assert (line["event"], line["thread"]) == ("thread.crashed", "courier")
    assert "no login with ***" in str(line["exception"])


def test_the_end_by_a_bug_is_an_event(logged: Log) -> None:
    logged.configure(Redactor([CANARY]), form="json")
    error = ValueError(CANARY)
    sys.excepthook(ValueError, error, None)
    line = logged.lines[0]
    assert (line["event"], line["level"]) == ("program.crashed", "critical")
    assert "ValueError: ***" in str(line["exception"])
