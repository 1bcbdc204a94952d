"""Work beside the tick, which polls and must not wait for the store."""

import threading
from collections.abc import Callable
from datetime import timedelta


class Aside:
    """Does one thing at a time on a thread of its own. For one thread."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: threading.Thread | None = None

    def start(self, work: Callable[[], None]) -> None:
        """Begin, and return at once; does nothing while something is under way."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=work, name=self._name, daemon=True)
            self._thread.start()

    def join(self, within: timedelta | None = None) -> None:
        """Wait for the end of what is under way, if anything is; None: however long that takes."""
        if self._thread is not None:
            self._thread.join(None if within is None else within.total_seconds())
