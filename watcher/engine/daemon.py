"""The daemon: a scheduled tick that starts what is due, a thread for each channel, and an orderly end.

The database holds what is due; APScheduler only ticks (in memory, one job). A wall clock that is set back would stall
it, so the main thread watches the tick on monotonic time. The main thread also hears the signals: a handler only puts
a call into a queue, for whatever takes a lock in a handler may wait for itself.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from queue import Empty, SimpleQueue

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from watcher.clock import Clock, SystemClock
from watcher.deliver import Delivered, Outcome
from watcher.engine.aside import Aside
from watcher.engine.backlog import waiting
from watcher.engine.couriers import Couriers
from watcher.engine.every import Every
from watcher.engine.ingest import Ingested
from watcher.engine.outage import StoreFailure
from watcher.engine.program import Program, assembled
from watcher.engine.reminders import REMIND_EVERY, remind
from watcher.engine.report import LOG, Reports
from watcher.engine.rereading import LOOK_EVERY, Rereading
from watcher.engine.retention import RETAIN_EVERY
from watcher.engine.swap import Swap, swapped
from watcher.engine.telemetry import Telemetry
from watcher.engine.telling import Operator
from watcher.engine.timetable import Timetable, at_once
from watcher.engine.unwell import Unwell
from watcher.errors import STORE_AWAY, StoreBusy, WatcherError
from watcher.model import FeedState
from watcher.settings import Settings, load

TICK = timedelta(seconds=1)
QUICK_TICK = timedelta(seconds=0.25)  # while more feeds are due than are begun at once
LOOK = timedelta(seconds=1)  # of the main thread at the tick, and at the files
SWEEP_EVERY = timedelta(seconds=2)
BEAT_EVERY = timedelta(seconds=10)
TICK_IS_LATE = timedelta(seconds=5)
NOT_STORED_PAUSE = timedelta(seconds=20)  # for a feed whose poll the store could not take
DRAIN_WITHIN = timedelta(seconds=4)  # for sources under way; Docker kills after 10 s
TICK_WITHIN = timedelta(seconds=1)  # for the tick under way
COURIERS_WITHIN = timedelta(seconds=1)  # for the messages under way, of all channels
READING_WITHIN = timedelta(seconds=0.5)  # for a reload under way: nothing of it is needed any more
EXIT_WITHIN = timedelta(seconds=7.5)  # after that the process ends by itself: what is in the store is whole

OVERTAKEN = "another watcher has taken over the store"

log = structlog.get_logger("watcher")


def run_daemon(settings: Settings, environ: Mapping[str, str], clock: Clock | None = None) -> None:
    """Run until SIGTERM or SIGINT, then finish what is under way and return within 8 seconds.

    SIGHUP, or a change of a file that the settings came from, has all of them read again.
    """
    clock = clock or SystemClock()
    telemetry = Telemetry(clock)
    daemon = Daemon(settings, partial(load, settings.file, environ), clock, telemetry.reports)
    _hear(daemon)
    with assembled(settings, daemon.reports, clock) as program, telemetry.showing(program):
        daemon.run(program)


class Daemon:
    """A program that keeps going until it is told to stop."""

    program: Program  # as it is now; a reload replaces it

    def __init__(
        self,
        settings: Settings,
        read: Callable[[], Settings],
        clock: Clock,
        listeners: Reports = LOG,
        *,
        look_every: timedelta = LOOK_EVERY,
    ) -> None:
        """Watch the files of `settings` from now on, `look_every` so often; `read` reads them anew."""
        self.clock = clock
        self._unwell = Unwell(clock)
        self.reports = Reports(ingested=self._ingested, delivered=self._delivered, store_failed=self._unwell.note)
        self._listeners = listeners
        self._calls: SimpleQueue[Callable[[], None]] = SimpleQueue()  # for the main thread
        self._stop = threading.Event()
        self._turn = threading.Lock()  # of a tick, or of a reload
        self._timetable = Timetable()
        self._couriers = Couriers(clock)
        self._rereading = Rereading(settings, self, read, clock, look_every)
        self._pause = min(LOOK, look_every).total_seconds()
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._every = TICK
        self._ticked = clock.monotonic()
        self._sweeps, self._beats = Every(SWEEP_EVERY, clock), Every(BEAT_EVERY, clock)
        self._retains, self._reminds = Every(RETAIN_EVERY, clock), Every(REMIND_EVERY, clock)
        self._reminding = Aside("reminders")

    @property
    def operator(self) -> Operator:
        """Who is told what needs a person."""
        channels = self.program.settings.operator.channels
        return Operator(self.program.store, channels, self.clock, self._couriers.wake)

    def stop(self, reason: str) -> None:
        """Ask for the end; may be called from a signal handler and from any thread."""
        self._calls.put(partial(self._end, reason))

    def reload(self) -> None:
        """Ask to read the configuration again; may be called from a signal handler and from any thread."""
        self._calls.put(self._rereading.ask)

    def run(self, program: Program) -> None:
        """Tick and deliver until asked to stop, then drain.

        Raises:
            StoreBusy: another watcher took over the store, which PostgreSQL allows once it has lost sight of us.
        """
        self._begin(program)
        self._schedule(timedelta(0))
        self._scheduler.start()
        while not self._stop.is_set():
            with suppress(Empty):
                self._calls.get(timeout=self._pause)()
            self._watch()
            self._say_how_the_store_is()
            self._rereading.look()
        self._scheduler.shutdown(wait=False)
        self._drain()
        if program.store.overtaken:
            raise StoreBusy(OVERTAKEN)

    def adopt(self, swap: Swap) -> bool:
        """Go on under another configuration: feeds that came are due at once, polls under way finish.

        False: the daemon is ending, and nothing was changed.
        """
        with self._turn:
            if self._stop.is_set():
                return False
            self._follow(swapped(self.program, swap), swap.states)
        if swap.change.channels.removed:
            with suppress(WatcherError):  # the swap is made; a store that is away is said elsewhere
                _log_orphans(self.program)
        return True

    def _begin(self, program: Program) -> None:
        self._follow(program, program.feed_states())
        for server, until in program.server_waits(self.clock.now()).items():
            self._timetable.leave_alone(server, until)
        settings = program.settings
        log.info("started", feeds=len(settings.feeds), drops=len(settings.drops), channels=len(settings.channels))
        _log_orphans(program)

    def _follow(self, program: Program, states: Mapping[str, FeedState]) -> None:
        self.program = program
        self._listeners.following(program.settings)
        self._timetable.follow(program.settings.feeds, states)
        self._couriers.follow(program.couriers)

    def _end(self, reason: str) -> None:
        self._stop.set()
        log.info("stopping", reason=reason)

    def _schedule(self, first: timedelta) -> None:
        """Tick every so often from then on, whatever was scheduled before."""
        self._scheduler.add_job(
            self._tick,
            "interval",
            id="tick",
            replace_existing=True,
            seconds=self._every.total_seconds(),
            next_run_time=datetime.now(UTC) + first,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def _watch(self) -> None:
        """Schedule the tick anew when it is late: the wall clock went back, or the tick hangs. End when overtaken."""
        if self.program.store.overtaken:
            self._end(OVERTAKEN)
        late = self.clock.monotonic() - self._ticked
        if late > TICK_IS_LATE.total_seconds():
            log.warning("tick.late", seconds=round(late, 1))
            self._ticked = self.clock.monotonic()
            self._schedule(timedelta(0))

    def _tick(self) -> None:
        self._ticked = self.clock.monotonic()
        with self._turn:
            if self._stop.is_set():
                return
            try:
                self._start_due()
                if self._sweeps.is_time():
                    self.program.sweeper.sweep(self.clock.now())
                if self._beats.is_time():
                    self._beat()
                if self._retains.is_time():
                    self.program.retainer.start(self.program.settings)
                if self._reminds.is_time():
                    self._reminding.start(partial(self._remind, self.program))
            except STORE_AWAY as error:
                self._unwell.note(StoreFailure(who="drops", error=str(error)))
            except Exception:  # the poll loop outlives any single failure
                log.exception("tick.failed")

    def _remind(self, program: Program) -> None:
        try:
            if remind(program.store, program.settings, self.clock.now()):
                self._couriers.wake()
        except STORE_AWAY as error:
            self._unwell.note(StoreFailure(who="reminders", error=str(error)))

    def _say_how_the_store_is(self) -> None:
        self._unwell.say(self.program.settings, self.program.store.wrote_at)

    def _beat(self) -> None:
        """Leave a sign of life of the poll loop, and of the deliver loops while all of them are alive."""
        self.program.beat("poll", self.clock.now())
        if self._couriers.alive():
            self.program.beat("deliver", self.clock.now())

    def _start_due(self) -> None:
        intake = self.program.intake
        due = self._timetable.due(self.clock.now(), intake.busy)
        first = due[: at_once(len(due))]
        self._pace(QUICK_TICK if len(due) > len(first) else TICK)
        for feed, state in first:
            if self._stop.is_set():
                return
            intake.poll(feed, state)

    def _pace(self, every: timedelta) -> None:
        if every != self._every:
            self._every = every
            self._schedule(every)

    def _drain(self) -> None:
        self._couriers.stop()
        if self._turn.acquire(timeout=TICK_WITHIN.total_seconds()):
            self._turn.release()
        finished = self.program.intake.close(DRAIN_WITHIN)
        self._couriers.join(COURIERS_WITHIN)
        self._rereading.join(READING_WITHIN)
        self._say_how_the_store_is()
        log.info("stopped", finished=finished)

    def _ingested(self, ingested: Ingested) -> None:
        if ingested.server_wait is not None:
            self._timetable.leave_alone(*ingested.server_wait)
        if ingested.state is not None:
            self._timetable.note(ingested.state)
        else:  # a dropped file, or not even the feed's state could be stored: do not try again at once
            self._timetable.postpone(ingested.source, self.clock.now() + NOT_STORED_PAUSE)
        if ingested.alerts or ingested.notices:
            self._couriers.wake()
        if ingested.is_unstored:
            self._unwell.note(_failure(ingested))
        self._listeners.ingested(ingested)

    def _delivered(self, delivered: Delivered) -> None:
        if delivered.outcome is Outcome.DEAD:
            self._couriers.wake()  # the operator's channels have a notice of it
        self._listeners.delivered(delivered)


def _failure(ingested: Ingested) -> StoreFailure:
    error = ingested.outage or ingested.error or ""
    return StoreFailure(who=ingested.source, error=error, is_source=True, is_said=ingested.outage is None)


def _hear(daemon: Daemon) -> None:
    """Hear signals: SIGTERM and SIGINT end the daemon, SIGHUP has it read its configuration again."""
    ends: SimpleQueue[str] = SimpleQueue()

    def end(signum: int, _: object) -> None:
        name = signal.Signals(signum).name
        ends.put(name)
        daemon.stop(name)

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, end)
    signal.signal(signal.SIGHUP, lambda *_: daemon.reload())
    threading.Thread(target=_end_by_force, args=(ends,), name="end by force", daemon=True).start()


def _end_by_force(ends: "SimpleQueue[str]") -> None:
    """End the process in time even when a thread hangs in a channel or in the network."""
    ends.get()
    time.sleep(EXIT_WITHIN.total_seconds())
    os._exit(0)


def _log_orphans(program: Program) -> None:
    """Say which alerts wait for a channel that is not in the configuration: nothing will send them."""
    for orphans in waiting(program.store, {channel.name for channel in program.settings.channels}):
        if not orphans.configured:
            advice = "configure the channel again to send them"
            log.warning("channel.missing", channel=orphans.channel, waiting=orphans.deliveries, advice=advice)
