"""When a recipient's digests are due: the last one and whether it is still to leave, and the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from watcher.alerts.wallclock import moments
from watcher.model import Hours

FRESH = timedelta(hours=1)
"""How late a recipient's first digest may leave with nothing in it, as when the watcher starts just after its time."""

ASTRAY = timedelta(days=1)
"""A digest that was due further ahead than this was made by a wrong clock, and keeps none from leaving."""


@dataclass(frozen=True, kw_only=True)
class DigestTimes:
    """The times of the day at which digests leave, seen from `now`; one in quiet hours takes place at their end."""

    times: tuple[time, ...]  # never empty
    quiet: Hours | None
    zone: ZoneInfo
    made: datetime | None  # when the digest that was made last was due; None: none ever was
    now: datetime

    @cached_property
    def last(self) -> datetime:
        """When a digest was due last, whether or not it left."""
        return max(each for each in self._around(self.now) if each <= self.now)

    @cached_property
    def next(self) -> datetime:
        """When one is due that was not made yet; never again at a time that comes twice, as by a clock set back."""
        after = max(self.now, self._made or self.now)
        return min(each for each in self._around(after) if each > after)

    def is_owed(self, oldest: datetime | None, empty: datetime | None) -> bool:
        """Say whether the last digest is still to leave.

        Where none was ever made it is where something waited for it then, or it was due just now.

        Args:
            oldest: since when what goes into a digest waits; None: nothing does.
            empty: when it would leave with nothing in it; None: it would not.
        """
        if self._made is not None and self._made >= self.last:
            return False
        if oldest is not None and oldest <= self.last:
            return True
        return empty is not None and (self._made is not None or empty - self.last <= FRESH)

    def after(self, ready: datetime) -> datetime:
        """Give when the next one is due that takes what is ready at this moment."""
        if ready <= self.next:
            return self.next
        return min(each for each in self._around(ready) if each >= ready)

    @property
    def _made(self) -> datetime | None:
        return self.made if self.made is not None and self.made <= self.now + ASTRAY else None

    def _around(self, moment: datetime) -> Sequence[datetime]:
        return moments(self.times, self.quiet, moment, self.zone)
