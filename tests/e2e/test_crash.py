"""`kill -9` at the edges of a delivery's transactions. `make bench-crash` does it with thousands of alerts."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests import loopback, stores
from tests.e2e.conftest import TOP
from tests.integration.servers import Receiver, webhook_receiver

DOCUMENT = "<rss version='2.0'><channel><title>Quays</title>{}</channel></rss>"
ENTRY = "<item><guid>{0}</guid><title>Landing {0}</title><description>Boat {0} landed herring.</description></item>"
BOATS = ("Aster", "Bellflower", "Campion")


@pytest.fixture
def receiver():
    with webhook_receiver() as receiver:
        yield receiver


@pytest.fixture
def configuration(tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stores, "ENVIRON", dict(loopback.ENVIRON))
    (tmp_path / "drops").mkdir()
    dropped = tmp_path / "drops" / "landings.xml"
    dropped.write_text(DOCUMENT.format("".join(map(ENTRY.format, BOATS))), encoding="utf-8")
    os.utime(dropped, (0, 0))
    (tmp_path / "rules.toml").write_text(
        '[[rules]]\nname = "landings"\nquery = "herring"\npriority = "high"\n', encoding="utf-8"
    )
    (tmp_path / "watcher.toml").write_text(
        f"""
data-dir = "data"
rules = ["rules.toml"]
drops = [{{ name = "inbox", path = "drops" }}]
channels = [{{ name = "desk", webhook = {{ url = "http://127.0.0.1:{receiver.port}/" }} }}]
defaults = {{ channels = ["desk"] }}
""",
        encoding="utf-8",
    )
    return tmp_path / "watcher.toml"


def keys(receiver: Receiver) -> set[str]:
    return {request.headers["Idempotency-Key"] for request in receiver.requests}


def until_all_arrived(receiver: Receiver) -> None:
    give_up = time.monotonic() + 100
    while len(keys(receiver)) < len(BOATS) and time.monotonic() < give_up:
        time.sleep(0.05)


@pytest.mark.parametrize(
    "point",
    [
        "document: before commit",
        "document: after commit",
        "lease: after commit",
        "sending: after commit",
        "sent: begins",
    ],
)
def test_a_watcher_that_is_killed_loses_no_alert_and_repeats_none_under_another_key(
    point: str, watcher, started, configuration: Path, receiver: Receiver
) -> None:
    crashing = [sys.executable, TOP / "benchmarks" / "crashing.py", point, "1", "run", "--config", configuration]
    killed = subprocess.run(crashing, env=watcher.environment(), capture_output=True, timeout=100, check=False)
    daemon = started("run", "--config", configuration)
    until_all_arrived(receiver)
    daemon.send_signal(signal.SIGTERM)
    daemon.wait(10)
    with closing(sqlite3.connect(configuration.parent / "data" / "watcher.db")) as store:
        sound = store.execute("PRAGMA integrity_check").fetchone()
    assert killed.returncode == -signal.SIGKILL
    assert (len(keys(receiver)), sound) == (len(BOATS), ("ok",))
