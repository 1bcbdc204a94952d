"""The poll loop: a daemon thread with an event loop and one client, so that everyone else stays synchronous."""

import asyncio
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from threading import Lock, Thread
from weakref import WeakValueDictionary

from watcher import net
from watcher.clock import Clock
from watcher.collect.fetch import host_of, poll
from watcher.model import Feed, FeedState, Poll, PollStatus

_PER_HOST = 2  # polls at once; more is rude, and some servers answer it with 429


class Collector:
    """Polls feeds, at most `options.concurrency` at once and two of one host; local feeds count as one host."""

    def __init__(self, options: net.ClientOptions, clock: Clock) -> None:
        self._options = options
        self._clock = clock
        self._client = net.Client(options)
        self._slots = asyncio.Semaphore(options.concurrency)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()  # those in use
        self._lock = Lock()  # between submit and close
        self._closed = False
        self._stopping = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, name="watcher-collect", daemon=True)
        self._thread.start()

    def submit(self, feed: Feed, state: FeedState) -> Future[Poll]:
        """Poll a feed as soon as its host and a slot are free; callable from any thread.

        The future always gets a poll; it is cancelled by `close` only. Cancelling it oneself gives the poll up.
        What is called when it is done is called in the collector's thread, and must be short.

        Raises:
            RuntimeError: the collector is closed.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError("the collector is closed")
            return asyncio.run_coroutine_threadsafe(self._poll(feed, state), self._loop)

    def close(self, timeout: timedelta) -> None:
        """Cancel what is left and stop the thread, waiting for it at most `timeout`; a second call does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(timeout.total_seconds())

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        async with self._client:
            await self._stopping.wait()
            left = asyncio.all_tasks() - {asyncio.current_task()}
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _poll(self, feed: Feed, state: FeedState) -> Poll:
        host = self._hosts.setdefault(_host(feed), asyncio.Semaphore(_PER_HOST))
        async with host, self._slots:
            now, began = self._clock.now(), self._clock.monotonic()
            try:
                polled = await poll(self._client, feed, state, now, self._options.max_size)
            except Exception as error:  # noqa: BLE001 - part of the poll loop, and logged
                _log_bug(feed)
                problem = f"an error inside watcher ({type(error).__name__}); its log says more"
                polled = Poll(feed=feed.name, status=PollStatus.FAILED, at=now, error=problem)
            return replace(polled, seconds=self._clock.monotonic() - began)


def _log_bug(feed: Feed) -> None:
    import structlog  # noqa: PLC0415 - takes 0.4 s to import, and `watcher check` needs none

    structlog.get_logger("watcher").exception("poll.crashed", feed=feed.name)


def _host(feed: Feed) -> str:
    """Give what shares a limit with this feed; the empty name is the local disk."""
    return host_of(feed.url) if feed.url else ""
