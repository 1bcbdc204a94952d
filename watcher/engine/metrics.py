"""The numbers that a running watcher offers to Prometheus; docs/operations.md lists them with their meaning.

Labels are bounded by the configuration: names of feeds, drops, rules and channels, never an address, and those of a
name that left are gone. Only two numbers are kept of each feed, so ten thousand feeds are twenty thousand series.
What the store knows is read when it is asked for, in a transaction that only reads.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, Info, ProcessCollector, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from watcher import __version__
from watcher.clock import Clock
from watcher.deliver import Delivered, Outcome
from watcher.engine.heartbeat import beats
from watcher.engine.ingest import FOLDER, Ingested
from watcher.engine.report import Reports
from watcher.errors import WatcherError
from watcher.model import AlertState, FeedState, Label, PollStatus
from watcher.settings import Settings
from watcher.store import Outbox, Store, total_bytes

STAGES = ("fetch", "prepare", "store")
_DROP_STATUSES = ("taken", "refused")
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

log = structlog.get_logger("watcher")


class Metrics:
    """Counts what is reported; `registry` gives everything. Safe from several threads."""

    def __init__(self, clock: Clock) -> None:
        _one_series_each()
        self.registry = CollectorRegistry()
        self.reports = Reports(ingested=self._ingested, delivered=self._delivered, following=self.follow)
        self._polls = self._counter(
            "feed_polls", "Polls of feeds, by how they ended: fetched, not-modified or failed.", "status"
        )
        self._entries = self._counter(
            "entries", "New entries, by what each is to its story: new, copy, update or correction.", "label"
        )
        self._changed = self._counter("entries_changed", "Known entries that came with another text.")
        self._drops = self._counter("drops", "Dropped files: taken or refused.", "drop", "status")
        self._unstored = self._counter("unstored", "Polls and dropped files that could not be stored.")
        self._alerts = self._counter(
            "alerts", "Alerts to be delivered, by rule; those held back in a feed's first run do not count.", "rule"
        )
        self._deliveries = self._counter(
            "deliveries",
            "Tries to deliver: sent, retry (the failure may pass) or dead (it will not).",
            "channel",
            "outcome",
        )
        self._delivery = self._histogram("delivery_seconds", "Seconds of one try to deliver, rendering and sending.")
        self._document = self._histogram(
            "document_seconds",
            "Seconds of one document in a stage: fetch, prepare (waiting for a worker included) or store.",
            "stage",
        )
        self._known: dict[Counter, frozenset[tuple[str, ...]]] = {}
        self._feeds = _Feeds()
        self._state = _State(clock)
        for collector in (self._feeds, self._state):
            self.registry.register(collector)
        ProcessCollector(registry=self.registry)
        Info("watcher_build", "Always 1; the label says which version runs.", registry=self.registry).info(
            {"version": __version__}
        )
        for status in PollStatus:
            self._polls.labels(status)
        for label in Label:
            self._entries.labels(label)
        for stage in STAGES:
            self._document.labels(stage)

    def look_into(self, store: Store, states: Iterable[FeedState]) -> None:
        """Read from this store from now on; `states` are those of the feeds at the start."""
        self._state.store = store
        for state in states:
            self._feeds.note(state)

    def follow(self, settings: Settings) -> None:
        """Know these names and no others."""
        self._feeds.follow(feed.name for feed in settings.feeds)
        self._state.follow(settings)
        self._know(self._alerts, [(rule.name,) for rule in settings.rules])
        self._know(self._drops, [(drop.name, status) for drop in settings.drops for status in _DROP_STATUSES])
        self._know(self._deliveries, [(channel.name, outcome) for channel in settings.channels for outcome in Outcome])

    def _know(self, counter: Counter, labels: Iterable[tuple[str, ...]]) -> None:
        known = frozenset(labels)
        for gone in self._known.get(counter, frozenset()) - known:
            counter.remove(*gone)
        for one in known:
            counter.labels(*one)  # begins with 0, so that the first increase can be seen
        self._known[counter] = known

    def _count(self, counter: Counter, *labels: str) -> None:
        if labels in self._known.get(counter, frozenset()):  # else something under way when its name left
            counter.labels(*labels).inc()

    def _ingested(self, ingested: Ingested) -> None:
        if ingested.state is not None:
            self._feeds.note(ingested.state)
            self._polls.labels(ingested.status).inc()
        elif ingested.is_unstored:
            self._unstored.inc()
        elif ingested.status != FOLDER:
            self._count(self._drops, ingested.source, ingested.status)
        self._changed.inc(ingested.changed)
        for label in ingested.labels:
            self._entries.labels(label).inc()
        for alert in ingested.alerts:
            if alert.state is AlertState.OPEN:
                self._count(self._alerts, alert.rule)
        for stage in STAGES:
            took = getattr(ingested.seconds, stage)
            if took is not None:
                self._document.labels(stage).observe(took)

    def _delivered(self, delivered: Delivered) -> None:
        self._count(self._deliveries, delivered.channel, delivered.outcome)
        self._delivery.observe(delivered.seconds)

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"watcher_{name}", meaning, labels, registry=self.registry)

    def _histogram(self, name: str, meaning: str, *labels: str) -> Histogram:
        return Histogram(f"watcher_{name}", meaning, labels, buckets=_SECONDS, registry=self.registry)


def _one_series_each() -> None:
    """Leave out the second series of every counter, which says when the process began."""
    disable_created_metrics()  # type: ignore[no-untyped-call] # the library annotates all but this


class _Feeds(Collector):
    """Two numbers of each feed."""

    def __init__(self) -> None:
        self._states: dict[str, tuple[float | None, int]] = {}

    def follow(self, names: Iterable[str]) -> None:
        self._states = {name: self._states.get(name, (None, 0)) for name in names}

    def note(self, state: FeedState) -> None:
        if state.name in self._states:
            succeeded = state.succeeded_at.timestamp() if state.succeeded_at else None
            self._states[state.name] = (succeeded, state.failures)

    def collect(self) -> Iterator[Metric]:
        success = Gauge(
            "watcher_feed_last_success_timestamp_seconds",
            "Unix time of the last poll that succeeded; missing before the first.",
            labels=("feed",),
        )
        failures = Gauge("watcher_feed_failures", "Failed polls in a row.", labels=("feed",))
        for name, (succeeded, failed) in tuple(self._states.items()):
            if succeeded is not None:
                success.add_metric((name,), succeeded)
            failures.add_metric((name,), failed)
        yield from (success, failures)


class _State(Collector):
    """What stands in files and in the store at the time of asking."""

    def __init__(self, clock: Clock) -> None:
        self.store: Store | None = None
        self._clock = clock
        self._settings: Settings | None = None

    def follow(self, settings: Settings) -> None:
        self._settings = settings

    def collect(self) -> Iterator[Metric]:
        if self._settings is not None:
            yield _loops(beats(self._settings.data_dir))
        if self.store is not None and self._settings is not None:
            channels = [channel.name for channel in self._settings.channels]
            up = Gauge(
                "watcher_store_up",
                "Whether the store answered this scrape, 1 or 0; without it the next three are missing.",
            )
            try:
                found = [*_outbox(self.store, channels, self._clock.now()), _size(self.store)]
            except WatcherError as error:  # by name only: a store's message may quote its URL
                log.warning("metrics.failed", error=type(error).__name__)
                found = []
            up.add_metric((), bool(found))
            yield from (up, *found)


def _loops(left: dict[str, datetime]) -> Metric:
    ticks = Gauge(
        "watcher_last_tick_timestamp_seconds",
        "Unix time of the last sign of life of the poll and deliver loops, one every 10 s.",
        labels=("loop",),
    )
    for loop, at in left.items():
        ticks.add_metric((loop,), at.timestamp())
    return ticks


def _outbox(store: Store, channels: Iterable[str], now: datetime) -> Iterator[Metric]:
    waiting = Gauge(
        "watcher_outbox_waiting", "Deliveries that are not sent yet, one under way included.", labels=("channel",)
    )
    oldest = Gauge(
        "watcher_outbox_oldest_seconds",
        "How long the oldest of them has been waiting; 0 where none is.",
        labels=("channel",),
    )
    for channel, (count, since) in Outbox(store).backlog(channels).items():
        waiting.add_metric((channel,), count)
        oldest.add_metric((channel,), max(0.0, (now - since).total_seconds()) if since else 0.0)
    yield from (waiting, oldest)


def _size(store: Store) -> Metric:
    size = Gauge("watcher_store_bytes", "Bytes of the store on disk, SQLite's log included.")
    with store.read() as tx:
        size.add_metric((), total_bytes(tx))
    return size
