"""Feed states, dropped files."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.contract.store.builders import HOSTILE, LATER, NOW
from watcher.model import Arrival, FeedState, Pace, Trouble, Validators
from watcher.store import Store

FULL = FeedState(
    name=HOSTILE,
    address="0a" * 8,
    validators=Validators(etag=f'W/"{HOSTILE}"', last_modified="Wed, 04 Mar 2026 05:06:07 GMT"),
    body_hash="0f" * 16,
    next_due=LATER,
    polled_at=NOW,
    succeeded_at=NOW - timedelta(microseconds=1),
    whole_at=NOW,
    followed_since=NOW.replace(microsecond=0),
    failures=7,
    repeats=3,
    failing_since=NOW,
    trouble=Trouble.MISSING,
    last_error=HOSTILE,
    slow=True,
    restless=2,
    poisoned=2,
    stopped=True,
    title=HOSTILE,
    entries=30,
    arrivals=(Arrival(at=NOW.replace(microsecond=0), count=2), Arrival(at=LATER.replace(microsecond=0), count=1)),
    pace=Pace(
        hint=timedelta(hours=1),
        skip_hours=frozenset({0, 23}),
        skip_days=frozenset({6}),
        next_page="https://a.example/2",
    ),
    moved_to=f"https://b.example/{HOSTILE}",
    moved_since=NOW,
    moved_polls=2,
    current_url="https://b.example/feed",
    shape=frozenset({"title", "date"}),
    seen=b"sixteen bytes...",
    announced=HOSTILE,
)


def test_a_feed_never_polled_has_the_default_state(store: Store) -> None:
    with store.read() as tx:
        assert tx.feeds.states(["harbour", "quay"]) == {
            "harbour": FeedState(name="harbour"),
            "quay": FeedState(name="quay"),
        }


@pytest.mark.parametrize("state", [FULL, FeedState(name=HOSTILE)], ids=["every field", "no field"])
def test_a_feed_state_comes_back_as_it_was_saved(store: Store, state: FeedState) -> None:
    with store.write() as tx:
        tx.feeds.save(state)

    with store.read() as tx:
        assert tx.feeds.states([HOSTILE])[HOSTILE] == state


def test_a_saved_feed_state_replaces_the_one_before_in_every_field(store: Store) -> None:
    with store.write() as tx:
        tx.feeds.save(FULL)
        tx.feeds.save(FeedState(name=HOSTILE))

    with store.read() as tx:
        assert tx.feeds.states([HOSTILE])[HOSTILE] == FeedState(name=HOSTILE)


@pytest.mark.parametrize(
    "after",
    [
        FULL,
        replace(FULL, next_due=NOW, validators=Validators(), failures=0),
        replace(FULL, slow=False, arrivals=()),
        replace(FULL, pace=Pace(), shape=frozenset()),
        FeedState(name=HOSTILE),
    ],
    ids=["nothing", "no habit", "how it comes", "what it says", "everything"],
)
def test_states_that_changed_come_back_as_they_are_now(store: Store, after: FeedState) -> None:
    with store.write() as tx:
        tx.feeds.save_all([(FeedState(name=HOSTILE), FULL), (FeedState(name="quay"), FeedState(name="quay"))])
        tx.feeds.save_all([(FULL, after)])

    with store.read() as tx:
        assert tx.feeds.states([HOSTILE, "quay"]) == {HOSTILE: after, "quay": FeedState(name="quay")}


def test_every_field_is_filled_in() -> None:
    plain = FeedState(name="")
    assert [each.name for each in fields(FULL) if getattr(FULL, each.name) == getattr(plain, each.name)] == []


@pytest.mark.parametrize(
    ("state", "other"),
    [
        pytest.param(FeedState(name="quay", address="0a"), "quay", id="configured so"),
        pytest.param(FeedState(name="quay", address="0b", current_url="https://a.example/x"), "quay", id="moved there"),
        pytest.param(FeedState(name="quay", address="0a", current_url="https://b.example/"), None, id="moved away"),
        pytest.param(FeedState(name="quay", address="0b"), None, id="elsewhere"),
        pytest.param(FeedState(name="harbour", address="0a"), None, id="the feed itself"),
    ],
)
def test_another_feed_at_an_address_is_found(store: Store, state: FeedState, other: str | None) -> None:
    with store.write() as tx:
        tx.feeds.save(state)

    with store.read() as tx:
        assert tx.feeds.asked_at("https://a.example/x", "0a", besides="harbour") == other


def test_more_feeds_than_one_statement_takes_are_read(store: Store) -> None:
    names = [f"feed-{number}" for number in range(1201)]
    with store.write() as tx:
        tx.feeds.save(FeedState(name="feed-1200", failures=3))

    with store.read() as tx:
        states = tx.feeds.states(names)
    assert list(states) == names
    assert states["feed-1200"].failures == 3


def test_a_time_in_another_zone_comes_back_as_the_same_instant_in_utc(store: Store) -> None:
    moment = datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=3)))
    with store.write() as tx:
        tx.feeds.save(FeedState(name="harbour", polled_at=moment))

    with store.read() as tx:
        polled = tx.feeds.states(["harbour"])["harbour"].polled_at
    assert polled == moment
    assert polled.tzinfo is UTC


def test_a_dropped_file_is_remembered_by_folder_and_content(store: Store) -> None:
    with store.write() as tx:
        tx.drops.take("inbox", "aa", "one.txt", NOW, None)

    with store.read() as tx:
        assert tx.drops.taken("inbox", "aa")
        assert not tx.drops.taken("inbox", "bb")
        assert not tx.drops.taken("outbox", "aa")


def test_a_dropped_file_may_be_taken_twice(store: Store) -> None:
    with store.write() as tx:
        tx.drops.take("inbox", "aa", "one.txt", NOW, HOSTILE)
        tx.drops.take("inbox", "aa", "again.txt", LATER, None)
        assert tx.drops.taken("inbox", "aa")


def test_a_server_is_left_alone_until_its_time_has_come(store: Store) -> None:
    with store.write() as tx:
        tx.hosts.leave("a.example:443", NOW)
        tx.hosts.leave("b.example", NOW)
        tx.hosts.leave("b.example", LATER)

    with store.read() as tx:
        assert tx.hosts.waits(NOW) == {"b.example": LATER}
        assert tx.hosts.waits(LATER) == {}
