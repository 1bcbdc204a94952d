"""A watcher of one feed: the real parts, joined as the program joins them, but for the clock and the name look-up."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from tests.builders import FakeClock, a_document
from tests.play.server import Servers
from watcher.collect import Collector, Manners, due_at, server_of
from watcher.engine.ingest import Ingest, Ingested
from watcher.engine.intake import Intake
from watcher.engine.noticing import Noticing
from watcher.engine.program import client_options
from watcher.engine.retention import Retainer
from watcher.model import Article, Copy, Document, EntryId, Evidence, Feed, FeedState, Match, Rule
from watcher.net import Client, ClientOptions, Response
from watcher.pipeline import Prepared, prepare
from watcher.rules import RuleSet
from watcher.settings import Settings, load
from watcher.store import Store

FEED = "feed"
STORE = "watcher.db"  # in the data folder, as by default
HASTY = timedelta(seconds=1.5)  # in place of a minute, where a server hangs
AT_ONCE = Manners(at_once=1, spacing=timedelta())  # else the second request to a server waits for a real second
_POLL_AT_MOST = timedelta(seconds=60)
_CLOSE_WITHIN = timedelta(seconds=1)
_CONFIGURATION = """
data-dir = "data"
collect = {{ allow-private = ["127.0.0.0/8"] }}
operator = {{ channels = ["desk"] }}
channels = [{{ name = "desk", url = "console:" }}]
feeds = [{{ name = "{feed}", url = "{url}" }}]
"""


class Everything(RuleSet):
    """One rule that every article matches."""

    def matches(self, article: Article, *_: object) -> tuple[Match, ...]:
        """Find something in any article."""
        evidence = Evidence(field="title", sentence=article.title, start=0, marks=())
        return (Match(rule="everything", evidence=(evidence,), reason="every article matches"),)


@dataclass(slots=True)
class Inside:
    """What workers do, done in this process; keeps the document that came last."""

    document: Document | None = None

    def submit(self, document: Document, tags: tuple[str, ...] = (), seen: bytes = b"") -> Future[Prepared]:
        """Prepare a document at once."""
        self.document = document
        future: Future[Prepared] = Future()
        try:
            future.set_result(prepare(document, tags, seen=seen))
        except Exception as error:  # noqa: BLE001 - as a pool of workers does
            future.set_exception(error)
        return future


class Clients:
    """The client, and a hasty one for servers that are known to hang: waiting for them costs real time."""

    def __init__(self, options: ClientOptions, servers: Servers) -> None:
        self._servers = servers
        self._patient = Client(options, resolver=servers)
        self._hasty = Client(replace(options, total_timeout=HASTY), resolver=servers)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in (self._patient, self._hasty):
            await client.__aexit__(kind, error, trace)

    async def get(self, url: str, headers: Mapping[str, str], **more: Any) -> Response:
        """Fetch as the one or the other does."""
        client = self._hasty if self._servers.keeps_waiting else self._patient
        return await client.get(url, headers, **more)


@dataclass(slots=True)
class Watcher:
    """A running watcher; polls when it is told to."""

    settings: Settings
    clock: FakeClock
    store: Store
    intake: Intake
    workers: Inside
    reports: list[Ingested]

    def due(self) -> datetime | None:
        """Give when the feed is to be polled next; None: never again."""
        state = self.state()
        return None if state.stopped else due_at(state, self._feed) or self.clock.now()

    def neighbour_due(self) -> datetime:
        """Give when another feed of the same server may be polled, which has not been polled yet."""
        with self.store.read() as tx:
            waits = tx.hosts.waits(self.clock.now())
        return waits.get(server_of(self._feed, self.state()), self.clock.now())

    def poll(self) -> Ingested | None:
        """Poll the feed now; None where its server is to be left alone."""
        self.reports.clear()
        self.workers.document = None
        self.intake.poll(self._feed, self.state())
        if not self.intake.wait(_POLL_AT_MOST):
            raise TimeoutError("the poll did not end")
        return self.reports[0] if self.reports else None

    def tidy(self) -> None:
        """Delete what is older than the store keeps."""
        Retainer(self.store, self.clock).run(self.settings)

    def state(self) -> FeedState:
        """Give what is remembered of the feed."""
        with self.store.read() as tx:
            return tx.feeds.states([FEED])[FEED]

    def copies(self) -> dict[EntryId, Copy]:
        """Give what is stored of the feed's entries, by their ids."""
        with self.store.read() as tx:
            stories = tx.stories.list(source=FEED)
            return {copy.entry: copy for story in stories for copy in story.copies if copy.source == FEED}

    def deliveries(self) -> int:
        """Count the alerts and notices that went out or wait to."""
        with self.store.read() as tx:
            return sum(tx.counts().deliveries.values())

    @property
    def _feed(self) -> Feed:
        return self.settings.feeds[0]


@contextmanager
def watching(url: str, now: datetime, servers: Servers) -> Iterator[Watcher]:
    """Run a watcher of this feed, in a temporary folder, that begins at `now`."""
    _warm()
    clock, reports = FakeClock(now), list[Ingested]()
    with TemporaryDirectory(prefix="watcher-cases-") as folder, ExitStack() as stack:
        settings = _settings(Path(folder), url)
        settings.data_dir.mkdir()
        (settings.data_dir / STORE).write_bytes(_empty_store())
        store = stack.enter_context(closing(Store.open(settings.store_url, clock)))
        workers = Inside()
        options = client_options(settings.collect)
        clients = Clients(options, servers)
        collector = Collector(options, clock, client=clients, strangers=AT_ONCE)  # type: ignore[arg-type] # of one kind
        stack.callback(collector.close, _CLOSE_WITHIN)
        rule = Rule(name="everything", query="everything", channels=("desk",))
        intake = Intake(
            collectors=collector,  # type: ignore[arg-type] # which is all that `Collectors` is while options stay
            workers=workers,  # type: ignore[arg-type] # no pool
            ingest=Ingest(store, Everything([rule]), clock, Noticing(settings.operator.channels)),
            report=reports.append,
        )
        stack.callback(intake.close, _CLOSE_WITHIN)
        yield Watcher(settings, clock, store, intake, workers, reports)


def _settings(folder: Path, url: str) -> Settings:
    path = folder / "watcher.toml"
    path.write_text(_CONFIGURATION.format(feed=FEED, url=url), encoding="utf-8")
    return load(path, {})


@lru_cache(maxsize=1)
def _empty_store() -> bytes:
    """Give a store with its tables: making them anew for every case takes longer than most cases."""
    with TemporaryDirectory(prefix="watcher-cases-") as folder:
        with closing(Store.open(f"sqlite:///{folder}/{STORE}", FakeClock())) as store:
            store.upgrade()
        return Path(folder, STORE).read_bytes()


@lru_cache(maxsize=1)
def _warm() -> None:
    """Have read what is read once, so that it counts for no case."""
    prepare(a_document(b"<rss version='2.0'><channel><item><title>Herring</title></item></channel></rss>"))
