"""The wiring: settings in, one set of connected parts out. Nothing else in the house knows how the rooms are joined."""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from watcher.clock import Clock, SystemClock
from watcher.deliver import Courier, Sender, build_sender
from watcher.engine.collectors import Collectors
from watcher.engine.heartbeat import beat
from watcher.engine.ingest import Ingest
from watcher.engine.intake import Intake
from watcher.engine.noticing import Noticing
from watcher.engine.opened import require_data_dir
from watcher.engine.outage import StoreFailure
from watcher.engine.report import Reports
from watcher.engine.retention import Retainer
from watcher.engine.sweep import Sweeper
from watcher.engine.workers import PrepareWorkers
from watcher.errors import WatcherError
from watcher.model import Channel, FeedState
from watcher.net import ClientOptions
from watcher.rules import RuleSet
from watcher.settings import CollectOptions, Settings
from watcher.store import Outbox, Store

CLOSE_WITHIN = timedelta(seconds=1)  # for what is under way when the program ends early

log = structlog.get_logger("watcher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The connected parts of one running watcher."""

    settings: Settings
    clock: Clock
    store: Store
    outbox: Outbox
    intake: Intake
    sweeper: Sweeper
    couriers: tuple[Courier, ...]
    retainer: Retainer
    ingest: Ingest
    courier: Callable[[Channel, Sender, ZoneInfo], Courier]  # makes one

    def feed_states(self) -> dict[str, FeedState]:
        """Read what is remembered of every configured feed."""
        with self.store.read() as tx:
            return tx.feeds.states([feed.name for feed in self.settings.feeds])

    def server_waits(self, now: datetime) -> dict[str, datetime]:
        """Read which servers are to be left alone, and until when."""
        with self.store.read() as tx:
            return tx.hosts.waits(now)

    def beat(self, name: str, at: datetime) -> None:
        """Leave a sign of life of one loop for `watcher healthcheck`."""
        try:
            beat(self.settings.data_dir, name, at)
        except OSError as error:  # a full disk, or a folder of another user: no reason to stop polling
            log.warning("heartbeat.lost", loop=name, folder=str(self.settings.data_dir), error=error.strerror)


@contextmanager
def assembled(settings: Settings, reports: Reports, clock: Clock | None = None) -> Iterator[Program]:
    """Build everything, hold the store's lock, and take it all apart again at the end.

    Raises:
        StoreBusy: another watcher runs on this store.
        ConfigurationError: a channel cannot be built.
        ServiceUnavailable: the store does not answer, or the data folder that it is in cannot be used.
    """
    require_data_dir(settings)
    clock = clock or SystemClock()
    with ExitStack() as stack:
        store = stack.enter_context(closing(Store.open(settings.store_url, clock)))
        stack.enter_context(store.lock())
        senders = {channel: sender_of(channel) for channel in settings.channels}
        store.upgrade()
        outbox = Outbox(store)
        outbox.follow(followed(settings))
        outbox.recover(clock.now())
        retainer = Retainer(store, clock, _failing(reports, "retention"))
        stack.callback(retainer.close)
        workers = stack.enter_context(PrepareWorkers(agencies=settings.agencies, lexicons=settings.lexicons))
        collectors = Collectors(client_options(settings.collect), clock)
        stack.callback(collectors.close, CLOSE_WITHIN)
        ingest = Ingest(store, RuleSet(settings.rules), clock, Noticing(settings.operator.channels))
        courier = _couriers(outbox, clock, reports, ingest.noticing)
        intake = Intake(
            collectors=collectors,
            workers=workers,
            ingest=ingest,
            report=reports.ingested,
        )
        stack.callback(intake.close, CLOSE_WITHIN)
        yield Program(
            settings=settings,
            clock=clock,
            store=store,
            outbox=outbox,
            intake=intake,
            sweeper=Sweeper(
                settings.drops, settings.collect.max_size, intake=intake, ingest=ingest, report=reports.ingested
            ),
            couriers=tuple(courier(channel, sender, settings.timezone) for channel, sender in senders.items()),
            retainer=retainer,
            ingest=ingest,
            courier=courier,
        )


def client_options(collect: CollectOptions) -> ClientOptions:
    """Give the part of the options that is the HTTP client's."""
    return ClientOptions(
        concurrency=collect.concurrency,
        max_size=collect.max_size,
        proxy=collect.proxy,
        allow_private=collect.allow_private,
    )


def followed(settings: Settings) -> list[str]:
    """Give the names of the feeds that are polled."""
    return [feed.name for feed in settings.feeds if feed.enabled]


def sender_of(channel: Channel) -> Sender:
    """Give what sends to a channel; raises `ConfigurationError` where it cannot be built."""
    return build_sender(channel, stream=sys.stdout)


def _failing(reports: Reports, who: str) -> Callable[[WatcherError], None]:
    """Give what says that the store takes nothing from them, or does not answer."""
    return lambda error: reports.store_failed(StoreFailure(who=who, error=str(error)))


def _couriers(
    outbox: Outbox, clock: Clock, reports: Reports, noticing: Noticing
) -> Callable[[Channel, Sender, ZoneInfo], Courier]:
    def courier(channel: Channel, sender: Sender, zone: ZoneInfo) -> Courier:
        return Courier(
            channel,
            sender,
            outbox,
            clock=clock,
            timezone=zone,
            rng=random.Random(),  # noqa: S311 - jitter, not a secret
            report=reports.delivered,
            away=_failing(reports, f"channel {channel.name}"),
            tell=lambda: noticing.channels,  # those of the configuration that holds when there is something to tell
        )

    return courier
