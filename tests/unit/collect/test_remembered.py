"""What is remembered of a feed that is configured at another address."""

from dataclasses import replace
from datetime import timedelta

from tests.builders import NOON
from tests.unit.collect.builders import ELSEWHERE, HARBOUR, KNOWN, OLD, a_failure, a_success
from watcher.collect import due_after, due_at
from watcher.collect.address import remembered
from watcher.model import Feed, FeedState, Validators

POLLED = due_after(a_success(), KNOWN, HARBOUR)


def test_of_another_address_is_only_remembered_that_the_feed_is_not_new() -> None:
    state = remembered(replace(POLLED, current_url="https://feeds.example/new"), ELSEWHERE)
    assert (state.validators, state.body_hash, state.next_due, state.failures) == (Validators(), None, None, 0)
    assert (state.succeeded_at, state.current_url) == (NOON, None)


def test_at_the_same_address_all_is_remembered() -> None:
    assert remembered(POLLED, replace(HARBOUR, interval=timedelta(hours=1), tags=("sea",))) == POLLED


def test_a_state_of_an_earlier_watcher_is_believed() -> None:
    assert remembered(KNOWN, ELSEWHERE).validators == OLD


def test_a_feed_at_another_address_is_due_at_once() -> None:
    assert due_at(POLLED, ELSEWHERE) is None


def test_failures_at_another_address_do_not_count() -> None:
    failing = due_after(a_failure(), POLLED, HARBOUR)
    assert due_after(a_failure(), failing, HARBOUR).failures == 2
    assert due_after(a_failure(), failing, ELSEWHERE).failures == 1


def test_an_address_is_not_stored_as_it_stands() -> None:
    feed = Feed(name="harbour", url="https://feeds.example/harbour?key=canary-77")
    assert "canary" not in repr(due_after(a_success(), FeedState(name="harbour"), feed))
