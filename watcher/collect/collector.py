"""The poll loop: a daemon thread with an event loop and one client, so that everyone else stays synchronous."""

import asyncio
from collections import deque
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Lock, Thread

from watcher import net
from watcher.clock import Clock
from watcher.collect.address import STRANGER, Manners, manners_at, server_of
from watcher.collect.backoff import server_pause
from watcher.collect.cadence import PATIENCE
from watcher.collect.fetch import poll
from watcher.collect.turns import Turn, Turns
from watcher.model import Feed, FeedState, Poll, PollStatus, Trouble


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A poll that was asked for and has not ended."""

    feed: Feed
    state: FeedState
    future: Future[Poll] = field(default_factory=Future)


class Collector:
    """Polls feeds, each when its server and one of `options.concurrency` places are free; see `Turns`.

    A server that wants to be left alone is: what waits for it is given up.
    """

    def __init__(
        self,
        options: net.ClientOptions,
        clock: Clock,
        *,
        client: "net.Client | None" = None,  # a string: asking net for it loads httpx
        strangers: Manners = STRANGER,
    ) -> None:
        """Poll with `client`, else with one under the options; `strangers` says how servers of others are treated."""
        self._options = options
        self._clock = clock
        self._client = client or net.Client(options)
        self._strangers = strangers
        self._turns = Turns(options.concurrency)
        self._arrived: deque[_Asked] = deque()  # not queued yet
        self._asked: dict[Turn, _Asked] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._holding: dict[str, Turn] = {}  # by feed: polls whose document is still to be stored
        self._left_alone: dict[str, float] = {}  # servers, and until when on the clock's monotonic time
        self._wake: asyncio.TimerHandle | None = None
        self._lock = Lock()  # between submit and close
        self._closed = False
        self._ending = False  # nothing begins any more
        self._stopping = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, name="watcher-collect", daemon=True)
        self._thread.start()

    def submit(self, feed: Feed, state: FeedState) -> Future[Poll]:
        """Poll a feed when it is its turn; callable from any thread, for any number of feeds.

        The future gets a poll, or is cancelled: by `close`, and where the feed's server wants to be left alone. A poll
        with a document keeps its place until `release`. What is called when it is done is called in the collector's
        thread, and must be short.

        Raises:
            RuntimeError: the collector is closed.
        """
        asked = _Asked(feed, state)
        with self._lock:
            if self._closed:
                raise RuntimeError("the collector is closed")
            self._arrived.append(asked)
            if len(self._arrived) == 1:  # to wake the loop for each of a thousand takes longer than to queue them
                self._loop.call_soon_threadsafe(self._queue_arrived)
        return asked.future

    def release(self, feed: str) -> None:
        """Give back the place of a feed's poll, once its document is stored or dropped; callable from any thread."""
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._leave, feed)

    def give_up_waiting(self) -> None:
        """Cancel what waits for its turn, and what comes later; it stays due. Callable from any thread."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._give_up_waiting)

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
            self._give_up_waiting()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            for asked in self._asked.values():
                asked.future.cancel()

    def _queue_arrived(self) -> None:
        with self._lock:
            arrived, self._arrived = self._arrived, deque()
        for asked in arrived:
            self._queue(asked)
        self._begin()

    def _queue(self, asked: _Asked) -> None:
        server = server_of(asked.feed, asked.state)
        if self._ending or self._left_alone.get(server, 0.0) > self._clock.monotonic():
            asked.future.cancel()
            return
        self._left_alone.pop(server, None)
        manners = manners_at(server, asked.feed)
        turn = Turn(server, self._strangers if manners is STRANGER else manners, slow=asked.state.slow)
        self._asked[turn] = asked
        self._turns.queue(turn, self._loop.time())

    def _begin(self) -> None:
        """Begin what can begin now, and come back when a pause ends that something waits for."""
        for turn in self._turns.begin(self._loop.time()):
            task = self._loop.create_task(self._ask(turn))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        wakes_at = self._turns.wakes_at()
        if self._wake and self._wake.when() != wakes_at:
            self._wake.cancel()
            self._wake = None
        if wakes_at is not None and not self._wake:
            self._wake = self._loop.call_at(wakes_at, self._woken)

    def _woken(self) -> None:
        self._wake = None
        self._begin()

    async def _ask(self, turn: Turn) -> None:
        asked = self._asked[turn]
        impatience = self._loop.call_later(PATIENCE.total_seconds(), self._go_on_without, turn)
        polled = await self._polled(asked.feed, asked.state)
        impatience.cancel()
        self._turns.answered(turn, self._loop.time())
        del self._asked[turn]
        self._leave_alone(polled)
        if polled.document is None:
            self._turns.leave(turn)
        else:
            self._holding[asked.feed.name] = turn
        with suppress(InvalidStateError):  # whoever asked does not want it any more
            asked.future.set_result(polled)
        self._begin()

    async def _polled(self, feed: Feed, state: FeedState) -> Poll:
        now, began = self._clock.now(), self._clock.monotonic()
        try:
            polled = await poll(self._client, feed, state, now, self._options.max_size)
        except Exception as error:  # noqa: BLE001 - part of the poll loop, and logged
            _log_bug(feed)
            problem = f"an error inside watcher ({type(error).__name__}); its log says more"
            polled = Poll(feed=feed.name, status=PollStatus.FAILED, at=now, error=problem, trouble=Trouble.BUG)
        return replace(polled, seconds=self._clock.monotonic() - began)

    def _go_on_without(self, turn: Turn) -> None:
        self._turns.go_on_without(turn)
        self._begin()

    def _leave_alone(self, polled: Poll) -> None:
        """Give up what waits for a server that does not want to be asked; it stays due."""
        pause = server_pause(polled)
        if pause is None:
            return
        server, wait = pause
        self._left_alone[server] = self._clock.monotonic() + wait.total_seconds()
        for turn in self._turns.drop(server):
            self._asked.pop(turn).future.cancel()

    def _give_up_waiting(self) -> None:
        self._ending = True
        for turn in self._turns.drop_all():
            self._asked.pop(turn).future.cancel()

    def _leave(self, feed: str) -> None:
        turn = self._holding.pop(feed, None)
        if turn:
            self._turns.leave(turn)
            self._begin()


def _log_bug(feed: Feed) -> None:
    import structlog  # noqa: PLC0415 - takes 0.4 s to import, and `watcher check` needs none

    structlog.get_logger("watcher").exception("poll.crashed", feed=feed.name)
