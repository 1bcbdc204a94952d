"""What the operator is told of a feed's health: once when it begins, once when it is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest

from watcher.engine.health import health_news
from watcher.model import Arrival, Feed, FeedState, Trouble

NOW = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEED = Feed(name="harbour", url="https://harbour.example/feed.xml?token=hush-hush-1234")
WELL = FeedState(name="harbour", succeeded_at=NOW, shape=frozenset({"title", "date"}))
FAILING = replace(
    WELL, failures=9, failing_since=NOW - DAY, trouble=Trouble.MISSING, last_error="the server answered 404 Not Found"
)


def arrivals(*hours_ago: float) -> tuple[Arrival, ...]:
    return tuple(Arrival(at=NOW - HOUR * hours, count=1) for hours in hours_ago)


def every(hours: float, last: float) -> tuple[Arrival, ...]:
    """Give ten arrivals so many hours apart, the last one so many hours ago."""
    return arrivals(*reversed(list(accumulate([last, *[hours] * 9]))))


CONDITIONS = {
    "failing": (FAILING, "Feed harbour has failed for 24 hours", "404 Not Found"),
    "gone": (replace(WELL, stopped=True), "Feed harbour is gone", "gone for good"),
    "poison": (
        replace(WELL, poisoned=3, failures=3, trouble=Trouble.POISON, last_error="took too long to read"),
        "Feed harbour is set aside",
        "the last 3 documents could not be read: took too long to read",
    ),
    "shape date": (
        replace(WELL, shape=frozenset({"title"})),
        "Feed harbour has no dates any more",
        "entries have no dates any more",
    ),
    "quiet": (
        replace(WELL, arrivals=every(10, last=31)),
        "Feed harbour is silent for 31 hours",
        "nothing new since Saturday 28 November 2026, 11:00 UTC",
    ),
}


@pytest.mark.parametrize("mark", CONDITIONS)
def test_what_needs_a_person_is_told_with_what_where_and_what_to_do(mark: str) -> None:
    after, subject, part = CONDITIONS[mark]
    news = health_news(FEED, WELL, after, NOW)
    assert news is not None
    assert (news.announced, news.subject) == (mark, subject)
    assert news.text.startswith("harbour (https://harbour.example/feed.xml?")
    assert part in news.text
    assert "hush" not in news.text


@pytest.mark.parametrize("mark", CONDITIONS)
def test_what_was_told_is_not_told_again_while_it_is_so(mark: str) -> None:
    after = replace(CONDITIONS[mark][0], announced=mark)
    assert health_news(FEED, replace(WELL, announced=mark), after, NOW + HOUR) is None


@pytest.mark.parametrize("mark", CONDITIONS)
def test_what_is_over_is_told_once(mark: str) -> None:
    news = health_news(FEED, replace(WELL, announced=mark), WELL, NOW)
    assert news is not None
    assert (news.announced, news.subject) == (None, "Feed harbour is well again")
    assert health_news(FEED, WELL, WELL, NOW) is None


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(replace(FAILING, failing_since=NOW - DAY + HOUR), id="failing for less than a day"),
        pytest.param(replace(WELL, poisoned=2, failures=2, trouble=Trouble.POISON), id="two poisoned documents"),
        pytest.param(replace(WELL, shape=frozenset({"title", "date", "link"})), id="more than before"),
        pytest.param(replace(WELL, shape=frozenset()), id="a document without entries"),
        pytest.param(replace(WELL, arrivals=every(10, last=29)), id="a pause of three times the usual"),
        pytest.param(replace(WELL, arrivals=every(0.1, last=23)), id="a night"),
        pytest.param(replace(WELL, arrivals=every(10, last=500)[:7]), id="too few arrivals for a rhythm"),
        pytest.param(replace(WELL, arrivals=()), id="nothing ever arrived"),
    ],
)
def test_what_passes_by_itself_is_not_told(after: FeedState) -> None:
    assert health_news(FEED, WELL, after, NOW) is None


def test_what_becomes_worse_is_told_anew() -> None:
    news = health_news(FEED, replace(WELL, announced="failing"), replace(FAILING, stopped=True), NOW)
    assert news is not None
    assert news.announced == "gone"


def test_one_failure_does_not_end_what_was_told_before() -> None:
    after = replace(WELL, failures=1, failing_since=NOW, trouble=Trouble.SERVER)
    assert health_news(FEED, replace(WELL, announced="quiet"), after, NOW) is None


def test_a_lost_field_is_missed_until_it_comes_back() -> None:
    told = replace(WELL, shape=frozenset({"title"}), announced="shape date")
    assert health_news(FEED, told, told, NOW + DAY) is None
    again = health_news(FEED, told, replace(told, shape=frozenset({"title", "date"})), NOW + DAY)
    assert again is not None
    assert (again.announced, "has again what its entries lacked" in again.text) == (None, True)
