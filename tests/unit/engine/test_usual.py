"""What a document of a feed usually brings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from watcher.engine.usual import usual_of
from watcher.model import Arrival, FeedState, Poll, PollStatus
from watcher.pipeline import Usual

NOW = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLL = Poll(feed="harbour", status=PollStatus.FETCHED, at=NOW)
READ = FeedState(name="harbour", succeeded_at=NOW - HOUR, followed_since=NOW - 99 * HOUR)


def hourly(*counts: int) -> tuple[Arrival, ...]:
    """Give arrivals an hour apart, the last one an hour ago."""
    return tuple(Arrival(at=NOW - HOUR * (len(counts) - n), count=count) for n, count in enumerate(counts))


@pytest.mark.parametrize(
    ("state", "new"),
    [
        pytest.param(READ, 0, id="nothing known yet"),
        pytest.param(replace(READ, arrivals=hourly(3, 50)), 26.5, id="few arrivals: their middle"),
        pytest.param(replace(READ, arrivals=hourly(3, 4, 4, 90, 4)), 25.5, id="as many as come in an hour"),
        pytest.param(replace(READ, arrivals=hourly(5, 5, 5, 5), succeeded_at=NOW - 24 * HOUR), 120, id="after a day"),
    ],
)
def test_the_usual_number_of_new_entries_is(state: FeedState, new: float) -> None:
    assert usual_of(state, POLL) == Usual(last_read=state.succeeded_at, new=new)


def test_nothing_is_usual_in_a_first_run() -> None:
    assert usual_of(FeedState(name="harbour"), POLL) is None


@pytest.mark.parametrize(
    ("state", "last_read"),
    [
        pytest.param(replace(READ, arrivals=hourly(1, 2, 30)), NOW - 2 * HOUR, id="the arrival before"),
        pytest.param(replace(READ, arrivals=hourly(30)), READ.followed_since, id="the first run"),
    ],
)
def test_a_further_page_has_what_was_missed_since(state: FeedState, last_read: datetime) -> None:
    usual = usual_of(state, replace(POLL, of_page=True))
    assert usual is not None
    assert usual.last_read == last_read
