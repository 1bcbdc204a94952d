"""Doing something now and then."""

from datetime import timedelta

from watcher.clock import Clock


class Every:
    """Says when it is time again for something, the first time at once."""

    def __init__(self, interval: timedelta, clock: Clock) -> None:
        self._interval = interval.total_seconds()
        self._clock = clock
        self._last = float("-inf")

    def is_time(self) -> bool:
        """Say whether the interval has passed since this last said yes."""
        now = self._clock.monotonic()
        if now - self._last < self._interval:
            return False
        self._last = now
        return True

    def restart(self) -> None:
        """Let the interval begin now."""
        self._last = self._clock.monotonic()
