"""What a poll makes of a feed's state, and when the feed is due."""

from dataclasses import replace
from datetime import timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOON
from tests.unit.collect.builders import (
    DAY,
    ELSEWHERE,
    HARBOUR,
    HOUR,
    KNOWN,
    MINUTE,
    NEW,
    OLD,
    PAGE,
    a_failure,
    a_success,
)
from watcher.collect import Found, due_after, due_at, judged, left_alone, server_wait, unread
from watcher.collect.cadence import NEVER, failed
from watcher.errors import DocumentError, PoisonError
from watcher.model import (
    Arrival,
    Feed,
    FeedState,
    Pace,
    Poll,
    PollStatus,
    Trouble,
    Validators,
)


def waits(state: FeedState, poll: Poll) -> float:
    due = due_after(poll, state, HARBOUR).next_due or poll.at
    return (due - poll.at) / MINUTE


@pytest.mark.parametrize("status", [PollStatus.FETCHED, PollStatus.NOT_MODIFIED])
def test_a_success_is_remembered_and_forgives_failures(status: PollStatus) -> None:
    failing = replace(
        KNOWN,
        failures=2,
        repeats=2,
        failing_since=NOON - HOUR,
        trouble=Trouble.GONE,
        last_error="x",
        poisoned=2,
        stopped=True,
    )
    state = due_after(a_success(status), failing, HARBOUR)
    assert (state.validators, state.body_hash) == (NEW, "n3w")
    assert (state.polled_at, state.succeeded_at) == (NOON, NOON)
    assert (state.failures, state.repeats, state.failing_since, state.poisoned) == (0, 0, None, 0)
    assert (state.trouble, state.last_error, state.stopped) == (None, None, False)


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


@pytest.mark.parametrize(
    ("poll", "whole_at"),
    [
        (a_success(), NOON),
        (a_success(PollStatus.NOT_MODIFIED), NOON),
        (a_success(PollStatus.NOT_MODIFIED, http_status=304), NOON - HOUR),
        (a_failure(), NOON - HOUR),
    ],
    ids=["another body", "the same body", "304", "a failure"],
)
def test_when_a_whole_body_came_last_is_remembered(poll: Poll, whole_at: object) -> None:
    assert due_after(poll, KNOWN, HARBOUR).whole_at == whole_at


def test_what_an_earlier_watcher_did_not_note_counts_from_now() -> None:
    poll = a_success(PollStatus.NOT_MODIFIED, http_status=304)
    assert due_after(poll, replace(KNOWN, whole_at=None), HARBOUR).whole_at == NOON


@pytest.mark.parametrize("trouble", sorted(set(Trouble) - {Trouble.BROKE_OFF}))
def test_a_failure_keeps_what_the_next_success_is_compared_with(trouble: Trouble) -> None:
    state = due_after(a_failure(trouble), KNOWN, HARBOUR)
    assert (state.validators, state.body_hash, state.succeeded_at) == (OLD, "0ld", KNOWN.succeeded_at)
    assert (state.polled_at, state.failures, state.last_error) == (NOON, 1, "connection refused")
    assert (state.trouble, state.failing_since) == (trouble, NOON)


def test_failures_of_one_schedule_wait_longer_and_another_begins_anew() -> None:
    failing = replace(KNOWN, failures=9, repeats=4, trouble=Trouble.NETWORK)
    assert waits(failing, a_failure(Trouble.SERVER)) == pytest.approx(360, rel=0.1)
    assert waits(failing, a_failure(Trouble.BUSY)) == 10


def test_since_when_a_feed_fails_is_the_first_failure() -> None:
    failing = due_after(a_failure(), KNOWN, HARBOUR)
    again = due_after(a_failure(at=NOON + HOUR), failing, HARBOUR)
    assert (again.failures, again.repeats, again.failing_since) == (2, 2, NOON)


def test_a_local_file_is_looked_for_at_least_after_four_intervals() -> None:
    assert waits(replace(KNOWN, failures=8, repeats=8, trouble=Trouble.FILE), a_failure(Trouble.FILE)) == 80


def test_a_server_is_believed_that_asks_for_a_wait() -> None:
    assert waits(KNOWN, a_failure(Trouble.BUSY, retry_after=2 * HOUR)) == 120


def test_a_server_that_is_busy_is_left_alone_by_all_its_feeds() -> None:
    poll = a_failure(Trouble.BUSY, retry_after=2 * HOUR, host="feeds.example")
    assert server_wait(poll, due_after(poll, KNOWN, HARBOUR)) == ("feeds.example", NOON + 2 * HOUR)


def test_a_server_without_one_feed_is_not() -> None:
    poll = a_failure(Trouble.MISSING, host="feeds.example")
    assert server_wait(poll, due_after(poll, KNOWN, HARBOUR)) is None


@pytest.mark.parametrize(
    ("after", "stopped", "minutes"),
    [(DAY, True, 1440), (HOUR, False, 1380), (DAY - MINUTE, False, 5)],
    ids=["a day later", "an hour later", "almost a day later"],
)
def test_what_is_still_gone_a_day_later_is_gone_for_good(after: timedelta, *, stopped: bool, minutes: int) -> None:
    gone = due_after(a_failure(Trouble.GONE), KNOWN, HARBOUR)
    again = a_failure(Trouble.GONE, at=NOON + after)
    assert (gone.stopped, due_after(again, gone, HARBOUR).stopped) == (False, stopped)
    assert waits(gone, again) == minutes


def test_what_fails_otherwise_in_between_is_not_gone_for_good() -> None:
    gone = due_after(a_failure(Trouble.GONE), KNOWN, HARBOUR)
    failing = due_after(a_failure(at=NOON + DAY), gone, HARBOUR)
    assert not due_after(a_failure(Trouble.GONE, at=NOON + 2 * DAY), failing, HARBOUR).stopped


def test_what_is_gone_for_good_is_never_due() -> None:
    assert due_at(replace(KNOWN, stopped=True, failures=2), HARBOUR) == NEVER


def test_the_third_document_in_a_row_that_breaks_the_limits_is_set_aside_with_a_reason() -> None:
    state = replace(KNOWN, poisoned=2, failures=2, repeats=2, trouble=Trouble.POISON)
    after = due_after(a_failure(Trouble.POISON, error="took too long to read"), state, HARBOUR)
    assert after.next_due == NOON + DAY
    assert after.last_error == (
        "took too long to read; that happened 3 times in a row, so it is asked for again after a day only"
    )


@pytest.mark.parametrize(
    ("trouble", "count"),
    [(Trouble.NETWORK, 2), (Trouble.MISSING, 2), (Trouble.NO_FEED, 0), (Trouble.BROKE_OFF, 0), (Trouble.POISON, 3)],
    ids=str,
)
def test_documents_that_break_the_limits_are_in_a_row_until_one_is_read(trouble: Trouble, count: int) -> None:
    assert due_after(a_failure(trouble), replace(KNOWN, poisoned=2), HARBOUR).poisoned == count


def test_a_document_that_broke_off_leaves_nothing_to_ask_with() -> None:
    poll = judged(a_success(), KNOWN, HARBOUR, Found(entries=3, complete=False))
    assert (poll.status, poll.trouble) == (PollStatus.FAILED, Trouble.BROKE_OFF)
    state = due_after(poll, KNOWN, HARBOUR, Found(entries=3, new=1, complete=False))
    assert (state.validators, state.body_hash, state.entries) == (Validators(), "0ld", 10)
    assert (state.next_due, state.arrivals) == (NOON + 5 * MINUTE, (Arrival(at=NOON, count=1),))


def test_a_body_that_was_cut_broke_off_however_whole_its_document_looks() -> None:
    poll = judged(a_success(cut=True), KNOWN, HARBOUR, Found(entries=3))
    assert poll.trouble is Trouble.BROKE_OFF


def test_the_first_run_is_over_when_its_document_broke_off_twice() -> None:
    never = FeedState(name="harbour")
    found = Found(entries=3, new=3, complete=False)
    poll = judged(a_success(), never, HARBOUR, found)
    first = due_after(poll, never, HARBOUR, found)
    assert (first.succeeded_at, due_after(poll, first, HARBOUR, found).succeeded_at) == (None, NOON)


def test_a_feed_that_always_breaks_off_is_still_asked_before_an_entry_could_be_lost() -> None:
    arrivals = tuple(Arrival(at=NOON - hours * HOUR, count=10) for hours in (3, 2, 1))
    state = replace(KNOWN, arrivals=arrivals, repeats=9, failures=9, trouble=Trouble.BROKE_OFF)
    assert waits(state, a_failure(Trouble.BROKE_OFF)) == 30


@pytest.mark.parametrize(
    ("entries", "held", "trouble"),
    [(0, 3, Trouble.NO_FEED), (0, 2, None), (0, 0, None), (1, 30, None)],
    ids=["emptied", "never full", "always empty", "short"],
)
def test_a_feed_that_was_full_and_holds_nothing_is_none(entries: int, held: int, trouble: Trouble | None) -> None:
    assert judged(a_success(), replace(KNOWN, entries=held), HARBOUR, Found(entries=entries)).trouble is trouble


def test_another_address_may_hold_nothing() -> None:
    polled = due_after(a_success(), KNOWN, HARBOUR, Found(entries=9))
    assert judged(a_success(), polled, ELSEWHERE, Found(entries=0)).trouble is None


def a_bug() -> DocumentError:
    error = DocumentError("could not be read because of a bug")
    error.__cause__ = ValueError()
    return error


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (DocumentError("is not a feed"), Trouble.NO_FEED),
        (PoisonError("took too long to read"), Trouble.POISON),
        (a_bug(), Trouble.BUG),
    ],
    ids=["no feed", "poison", "bug"],
)
def test_a_document_that_cannot_be_read_leaves_nothing_to_ask_again_with(
    error: DocumentError, trouble: Trouble
) -> None:
    poll = unread(a_success(), error)
    assert (poll.status, poll.error, poll.trouble) == (PollStatus.FAILED, str(error), trouble)
    assert (poll.document, poll.validators, poll.body_hash) == (None, Validators(), None)
    state = due_after(poll, KNOWN, HARBOUR)
    assert (state.validators, state.body_hash) == (OLD, "0ld")


def with_etags(*etags: str) -> list[FeedState]:
    """Give the states after answers with the same body and these ETags."""
    polls = [a_success(PollStatus.NOT_MODIFIED, validators=Validators(etag=etag)) for etag in etags]
    return list(accumulate(polls, lambda state, poll: due_after(poll, state, HARBOUR), initial=KNOWN))[1:]


def test_an_etag_that_is_another_every_time_is_dropped_and_tried_again_with_another_body() -> None:
    states = with_etags('"1"', '"2"', '"3"')
    assert [state.validators.etag for state in states] == ['"1"', None, None]
    assert due_after(a_success(), states[-1], HARBOUR).validators == NEW


def test_nothing_counts_while_our_own_network_is_away() -> None:
    failing = due_after(a_failure(), KNOWN, HARBOUR)
    state = due_after(a_failure(at=NOON + HOUR), failing, HARBOUR, unreachable=True)
    assert (state.failures, state.trouble, state.failing_since) == (1, Trouble.NETWORK, NOON)
    assert state.next_due is not None
    assert timedelta(minutes=4) < state.next_due - NOON - HOUR < timedelta(minutes=6)


FULL = Found(entries=10, new=10, pace=Pace(next_page=PAGE), title="Harbour")


def test_a_document_of_which_nothing_is_known_may_leave_a_gap_so_its_next_page_is_read_at_once() -> None:
    state = due_after(a_success(), KNOWN, HARBOUR, FULL)
    assert (state.pace.next_page, state.next_due) == (PAGE, NOON)


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (KNOWN, replace(FULL, new=9)),
        (replace(KNOWN, entries=20), FULL),
        (FeedState(name="harbour"), FULL),
        (KNOWN, replace(FULL, pace=Pace(next_page=f"{PAGE}&token=k9Zr4Tq7"))),
        (KNOWN, replace(FULL, pace=Pace(next_page=PAGE + "0" * 2_000))),
    ],
    ids=["one is known", "shorter than usual", "first run", "a page whose address is secret", "one without end"],
)
def test_otherwise_its_next_page_is_not_read(state: FeedState, found: Found) -> None:
    assert due_after(a_success(), state, HARBOUR, found).pace.next_page is None


def test_a_page_leaves_what_is_known_of_the_feed_and_is_read_once() -> None:
    before = due_after(a_success(), KNOWN, HARBOUR, FULL)
    page = a_success(of_page=True, validators=Validators(), body_hash=None)
    after = due_after(page, before, HARBOUR, Found(entries=10, new=4))
    assert (after.validators, after.body_hash, after.entries) == (NEW, "n3w", 10)
    assert after.pace.next_page is None
    assert after.arrivals == (Arrival(at=NOON, count=14),)
    assert after.next_due is not None
    assert timedelta(minutes=18) <= after.next_due - NOON <= timedelta(minutes=22)


def test_a_page_that_cannot_be_had_is_no_failure_of_the_feed() -> None:
    before = due_after(a_success(), KNOWN, HARBOUR, FULL)
    after = due_after(a_failure(Trouble.BUSY, of_page=True, retry_after=2 * HOUR), before, HARBOUR)
    assert (after.failures, after.trouble, after.pace.next_page) == (0, None, None)
    assert after.next_due == NOON + 2 * HOUR


@pytest.mark.parametrize(("seconds", "slow"), [(0.2, False), (7.0, True)], ids=str)
def test_a_server_that_kept_us_waiting_is_remembered(seconds: float, *, slow: bool) -> None:
    assert due_after(a_failure(seconds=seconds), KNOWN, HARBOUR).slow is slow
    assert due_after(a_success(seconds=seconds), KNOWN, HARBOUR).slow is slow


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


@pytest.mark.parametrize(
    ("state", "waiting", "alone"),
    [
        pytest.param(KNOWN, {}, False, id="well"),
        pytest.param(replace(KNOWN, next_due=NOON + HOUR), {}, False, id="well and not due"),
        pytest.param(replace(KNOWN, failures=1, next_due=NOON + HOUR), {}, True, id="failing and not due"),
        pytest.param(replace(KNOWN, failures=1, next_due=NOON), {}, False, id="failing and due"),
        pytest.param(replace(KNOWN, failures=2, stopped=True, next_due=NOON), {}, True, id="gone"),
        pytest.param(KNOWN, {"feeds.example": NOON + HOUR}, True, id="its server asked for it"),
        pytest.param(KNOWN, {"feeds.example": NOON}, False, id="its server asked for less"),
        pytest.param(KNOWN, {"other.example": NOON + HOUR}, False, id="another server asked for it"),
        pytest.param(
            replace(KNOWN, current_url="https://other.example/h"), {"other.example": NOON + HOUR}, True, id="moved"
        ),
    ],
)
def test_even_who_polls_everything_leaves_some_feeds_alone(
    state: FeedState, waiting: dict[str, object], *, alone: bool
) -> None:
    assert left_alone(HARBOUR, state, waiting, NOON) is alone


def test_what_failed_keeps_nothing_of_its_document() -> None:
    poll = failed(a_success(), "is not a feed", Trouble.NO_FEED)
    assert (poll.document, poll.validators, poll.body_hash) == (None, Validators(), None)
