"""Which feed is polled when: kept in memory, since every tick asks for all of them."""

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from watcher.collect import due_at
from watcher.model import Feed, FeedState

_NOW = datetime.min.replace(tzinfo=UTC)


class Timetable:
    """The feeds that are followed, their states, and when each is due. Safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._feeds: dict[str, Feed] = {}
        self._states: dict[str, FeedState] = {}  # also of feeds that left: their last poll may still be under way
        self._when: dict[str, datetime] = {}

    def follow(self, feeds: Iterable[Feed], stored: Mapping[str, FeedState]) -> None:
        """Follow these feeds from now on, and no other.

        `stored` holds the state of every one; what this process noted itself is newer and counts. A feed that fails
        and was configured anew is due at once: the mistake may be mended.
        """
        with self._lock:
            before, when = self._feeds, self._when
            self._feeds = {feed.name: feed for feed in feeds if feed.enabled}
            self._states = {**stored, **self._states}
            self._when = {
                name: when[name] if before.get(name) == feed else self._anew(feed, mended=name in before)
                for name, feed in self._feeds.items()
            }

    def due(self, now: datetime, busy: Callable[[str], bool]) -> list[tuple[Feed, FeedState]]:
        """Give the feeds whose time has come and that are not `busy`, the longest overdue first."""
        with self._lock:
            # Busy first: a poll that ends in between has noted when it is due again before it stops being busy.
            due = [name for name in self._feeds if not busy(name) and self._when[name] <= now]
            return [(self._feeds[name], self._states[name]) for name in sorted(due, key=self._when.__getitem__)]

    def note(self, state: FeedState) -> None:
        """Note a feed's state after a poll."""
        with self._lock:
            self._states[state.name] = state
            if feed := self._feeds.get(state.name):
                self._when[state.name] = due_at(state, feed) or _NOW

    def postpone(self, name: str, until: datetime) -> None:
        """Put off a feed whose poll left no state."""
        with self._lock:
            if name in self._feeds:
                self._when[name] = until

    def _anew(self, feed: Feed, *, mended: bool) -> datetime:
        state = self._states[feed.name]
        return _NOW if mended and state.failures else due_at(state, feed) or _NOW
