"""The wiring: settings in, one set of connected parts out. Nothing else in the house knows how the rooms are joined."""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.clock import Clock, SystemClock
from watcher.collect import Collector
from watcher.deliver import Courier, Delivered, build_sender
from watcher.engine.ingest import Ingest, Ingested
from watcher.engine.intake import Intake
from watcher.engine.sweep import Sweeper
from watcher.engine.workers import PrepareWorkers
from watcher.model import FeedState
from watcher.net import ClientOptions
from watcher.rules import RuleSet
from watcher.settings import Settings
from watcher.store import Outbox, Store

CLOSE_WITHIN = timedelta(seconds=1)  # for what is under way when the program ends early


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Whom to tell what happens; both are called from threads of the program."""

    ingested: Callable[[Ingested], None]
    delivered: Callable[[Delivered], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The connected parts of one running watcher."""

    settings: Settings
    clock: Clock
    store: Store
    intake: Intake
    sweeper: Sweeper
    couriers: tuple[Courier, ...]

    def feed_states(self) -> dict[str, FeedState]:
        """Read what is remembered of every configured feed."""
        with self.store.read() as tx:
            return tx.feeds.states([feed.name for feed in self.settings.feeds])

    def beat(self, name: str, at: datetime) -> None:
        """Leave a sign of life of one loop for `watcher healthcheck`."""
        with self.store.write() as tx:
            tx.heartbeats.beat(name, at)


@contextmanager
def assembled(settings: Settings, reports: Reports, clock: Clock | None = None) -> Iterator[Program]:
    """Build everything, hold the store's lock, and take it all apart again at the end.

    Raises:
        StoreBusy: another watcher runs on this store.
        ConfigurationError: a channel cannot be built.
        ServiceUnavailable: the store does not answer.
    """
    clock = clock or SystemClock()
    with ExitStack() as stack:
        store = stack.enter_context(closing(Store.open(settings.store_url, clock)))
        stack.enter_context(store.lock())
        senders = {channel: build_sender(channel, stream=sys.stdout) for channel in settings.channels}
        store.upgrade()
        outbox = Outbox(store)
        outbox.recover(clock.now())
        workers = stack.enter_context(PrepareWorkers())
        options = ClientOptions(concurrency=settings.collect.concurrency, max_size=settings.collect.max_size)
        collector = Collector(options, clock)
        stack.callback(collector.close, CLOSE_WITHIN)
        ingest = Ingest(store, RuleSet(settings.rules), clock)
        intake = Intake(
            collector=collector,
            workers=workers,
            ingest=ingest,
            slots=settings.collect.concurrency,
            report=reports.ingested,
        )
        stack.callback(intake.close, CLOSE_WITHIN)
        yield Program(
            settings=settings,
            clock=clock,
            store=store,
            intake=intake,
            sweeper=Sweeper(
                settings.drops, settings.collect.max_size, intake=intake, ingest=ingest, report=reports.ingested
            ),
            couriers=tuple(
                Courier(
                    channel,
                    sender,
                    outbox,
                    clock=clock,
                    timezone=settings.timezone,
                    rng=random.Random(),  # noqa: S311 - jitter, not a secret
                    report=reports.delivered,
                )
                for channel, sender in senders.items()
            ),
        )
