"""Our own network fails: told once, and once when it is over."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher.engine.reach import Reach
from watcher.model import Feed, FeedState, Poll, PollStatus, Trouble

NOW = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ANSWERS = {None: 304, Trouble.SERVER: 500, Trouble.MISSING: 404}


def heard(reach: Reach, host: int, after: int, trouble: Trouble | None = Trouble.NETWORK, failures: int = 0):
    """Note a poll of a server so many seconds after `NOW`; give the subject of what is news."""
    name = f"feed-{host}"
    status = PollStatus.NOT_MODIFIED if trouble is None else PollStatus.FAILED
    poll = Poll(feed=name, status=status, at=NOW + SECOND * after, trouble=trouble, http_status=ANSWERS.get(trouble))
    feed = Feed(name=name, url=f"https://{host}.example/feed")
    news = reach.note(feed, f"{host}.example", FeedState(name=name, failures=failures), poll)
    return news and news.subject


def test_servers_that_all_go_silent_are_our_own_network() -> None:
    reach = Reach()
    heard(reach, 1, 0, None)
    assert [heard(reach, host, 60 + host) for host in (1, 2, 3, 4)] == [None, None, "No feed can be reached", None]
    assert reach.lost


@pytest.mark.parametrize("trouble", [None, Trouble.SERVER, Trouble.MISSING], ids=["a feed", "an error", "not there"])
def test_any_answer_says_that_servers_can_be_reached_again(trouble: Trouble | None) -> None:
    reach = Reach()
    told = [heard(reach, host, 30 * host) for host in (1, 2, 3, 4)]
    assert told == [None, None, "No feed can be reached", None]
    assert heard(reach, 4, 200, trouble) == "Feeds can be reached again"
    assert (reach.lost, heard(reach, 1, 201, None)) == (False, None)


@pytest.mark.parametrize(
    "polls",
    [
        pytest.param([(1, 61, 0), (2, 62, 0)], id="two servers"),
        pytest.param([(1, 61, 0), (1, 62, 0), (1, 63, 0)], id="one server"),
        pytest.param([(1, 1, 0), (2, 2, 0), (3, 59, 0)], id="less than a minute"),
        pytest.param([(1, 61, 0), (2, 62, 3), (3, 63, 1)], id="servers that failed before"),
    ],
)
def test_what_may_be_the_servers_own_failure_is_not_told(polls: list[tuple[int, int, int]]) -> None:
    reach = Reach()
    heard(reach, 9, 0, None)
    assert [heard(reach, host, after, failures=failures) for host, after, failures in polls] == [None] * len(polls)
    assert not reach.lost


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.BUG], ids=["the address guard", "ours"])
def test_a_poll_that_asked_nobody_says_nothing_about_the_network(trouble: Trouble) -> None:
    reach = Reach()
    told = [heard(reach, host, 30 * host) for host in (1, 2, 3)]
    assert (told[-1], heard(reach, 4, 200, trouble), reach.lost) == ("No feed can be reached", None, True)


def test_a_local_feed_says_nothing_about_the_network() -> None:
    reach = Reach()
    local = Feed(name="local", path=Path("x.xml"))
    poll = Poll(feed="local", status=PollStatus.NOT_MODIFIED, at=NOW)
    heard(reach, 1, 0)
    assert reach.note(local, "", FeedState(name="local"), poll) is None
    assert [heard(reach, host, 100) for host in (2, 3)] == [None, "No feed can be reached"]
