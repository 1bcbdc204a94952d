"""Feed states, dropped files."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.contract.store.builders import HOSTILE, LATER, NOW
from watcher.model import FeedState, Validators
from watcher.store import Store

FULL = FeedState(
    name=HOSTILE,
    address="0a" * 8,
    validators=Validators(etag=f'W/"{HOSTILE}"', last_modified="Wed, 04 Mar 2026 05:06:07 GMT"),
    body_hash="0f" * 16,
    next_due=LATER,
    polled_at=NOW,
    succeeded_at=NOW - timedelta(microseconds=1),
    failures=7,
    last_error=HOSTILE,
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
