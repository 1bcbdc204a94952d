"""The poll loop in its thread."""

import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, wait
from datetime import datetime, timedelta
from pathlib import Path
from threading import active_count

import pytest
from structlog.testing import capture_logs

from tests.builders import NOON, FakeClock
from tests.integration.farm import Crowd, Farm, reply
from watcher.collect import Collector
from watcher.model import Feed, FeedState, PollStatus
from watcher.net import ClientOptions

SECOND = timedelta(seconds=1)


@pytest.fixture
def collector() -> Iterator[Collector]:
    running = Collector(ClientOptions(concurrency=5, total_timeout=5 * SECOND), FakeClock())
    yield running
    running.close(5 * SECOND)


def a_feed(url: str, name: str = "harbour") -> Feed:
    return Feed(name=name, url=url)


def state_of(feed: Feed) -> FeedState:
    return FeedState(name=feed.name)


def test_a_submitted_feed_gets_its_poll(farm: Farm, collector: Collector) -> None:
    feed = a_feed(farm.says("/feed", reply(body=b"<rss/>")))
    found = collector.submit(feed, state_of(feed)).result(timeout=5)
    assert (found.feed, found.status, found.at) == ("harbour", PollStatus.FETCHED, NOON)


def test_local_feeds_go_the_same_way(tmp_path: Path, collector: Collector) -> None:
    (tmp_path / "a.xml").write_text("<rss/>")
    feed = Feed(name="harbour", path=tmp_path / "a.xml")
    assert collector.submit(feed, state_of(feed)).result(timeout=5).status is PollStatus.FETCHED


@pytest.mark.parametrize("url", ["http://[::1/", "http://", "nonsense", "http://a\nb/"])
def test_an_address_that_is_none_fails_alone(farm: Farm, collector: Collector, url: str) -> None:
    bad, good = a_feed(url, "bad"), a_feed(farm.says("/feed", reply(body=b"<rss/>")))
    futures = [collector.submit(feed, state_of(feed)) for feed in (bad, good)]
    assert [future.result(timeout=5).status for future in futures] == [PollStatus.FAILED, PollStatus.FETCHED]


def test_one_host_is_asked_two_things_at_once_at_most(farm: Farm, collector: Collector) -> None:
    crowd = Crowd(pause=0.05)
    feed = a_feed(farm.plays("/", crowd))
    done, _ = wait([collector.submit(feed, state_of(feed)) for _ in range(8)], timeout=5)
    assert {future.result().status for future in done} == {PollStatus.FETCHED}
    assert (len(done), crowd.peak) == (8, 2)


def test_all_hosts_together_stay_within_the_limit(farm: Farm) -> None:
    crowd = Crowd(pause=0.2)
    farm.plays("/", crowd)
    collector = Collector(ClientOptions(concurrency=3), FakeClock())
    feeds = [a_feed(farm.url("/", host=host)) for host in ("127.0.0.1", "localhost") * 3]
    wait([collector.submit(feed, state_of(feed)) for feed in feeds], timeout=5)
    collector.close(SECOND)
    assert crowd.peak == 3


def test_a_password_makes_no_other_host(farm: Farm, collector: Collector) -> None:
    crowd = Crowd(pause=0.05)
    farm.plays("/", crowd)
    feeds = [a_feed(farm.url("/", host=f"{user}@127.0.0.1")) for user in "abcdef"]
    wait([collector.submit(feed, state_of(feed)) for feed in feeds], timeout=5)
    assert crowd.peak == 2


def test_a_hanging_feed_does_not_hold_up_others(farm: Farm, collector: Collector) -> None:
    hanging = a_feed(farm.hangs("/hang"), "hanging")
    collector.submit(hanging, state_of(hanging))
    feed = a_feed(farm.says("/feed", reply(body=b"<rss/>")))
    assert collector.submit(feed, state_of(feed)).result(timeout=2).status is PollStatus.FETCHED


def test_close_returns_at_once_with_hanging_and_waiting_feeds(farm: Farm) -> None:
    threads = active_count()
    collector = Collector(ClientOptions(), FakeClock())
    feed = a_feed(farm.hangs("/hang"))
    futures = [collector.submit(feed, state_of(feed)) for _ in range(4)]
    wait(futures, timeout=0.3)
    began = time.monotonic()
    collector.close(5 * SECOND)
    assert time.monotonic() - began < 1
    assert [future.cancelled() for future in futures] == [True] * 4
    assert active_count() <= threads + 2  # the farm's own two, still hanging


def test_a_closed_collector_takes_no_more(farm: Farm) -> None:
    collector = Collector(ClientOptions(), FakeClock())
    collector.close(SECOND)
    collector.close(SECOND)
    feed = a_feed(farm.says("/feed", reply()))
    with pytest.raises(RuntimeError, match="closed"):
        collector.submit(feed, state_of(feed))


def test_a_feed_submitted_and_closed_at_once_is_cancelled(farm: Farm) -> None:
    collector = Collector(ClientOptions(), FakeClock())
    feed = a_feed(farm.hangs("/hang"))
    future = collector.submit(feed, state_of(feed))
    collector.close(5 * SECOND)
    with pytest.raises(CancelledError):
        future.result(timeout=1)


def test_a_poll_given_up_frees_its_slot(farm: Farm, collector: Collector) -> None:
    hanging, feed = a_feed(farm.hangs("/hang")), a_feed(farm.says("/feed", reply(body=b"<rss/>")))
    stuck = [collector.submit(hanging, state_of(hanging)) for _ in range(2)]
    wait(stuck, timeout=0.1)
    assert [future.cancel() for future in stuck] == [True, True]
    assert collector.submit(feed, state_of(feed)).result(timeout=2).status is PollStatus.FETCHED


class BrokenClock(FakeClock):
    """Gives a time that nothing can be counted from."""

    def now(self) -> datetime:
        return None  # type: ignore[return-value]


def test_an_error_of_ours_is_a_failed_poll_too(farm: Farm) -> None:
    collector = Collector(ClientOptions(), BrokenClock())
    feed = a_feed(farm.says("/feed", reply(429, Retry_After="Fri, 06 Mar 2026 12:10:00 GMT")))
    with capture_logs() as logged:
        found = collector.submit(feed, state_of(feed)).result(timeout=5)
    collector.close(SECOND)
    assert (found.status, found.error) == (PollStatus.FAILED, "an error inside watcher (TypeError); its log says more")
    assert [(line["event"], line["feed"], line["exc_info"]) for line in logged] == [("poll.crashed", "harbour", True)]
