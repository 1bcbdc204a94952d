"""Sources to the store, many at a time: fetch (an event loop), prepare (worker processes), write (one thread).

Each started source holds one slot until its transaction is committed, so a slow writer slows the fetching and memory
stays bounded.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial

import structlog

from watcher.collect import DropFile, DropFolder, failed
from watcher.engine.collectors import Collectors
from watcher.engine.ingest import Ingest, Ingested
from watcher.engine.turnstile import Turnstile
from watcher.engine.workers import PrepareWorkers, prepared
from watcher.errors import DocumentError, WatcherError
from watcher.events import Lexicons
from watcher.model import Document, Feed, FeedState, Poll
from watcher.net import ClientOptions
from watcher.pipeline import Prepared
from watcher.stories import Agencies

Report = Callable[[Ingested], None]
_Then = Callable[[Future[Prepared], float], None]  # what goes on with a prepared document, and its seconds

# Documents between the workers' door and the store: enough for the workers and the writer never to wait for each other.
# A prepared document is many times the size of its bytes, so the others wait as bytes.
PREPARED_AT_MOST = 8

log = structlog.get_logger("watcher")


def key_of(file: DropFile) -> str:
    """Name a dropped file among everything that is under way."""
    return f"{file.drop}/{file.name}"


class Intake:
    """Carries feeds and dropped files through the pipeline; `report` is called from the writer's thread for each."""

    def __init__(
        self, *, collectors: Collectors, workers: PrepareWorkers, ingest: Ingest, slots: int, report: Report
    ) -> None:
        self._collectors = collectors
        self._workers = workers
        self._ingest = ingest
        self._clock = ingest.clock
        self._report = report
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._slots = slots
        self._busy: set[str] = set()
        self._freed = threading.Condition()
        self._turnstile = Turnstile(PREPARED_AT_MOST)

    def free(self) -> int:
        """Say how many more sources may be started now."""
        with self._freed:
            return self._slots - len(self._busy)

    def busy(self, name: str) -> bool:
        """Say whether this feed or dropped file is under way."""
        with self._freed:
            return name in self._busy

    def wait(self, timeout: timedelta, *, until_free: int | None = None) -> bool:
        """Wait until so many slots are free (default: all of them); False when the time ran out."""
        with self._freed:
            return self._freed.wait_for(lambda: self._is_free(until_free), timeout.total_seconds())

    def collect_with(self, options: ClientOptions) -> None:
        """Poll under other options from now on; what is under way goes on under its own."""
        self._collectors.replace(options)
        with self._freed:
            self._slots = options.concurrency
            self._freed.notify_all()

    def read_by(self, agencies: Agencies, lexicons: Lexicons) -> None:
        """Read credits by other agencies, and look for other kinds of event, from now on."""
        self._workers.use(agencies, lexicons)

    def poll(self, feed: Feed, state: FeedState) -> None:
        """Start one poll; returns at once."""
        self._begin(feed.name)
        self._collectors.submit(feed, state).add_done_callback(partial(self._polled, feed, state))

    def drop(self, folder: DropFolder, file: DropFile) -> None:
        """Start taking one dropped file; returns at once."""
        self._begin(key_of(file))
        self._prepare(file.document, (), partial(self._dropped, folder, file))

    def close(self, timeout: timedelta) -> bool:
        """Let what is under way finish within `timeout`, drop the rest; True when all finished."""
        finished = self.wait(timeout)
        self._writer.shutdown(wait=finished, cancel_futures=True)
        return finished

    def _is_free(self, slots: int | None) -> bool:
        return not self._busy if slots is None else self._slots - len(self._busy) >= slots

    def _polled(self, feed: Feed, state: FeedState, future: Future[Poll]) -> None:
        if future.cancelled():
            self._end(feed.name)
            return
        poll = future.result()
        if poll.document is None:
            self._write(feed.name, partial(self._ingest.poll, feed, state, poll, None))
        else:
            self._prepare(poll.document, feed.tags, partial(self._fetched, feed, state, poll))

    def _prepare(self, document: Document, tags: tuple[str, ...], then: _Then) -> None:
        self._turnstile.enter(partial(self._submit, document, tags, then))

    def _submit(self, document: Document, tags: tuple[str, ...], then: _Then) -> None:
        began = self._clock.monotonic()
        future = self._workers.submit(document, tags)
        future.add_done_callback(lambda done: then(done, self._clock.monotonic() - began))

    def _fetched(self, feed: Feed, state: FeedState, poll: Poll, future: Future[Prepared], seconds: float) -> None:
        self._write(feed.name, partial(self._write_poll, feed, state, poll, future), seconds)

    def _write_poll(self, feed: Feed, state: FeedState, poll: Poll, future: Future[Prepared]) -> Ingested:
        try:
            document = prepared(future)
        except DocumentError as error:
            return self._ingest.poll(feed, state, failed(poll, str(error)), None)
        return self._ingest.poll(feed, state, poll, document)

    def _dropped(self, folder: DropFolder, file: DropFile, future: Future[Prepared], seconds: float) -> None:
        self._write(key_of(file), partial(self._write_drop, folder, file, future), seconds)

    def _write_drop(self, folder: DropFolder, file: DropFile, future: Future[Prepared]) -> Ingested:
        try:
            document = prepared(future)
        except DocumentError as error:
            refused = self._ingest.refuse(file, str(error), remember=folder.keeps)
            return refused.with_problem(folder.fail(file, str(error)))
        ingested = self._ingest.drop(file, document)
        # Moved after the commit: a crash in between reads the same content again, which is known then.
        return ingested.with_problem(folder.finish(file))

    def _write(self, name: str, work: Callable[[], Ingested], prepared_in: float | None = None) -> None:
        try:
            self._writer.submit(self._finish, name, work, prepared_in)
        except RuntimeError:  # closed meanwhile: nothing of it is written, so it stays due
            self._end(name)

    def _finish(self, name: str, work: Callable[[], Ingested], prepared_in: float | None) -> None:
        began = self._clock.monotonic()
        try:
            ingested = work()
            stored_in = self._clock.monotonic() - began
            self._report(replace(ingested, seconds=replace(ingested.seconds, prepare=prepared_in, store=stored_in)))
        except Exception as error:
            # The poll loop outlives any single failure; the source stays due.
            if not isinstance(error, WatcherError):
                log.exception("source.crashed", source=name)
            self._report(Ingested(source=name, status="failed", error=f"not stored: {error}"))
        finally:
            self._end(name)
            if prepared_in is not None:
                self._turnstile.leave()

    def _begin(self, name: str) -> None:
        with self._freed:
            self._busy.add(name)

    def _end(self, name: str) -> None:
        with self._freed:
            self._busy.discard(name)
            self._freed.notify_all()
