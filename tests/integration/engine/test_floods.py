"""A flood of entries in a known feed: one notice, alerts that are held, and how they go out after all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import NOON, FakeClock, a_rule
from tests.contract.store.sending import ZONE, a_channel
from tests.unit.pipeline.builders import the_towns
from watcher.engine.ingest import Ingest, Ingested
from watcher.engine.noticing import Noticing
from watcher.model import AlertState, Feed, FeedState, FirstRun, Poll, PollStatus
from watcher.pipeline import Prepared
from watcher.rules import RuleSet
from watcher.store import Outbox, Store

RULES = RuleSet([a_rule(name="towns", query="mayor")])
LONG_AGO = NOON - timedelta(days=30)


class Feeds:
    """A store, and documents of feeds that are written into it, an hour apart."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store = store
        self._clock = clock
        self._ingest = Ingest(store, RULES, clock, Noticing(("operator",)))

    def bring(self, document: Prepared, first_run: FirstRun = FirstRun.BASELINE) -> Ingested:
        self._clock.forward(timedelta(hours=1))
        name, now = document.source, self._clock.now()
        feed = Feed(name=name, url=f"https://{name}.example/feed", first_run=first_run)
        poll = Poll(feed=name, status=PollStatus.FETCHED, at=now)
        return self._ingest.poll(feed, self._state(name), poll, replace(document, received_at=now))

    def alerts(self) -> Counter[AlertState]:
        with self.store.read() as tx:
            return Counter(alert.state for alert in tx.alerts.list())

    def told(self) -> list[str]:
        with self.store.read() as tx:
            return [notice.subject for notice in tx.notices.list()]

    def _state(self, name: str) -> FeedState:
        with self.store.read() as tx:
            return tx.feeds.states([name])[name]


@pytest.fixture
def feeds(tmp_path: Path) -> Iterator[Feeds]:
    clock = FakeClock()
    with closing(Store.open(f"sqlite:///{tmp_path}/watcher.db", clock)) as store:
        store.upgrade()
        yield Feeds(store, clock)


def towns(first: int, last: int, published: datetime | None = LONG_AGO, source: str = "harbour") -> Prepared:
    document = the_towns(25, published, source)
    return replace(document, entries=document.entries[first:last], signs=tuple(range(first, last)))


def test_an_archive_in_a_known_feed_is_one_notice_and_no_alert(feeds: Feeds) -> None:
    feeds.bring(towns(0, 1))
    flooded = feeds.bring(towns(0, 25))
    assert feeds.alerts() == {AlertState.BASELINE: 1, AlertState.HELD: 24}
    assert feeds.told() == ["Feed harbour brought 24 new entries at once: 24 alerts are held back"]
    assert flooded.notices == 1


def test_a_flood_is_over_with_its_document(feeds: Feeds) -> None:
    feeds.bring(towns(0, 1))
    feeds.bring(towns(0, 23))
    feeds.bring(towns(0, 25))
    assert feeds.alerts()[AlertState.OPEN] == 2


def test_the_rest_of_a_first_document_that_broke_off_is_of_the_first_run_too(feeds: Feeds) -> None:
    feeds.bring(replace(towns(0, 2), complete=False))
    feeds.bring(towns(0, 25))
    assert feeds.alerts() == {AlertState.BASELINE: 25}
    assert feeds.told() == []


def test_a_feed_that_is_to_alert_at_once_has_no_flood_at_first(feeds: Feeds) -> None:
    feeds.bring(towns(0, 25), FirstRun.ALERT)
    assert feeds.alerts() == {AlertState.OPEN: 25}


def test_held_alerts_that_are_released_are_delivered(feeds: Feeds) -> None:
    feeds.bring(towns(0, 1))
    feeds.bring(towns(0, 25))
    with feeds.store.write() as tx:
        assert tx.alerts.release(tx.alerts.held("harbour"), NOON, {}) == 24
    assert feeds.alerts() == {AlertState.BASELINE: 1, AlertState.OPEN: 24}
    assert Outbox(feeds.store).lease(a_channel("desk"), ZONE, NOON + timedelta(days=1))


def test_a_held_alert_goes_out_when_another_feed_tells_its_story(feeds: Feeds) -> None:
    feeds.bring(towns(24, 25, source="quay"))
    feeds.bring(towns(0, 1))
    feeds.bring(towns(0, 24))
    feeds.bring(towns(5, 6, source="quay"))
    assert feeds.alerts() == {AlertState.BASELINE: 2, AlertState.HELD: 22, AlertState.OPEN: 1}
