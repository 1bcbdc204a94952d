"""The daemon: a scheduled tick that starts what is due, a thread for each channel, and an orderly end.

The database holds what is due; APScheduler only ticks (in memory, one job). A wall clock that is set back would stall
it, so the main thread watches the tick on monotonic time.
"""

import os
import signal
import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from watcher.clock import Clock, SystemClock
from watcher.collect import due_at
from watcher.deliver import Courier, Delivered
from watcher.engine.backlog import waiting
from watcher.engine.ingest import Ingested
from watcher.engine.program import Program, Reports, assembled
from watcher.model import Feed, FeedState
from watcher.settings import Settings

TICK = timedelta(seconds=1)
SWEEP_EVERY = timedelta(seconds=2)
BEAT_EVERY = timedelta(seconds=10)
TICK_IS_LATE = timedelta(seconds=5)
NOT_STORED_PAUSE = timedelta(minutes=1)  # for a feed whose poll the store could not take
DRAIN_WITHIN = timedelta(seconds=4)  # for sources under way; Docker kills after 10 s
TICK_WITHIN = timedelta(seconds=1)  # for the tick under way
COURIERS_WITHIN = timedelta(seconds=1)  # for the messages under way, of all channels
EXIT_WITHIN = timedelta(seconds=7.5)  # after that the process ends by itself: what is in the store is whole

log = structlog.get_logger("watcher")


def run_daemon(settings: Settings, clock: Clock | None = None) -> None:
    """Run until SIGTERM or SIGINT, then finish what is under way and return within 8 seconds."""
    daemon = Daemon(clock or SystemClock())
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda number, _: daemon.stop(signal.Signals(number).name))
    with assembled(settings, daemon.reports, daemon.clock) as program:
        daemon.run(program)


class Daemon:
    """A program that keeps going until it is told to stop."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.reports = Reports(ingested=self._ingested, delivered=_log_delivery)
        self._feeds: list[Feed] = []
        self._states: dict[str, FeedState] = {}
        self._when: dict[str, datetime] = {}  # each feed is due; kept, since every tick asks for all
        self._stop = threading.Event()
        self._idle = threading.Event()  # no tick is under way
        self._idle.set()
        self._wakes: list[threading.Event] = []
        self._couriers: list[threading.Thread] = []
        self._ticked = clock.monotonic()
        self._sweeps, self._beats = _Every(SWEEP_EVERY, clock), _Every(BEAT_EVERY, clock)

    def stop(self, reason: str) -> None:
        """Ask for the end; may be called from a signal handler."""
        self._stop.set()
        _end_by_force()
        log.info("stopping", reason=reason)

    def run(self, program: Program) -> None:
        """Tick and deliver until asked to stop, then drain."""
        self._feeds = [feed for feed in program.settings.feeds if feed.enabled]
        states = program.feed_states()
        for feed in self._feeds:
            self._expect(feed, states[feed.name])
        self._start_couriers(program.couriers)
        scheduler = BackgroundScheduler(timezone=UTC)
        self._schedule(scheduler, program)
        scheduler.start()
        log.info(
            "started",
            feeds=len(program.settings.feeds),
            drops=len(program.settings.drops),
            channels=len(program.couriers),
        )
        _log_orphans(program)
        while not self._stop.wait(TICK.total_seconds()):
            self._watch(scheduler, program)
        scheduler.shutdown(wait=False)
        self._drain(program)

    def _schedule(self, scheduler: BackgroundScheduler, program: Program) -> None:
        scheduler.add_job(
            self._tick,
            "interval",
            args=[program],
            id="tick",
            replace_existing=True,
            seconds=TICK.total_seconds(),
            next_run_time=datetime.now(UTC),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def _watch(self, scheduler: BackgroundScheduler, program: Program) -> None:
        """Schedule the tick anew when it is late: the wall clock went back, or the tick hangs."""
        late = self.clock.monotonic() - self._ticked
        if late > TICK_IS_LATE.total_seconds():
            log.warning("tick.late", seconds=round(late, 1))
            self._ticked = self.clock.monotonic()
            self._schedule(scheduler, program)

    def _tick(self, program: Program) -> None:
        self._ticked = self.clock.monotonic()
        self._idle.clear()
        try:
            if self._stop.is_set():
                return
            self._start_due(program)
            if self._sweeps.is_time():
                program.sweeper.sweep(self.clock.now())
            if self._beats.is_time():
                self._beat(program)
        except Exception:  # the poll loop outlives any single failure
            log.exception("tick.failed")
        finally:
            self._idle.set()

    def _beat(self, program: Program) -> None:
        """Leave a sign of life of the poll loop, and of the deliver loops while all of them are alive."""
        program.beat("poll", self.clock.now())
        if all(courier.is_alive() for courier in self._couriers):
            program.beat("deliver", self.clock.now())

    def _start_due(self, program: Program) -> None:
        now = self.clock.now()
        free = program.intake.free()
        for feed in self._due(program, now):
            if free <= 0 or self._stop.is_set():
                return
            program.intake.poll(feed, self._states[feed.name])
            free -= 1

    def _due(self, program: Program, now: datetime) -> list[Feed]:
        """Give the feeds whose time has come, the longest overdue first."""
        due = [feed for feed in self._feeds if self._when[feed.name] <= now and not program.intake.busy(feed.name)]
        return sorted(due, key=lambda feed: self._when[feed.name])

    def _start_couriers(self, couriers: Iterable[Courier]) -> None:
        for courier in couriers:
            wake = threading.Event()
            self._wakes.append(wake)
            name = f"channel {courier.channel.name}"
            self._couriers.append(threading.Thread(target=courier.run, args=(self._stop, wake), name=name, daemon=True))
            self._couriers[-1].start()

    def _drain(self, program: Program) -> None:
        self._idle.wait(TICK_WITHIN.total_seconds())
        finished = program.intake.close(DRAIN_WITHIN)
        self._wake_couriers()
        give_up = self.clock.monotonic() + COURIERS_WITHIN.total_seconds()
        for thread in self._couriers:
            thread.join(max(0, give_up - self.clock.monotonic()))
        log.info("stopped", finished=finished)

    def _expect(self, feed: Feed, state: FeedState) -> None:
        """Note a feed's state and when it is due."""
        self._states[feed.name] = state
        self._when[feed.name] = due_at(state, feed) or datetime.min.replace(tzinfo=UTC)

    def _ingested(self, ingested: Ingested) -> None:
        if ingested.feed is not None and ingested.state is not None:
            self._expect(ingested.feed, ingested.state)
        elif ingested.source in self._when:  # not even its state could be stored: do not try again at once
            self._when[ingested.source] = self.clock.now() + NOT_STORED_PAUSE
        if ingested.alerts:
            self._wake_couriers()
        _log_ingested(ingested)

    def _wake_couriers(self) -> None:
        for wake in self._wakes:
            wake.set()


class _Every:
    """Says when it is time again for something, the first time at once."""

    def __init__(self, interval: timedelta, clock: Clock) -> None:
        self._interval = interval.total_seconds()
        self._clock = clock
        self._last = float("-inf")

    def is_time(self) -> bool:
        """Say whether the interval has passed since this last said yes."""
        now = self._clock.monotonic()
        if now - self._last < self._interval:
            return False
        self._last = now
        return True


def _log_orphans(program: Program) -> None:
    """Say which alerts wait for a channel that is not in the configuration: nothing will send them."""
    for orphans in waiting(program.store, {channel.name for channel in program.settings.channels}):
        if not orphans.configured:
            advice = "configure the channel again to send them"
            log.warning("channel.missing", channel=orphans.channel, waiting=orphans.deliveries, advice=advice)


def _log_ingested(ingested: Ingested) -> None:
    event = "feed.polled" if ingested.state is not None else "drop.taken"
    report = log.warning if ingested.error else log.info
    report(
        event,
        source=ingested.source,
        status=ingested.status,
        new=ingested.new,
        changed=ingested.changed,
        copies=ingested.copies,
        alerts=len(ingested.alerts),
        **({"error": ingested.error} if ingested.error else {}),
    )


def _log_delivery(delivered: Delivered) -> None:
    report = log.info if delivered.sent else log.warning
    report(
        "alert.delivered" if delivered.sent else "alert.failed",
        channel=delivered.channel,
        alert=delivered.alert,
        attempt=delivered.attempts,
        outcome=delivered.outcome,
        seconds=round(delivered.seconds, 3),
        **({} if delivered.sent else {"error": delivered.reason}),
    )


def _end_by_force() -> None:
    """End the process even when a thread hangs in a channel or in the network."""
    timer = threading.Timer(EXIT_WITHIN.total_seconds(), os._exit, [0])
    timer.daemon = True
    timer.start()
