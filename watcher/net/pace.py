"""A deadline that moves on with what arrives: a limit for each read would be held off by a byte now and then."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from watcher.net.errors import RefusedError
from watcher.net.options import ClientOptions

DRIP_SEEN_AFTER = 4.5  # seconds: not a whole number, which a byte a second may just miss
DRIP_PIECES = 4
DRIP_RATE = 100  # bytes a second
"""Who is slow to make a page sends a piece and pauses; only who means harm sends a few bytes, steadily."""


class Pace:
    """Until when the next bytes must arrive: of each hop in time, and of all within `total_timeout`.

    Belongs to the running event loop. Times are its own, in seconds.
    """

    def __init__(self, options: ClientOptions) -> None:
        self._options = options
        self._patience = options.patience.total_seconds()
        self._now = asyncio.get_running_loop().time
        self._hop = self._now()
        self._end = self._hop + options.total_timeout.total_seconds()
        self._began: float | None = None
        self._pieces = 0  # of the body
        self.timeout = asyncio.timeout_at(min(self._hop + self._patience, self._end))

    @property
    def problem(self) -> str:
        """What is wrong once the deadline has passed."""
        if self.timeout.when() == self._end:
            return f"took longer than {self._options.total_timeout.total_seconds():g} s"
        if self._began is None:
            return f"gave no answer within {self._patience:g} s"
        return f"was sent slower than {self._options.min_rate} bytes a second"

    def hop(self) -> None:
        """Note that the next address is asked."""
        self._began = None
        self._until(self._now() + self._patience)

    def begin(self) -> None:
        """Note that the body may come now: the answer's status and headers are there."""
        self._began = self._now()
        self._pieces = 0
        self._until(self._began + self._patience)

    def arrived(self, size: int) -> None:
        """Note how many bytes of the body, as sent, have arrived up to now: with one more piece of it."""
        if self._began is None:
            return
        self._pieces += 1
        if self._drips(size, self._now() - self._began):
            self._until(self._now())
        elif size > self._patience * self._options.min_rate:
            self._until(self._began + size / self._options.min_rate)

    def _drips(self, size: int, seconds: float) -> bool:
        """Tell whether a body comes in many pieces that are hardly anything."""
        return seconds >= DRIP_SEEN_AFTER and self._pieces >= DRIP_PIECES and size < seconds * DRIP_RATE

    def _until(self, moment: float) -> None:
        self.timeout.reschedule(min(moment, self._end))


@asynccontextmanager
async def paced(options: ClientOptions) -> AsyncIterator[Pace]:
    """Give up on a request that as a whole takes too long, on a hop that does not answer, and on a body that drips.

    Raises:
        RefusedError: it was given up.
    """
    pace = Pace(options)
    try:
        async with pace.timeout:
            yield pace
    except TimeoutError:
        if pace.timeout.expired():
            raise RefusedError(pace.problem, lasting=False) from None
        raise
