"""What is sent to ask with, and what is kept of answers."""

from datetime import timedelta

import pytest

from tests.builders import NOON
from watcher.collect.validators import given, kept, renewed, restless, to_send
from watcher.model import FeedState, Poll, PollStatus, Validators

BOTH = Validators(etag='W/"5e-1"', last_modified="Fri, 06 Mar 2026 09:00:00 GMT")
NONE = Validators()
EARLIER, LATER = "Fri, 06 Mar 2026 11:00:00 GMT", "Fri, 06 Mar 2026 13:00:00 GMT"
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "sent"),
    [(timedelta(0), BOTH), (8 * DAY - timedelta(seconds=1), BOTH), (8 * DAY, NONE), (80 * DAY, NONE)],
    ids=["just now", "almost eight days", "eight days", "long ago"],
)
def test_after_eight_days_without_a_whole_body_one_is_asked_for(age: timedelta, sent: Validators) -> None:
    assert to_send(FeedState(name="harbour", validators=BOTH, whole_at=NOON - age), NOON) == sent


def test_a_state_that_does_not_say_when_a_whole_body_came_is_believed() -> None:
    assert to_send(FeedState(name="harbour", validators=BOTH), NOON) == BOTH


@pytest.mark.parametrize(
    ("headers", "validators"),
    [
        pytest.param({"etag": 'W/"a"', "last-modified": EARLIER}, Validators(etag='W/"a"', last_modified=EARLIER)),
        pytest.param({"etag": "Sat, 16 Nov 2041"}, Validators(etag="Sat, 16 Nov 2041")),
        pytest.param({"last-modified": LATER}, Validators(last_modified=LATER)),
        pytest.param({"last-modified": LATER, "date": LATER}, Validators(last_modified=LATER)),
        pytest.param({"last-modified": EARLIER, "date": "Fri, 06 Mar 2026 10:00:00 GMT"}, NONE),
        pytest.param({"last-modified": "1709722800"}, Validators(last_modified="1709722800")),
        pytest.param({"etag": '"caf\xe9"'}, NONE),
        pytest.param({"etag": "x" * 4_097}, NONE),
        pytest.param({"etag": '"a\tb"', "last-modified": ""}, NONE),
        pytest.param({"etag": '"a"', "expires": "0", "cache-control": "no-store"}, Validators(etag='"a"')),
    ],
    ids=[
        "both as they came",
        "an ETag without quotes",
        "later than now, by our clock only",
        "a server whose clock is ahead",
        "later than the answer",
        "no date to us",
        "not ASCII",
        "without end",
        "a tab",
        "not to be cached",
    ],
)
def test_only_what_can_be_asked_with_is_kept(headers: dict[str, str], validators: Validators) -> None:
    assert given(headers) == validators


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        ({}, BOTH),
        ({"etag": BOTH.etag, "last-modified": BOTH.last_modified}, BOTH),
        ({"etag": '"6"'}, Validators(etag='"6"', last_modified=BOTH.last_modified)),
        ({"last-modified": EARLIER}, Validators(etag=BOTH.etag, last_modified=EARLIER)),
    ],
    ids=["none given", "both again", "another etag", "another date"],
)
def test_a_304_renews_what_it_names(headers: dict[str, str], after: Validators) -> None:
    assert renewed(BOTH, headers) == after


def a_poll(etag: str | None, status: PollStatus = PollStatus.NOT_MODIFIED, http_status: int = 200) -> Poll:
    validators = Validators(etag=etag, last_modified=EARLIER)
    return Poll(feed="harbour", status=status, at=NOON, validators=validators, http_status=http_status)


@pytest.mark.parametrize(
    ("poll", "before", "times"),
    [
        (a_poll('"b"'), 0, 1),
        (a_poll('"b"'), 1, 2),
        (a_poll('"b"'), 2, 2),
        (a_poll('"a"'), 1, 0),
        (a_poll(None), 1, 0),
        (a_poll('"b"', http_status=304), 1, 0),
        (a_poll('"b"', PollStatus.FETCHED), 2, 0),
    ],
    ids=["first", "second", "not sent any more", "the same", "none", "304", "another body"],
)
def test_other_etags_for_one_body_are_counted(poll: Poll, before: int, times: int) -> None:
    assert restless(poll, FeedState(name="harbour", validators=Validators(etag='"a"'), restless=before)) == times


@pytest.mark.parametrize(("times", "etag"), [(0, '"b"'), (1, '"b"'), (2, None)], ids=str)
def test_an_etag_that_is_another_every_time_is_not_sent_any_more(times: int, etag: str | None) -> None:
    assert kept(a_poll('"b"'), times) == Validators(etag=etag, last_modified=EARLIER)
