"""Feeds that moved for good: what is believed, and after which proof."""

from dataclasses import replace
from datetime import timedelta
from itertools import accumulate

import pytest

from tests.builders import NOON
from watcher.collect import Found, due_after
from watcher.collect.moves import may_move
from watcher.model import Feed, FeedState, Poll, PollStatus, Trouble, Validators

HOUR = timedelta(hours=1)
OLD, NEW = "https://feeds.example/harbour", "https://harbour.example/index.xml"
HARBOUR = Feed(name="harbour", url=OLD)
KNOWN = FeedState(name="harbour", succeeded_at=NOON, polled_at=NOON, entries=9, title="Harbour Times")
THE_FEED = Found(entries=9, new=1, title="Harbour Times")
MOVED = replace(KNOWN, current_url=NEW, validators=Validators(etag='"n"'))


def led(hours: float = 0, *, to: str | None = NEW, status: PollStatus = PollStatus.FETCHED) -> Poll:
    return Poll(feed="harbour", status=status, at=NOON + hours * HOUR, moved=to, http_status=200)


def lost(trouble: Trouble, hours: float = 0) -> Poll:
    return Poll(feed="harbour", status=PollStatus.FAILED, at=NOON + hours * HOUR, error="x", trouble=trouble)


def after(*polls: Poll, state: FeedState = KNOWN, feed: Feed = HARBOUR, found: Found = THE_FEED) -> FeedState:
    """Give the state after these polls, each with the same document."""
    return list(accumulate(polls, lambda known, poll: due_after(poll, known, feed, found), initial=state))[-1]


def test_a_move_is_believed_after_three_polls_over_a_day() -> None:
    state = after(led(0), led(12), led(24))
    assert (state.current_url, state.moved_to, state.moved_since, state.moved_polls) == (NEW, None, None, 0)


@pytest.mark.parametrize(
    ("polls", "proofs"),
    [
        pytest.param((led(0), led(24)), 2, id="twice"),
        pytest.param((led(0), led(1), led(2), led(23)), 4, id="less than a day"),
        pytest.param((led(0), led(12), led(24, to="https://other.example/x")), 1, id="to another address"),
        pytest.param((led(0), led(12), led(24, to=None)), 0, id="no longer"),
    ],
)
def test_until_then_the_configured_address_is_asked(polls: tuple[Poll, ...], proofs: int) -> None:
    state = after(*polls)
    assert (state.current_url, state.moved_polls) == (None, proofs)


def test_where_it_may_lead_is_remembered_from_the_first_poll_on() -> None:
    assert after(led(0)).moved_to == NEW


def test_a_failure_in_between_proves_nothing_and_disproves_nothing() -> None:
    assert after(led(0), lost(Trouble.NETWORK, 6), led(12), led(24)).current_url == NEW


def test_nothing_new_is_what_only_the_feed_itself_can_say() -> None:
    quiet = PollStatus.NOT_MODIFIED
    assert after(led(0, status=quiet), led(12, status=quiet), led(24, status=quiet)).current_url == NEW


@pytest.mark.parametrize(
    ("found", "moved"),
    [
        pytest.param(Found(entries=9, new=8, title="Another"), True, id="an entry is known"),
        pytest.param(Found(entries=9, new=9, title="Harbour Times"), True, id="the title is the same"),
        pytest.param(Found(entries=9, new=9, title="Another"), False, id="neither"),
        pytest.param(Found(entries=9, new=9), False, id="no title"),
    ],
)
def test_the_target_must_be_the_feed(found: Found, *, moved: bool) -> None:
    assert due_after(led(0), KNOWN, HARBOUR, found).moved_polls == moved


def test_of_a_new_feed_nothing_else_is_known_than_what_it_leads_to() -> None:
    assert after(led(0), led(12), led(24), state=FeedState(name="harbour")).current_url == NEW


@pytest.mark.parametrize(
    ("before", "target"),
    [
        (OLD, NEW),
        ("http://feeds.example/harbour", "https://feeds.example/harbour"),
        (OLD, "https://authors.example/feed"),
        (OLD, "https://theregister.example/headlines.atom"),
        (OLD, "https://harbour.example/"),
        (OLD, "https://feeds.example/?feed=rss2"),
    ],
    ids=["another host", "encrypted now", "authors are no auth", "a name with it in it", "another root", "a query"],
)
def test_a_feed_may_move_there(before: str, target: str) -> None:
    assert may_move(before, target, HARBOUR)


@pytest.mark.parametrize(
    "target",
    [
        "https://harbour.example/login?next=/feed",
        "https://login.harbour.example/feed",
        "https://harbour.example/user/sign-in",
        "https://harbour.example/register",
        "https://harbour.example/landingpage",
        "https://harbour.example/landing-page.html",
        "https://parking.example/feeds.example",
        "https://harbour.example/maintenance.xml",
        "https://harbour.example/feed?token=k9Zr4Tq7",
        "https://ana:cod@harbour.example/feed",
        "http://harbour.example/feed",
        "https://feeds.example/",
        "https://www.feeds.example",
        "ftp://harbour.example/feed",
        "https://[::1",
        "https://harbour.example/" + "x" * 2_000,
    ],
)
def test_a_feed_never_moves_there(target: str) -> None:
    assert not may_move(OLD, target, HARBOUR)
    assert after(led(0, to=target), led(12, to=target), led(24, to=target)).current_url is None


@pytest.mark.parametrize("url", ["https://ana:cod@feeds.example/x", "https://feeds.example/x?key=k9Zr4Tq7"])
def test_a_feed_whose_address_holds_a_secret_stays_where_it_is(url: str) -> None:
    assert not may_move(url, NEW, Feed(name="harbour", url=url))


def test_a_feed_that_moves_on_is_followed() -> None:
    further = "https://harbour.example/all.xml"
    assert after(led(0, to=further), led(12, to=further), led(24, to=further), state=MOVED).current_url == further


def test_a_feed_that_moves_back_is_where_it_is_configured() -> None:
    assert after(led(0, to=OLD), led(12, to=OLD), led(24, to=OLD), state=MOVED).current_url is None


@pytest.mark.parametrize("trouble", [Trouble.MISSING, Trouble.GONE, Trouble.NO_FEED], ids=str)
def test_an_address_without_the_feed_is_dropped_at_once(trouble: Trouble) -> None:
    state = due_after(lost(trouble), MOVED, HARBOUR)
    assert (state.current_url, state.validators, state.stopped) == (None, Validators(), False)
    assert (state.failures, state.next_due) == (1, NOON + timedelta(minutes=5))


def test_an_address_that_fails_otherwise_is_dropped_after_a_day() -> None:
    failing = due_after(lost(Trouble.NETWORK), MOVED, HARBOUR)
    assert failing.current_url == NEW
    assert due_after(lost(Trouble.NETWORK, 23), failing, HARBOUR).current_url == NEW
    assert due_after(lost(Trouble.NETWORK, 24), failing, HARBOUR).current_url is None
