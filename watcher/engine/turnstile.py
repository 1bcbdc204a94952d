"""A turnstile: only so many pieces of work are past it at a time; the others wait in front of it, in their order."""

from collections import deque
from collections.abc import Callable
from threading import Lock

Work = Callable[[], None]


class Turnstile:
    """Lets work begin as places become free. `enter` and `leave` may be called from any thread."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: deque[Work] = deque()
        self._lock = Lock()

    def enter(self, work: Work) -> None:
        """Begin the work now, or later in the thread that leaves; its place is free again when `leave` is called."""
        with self._lock:
            if self._free == 0:
                self._waiting.append(work)
                return
            self._free -= 1
        self._begin(work)

    def leave(self) -> None:
        """Give a place back, and begin what has waited longest in it."""
        with self._lock:
            if not self._waiting:
                self._free += 1
                return
            work = self._waiting.popleft()
        self._begin(work)

    def _begin(self, work: Work) -> None:
        try:
            work()
        except BaseException:  # it did not begin, so nobody will leave
            self.leave()
            raise
