"""A daemon whose disk is full, whose store another program locks, whose clock leaps: it goes on and loses nothing."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, event
from structlog.testing import capture_logs

from tests import loopback, stores
from tests.builders import REFERENDUM
from tests.integration.engine.desk import Desk, feed, logged, rss, subjects
from tests.integration.engine.running import PATIENCE, Running, running, until
from tests.integration.farm import Farm, reply
from tests.integration.servers import Receiver
from watcher.clock import Clock, SystemClock
from watcher.engine import daemon as engine
from watcher.engine import outage
from watcher.engine.ingest import Ingest
from watcher.errors import ConnectionLost, StoreBusy
from watcher.store import Store

INBOX = '[[drops]]\nname = "inbox"\npath = "drops"\n'
HOUR = timedelta(hours=1)
MANY_WORDS = " ".join(f"word{number}" for number in range(3_000))  # more than the pages of the store have room for


@pytest.fixture(autouse=True)
def _on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "ENVIRON", dict(loopback.ENVIRON))


@pytest.fixture
def inbox(desk: Desk) -> Path:
    folder = desk.folder / "drops"
    folder.mkdir()
    desk.write(INBOX)
    return folder


def drop(folder: Path, text: str) -> None:
    """Drop a text as if it had rested."""
    path = folder / "bill.txt"
    path.write_text(text, encoding="utf-8")
    os.utime(path, (0, 0))


def refused(daemon: Running, words: str) -> bool:
    return any(poll.error and words in poll.error for poll in daemon.polls)


class Disk:
    """The disk of the next store that is opened. SQLite takes a limit of pages for its end."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._pages = 2**30
        self._open = Store.open
        monkeypatch.setattr(Store, "open", self._opened)

    def _opened(self, url: str, clock: Clock) -> Store:
        store = self._open(url, clock)
        event.listen(store._engine, "begin", self._limit)  # before other threads use it
        return store

    def fill(self) -> None:
        self._pages = 1

    def clear(self) -> None:
        self._pages = 2**30

    def _limit(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {self._pages}")


def test_a_full_disk_ends_nothing_and_is_told_and_so_is_what_came_meanwhile_when_there_is_space(
    inbox: Path, desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outage, "TELL_AFTER", 0)
    disk = Disk(monkeypatch)
    with running(desk.path) as daemon:
        disk.fill()
        drop(inbox, f"{REFERENDUM}\n\n{MANY_WORDS}\n")
        until(lambda: refused(daemon, "no space left on its disk"))
        until(lambda: subjects(receiver) == ["Nothing can be stored"])
        disk.clear()
        until(lambda: len(receiver.requests) > 1)
    assert len(receiver.requests) == 2
    assert "no space left on its disk" in receiver.requests[0].body["message"]


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the store as another program that writes."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_store_that_another_program_holds_ends_nothing_and_what_came_meanwhile_is_told_afterwards(
    inbox: Path, desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "open", partial(Store.open, patience=timedelta(seconds=0.2)))
    with running(desk.path) as daemon:
        with locked(desk.folder / "data" / "watcher.db"):
            drop(inbox, REFERENDUM)
            until(lambda: refused(daemon, "another program writes to the store"))
        until(lambda: receiver.requests)
    assert len(receiver.requests) == 1


def test_a_store_that_is_away_when_a_drop_folder_is_looked_into_is_said_with_all_else_that_waits(
    inbox: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_: object) -> None:
        raise ConnectionLost("the store does not answer")

    monkeypatch.setattr(Ingest, "taken", taken)
    drop(inbox, REFERENDUM)
    with capture_logs() as logs, running(desk.path):
        until(lambda: logged(logs, "store.failed"))
    [said] = logged(logs, "store.failed")
    assert (said["waiting"], said["error"]) == (("drops",), "the store does not answer")
    assert logged(logs, "tick.failed") == []


def test_reminders_that_wait_for_the_store_hold_up_no_poll(
    farm: Farm, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, goes_on = Event(), Event()

    def remind(*_: object) -> int:
        waits.set()
        goes_on.wait()
        raise StoreBusy("another program writes to the store")

    monkeypatch.setattr(engine, "remind", remind)
    desk.write(feed("harbour", farm.plays("/harbour", lambda _: [reply(body=rss(REFERENDUM))])))
    with capture_logs() as logs, running(desk.path) as daemon:
        assert waits.wait(PATIENCE)
        before = daemon.polled("harbour")
        until(lambda: daemon.polled("harbour") >= before + 2)
        goes_on.set()
        until(lambda: logged(logs, "store.failed"))
    assert logged(logs, "store.failed")[0]["waiting"] == ("reminders",)


class Leaping(SystemClock):
    """The machine's clock, set to another time when told to."""

    leap = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.leap


@pytest.mark.parametrize("leap", [-HOUR, HOUR], ids=["an hour back", "an hour ahead"])
def test_a_clock_that_is_set_stalls_no_feed_and_tells_nothing_twice(
    farm: Farm, desk: Desk, receiver: Receiver, leap: timedelta
) -> None:
    url = farm.plays("/harbour", lambda _: [reply(body=rss(REFERENDUM))])
    desk.write(feed("harbour", url, 'first-run = "alert"'))
    clock = Leaping()
    with running(desk.path, clock) as daemon:
        until(lambda: receiver.requests)
        clock.leap = leap
        before = daemon.polled("harbour")
        until(lambda: daemon.polled("harbour") >= before + 3)
    assert len(subjects(receiver)) == 1
