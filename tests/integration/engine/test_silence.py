"""Silence is news: what polls show is told to the operator once, in the transaction of the poll, over restarts."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import FakeClock
from tests.contract.store.sending import ZONE, a_channel
from watcher.engine.ingest import Ingest
from watcher.engine.noticing import Noticing
from watcher.errors import StoreBusy
from watcher.model import Feed, FeedState, Poll, PollStatus, Trouble
from watcher.rules import RuleSet
from watcher.store import Outbox, Store

HOUR = timedelta(hours=1)


class Desk:
    """A store, and polls that are written into it."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store = store
        self.clock = clock
        self.restart()

    def restart(self) -> None:
        self._ingest = Ingest(self.store, RuleSet(()), self.clock, Noticing(("desk",)))

    def polls(self, *hosts: int, trouble: Trouble | None, after: timedelta) -> None:
        """Write one poll of a feed on each host, all so long after what was before."""
        self.clock.forward(after)
        self._ingest.quiet([self._polled(host, trouble) for host in hosts])

    def told(self) -> list[str]:
        with self.store.read() as tx:
            return [notice.subject for notice in reversed(tx.notices.list())]

    def state(self, host: int) -> FeedState:
        with self.store.read() as tx:
            return tx.feeds.states([f"feed-{host}"])[f"feed-{host}"]

    def _polled(self, host: int, trouble: Trouble | None) -> tuple[Feed, FeedState, Poll]:
        feed = Feed(name=f"feed-{host}", url=f"https://{host}.example/feed")
        status = PollStatus.FAILED if trouble else PollStatus.NOT_MODIFIED
        error = "the server answered 404 Not Found" if trouble else None
        answer = {None: 304, Trouble.MISSING: 404}.get(trouble)
        poll = Poll(
            feed=feed.name, status=status, at=self.clock.now(), trouble=trouble, error=error, http_status=answer
        )
        return feed, self.state(host), poll


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = FakeClock()
    with closing(Store.open(f"sqlite:///{tmp_path}/watcher.db", clock)) as store:
        store.upgrade()
        yield Desk(store, clock)


def test_a_feed_that_fails_for_a_day_is_told_once_and_once_when_it_is_back(desk: Desk) -> None:
    desk.polls(1, trouble=None, after=HOUR)
    desk.polls(1, trouble=Trouble.MISSING, after=HOUR)
    desk.polls(1, trouble=Trouble.MISSING, after=23 * HOUR)
    assert desk.told() == []
    desk.polls(1, trouble=Trouble.MISSING, after=HOUR)
    assert desk.told() == ["Feed feed-1 has failed for 24 hours"]
    desk.restart()
    desk.polls(1, trouble=Trouble.MISSING, after=24 * HOUR)
    desk.polls(1, trouble=None, after=HOUR)
    desk.polls(1, trouble=None, after=HOUR)
    assert desk.told() == ["Feed feed-1 has failed for 24 hours", "Feed feed-1 is well again"]


def test_what_is_told_waits_in_the_outbox_of_the_operators_channel(desk: Desk) -> None:
    desk.polls(1, trouble=Trouble.MISSING, after=HOUR)
    desk.polls(1, trouble=Trouble.MISSING, after=25 * HOUR)
    [[view]] = [each.views for each in Outbox(desk.store).lease(a_channel("desk"), ZONE, desk.clock.now())]
    assert "404 Not Found" in view.text


def test_all_feeds_failing_at_once_is_one_message_and_no_failure_of_theirs(desk: Desk) -> None:
    desk.polls(1, 2, 3, 4, 5, trouble=None, after=HOUR)
    desk.polls(1, 2, 3, trouble=Trouble.NETWORK, after=HOUR)
    assert desk.told() == ["No feed can be reached"]
    before = desk.state(4)
    desk.polls(4, 5, trouble=Trouble.NETWORK, after=HOUR)
    after = desk.state(4)
    assert (after.failures, after.trouble, after.validators) == (0, None, before.validators)
    assert timedelta(minutes=5) <= after.next_due - after.polled_at <= timedelta(minutes=6)
    desk.polls(1, 2, 3, 4, 5, trouble=Trouble.NETWORK, after=48 * HOUR)
    desk.polls(1, 2, 3, 4, 5, trouble=None, after=HOUR)
    assert desk.told() == ["No feed can be reached", "Feeds can be reached again"]


def test_what_failed_before_the_network_was_known_to_be_away_is_no_news_of_its_own(desk: Desk) -> None:
    desk.polls(1, 2, 3, trouble=None, after=HOUR)
    desk.polls(1, trouble=Trouble.NETWORK, after=HOUR)
    desk.polls(2, 3, trouble=Trouble.NETWORK, after=timedelta(minutes=1))
    desk.polls(1, 2, 3, trouble=Trouble.NETWORK, after=48 * HOUR)
    desk.polls(1, 2, 3, trouble=None, after=HOUR)
    assert desk.told() == ["No feed can be reached", "Feeds can be reached again"]


def test_news_about_the_network_that_could_not_be_stored_are_told_by_the_next_poll(desk: Desk, monkeypatch) -> None:
    desk.polls(1, 2, 3, trouble=None, after=HOUR)
    monkeypatch.setattr(desk.store, "run", store_is_busy)
    with pytest.raises(StoreBusy):
        desk.polls(1, 2, 3, trouble=Trouble.NETWORK, after=HOUR)
    monkeypatch.undo()
    desk.polls(1, trouble=Trouble.NETWORK, after=HOUR)
    desk.polls(2, trouble=None, after=HOUR)
    assert desk.told() == ["No feed can be reached", "Feeds can be reached again"]


def store_is_busy(*_: object) -> None:
    raise StoreBusy("another process writes")
