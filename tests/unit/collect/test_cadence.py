"""When a feed is due again, and what is remembered of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOON
from watcher.collect import due_after, due_at, failed
from watcher.collect.cadence import remembered, retry_after
from watcher.model import Document, DocumentKind, Feed, FeedState, Poll, PollStatus, Validators

HARBOUR = Feed(name="harbour", url="https://feeds.example/harbour", interval=timedelta(minutes=20))
OLD = Validators(etag='"old"')
NEW = Validators(etag='"new"', last_modified="Fri, 06 Mar 2026 11:00:00 GMT")
KNOWN = FeedState(
    name="harbour", validators=OLD, body_hash="0ld", succeeded_at=NOON - timedelta(hours=1), failures=2, last_error="x"
)
DOCUMENT = Document(source="harbour", kind=DocumentKind.FEED, body=b"<rss/>", received_at=NOON)


def a_success(status: PollStatus = PollStatus.FETCHED) -> Poll:
    return Poll(feed="harbour", status=status, at=NOON, document=DOCUMENT, validators=NEW, body_hash="n3w")


def a_failure(wait: timedelta | None = None) -> Poll:
    return Poll(feed="harbour", status=PollStatus.FAILED, at=NOON, error="connection refused", retry_after=wait)


@pytest.mark.parametrize("status", [PollStatus.FETCHED, PollStatus.NOT_MODIFIED])
def test_a_success_is_remembered_and_forgives_failures(status: PollStatus) -> None:
    state = due_after(a_success(status), KNOWN, HARBOUR)
    assert (state.validators, state.body_hash) == (NEW, "n3w")
    assert (state.polled_at, state.succeeded_at) == (NOON, NOON)
    assert (state.failures, state.last_error) == (0, None)


def test_a_success_is_due_again_after_about_the_interval() -> None:
    due = due_after(a_success(), KNOWN, HARBOUR).next_due
    assert due is not None
    assert timedelta(minutes=18) <= due - NOON <= timedelta(minutes=22)


def test_a_restart_does_not_change_when_a_feed_is_due() -> None:
    assert due_after(a_success(), KNOWN, HARBOUR) == due_after(a_success(), KNOWN, HARBOUR)


@given(st.text(min_size=1))
def test_every_name_is_within_a_tenth_of_the_interval(name: str) -> None:
    due = due_after(a_success(), FeedState(name=name), Feed(name=name, interval=timedelta(minutes=20))).next_due
    assert due is not None
    assert timedelta(minutes=18) <= due - NOON <= timedelta(minutes=22)


def test_feeds_of_one_interval_drift_apart() -> None:
    dues = {
        due_after(a_success(), FeedState(name=name), Feed(name=name, url="https://feeds.example")).next_due
        for name in ("harbour", "islands", "council", "fisheries")
    }
    assert len(dues) == 4


def test_a_failure_keeps_what_the_next_success_is_compared_with() -> None:
    state = due_after(a_failure(), KNOWN, HARBOUR)
    assert (state.validators, state.body_hash, state.succeeded_at) == (OLD, "0ld", KNOWN.succeeded_at)
    assert (state.polled_at, state.failures, state.last_error) == (NOON, 3, "connection refused")


@pytest.mark.parametrize(
    ("before", "minutes"),
    [(0, 5), (1, 15), (2, 60), (3, 240), (4, 360), (5, 360), (1_000_000, 360)],
    ids=str,
)
def test_failures_in_a_row_wait_longer_and_longer(before: int, minutes: int) -> None:
    state = due_after(a_failure(), FeedState(name="harbour", failures=before), HARBOUR)
    assert state.next_due == NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        pytest.param(timedelta(seconds=1), timedelta(minutes=5), id="sooner than we would"),
        pytest.param(timedelta(hours=2), timedelta(hours=2), id="later than we would"),
        pytest.param(timedelta(days=400), timedelta(hours=24), id="never again"),
    ],
)
def test_a_server_may_ask_for_a_longer_wait_up_to_a_day(asked: timedelta, waits: timedelta) -> None:
    assert due_after(a_failure(asked), FeedState(name="harbour"), HARBOUR).next_due == NOON + waits


def test_a_document_that_cannot_be_used_leaves_nothing_to_ask_again_with() -> None:
    poll = failed(a_success(), "is not a feed")
    assert (poll.status, poll.error) == (PollStatus.FAILED, "is not a feed")
    assert (poll.document, poll.validators, poll.body_hash) == (None, Validators(), None)
    state = due_after(poll, KNOWN, HARBOUR)
    assert (state.validators, state.body_hash) == (OLD, "0ld")


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", "", 120),
        (" 0 ", "", 0),
        ("99999999999999999999", "", 86_400),
        ("Fri, 06 Mar 2026 12:10:00 GMT", "", 600),
        ("Fri, 06 Mar 2026 12:10:00 GMT", "Fri, 06 Mar 2026 12:09:00 GMT", 60),
        ("Fri, 06 Mar 2026 12:10:00 GMT", "yesterday", 600),
        ("Fri, 06 Mar 2026 12:10:00 -0000", "", 600),
        ("Fri, 06 Mar 2025 12:10:00 GMT", "", 0),
        ("Fri, 06 Mar 2126 12:10:00 GMT", "", 86_400),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str, date: str, seconds: int) -> None:
    assert retry_after({"retry-after": value, "date": date}, NOON) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "soon", "-5", "1.5", "²", "Fri, 99 Mar 2026 12:10:00 GMT"])
def test_what_is_no_wait_asks_for_none(value: str) -> None:
    assert retry_after({"retry-after": value}, NOON) is None


@given(st.text(), st.text())
def test_no_header_makes_the_wait_unreasonable(value: str, date: str) -> None:
    wait = retry_after({"retry-after": value, "date": date}, NOON) or timedelta(0)
    assert timedelta(0) <= wait <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("state", "minutes"),
    [
        (FeedState(name="harbour"), None),
        (FeedState(name="harbour", polled_at=NOON, next_due=NOON + timedelta(minutes=5)), 5),
        (FeedState(name="harbour", polled_at=NOON, next_due=NOON + timedelta(hours=9), failures=1), 540),
    ],
    ids=["never polled", "sooner than the interval", "waiting after a failure"],
)
def test_a_feed_is_due_when_its_last_poll_said(state: FeedState, minutes: int | None) -> None:
    due = due_at(state, Feed(name="harbour", path=None, url="https://h.example/", interval=timedelta(hours=1)))
    assert due == (None if minutes is None else NOON + timedelta(minutes=minutes))


def test_an_interval_that_was_shortened_holds_at_once() -> None:
    before = FeedState(name="harbour", polled_at=NOON, next_due=NOON + timedelta(hours=9))
    due = due_at(before, Feed(name="harbour", url="https://h.example/", interval=timedelta(minutes=10)))
    assert due is not None
    assert timedelta(minutes=9) <= due - NOON <= timedelta(minutes=11)


ELSEWHERE = Feed(name="harbour", url="https://other.example/harbour")
POLLED = due_after(a_success(), KNOWN, HARBOUR)


def test_of_another_address_is_only_remembered_that_the_feed_is_not_new() -> None:
    state = remembered(POLLED, ELSEWHERE)
    assert (state.validators, state.body_hash, state.next_due, state.failures) == (Validators(), None, None, 0)
    assert state.succeeded_at == NOON


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
