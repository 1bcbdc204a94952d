"""Another process holds the store while fifty feeds bring news, files are dropped and alerts wait for two channels."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests import loopback, stores
from tests.integration.engine.desk import Desk, feed, logged, rss, subjects
from tests.integration.engine.running import running, until
from tests.integration.farm import Farm, Request, reply
from tests.integration.servers import Receiver
from watcher.deliver import courier
from watcher.engine import daemon as engine
from watcher.engine.heartbeat import beats
from watcher.engine.outage import SAY_EVERY
from watcher.engine.report import LOG
from watcher.store import Store

PATIENT = "?rto=60"  # seconds until an answer: what comes late is sent again, however well the store is
FEEDS, DROPS = 50, 3
NEWS = 3  # entries of each feed: the first before the store is held, the others while it is
RULES = '[[rules]]\nname = "votes"\nquery = "referendum"\nchannels = ["desk", "chat"]\npriority = "high"\n'

HOLD = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
other.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_another_process(file: Path) -> Iterator[None]:
    """Hold the store as a program that began to write and does not go on."""
    command = [sys.executable, "-c", HOLD, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield
        other.communicate()


def a_text(name: str) -> str:
    """Write a text that is like no other."""
    letters = random.Random(name)  # noqa: S311 - the same words at every call
    words = ["".join(letters.choices("abdegiklmnoprstu", k=7)) for _ in range(30)]
    return f"{' '.join(words[:4])} and a referendum on {' '.join(words[4:])}"


def is_trouble(line: EventDict) -> bool:
    """Tell whether a line says that something is wrong, other than that this machine is slow."""
    return line["log_level"] not in {"debug", "info"} and line["event"] != "tick.late"


class Newsroom:
    """Feeds that bring the same number of entries each, a folder, and a second channel that answers when it is let."""

    def __init__(self, desk: Desk, farm: Farm) -> None:
        self.shown = 1  # entries of each feed
        self.open = Event()
        self.chat: list[str] = []  # subjects that it was sent
        self.folder = desk.folder / "inbox"
        self.folder.mkdir()
        chat = farm.plays("/chat", self._take).replace("http:", "json:") + PATIENT
        desk.secret.write_text(desk.secret.read_text(encoding="utf-8") + PATIENT, encoding="utf-8")
        names = [f"feed{number}" for number in range(FEEDS)]
        feeds = "".join(feed(name, farm.plays(f"/{name}", partial(self._show, name))) for name in names)
        desk.rules.write_text(RULES, encoding="utf-8")
        desk.write(
            f'[[channels]]\nname = "chat"\nurl = "{chat}"\n'
            f'[[drops]]\nname = "inbox"\npath = "inbox"\n{feeds}[collect]\nfirst-run = "alert"\n'
        )
        desk.change('operator = { channels = ["desk"] }', "")
        self.entries = [a_text(f"{name} {number}") for name in names for number in range(NEWS)]
        self.dropped = [a_text(f"drop {number}") for number in range(DROPS)]

    def drop(self) -> None:
        """Drop all files as if they had rested."""
        for number, text in enumerate(self.dropped):
            path = self.folder / f"{number}.txt"
            path.write_text(f"Title: {text[:40]}\n\n{text}\n", encoding="utf-8")
            os.utime(path, (0, 0))

    def expected(self) -> Counter[str]:
        """Give the subjects that each channel has to get."""
        return Counter(text[:40].strip() for text in (*self.entries, *self.dropped))

    def _show(self, name: str, _request: Request) -> Iterable[bytes]:
        return [reply(body=rss(*(a_text(f"{name} {number}") for number in range(self.shown))))]

    def _take(self, request: Request) -> Iterable[bytes]:
        self.chat.append(json.loads(request.body)["title"])
        self.open.wait()
        return [reply()]


@pytest.fixture
def newsroom(desk: Desk, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    monkeypatch.setattr(stores, "ENVIRON", dict(loopback.ENVIRON))
    monkeypatch.setattr(Store, "open", partial(Store.open, patience=timedelta(seconds=0.2)))
    monkeypatch.setattr(engine, "NOT_STORED_PAUSE", timedelta(seconds=1))
    monkeypatch.setattr(courier, "OUTAGE_PAUSE", timedelta(seconds=1))
    newsroom = Newsroom(desk, farm)
    yield newsroom
    newsroom.open.set()


def test_a_store_that_another_process_holds_is_a_line_in_ten_seconds_and_everything_comes_once_afterwards(
    newsroom: Newsroom, desk: Desk, receiver: Receiver
) -> None:
    data = desk.folder / "data"
    with capture_logs() as logs, running(desk.path, None, LOG) as daemon:
        until(lambda: len(receiver.requests) == FEEDS)
        until(lambda: newsroom.chat)
        before, began, at = len(logs), time.monotonic(), datetime.now(UTC)
        with held_by_another_process(data / "watcher.db"):
            newsroom.shown = NEWS
            newsroom.drop()
            newsroom.open.set()
            until(lambda: logged(logs, "store.failed"))
            until(lambda: min(beats(data).values(), default=at) > at)
            until(lambda: len(logged(logs, "store.failed")) > 1)
            until(lambda: len({line["source"] for line in logged(logs, "source.unstored")}) > FEEDS)
            troubles = [line for line in logs[before:] if is_trouble(line)]
            ended = time.monotonic()
        until(lambda: len(receiver.requests) >= FEEDS * NEWS + DROPS)
        until(lambda: len(newsroom.chat) >= FEEDS * NEWS + DROPS)
        until(lambda: logged(logs, "store.restored"))
        with daemon.daemon.program.store.read() as tx:
            entries = tx.counts().entries
    assert {line["event"] for line in troubles} == {"store.failed"}
    assert (len(troubles) - 1) * SAY_EVERY <= ended - began
    assert entries == FEEDS * NEWS + DROPS
    assert Counter(subjects(receiver)) == Counter(newsroom.chat) == newsroom.expected()
