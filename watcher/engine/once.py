"""One round: poll every feed, take every drop, and, when the caller has shown the stories, deliver what is due."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watcher.collect import left_alone
from watcher.deliver import Delivered
from watcher.engine.backlog import Waiting, waiting
from watcher.engine.ingest import FOLDER, Ingested
from watcher.engine.program import Program, assembled
from watcher.engine.reminders import remind
from watcher.engine.report import LOG, Reports, together
from watcher.engine.retention import RETAIN_ONCE_WITHIN
from watcher.model import AlertState, Feed, FeedState, PollStatus
from watcher.settings import Settings
from watcher.store import StorySummary

DROPS_SETTLE_WITHIN = timedelta(seconds=5)  # a file that still grows after that is left for the next round
SCAN_EVERY = timedelta(milliseconds=250)
ROUND_AT_MOST = timedelta(hours=6)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a round did so far; handed to `progress` after every source."""

    sources: int = 0  # feeds to poll, further pages of them, and files to take
    done: int = 0
    feeds: int = 0  # of the sources
    feeds_read: int = 0  # of those, polled without a failure
    new_entries: int = 0
    changed_entries: int = 0
    alerts: int = 0
    held_back: int = 0  # alerts of a feed's first run: recorded, not sent
    flooded: int = 0  # alerts held back because too many entries came at once
    waiting: int = 0  # alerts that wait for more independent origins
    settling: int = 0  # dropped files that were still being written at the end
    left_alone: int = 0  # feeds that fail, or whose servers asked to wait
    pages: list[tuple[Feed, FeedState]] = field(default_factory=list)  # further ones that are still to be read
    problems: list[str] = field(default_factory=list)
    delivered: int = 0
    undelivered: list[str] = field(default_factory=list)

    def ingested(self, ingested: Ingested) -> None:
        """Count one poll or one dropped file."""
        self.done += ingested.status != FOLDER
        self.feeds_read += ingested.feed is not None and ingested.status != PollStatus.FAILED
        self.new_entries += ingested.new
        self.changed_entries += ingested.changed
        states = Counter(alert.state for alert in ingested.alerts)
        self.alerts += states[AlertState.OPEN]
        self.held_back += states[AlertState.BASELINE]
        self.waiting += states[AlertState.WAITING]
        self.flooded += states[AlertState.HELD]
        if ingested.feed is not None and ingested.state is not None and ingested.state.pace.next_page:
            self.pages.append((ingested.feed, ingested.state))
        if ingested.error:
            self.problems.append(f"{ingested.where}: {ingested.error}")

    def finished(self) -> None:
        """Count what was given up on the way, because its server asked to wait."""
        self.left_alone += self.sources - self.done
        self.sources = self.done

    def handed_over(self, delivered: Delivered) -> None:
        """Count one try of one delivery."""
        if delivered.sent:
            self.delivered += 1
        else:
            self._failed(f"channel {delivered.channel}: {delivered.reason}")

    def _failed(self, problem: str) -> None:
        """Note what kept an alert back, once: a channel that is down answers every alert alike."""
        if problem not in self.undelivered:
            self.undelivered.append(problem)


class Round:
    """One round in two steps, so that its caller can show the stories before the alerts leave."""

    def __init__(self, program: Program, tally: Tally) -> None:
        self._program = program
        self._tally = tally

    def collect(self) -> Sequence[StorySummary]:
        """Poll and take everything; give the stories that got an entry, oldest first."""
        began = self._program.clock.now()
        self._poll(self._due(began))
        self._take_drops()
        self._program.intake.wait(ROUND_AT_MOST)
        self._poll(tuple(self._tally.pages))
        if self._program.intake.wait(ROUND_AT_MOST):
            self._tally.finished()
        return self._stories(began)

    def deliver(self) -> None:
        """Send what is due on every channel, one channel after the other, reminders too."""
        remind(self._program.store, self._program.settings, self._program.clock.now())
        for courier in self._program.couriers:
            courier.deliver_due()

    def waiting(self) -> tuple[Waiting, ...]:
        """Say what is left in the outbox, also for channels that are no longer configured."""
        return waiting(self._program.store, {channel.name for channel in self._program.settings.channels})

    def _due(self, now: datetime) -> Sequence[tuple[Feed, FeedState]]:
        """Give every feed but those that even a round has to leave alone."""
        states, waits = self._program.feed_states(), self._program.server_waits(now)
        feeds = [(feed, states[feed.name]) for feed in self._program.settings.feeds if feed.enabled]
        due = [(feed, state) for feed, state in feeds if not left_alone(feed, state, waits, now)]
        self._tally.left_alone = len(feeds) - len(due)
        self._tally.feeds = len(due)
        return due

    def _poll(self, feeds: Sequence[tuple[Feed, FeedState]]) -> None:
        self._tally.sources += len(feeds)
        for feed, state in feeds:
            self._program.intake.poll(feed, state)

    def _take_drops(self) -> None:
        give_up = self._program.clock.monotonic() + DROPS_SETTLE_WITHIN.total_seconds()
        while True:
            swept = self._program.sweeper.sweep(self._program.clock.now())
            self._tally.sources += swept.handled
            self._tally.settling = swept.waiting
            if not swept.waiting or self._program.clock.monotonic() > give_up:
                return
            time.sleep(SCAN_EVERY.total_seconds())

    def _stories(self, began: datetime) -> Sequence[StorySummary]:
        with self._program.store.read() as tx:
            return tx.stories.touched(began)


@contextmanager
def one_round(settings: Settings, progress: Callable[[Tally], None]) -> Iterator[tuple[Round, Tally]]:
    """Assemble a program for one round; `progress` is called after every source, from the writer's thread."""
    tally = Tally()

    def ingested(ingested: Ingested) -> None:
        tally.ingested(ingested)
        progress(tally)

    reports = together(Reports(ingested=ingested, delivered=tally.handed_over), LOG)
    with assembled(settings, reports) as program:
        yield Round(program, tally), tally
        program.retainer.run(settings, RETAIN_ONCE_WITHIN)
