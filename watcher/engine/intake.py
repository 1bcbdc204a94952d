"""Sources to the store, many at a time: fetch (an event loop), prepare (worker processes), write (one thread).

A document holds its place in the collector until its transaction is committed, so a slow writer slows the fetching and
memory stays bounded.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import structlog

from watcher.collect import DropFile, DropFolder, unread
from watcher.engine.collectors import Collectors
from watcher.engine.ingest import Ingest, Ingested, Polled
from watcher.engine.turnstile import Turnstile
from watcher.engine.workers import PrepareWorkers, prepared
from watcher.engine.writer import Writer
from watcher.errors import STORE_AWAY, DocumentError, WatcherError
from watcher.events import Lexicons
from watcher.model import Document, Feed, FeedState, Poll
from watcher.net import ClientOptions
from watcher.pipeline import NotAsItWasError, Prepared
from watcher.stories import Agencies

Report = Callable[[Ingested], None]
_Then = Callable[[Future[Prepared], float], None]  # what goes on with a prepared document, and its seconds

# Documents between the workers' door and the store: enough for the workers and the writer never to wait for each other.
# A prepared document is many times the size of its bytes, so the others wait as bytes.
PREPARED_AT_MOST = 8

log = structlog.get_logger("watcher")


class _Fetched(NamedTuple):
    """A poll that brought a document, and what a worker made of that."""

    feed: Feed
    state: FeedState
    poll: Poll
    future: Future[Prepared]
    seconds: float  # until it was prepared


def key_of(file: DropFile) -> str:
    """Name a dropped file among everything that is under way."""
    return f"{file.drop}/{file.name}"


class Intake:
    """Carries feeds and dropped files through the pipeline; `report` is called from the writer's thread for each."""

    def __init__(self, *, collectors: Collectors, workers: PrepareWorkers, ingest: Ingest, report: Report) -> None:
        self._collectors = collectors
        self._workers = workers
        self._ingest = ingest
        self._clock = ingest.clock
        self._report = report
        self._busy: set[str] = set()
        self._idle = threading.Condition()  # nothing is under way
        self._turnstile = Turnstile(PREPARED_AT_MOST)
        self._writer = Writer(self._write_quiet, self._write_few)

    def busy(self, name: str) -> bool:
        """Say whether this feed or dropped file is under way."""
        with self._idle:
            return name in self._busy

    def wait(self, timeout: timedelta) -> bool:
        """Wait until nothing is under way; False when the time ran out."""
        with self._idle:
            return self._idle.wait_for(lambda: not self._busy, timeout.total_seconds())

    def collect_with(self, options: ClientOptions) -> None:
        """Poll under other options from now on; what is under way goes on under its own."""
        self._collectors.replace(options)

    def read_by(self, agencies: Agencies, lexicons: Lexicons) -> None:
        """Read credits by other agencies, and look for other kinds of event, from now on."""
        self._workers.use(agencies, lexicons)

    def poll(self, feed: Feed, state: FeedState) -> None:
        """Let one poll wait for its turn; returns at once, and may be called for any number of feeds."""
        self._begin(feed.name)
        self._collectors.submit(feed, state).add_done_callback(partial(self._polled, feed, state))

    def drop(self, folder: DropFolder, file: DropFile) -> None:
        """Start taking one dropped file; returns at once."""
        self._begin(key_of(file))
        self._prepare(file.document, (), b"", partial(self._dropped, folder, file))

    def close(self, timeout: timedelta) -> bool:
        """Let what is under way finish within `timeout`, drop the rest; True when all finished."""
        self._collectors.give_up_waiting()
        finished = self.wait(timeout)
        self._writer.close(drop=not finished)
        return finished

    def _polled(self, feed: Feed, state: FeedState, future: Future[Poll]) -> None:
        if future.cancelled():
            self._end(feed.name)
            return
        poll = future.result()
        if poll.document is None:
            self._write_together((feed, state, poll))
        else:
            self._prepare(poll.document, feed.tags, state.seen, partial(self._fetched, feed, state, poll))

    def _prepare(self, document: Document, tags: tuple[str, ...], seen: bytes, then: _Then) -> None:
        self._turnstile.enter(partial(self._submit, document, tags, seen, then))

    def _submit(self, document: Document, tags: tuple[str, ...], seen: bytes, then: _Then) -> None:
        began = self._clock.monotonic()
        future = self._workers.submit(document, tags, seen)
        future.add_done_callback(lambda done: then(done, self._clock.monotonic() - began))

    def _fetched(self, feed: Feed, state: FeedState, poll: Poll, future: Future[Prepared], seconds: float) -> None:
        if not self._writer.write_document(_Fetched(feed, state, poll, future, seconds)):
            self._end(feed.name)

    def _write_few(self, fetched: Sequence[_Fetched]) -> None:
        """Write polls with their documents in one transaction; where one of them is at fault, each in its own."""
        if len(fetched) == 1 or not self._wrote_together(fetched):
            for feed, state, poll, future, seconds in fetched:
                self._finish_document(feed.name, partial(self._write_poll, feed, state, poll, future), seconds)

    def _wrote_together(self, fetched: Sequence[_Fetched]) -> bool:
        began = self._clock.monotonic()
        try:
            written = self._ingest.polls(
                [(each.feed, each.state, each.poll, prepared(each.future)) for each in fetched]
            )
        except Exception:  # noqa: BLE001 - each is written, and logged, again
            return False
        store = (self._clock.monotonic() - began) / len(fetched)
        for each, ingested in zip(fetched, written, strict=True):
            self._conclude(each.feed.name, _taking(ingested, prepare=each.seconds, store=store))
            self._leave(each.feed.name)
        return True

    def _write_poll(self, feed: Feed, state: FeedState, poll: Poll, future: Future[Prepared]) -> Ingested:
        try:
            return self._ingest.poll(feed, state, poll, prepared(future))
        except DocumentError as error:
            return self._ingest.poll(feed, state, unread(poll, error), None)
        except NotAsItWasError:  # rare, as where the store was emptied of old entries: the writer can wait for it
            if poll.document is None:
                raise
            return self._write_poll(feed, state, poll, self._workers.submit(poll.document, feed.tags))

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

    def _write_together(self, polled: Polled) -> None:
        if not self._writer.write_together(polled):  # closed meanwhile: nothing of it is written, so it stays due
            self._end(polled[0].name)
        self._hurry_after_the_last()

    def _write_quiet(self, polls: Sequence[Polled]) -> None:
        """Write polls that brought no document in one transaction; where one of them is at fault, each in its own."""
        began = self._clock.monotonic()
        try:
            written = self._ingest.quiet(polls)
        except STORE_AWAY as error:
            for feed, _, _ in polls:
                self._conclude(feed.name, _unstored(feed.name, error))
        except Exception:  # noqa: BLE001 - each is written, and logged, again
            for feed, state, poll in polls:
                self._finish(feed.name, partial(self._ingest.poll, feed, state, poll, None))
        else:
            each = (self._clock.monotonic() - began) / len(polls)
            for ingested in written:
                self._conclude(ingested.source, _taking(ingested, store=each))

    def _write(self, name: str, work: Callable[[], Ingested], prepared_in: float) -> None:
        if not self._writer.write(partial(self._finish_document, name, work, prepared_in)):
            self._end(name)

    def _finish_document(self, name: str, work: Callable[[], Ingested], prepared_in: float) -> None:
        self._finish(name, work, prepared_in)
        self._leave(name)

    def _leave(self, name: str) -> None:
        """Let others have the places that a document held."""
        self._collectors.release(name)
        self._turnstile.leave()

    def _finish(self, name: str, work: Callable[[], Ingested], prepared_in: float | None = None) -> None:
        began = self._clock.monotonic()
        try:
            ingested = _taking(work(), prepare=prepared_in, store=self._clock.monotonic() - began)
        except Exception as error:
            # The poll loop outlives any single failure; the source stays due.
            if not isinstance(error, WatcherError):
                log.exception("source.crashed", source=name)
            ingested = _unstored(name, error)
        self._conclude(name, ingested)

    def _conclude(self, name: str, ingested: Ingested) -> None:
        try:
            self._report(ingested)
        except Exception:  # as above
            log.exception("source.crashed", source=name)
        finally:
            self._end(name)

    def _begin(self, name: str) -> None:
        with self._idle:
            self._busy.add(name)

    def _end(self, name: str) -> None:
        with self._idle:
            self._busy.discard(name)
            if not self._busy:
                self._idle.notify_all()
        self._hurry_after_the_last()

    def _hurry_after_the_last(self) -> None:
        """Let the polls that wait for others be written where no others are under way."""
        waiting = self._writer.waiting()
        if waiting and waiting >= len(self._busy):
            self._writer.hurry()


def _taking(ingested: Ingested, *, store: float, prepare: float | None = None) -> Ingested:
    return replace(ingested, seconds=replace(ingested.seconds, prepare=prepare, store=store))


def _unstored(name: str, error: Exception) -> Ingested:
    outage = str(error) if isinstance(error, STORE_AWAY) else None
    return Ingested(source=name, status="failed", error=f"not stored: {error}", outage=outage)
