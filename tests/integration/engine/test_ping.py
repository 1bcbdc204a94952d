"""The dead-man switch against a loopback server."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests import stores
from tests.integration.engine.running import until
from tests.integration.farm import Farm, reply
from watcher.clock import SystemClock
from watcher.engine.heartbeat import beat
from watcher.engine.ping import Ping
from watcher.settings import Settings, load

SOON = timedelta(milliseconds=20)
CLOCK = SystemClock()


def settings_of(folder: Path, url: str) -> Settings:
    (folder / "watcher.toml").write_text(f'data-dir = "data"\noperator = {{ heartbeat-url = "{url}" }}\n', "utf-8")
    (folder / "data").mkdir(exist_ok=True)
    return load(folder / "watcher.toml", stores.ENVIRON)


def live(folder: Path, *, ago: float = 0) -> None:
    """Leave a sign of life of both loops."""
    for loop in ("poll", "deliver"):
        beat(folder / "data", loop, CLOCK.now() - timedelta(seconds=ago))


@contextmanager
def pinging(settings: Settings) -> Iterator[Ping]:
    ping = Ping(CLOCK, SOON)
    ping.follow(settings)
    with ping.running():
        yield ping


def test_it_is_called_again_and_again_while_the_loops_live(farm: Farm, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, farm.says("/canary-77", reply(200)))
    live(tmp_path)
    with pinging(settings):
        until(lambda: len(farm.requests) >= 3)


def test_it_is_not_called_before_a_loop_lives(farm: Farm, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, farm.says("/canary-77", reply(200)))
    beat(tmp_path / "data", "poll", CLOCK.now())
    with pinging(settings):
        time.sleep(10 * SOON.total_seconds())
        assert farm.requests == []
        beat(tmp_path / "data", "deliver", CLOCK.now())
        until(lambda: farm.requests)


def test_it_is_not_called_any_more_when_a_loop_is_silent_and_that_is_logged_once(farm: Farm, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, farm.says("/canary-77", reply(200)))
    live(tmp_path)
    with capture_logs() as logged, pinging(settings):
        until(lambda: farm.requests)
        live(tmp_path, ago=61)
        until(lambda: logged)
        called = len(farm.requests)
        time.sleep(10 * SOON.total_seconds())
        assert len(farm.requests) == called
    assert [line["event"] for line in logged] == ["heartbeat.held"]
    assert "the poll loop is silent" in logged[0]["reason"]


def test_a_failure_is_one_line_without_the_address_and_so_is_its_end(farm: Farm, tmp_path: Path) -> None:
    answers = [*[reply(404, body=b"no canary-77 here")] * 3, *[reply(503)] * 3, reply(200)]
    settings = settings_of(tmp_path, farm.says("/canary-77", *answers))
    live(tmp_path)
    with capture_logs() as logged, pinging(settings):
        until(lambda: len(farm.requests) >= 9)
    assert [(line["event"], line.get("error")) for line in logged] == [
        ("heartbeat.failed", "the server answered 404"),
        ("heartbeat.failed", "the server answered 503"),
        ("heartbeat.restored", None),
    ]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/canary-77", "http://127.0.0.1:9/?key=canary-77"])
def test_an_address_that_does_not_answer_is_not_shown(url: str, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, url)
    live(tmp_path)
    with capture_logs() as logged, pinging(settings):
        until(lambda: logged)
    assert [(line["event"], line["error"]) for line in logged] == [("heartbeat.failed", "connection refused")]


def test_another_configuration_has_another_address_called(farm: Farm, tmp_path: Path) -> None:
    first = settings_of(tmp_path, farm.says("/first", reply(200)))
    other = settings_of(tmp_path, farm.says("/other", reply(200)))
    live(tmp_path)
    with pinging(first) as ping:
        until(lambda: farm.requests)
        ping.follow(other)
        until(lambda: farm.requests[-1].path == "/other")
    assert farm.requests[0].path == "/first"
