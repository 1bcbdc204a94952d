"""A channel that is down is asked whether it is back, and not once for every alert that waits for it.

A circuit breaker (Nygard, "Release It!", 2007), with one delivery as the probe. In memory: after a restart a channel
counts as up until it is seen to be down.
"""

import threading
from datetime import timedelta

from watcher.clock import Clock
from watcher.deliver.backoff import RETRY_AFTER_CAP

OPENS_AFTER = 5  # failures in a row that may pass
PROBES = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300))
"""The pauses before the probes; the last one for ever. At most 14 fall into one hour."""

_NONE = timedelta(0)


class Breaker:
    """Knows whether one channel is down, from how its tries end. Safe from several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0  # in a row
        self._probes = 0  # that failed
        self._until: float | None = None  # monotonic: no try before that; None: closed

    @property
    def is_open(self) -> bool:
        """Tell whether the channel is taken to be down: what is tried next is a probe."""
        return self._until is not None

    def wait(self) -> timedelta:
        """Give how long nothing may be tried; zero: one try may be made now."""
        until = self._until
        return _NONE if until is None else max(timedelta(seconds=until - self._clock.monotonic()), _NONE)

    def answered(self) -> None:
        """Take note that the server is there: it took a message, or refused it for good."""
        with self._lock:
            self._failures, self._probes, self._until = 0, 0, None

    def failed(self, *, probe: bool, retry_after: timedelta | None = None) -> timedelta | None:
        """Take note of a failure that may pass; give the pause until the next probe, None: not open.

        Args:
            probe: it was tried while open; others that fail then were under way before and say nothing new.
            retry_after: what the server asked for; it opens at once, and nothing is tried any sooner.
        """
        with self._lock:
            self._failures += 1
            asked = max(min(retry_after or _NONE, RETRY_AFTER_CAP), _NONE)
            if self._until is None or probe:
                self._open(asked)
            elif asked:
                self._until = max(self._until, self._clock.monotonic() + asked.total_seconds())
        return self.wait() if self.is_open else None

    def _open(self, asked: timedelta) -> None:
        is_down = self._failures >= OPENS_AFTER or self.is_open
        if not is_down and not asked:
            return
        pause = asked
        if is_down:
            pause = max(asked, PROBES[min(self._probes, len(PROBES) - 1)])
            self._probes += 1
        self._until = self._clock.monotonic() + pause.total_seconds()
