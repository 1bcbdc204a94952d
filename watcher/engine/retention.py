"""Deletes what is older than `[store] keep`, off the tick, in steps that let polls and deliveries through."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import structlog

from watcher.clock import Clock
from watcher.engine.aside import Aside
from watcher.engine.report import nothing
from watcher.errors import STORE_AWAY, WatcherError
from watcher.model import AfterDrop
from watcher.settings import Settings
from watcher.store import Deleted, Retention, Store

RETAIN_EVERY = timedelta(hours=1)
RETAIN_ONCE_WITHIN = timedelta(seconds=30)  # after a single round; the next one goes on
REST_AT_LEAST = timedelta(milliseconds=20)  # between two steps; else as long as the step took, so others get half
CLOSE_WITHIN = timedelta(seconds=1)

log = structlog.get_logger("watcher")


class Retainer:
    """Deletes at the caller's word, one run at a time. What a run leaves, the next one deletes."""

    def __init__(self, store: Store, clock: Clock, away: Callable[[WatcherError], None] = nothing) -> None:
        """`away` is called, from the run's thread, where the store takes nothing."""
        self._store = store
        self._clock = clock
        self._away = away
        self._stop = threading.Event()
        self._aside = Aside("retention")

    def start(self, settings: Settings) -> None:
        """Begin a run on a thread of its own; does nothing while one is under way."""
        self._aside.start(partial(self._run, settings))

    def run(self, settings: Settings, within: timedelta | None = None) -> Deleted:
        """Delete all that has to go, or what can be deleted in the time, and empty the store's log.

        Raises:
            StoreBusy, ServiceUnavailable: as `Store.write`.
        """
        deleted = sum(self._steps(settings, within), Deleted())
        self._store.empty_log()
        return deleted

    def _run(self, settings: Settings) -> None:
        began = self._clock.monotonic()
        try:
            deleted = self.run(settings)
        except STORE_AWAY as error:  # what is too old waits for the next run
            self._away(error)
            return
        except WatcherError as error:
            log.warning("retention.failed", error=str(error))
            return
        if deleted:
            seconds = round(self._clock.monotonic() - began, 1)
            log.info("retention.deleted", **deleted.as_counts(), seconds=seconds)

    def close(self) -> None:
        """Stop behind the step that is under way."""
        self._stop.set()
        self.join(CLOSE_WITHIN)

    def join(self, within: timedelta | None = None) -> None:
        """Wait for the end of the run that is under way, if there is one; None: however long that takes."""
        self._aside.join(within)

    def _steps(self, settings: Settings, within: timedelta | None) -> Iterator[Deleted]:
        retention = Retention(
            self._store,
            settings.keep,
            feeds=[feed.name for feed in settings.feeds],
            standing_drops=[drop.name for drop in settings.drops if drop.after is AfterDrop.KEEP],
        )
        began = last = self._clock.monotonic()
        for step in retention.steps(self._clock.now()):
            yield step
            now = self._clock.monotonic()
            if within is not None and now - began > within.total_seconds():
                return
            if self._stop.wait(max(REST_AT_LEAST.total_seconds(), now - last)):
                return
            last = self._clock.monotonic()
