"""How many messages of a channel are under way at a time, and who carries them."""

import threading
from collections.abc import Callable
from datetime import timedelta
from queue import Empty, SimpleQueue

LOOK_FOR_STOP = 0.25  # seconds

Work = Callable[[], None]


class Hands:
    """Carries work out in the caller's thread, or several works at a time, each in a daemon thread.

    A thread that hangs holds up no other and not the end of the process, unlike those of `concurrent.futures`. One that
    is idle takes the next work, which a new one would begin later, and ends after a while. For one caller.
    """

    def __init__(self, count: int, name: str, idle: timedelta = timedelta(seconds=30)) -> None:
        """Carry so many works at most, in threads of this name that end when they are `idle` for so long."""
        self._count = count
        self._name = name
        self._patience = idle.total_seconds()
        self._changed = threading.Condition()
        self._busy = 0
        self._idle = 0  # threads that wait for `_works`, less the works in there
        self._works: SimpleQueue[Work] = SimpleQueue()

    def carry(self, work: Work) -> None:
        """Begin a work, which raises nothing; only while a hand is free. With one hand it is done on return."""
        if self._count == 1:
            work()
            return
        with self._changed:
            self._busy += 1
            taken = self._idle > 0
            self._idle -= taken
        if taken:
            self._works.put(work)
        else:
            threading.Thread(target=self._run, args=(work,), name=self._name, daemon=True).start()

    @property
    def left(self) -> int:
        """How many more works may be begun now."""
        return self._count - self._busy

    def free(self, stop: threading.Event, *, every: bool = False) -> bool:
        """Wait until a hand is free, or every one; False: `stop` came first."""
        most = 0 if every else self._count - 1
        with self._changed:
            while self._busy > most and not stop.is_set():
                self._changed.wait(LOOK_FOR_STOP)
            return self._busy <= most

    def _run(self, work: Work | None) -> None:
        while work is not None:
            try:
                work()
            finally:
                with self._changed:
                    self._busy -= 1
                    self._changed.notify_all()
            work = self._next()

    def _next(self) -> Work | None:
        """Wait for another work; None: there was none for long."""
        with self._changed:
            self._idle += 1
        try:
            return self._works.get(timeout=self._patience)
        except Empty:
            with self._changed:
                if self._idle > 0:
                    self._idle -= 1
                    return None
        return self._works.get()  # one that was handed over at the last moment
