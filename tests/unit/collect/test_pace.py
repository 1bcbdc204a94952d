"""How soon a feed is asked again while it answers."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOON
from watcher.collect import Found
from watcher.collect.pace import may_have_gap, never_miss, next_poll, soon_again, wanted, with_arrival
from watcher.model import Arrival, Feed, FeedState, Pace

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HARBOUR = Feed(name="harbour", url="https://feeds.example/harbour", adaptive=True)
EXACT = replace(HARBOUR, adaptive=False, interval=20 * MINUTE)


def coming(*gaps: timedelta, count: int = 1, entries: int = 10, until: datetime = NOON, **fields: object) -> FeedState:
    """Give a feed whose entries came with these pauses, the last ones at `until`."""
    times = [until - sum(gaps[number:], timedelta(0)) for number in range(len(gaps) + 1)]
    arrivals = tuple(Arrival(at=at, count=count) for at in times)
    return FeedState(
        **{
            "name": "harbour",
            "arrivals": arrivals,
            "entries": entries,
            "succeeded_at": until,
            "followed_since": times[0],
        }
        | fields
    )


NEW = FeedState(name="harbour", entries=10, succeeded_at=NOON, followed_since=NOON)


@pytest.mark.parametrize(
    ("state", "want"),
    [
        pytest.param(NEW, 15 * MINUTE, id="nothing came yet"),
        pytest.param(coming(), 15 * MINUTE, id="something came once"),
        pytest.param(coming(2 * HOUR), HOUR, id="half of the only pause"),
        pytest.param(coming(HOUR, HOUR, 9 * HOUR), 30 * MINUTE, id="half of the usual pause"),
        pytest.param(coming(MINUTE, MINUTE), 5 * MINUTE, id="at most so often"),
        pytest.param(coming(3 * DAY, 3 * DAY), 6 * HOUR, id="at least so often"),
        pytest.param(coming(HOUR, HOUR, until=NOON - 30 * DAY), 6 * HOUR, id="silent for a month"),
        pytest.param(replace(NEW, followed_since=NOON - 30 * DAY), 6 * HOUR, id="never anything in a month"),
    ],
)
def test_a_feed_is_asked_as_often_as_its_entries_come(state: FeedState, want: timedelta) -> None:
    assert wanted(HARBOUR, state, NOON) == want


def test_the_bounds_are_those_of_the_feed() -> None:
    feed = replace(HARBOUR, min_interval=20 * MINUTE, max_interval=HOUR)
    assert wanted(feed, NEW, NOON) == 20 * MINUTE
    assert wanted(feed, coming(DAY), NOON) == HOUR


@pytest.mark.parametrize(
    ("state", "bound"),
    [
        pytest.param(NEW, None, id="not known yet"),
        pytest.param(coming(HOUR, HOUR), 5 * HOUR, id="ten entries at one an hour"),
        pytest.param(coming(HOUR, HOUR, count=10), 30 * MINUTE, id="all of it every hour"),
        pytest.param(coming(HOUR, count=500), 5 * MINUTE, id="faster than we may ask"),
        pytest.param(coming(HOUR, entries=0), None, id="a document without entries"),
    ],
)
def test_the_document_reaches_back_twice_as_far_as_the_next_poll_is_away(
    state: FeedState, bound: timedelta | None
) -> None:
    assert never_miss(HARBOUR, state) == bound


def in_minutes(feed: Feed, state: FeedState, fresh_for: timedelta | None = None, at: datetime = NOON) -> float:
    return (next_poll(feed, state, at, fresh_for) - at) / MINUTE


@pytest.mark.parametrize(
    ("pace", "fresh_for", "minutes"),
    [
        pytest.param(Pace(hint=2 * HOUR), None, 120, id="the document says so"),
        pytest.param(Pace(), 90 * MINUTE, 90, id="the server says so"),
        pytest.param(Pace(hint=HOUR), 2 * HOUR, 120, id="the longer one counts"),
        pytest.param(Pace(hint=DAY), None, 300, id="never so late that entries are lost"),
        pytest.param(Pace(hint=MINUTE), None, 30, id="a shorter one than ours is none"),
    ],
)
def test_hints_make_it_longer_within_the_bound(pace: Pace, fresh_for: timedelta | None, minutes: int) -> None:
    assert in_minutes(HARBOUR, coming(HOUR, HOUR, pace=pace), fresh_for) == pytest.approx(minutes, rel=0.1)


def test_a_hint_counts_up_to_the_longest_interval_while_it_is_not_known_what_it_may_cost() -> None:
    assert in_minutes(HARBOUR, replace(NEW, pace=Pace(hint=DAY))) == 360


def test_a_hint_counts_for_a_day_at_most() -> None:
    assert in_minutes(HARBOUR, coming(9 * DAY, entries=99), 30 * DAY) == 1440


@pytest.mark.parametrize("state", [NEW, coming(MINUTE, MINUTE, count=99), coming(9 * DAY)], ids=["new", "busy", "rare"])
def test_an_exact_interval_is_kept_whatever_anyone_says(state: FeedState) -> None:
    hinted = replace(state, pace=Pace(hint=DAY, skip_hours=frozenset(range(10, 15))))
    assert in_minutes(EXACT, hinted, 9 * HOUR) == pytest.approx(20, rel=0.1)


NIGHT = frozenset({12, 13, 14})


@pytest.mark.parametrize(
    ("pace", "at", "due"),
    [
        pytest.param(Pace(skip_hours=NIGHT), NOON - 50 * MINUTE, NOON - 35 * MINUTE, id="before the hours"),
        pytest.param(Pace(skip_hours=NIGHT), NOON, NOON + 3 * HOUR, id="in the hours"),
        pytest.param(Pace(skip_hours=frozenset({12, 14})), NOON, NOON + HOUR, id="to the first hour that is not"),
        pytest.param(Pace(skip_days=frozenset({4})), NOON, NOON + 12 * HOUR, id="on the day"),
        pytest.param(Pace(skip_days=frozenset({4, 5, 6})), NOON, NOON + DAY + 15 * MINUTE, id="by a day at most"),
        pytest.param(Pace(skip_hours=frozenset(range(24))), NOON, NOON + 15 * MINUTE, id="all hours are none"),
        pytest.param(Pace(skip_days=frozenset(range(7))), NOON, NOON + 15 * MINUTE, id="all days are none"),
    ],
)
def test_a_poll_is_moved_behind_what_the_feed_skips(pace: Pace, at: datetime, due: datetime) -> None:
    found = next_poll(HARBOUR, replace(NEW, pace=pace), at)
    assert abs(found - due) <= 2 * MINUTE


def test_what_a_feed_skips_moves_no_poll_so_far_that_entries_are_lost() -> None:
    state = coming(HOUR, HOUR, count=10, pace=Pace(skip_hours=NIGHT))
    assert in_minutes(HARBOUR, state) <= 30


@pytest.mark.parametrize(
    ("state", "found", "gap"),
    [
        pytest.param(coming(), Found(entries=10, new=10), True, id="nothing is known"),
        pytest.param(coming(), Found(entries=9, new=9), True, id="about as large as usual"),
        pytest.param(coming(), Found(entries=10, new=9), False, id="one is known"),
        pytest.param(coming(), Found(entries=3, new=3), False, id="shorter than usual"),
        pytest.param(coming(), Found(entries=0), False, id="empty"),
        pytest.param(coming(entries=2), Found(entries=2, new=2), False, id="so few that it is nothing unusual"),
        pytest.param(FeedState(name="harbour"), Found(entries=10, new=10), False, id="first run"),
    ],
)
def test_a_document_of_which_nothing_is_known_may_leave_a_gap(state: FeedState, found: Found, *, gap: bool) -> None:
    assert may_have_gap(state, found) is gap


@pytest.mark.parametrize(
    ("feed", "minutes"),
    [(HARBOUR, 7.5), (replace(HARBOUR, min_interval=10 * MINUTE), 10), (EXACT, 20)],
    ids=["adaptive", "not too often", "exact"],
)
def test_behind_a_gap_it_is_asked_in_half_of_the_time(feed: Feed, minutes: float) -> None:
    assert (soon_again(feed, NEW, NOON) - NOON) / MINUTE == pytest.approx(minutes, rel=0.1)


def test_what_came_is_remembered_but_for_the_first_run_and_what_is_long_past() -> None:
    assert with_arrival(NEW, NOON, 3) == (Arrival(at=NOON, count=3),)
    assert with_arrival(NEW, NOON, 0) == ()
    assert with_arrival(FeedState(name="harbour"), NOON, 3) == ()
    assert with_arrival(coming(*[HOUR] * 19), NOON, 3)[-1] == Arrival(at=NOON, count=3)
    assert len(with_arrival(coming(*[HOUR] * 19), NOON, 3)) == 20


gaps = st.lists(st.timedeltas(timedelta(seconds=1), 40 * DAY), max_size=19)
spans = st.timedeltas(timedelta(0), 400 * DAY)
states = st.builds(
    lambda between, count, entries, pace: coming(*between, count=count, entries=entries, pace=pace),
    gaps,
    st.integers(1, 1_000),
    st.integers(0, 1_000),
    st.builds(
        Pace,
        hint=st.none() | spans,
        skip_hours=st.frozensets(st.integers(0, 23)),
        skip_days=st.frozensets(st.integers(0, 6)),
    ),
)


@given(states, st.none() | spans)
def test_a_feed_is_never_asked_more_often_than_it_may_be(state: FeedState, fresh_for: timedelta | None) -> None:
    assert next_poll(HARBOUR, state, NOON, fresh_for) - NOON >= 0.9 * HARBOUR.min_interval


@given(states, st.none() | spans)
def test_a_feed_is_asked_every_other_day_whatever_it_says(state: FeedState, fresh_for: timedelta | None) -> None:
    assert next_poll(HARBOUR, state, NOON, fresh_for) - NOON <= 2 * DAY


@given(states, st.none() | spans)
def test_nothing_that_a_feed_says_breaks_the_bound(state: FeedState, fresh_for: timedelta | None) -> None:
    bound = never_miss(HARBOUR, state) or 2 * DAY
    assert next_poll(HARBOUR, state, NOON, fresh_for) - NOON <= bound


@given(states, st.none() | spans, st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))  # noqa: DTZ001 - as UTC
def test_exact_feeds_are_exact_to_a_tenth(state: FeedState, fresh_for: timedelta | None, moment: datetime) -> None:
    at = moment.replace(tzinfo=NOON.tzinfo)
    assert 18 * MINUTE <= next_poll(EXACT, state, at, fresh_for) - at <= 22 * MINUTE
