"""How many messages of a channel are under way at a time, and who carries them."""

import threading
from collections.abc import Callable

LOOK_FOR_STOP = 0.25  # seconds


class Hands:
    """Carries work out in the caller's thread, or several works at a time, each in a daemon thread of its own.

    A thread that hangs holds up no other and not the end of the process. For one caller.
    """

    def __init__(self, count: int, name: str) -> None:
        self._count = count
        self._name = name
        self._changed = threading.Condition()
        self._busy = 0

    def carry(self, work: Callable[[], None]) -> None:
        """Begin a work, which raises nothing; only while a hand is free. With one hand it is done on return."""
        if self._count == 1:
            work()
            return
        with self._changed:
            self._busy += 1
        threading.Thread(target=self._carried, args=(work,), name=self._name, daemon=True).start()

    def free(self, stop: threading.Event, *, every: bool = False) -> bool:
        """Wait until a hand is free, or every one; False: `stop` came first."""
        most = 0 if every else self._count - 1
        with self._changed:
            while self._busy > most and not stop.is_set():
                self._changed.wait(LOOK_FOR_STOP)
            return self._busy <= most

    def _carried(self, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()
