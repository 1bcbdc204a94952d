"""The collector that polls now, and those before it that finish what they began under earlier options."""

import threading
from concurrent.futures import Future
from datetime import timedelta

from watcher.clock import Clock
from watcher.collect import Collector
from watcher.model import Feed, FeedState, Poll
from watcher.net import ClientOptions

END_WITHIN = timedelta(seconds=1)  # for a collector that has nothing left to do


class Collectors:
    """Polls feeds under options that may change while polls are under way. Safe from several threads."""

    def __init__(self, options: ClientOptions, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._now = _Counted(Collector(options, clock))
        self._before: list[_Counted] = []

    def submit(self, feed: Feed, state: FeedState) -> Future[Poll]:
        """Poll a feed under the newest options; see `Collector.submit`."""
        with self._lock:
            self._end_idle()
            return self._now.submit(feed, state)

    def release(self, feed: str) -> None:
        """Give back the place of a feed's poll; see `Collector.release`."""
        with self._lock:
            for counted in (*self._before, self._now):
                counted.collector.release(feed)

    def replace(self, options: ClientOptions) -> None:
        """Poll under other options from now on; polls under way keep theirs and finish."""
        with self._lock:
            self._before.append(self._now)
            self._now = _Counted(Collector(options, self._clock))
            self._end_idle()

    def give_up_waiting(self) -> None:
        """Let nothing begin any more; see `Collector.give_up_waiting`."""
        with self._lock:
            for counted in (*self._before, self._now):
                counted.collector.give_up_waiting()

    def close(self, timeout: timedelta) -> None:
        """Cancel what is left in all of them; see `Collector.close`."""
        with self._lock:
            for counted in (*self._before, self._now):
                counted.collector.close(timeout)

    def _end_idle(self) -> None:
        for counted in [each for each in self._before if each.idle()]:
            self._before.remove(counted)
            counted.collector.close(END_WITHIN)


class _Counted:
    """A collector and the polls that it has under way."""

    def __init__(self, collector: Collector) -> None:
        self.collector = collector
        self._polls: set[Future[Poll]] = set()

    def submit(self, feed: Feed, state: FeedState) -> Future[Poll]:
        poll = self.collector.submit(feed, state)
        self._polls.add(poll)
        poll.add_done_callback(self._polls.discard)
        return poll

    def idle(self) -> bool:
        return not self._polls
