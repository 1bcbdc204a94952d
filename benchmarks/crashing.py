"""A watcher that dies by SIGKILL at one point of its delivering: `crashing.py POINT TIMES ARGUMENTS…`, for `crash.py`.

It is the program as it is, with its transactions listened to: the process ends at the so-manieth time that POINT is
passed. Nothing of this is in the program itself.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from threading import Lock, local
from typing import Any

from watcher.cli.main import main
from watcher.engine.ingest import Ingest
from watcher.store import Outbox, Store
from watcher.store.transaction import Transaction

STEPS = {
    "document": (Ingest, "drop"),
    "lease": (Outbox, "lease"),
    "sending": (Outbox, "sending"),
    "sent": (Outbox, "sent"),
}
TOGETHER = "several sent"
"""The transaction in which what several calls came to is written."""

EDGES = ("begins", "before commit", "after commit")
POINTS = tuple(f"{step}: {edge}" for step in (*STEPS, TOGETHER) for edge in EDGES)
"""`sending: after commit` is right before the channel is called, `sent: begins` right after it has answered."""


class Fuse:
    """Ends the process when a point is passed for the so-manieth time."""

    def __init__(self, point: str, times: int) -> None:
        self._point = point
        self._left = times
        self._lock = Lock()
        self._step = local()

    def within(self, step: str, method: Callable[..., Any]) -> Callable[..., Any]:
        """Give the method with all its transactions known as that step's."""

        @wraps(method)
        def stepping(*given: Any, **named: Any) -> Any:
            with self._known_as(step):
                return method(*given, **named)

        return stepping

    def throughout(self, step: str, block: Callable[..., AbstractContextManager[None]]) -> Callable[..., Any]:
        """Give a method whose block is one transaction with that known as the step's."""

        @contextmanager
        def stepping(*given: Any, **named: Any) -> Iterator[None]:
            with self._known_as(step), block(*given, **named):
                yield

        return stepping

    def around(self, write: Callable[..., AbstractContextManager[Transaction]]) -> Callable[..., Any]:
        """Give a store's `write` with both edges of its commit."""

        @contextmanager
        def writing(*given: Any, **named: Any) -> Iterator[Transaction]:
            step = getattr(self._step, "name", "")
            with write(*given, **named) as tx:
                yield tx
                self._pass(f"{step}: before commit")
            self._pass(f"{step}: after commit")

        return writing

    @contextmanager
    def _known_as(self, step: str) -> Iterator[None]:
        self._pass(f"{step}: begins")
        before, self._step.name = getattr(self._step, "name", ""), step
        try:
            yield
        finally:
            self._step.name = before

    def _pass(self, point: str) -> None:
        if point == self._point:
            with self._lock:
                self._left -= 1
                if self._left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)


def lay(fuse: Fuse) -> None:
    """Have the program pass the points."""
    for step, (owner, name) in STEPS.items():
        setattr(owner, name, fuse.within(step, getattr(owner, name)))
    Outbox.together = fuse.throughout(TOGETHER, Outbox.together)  # type: ignore[method-assign]  # the same but for its edges
    Store.write = fuse.around(Store.write)  # type: ignore[method-assign]  # the same but for its edges


if __name__ == "__main__":
    lay(Fuse(sys.argv[1], int(sys.argv[2])))
    sys.argv[1:3] = []
    main()
