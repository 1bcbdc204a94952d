"""A daemon in this process: its main loop runs in a thread, and no signal is heard."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import stores
from watcher.clock import Clock, SystemClock
from watcher.engine.daemon import Daemon
from watcher.engine.program import assembled
from watcher.engine.report import Reports, together
from watcher.settings import load

if TYPE_CHECKING:
    from watcher.deliver import Delivered
    from watcher.engine.ingest import Ingested

PATIENCE = 30.0  # seconds for what takes one on an idle machine
SOON = timedelta(milliseconds=50)


class Running:
    """A running daemon and what it reported."""

    def __init__(self, path: Path, clock: Clock, *listeners: Reports) -> None:
        self.polls: list[Ingested] = []  # and dropped files
        self.deliveries: list[Delivered] = []
        read, reports = (
            partial(load, path, stores.ENVIRON),
            Reports(ingested=self.polls.append, delivered=self.deliveries.append),
        )
        self.daemon = Daemon(read(), read, clock, together(reports, *listeners), look_every=SOON)
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(read,))

    def start(self) -> None:
        self._thread.start()
        assert self._started.wait(PATIENCE)
        until(lambda: hasattr(self.daemon, "program"))

    def end(self) -> None:
        self.daemon.stop("test")
        self._thread.join(PATIENCE)

    def polled(self, name: str) -> int:
        return sum(poll.source == name for poll in self.polls)

    def _run(self, read) -> None:
        with assembled(read(), self.daemon.reports, self.daemon.clock) as program:
            self._started.set()
            self.daemon.run(program)


@contextmanager
def running(path: Path, clock: Clock | None = None, *listeners: Reports) -> Iterator[Running]:
    """Run a daemon on a configuration, looking at its files all the time, and end it in order."""
    daemon = Running(path, clock or SystemClock(), *listeners)
    daemon.start()
    try:
        yield daemon
    finally:
        daemon.end()


def until(condition: Callable[[], object]) -> None:
    """Wait for what must come to be so."""
    give_up = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > give_up:
            pytest.fail("it did not come to be so in time")
        time.sleep(0.01)
