"""Which feed is polled when: kept in memory, since every tick asks for all of them."""

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush

from watcher.collect import due_at, server_of
from watcher.model import Feed, FeedState

FEW = 20
"""Feeds that are begun at the same moment, however many are due."""

_NOW = datetime.min.replace(tzinfo=UTC)


class Timetable:
    """The feeds that are followed, their states, and when each is due. Safe from several threads.

    A tick costs what is due, not what is followed. Where the clock is set back, all that is due later is so by as much:
    else every feed would stand still until the clock has caught up.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = False
        self._feeds: dict[str, Feed] = {}
        self._states: dict[str, FeedState] = {}  # also of feeds that left: their last poll may still be under way
        self._when: dict[str, datetime] = {}
        self._later: list[tuple[datetime, str]] = []  # a heap; an entry that `_when` contradicts counts for nothing
        self._due: set[str] = set()  # those whose time has come
        self._left_alone: dict[str, datetime] = {}  # servers, and until when
        self._latest = _NOW  # what the clock showed last, as far as is known

    def follow(self, feeds: Iterable[Feed], stored: Mapping[str, FeedState]) -> None:
        """Follow these feeds from now on, and no other.

        `stored` holds the state of every one; what this process noted itself is newer and counts. A feed that fails,
        or was gone, and is configured anew is due at once: the mistake may be mended.
        """
        with self._lock:
            if not self._begun:
                self._latest = max((state.polled_at for state in stored.values() if state.polled_at), default=_NOW)
            before, when = self._feeds, self._when
            self._feeds = {feed.name: feed for feed in feeds if feed.enabled}
            self._states = {**stored, **self._states}
            self._when = {
                name: when[name] if before.get(name) == feed else self._anew(feed) for name, feed in self._feeds.items()
            }
            self._begun = True
            self._begin_heap()

    def leave_alone(self, server: str, until: datetime) -> None:
        """Let no feed of a server (`server_of`) be due until then."""
        with self._lock:
            self._left_alone[server] = until

    def due(self, now: datetime, busy: Callable[[str], bool]) -> list[tuple[Feed, FeedState]]:
        """Give the feeds whose time has come and that are not `busy`, the longest overdue first."""
        with self._lock:
            if now < self._latest:
                self._set_back(self._latest - now)
            self._latest = now
            while self._later and self._later[0][0] <= now:
                when, name = heappop(self._later)
                if self._when.get(name) == when:
                    self._due.add(name)
            # Busy first: a poll that ends in between has noted when it is due again before it stops being busy.
            free = [name for name in self._due if not busy(name)]
            due = [name for name in free if not self._held_back(name, now)]
            longest_first = sorted(due, key=lambda name: (self._when[name], name))
            return [(self._feeds[name], self._states[name]) for name in longest_first]

    def note(self, state: FeedState) -> None:
        """Note a feed's state after a poll."""
        with self._lock:
            self._states[state.name] = state
            if feed := self._feeds.get(state.name):
                self._put(state.name, due_at(state, feed) or _NOW)

    def postpone(self, name: str, until: datetime) -> None:
        """Put off a feed whose poll left no state."""
        with self._lock:
            if name in self._feeds:
                self._put(name, until)

    def _set_back(self, by: timedelta) -> None:
        self._when = {name: _earlier(at, by) for name, at in self._when.items()}
        self._left_alone = {server: _earlier(until, by) for server, until in self._left_alone.items()}
        self._begin_heap()

    def _begin_heap(self) -> None:
        self._due.clear()
        self._later = [(at, name) for name, at in self._when.items()]
        heapify(self._later)

    def _put(self, name: str, when: datetime) -> None:
        self._when[name] = when
        self._due.discard(name)
        heappush(self._later, (when, name))

    def _held_back(self, name: str, now: datetime) -> bool:
        """Put off a feed whose server is to be left alone until it may be asked."""
        until = self._left_alone.get(server_of(self._feeds[name], self._states[name]))
        if until is None or until <= now:
            return False
        self._put(name, until)
        return True

    def _anew(self, feed: Feed) -> datetime:
        state = self._states[feed.name]
        return _NOW if self._begun and state.failures else due_at(state, feed) or _NOW


def at_once(due: int) -> int:
    """Give how many of the feeds that are due are begun at the same moment: of many a quarter.

    All at once would wait for each other, and an entry that one of them brings for all that the others do not bring.
    """
    return min(due, max(FEW, due // 4))


def _earlier(at: datetime, by: timedelta) -> datetime:
    return max(at, _NOW + by) - by
