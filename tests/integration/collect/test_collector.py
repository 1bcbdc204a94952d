"""The poll loop in its thread."""

import socket
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, wait
from datetime import datetime, timedelta
from pathlib import Path
from threading import active_count

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from structlog.testing import capture_logs

from tests.builders import NOON, FakeClock
from tests.integration.farm import Crowd, Farm, reply
from tests.loopback import LOOPBACK
from watcher.collect import Collector, Manners
from watcher.model import Feed, FeedState, Poll, PollStatus, Trouble
from watcher.net import Client, ClientOptions

SECOND = timedelta(seconds=1)


class Home(AbstractResolver):
    """Finds every name on this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    running = Collector(ClientOptions(concurrency=5, total_timeout=5 * SECOND), FakeClock())
    yield running
    running.close(5 * SECOND)


def a_feed(url: str, name: str = "harbour") -> Feed:
    return Feed(name=name, url=url, allow_private=LOOPBACK)


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


def submitted(collector: Collector, feeds: Iterable[Feed]) -> list[Future[Poll]]:
    """Submit feeds, each of which stores its document as soon as it has it."""
    futures = {feed.name: collector.submit(feed, state_of(feed)) for feed in feeds}
    deque((each.add_done_callback(lambda _, name=name: collector.release(name)) for name, each in futures.items()), 0)
    return list(futures.values())


def test_a_server_of_ones_own_is_asked_two_things_at_once_at_most(farm: Farm, collector: Collector) -> None:
    crowd = Crowd(pause=0.05)
    url = farm.plays("/", crowd)
    done, _ = wait(submitted(collector, (a_feed(url, letter) for letter in "abcdefgh")), timeout=5)
    assert {future.result().status for future in done} == {PollStatus.FETCHED}
    assert (len(done), crowd.peak) == (8, 2)


def test_a_strangers_server_is_asked_one_thing_at_a_time_with_a_pause(farm: Farm) -> None:
    crowd = Crowd(pause=0.05)
    farm.plays("/", crowd)
    client = Client(ClientOptions(), resolver=Home())
    strangers = Manners(at_once=1, spacing=timedelta(seconds=0.2))
    collector = Collector(ClientOptions(), FakeClock(), client=client, strangers=strangers)
    feeds = [a_feed(farm.url("/", host="feeds.example"), letter) for letter in "abc"]
    began = time.monotonic()
    done, _ = wait(submitted(collector, feeds), timeout=5)
    collector.close(SECOND)
    assert (len(done), crowd.peak) == (3, 1)
    assert time.monotonic() - began >= 0.4


def test_a_document_keeps_its_place_until_it_is_stored(farm: Farm) -> None:
    url = farm.says("/feed", reply(body=b"<rss/>"))
    collector = Collector(ClientOptions(concurrency=1), FakeClock())
    first, second = (collector.submit(a_feed(url, name), FeedState(name=name)) for name in ("first", "second"))
    first.result(timeout=5)
    assert not wait([second], timeout=0.2).done
    collector.release("first")
    assert second.result(timeout=5).status is PollStatus.FETCHED
    collector.close(SECOND)


def test_what_waits_for_a_server_that_is_busy_is_given_up_and_so_is_what_comes_later(farm: Farm) -> None:
    url = farm.says("/feed", reply(429, Retry_After="600"))
    clock = FakeClock()
    collector = Collector(ClientOptions(), clock)
    futures = submitted(collector, (a_feed(url, letter) for letter in "abcde"))
    wait(futures, timeout=5)
    assert [future.cancelled() for future in futures] == [False, False, True, True, True]
    later = a_feed(url, "later")
    with pytest.raises(CancelledError):
        collector.submit(later, state_of(later)).result(timeout=5)
    clock.forward(timedelta(minutes=10))
    assert collector.submit(later, state_of(later)).result(timeout=5).trouble is Trouble.BUSY
    collector.close(SECOND)


def test_all_hosts_together_stay_within_the_limit(farm: Farm) -> None:
    crowd = Crowd(pause=0.2)
    farm.plays("/", crowd)
    collector = Collector(ClientOptions(concurrency=3), FakeClock())
    hosts = ("127.0.0.1", "localhost") * 3
    wait(submitted(collector, (a_feed(farm.url("/", host=host), str(n)) for n, host in enumerate(hosts))), timeout=5)
    collector.close(SECOND)
    assert crowd.peak == 3


def test_a_password_makes_no_other_host(farm: Farm, collector: Collector) -> None:
    crowd = Crowd(pause=0.05)
    farm.plays("/", crowd)
    wait(submitted(collector, (a_feed(farm.url("/", host=f"{user}@127.0.0.1"), user) for user in "abcdef")), timeout=5)
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


def test_what_waits_for_its_turn_can_be_given_up_while_what_is_under_way_goes_on(farm: Farm) -> None:
    url = farm.plays("/", Crowd(pause=0.2))
    collector = Collector(ClientOptions(), FakeClock())
    futures = submitted(collector, (a_feed(url, letter) for letter in "abc"))
    collector.give_up_waiting()
    futures += submitted(collector, [a_feed(url, "d")])
    wait(futures, timeout=5)
    collector.close(SECOND)
    assert [future.cancelled() for future in futures] == [False, False, True, True]


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


def test_a_poll_that_nobody_wants_any_more_is_not_in_the_way(farm: Farm, collector: Collector) -> None:
    feed = a_feed(farm.plays("/", Crowd(pause=0.05)))
    unwanted = [collector.submit(feed, state_of(feed)) for _ in range(3)]
    assert [future.cancel() for future in unwanted] == [True] * 3
    assert collector.submit(feed, state_of(feed)).result(timeout=5).status is PollStatus.FETCHED


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
    assert (found.trouble, found.error) == (Trouble.BUG, "an error inside watcher (TypeError); its log says more")
    assert [(line["event"], line["feed"], line["exc_info"]) for line in logged] == [("poll.crashed", "harbour", True)]
