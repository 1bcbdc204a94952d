"""When each feed is polled, while the configuration and the states change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import NOON
from watcher.engine.timetable import Timetable, at_once
from watcher.model import Feed, FeedState

HARBOUR = Feed(name="harbour", url="https://feeds.example/harbour", interval=timedelta(minutes=20))
ISLANDS = Feed(name="islands", url="https://feeds.example/islands")
COUNCIL = Feed(name="council", url="https://council.example/feed")
MINUTE = timedelta(minutes=1)
LATER = NOON + timedelta(hours=1)
NEVER = {name: FeedState(name=name) for name in ("harbour", "islands", "council")}


def polled(name: str = "harbour", *, due: timedelta = timedelta(minutes=20), failures: int = 0) -> FeedState:
    return FeedState(name=name, next_due=NOON + due, polled_at=NOON, succeeded_at=NOON, failures=failures)


def following(*feeds: Feed, **stored: FeedState) -> Timetable:
    timetable = Timetable()
    timetable.follow(feeds, {**NEVER, **stored})
    return timetable


def due(timetable: Timetable, at: timedelta = timedelta(0), busy: str = "") -> list[str]:
    return [feed.name for feed, _ in timetable.due(NOON + at, lambda name: name == busy)]


def test_a_feed_that_was_never_polled_is_due_at_once() -> None:
    assert due(following(HARBOUR)) == ["harbour"]


def test_a_feed_is_due_when_its_stored_state_says_so() -> None:
    timetable = following(HARBOUR, harbour=polled(due=5 * MINUTE))
    assert (due(timetable, 4 * MINUTE), due(timetable, 5 * MINUTE)) == ([], ["harbour"])


def test_a_feed_that_is_switched_off_is_never_due() -> None:
    assert due(following(Feed(name="harbour", url="https://feeds.example/harbour", enabled=False))) == []


def test_a_feed_under_way_is_not_due_again() -> None:
    assert due(following(HARBOUR), busy="harbour") == []


def test_the_longest_overdue_comes_first() -> None:
    timetable = following(HARBOUR, ISLANDS, harbour=polled(due=9 * MINUTE), islands=polled("islands", due=3 * MINUTE))
    assert due(timetable, 10 * MINUTE) == ["islands", "harbour"]


def test_a_poll_is_noted() -> None:
    timetable = following(HARBOUR)
    timetable.note(polled(due=5 * MINUTE))
    assert (due(timetable, 4 * MINUTE), due(timetable, 5 * MINUTE)) == ([], ["harbour"])


def test_a_feed_whose_poll_left_no_state_waits() -> None:
    timetable = following(HARBOUR)
    timetable.postpone("harbour", NOON + MINUTE)
    assert (due(timetable), due(timetable, MINUTE)) == ([], ["harbour"])


def test_a_feed_that_came_is_due_at_once_and_the_others_stay() -> None:
    timetable = following(HARBOUR, harbour=polled())
    timetable.follow((HARBOUR, ISLANDS), NEVER)
    assert due(timetable) == ["islands"]


def test_a_feed_that_left_is_not_due_and_its_last_poll_harms_nothing() -> None:
    timetable = following(HARBOUR, ISLANDS)
    timetable.follow((ISLANDS,), NEVER)
    timetable.note(polled(due=timedelta(0)))
    timetable.postpone("harbour", NOON)
    assert due(timetable) == ["islands"]


def test_a_feed_that_comes_back_knows_the_poll_that_ended_meanwhile() -> None:
    timetable = following(HARBOUR)
    timetable.follow((), {})
    timetable.note(polled(due=5 * MINUTE))
    timetable.follow((HARBOUR,), NEVER)
    assert (due(timetable), due(timetable, 5 * MINUTE)) == ([], ["harbour"])


def test_a_shortened_interval_holds_at_once() -> None:
    timetable = following(HARBOUR, harbour=polled())
    timetable.follow((Feed(name="harbour", url=HARBOUR.url, interval=2 * MINUTE),), NEVER)
    assert due(timetable, 3 * MINUTE) == ["harbour"]


def test_an_unchanged_feed_keeps_its_pause_over_a_reload() -> None:
    timetable = following(HARBOUR)
    timetable.postpone("harbour", NOON + MINUTE)
    timetable.follow((HARBOUR,), NEVER)
    assert due(timetable) == []


def test_feeds_of_a_server_that_is_left_alone_wait_and_others_do_not() -> None:
    timetable = following(HARBOUR, ISLANDS, COUNCIL)
    timetable.leave_alone("feeds.example", NOON + 10 * MINUTE)
    assert due(timetable) == ["council"]
    assert due(timetable, 9 * MINUTE, busy="council") == []
    assert due(timetable, 10 * MINUTE, busy="council") == ["harbour", "islands"]


def test_a_feed_that_waits_for_its_server_waits_over_a_reload() -> None:
    timetable = following(HARBOUR)
    timetable.leave_alone("feeds.example", NOON + 10 * MINUTE)
    timetable.follow((HARBOUR, ISLANDS), NEVER)
    assert (due(timetable), due(timetable, 10 * MINUTE)) == ([], ["harbour", "islands"])


def test_a_feed_that_moved_waits_for_the_server_where_it_is_now() -> None:
    timetable = following(HARBOUR, harbour=replace(polled(due=0 * MINUTE), current_url="https://harbour.example/x"))
    timetable.leave_alone("feeds.example", NOON + 10 * MINUTE)
    assert due(timetable) == ["harbour"]
    timetable.leave_alone("harbour.example", NOON + 10 * MINUTE)
    assert due(timetable) == []


def test_a_feed_that_is_due_stays_so_until_its_poll_is_noted() -> None:
    timetable = following(HARBOUR)
    assert (due(timetable), due(timetable, busy="harbour"), due(timetable)) == (["harbour"], [], ["harbour"])


def test_a_feed_that_is_gone_is_never_due_until_it_is_configured_anew() -> None:
    gone = replace(polled(due=0 * MINUTE, failures=2), stopped=True)
    timetable = following(HARBOUR, harbour=gone)
    assert due(timetable, timedelta(days=9)) == []
    timetable.follow((), {})
    timetable.follow((HARBOUR,), {"harbour": gone})
    assert due(timetable) == ["harbour"]


@pytest.mark.parametrize(("failures", "names"), [(0, []), (3, ["harbour"])], ids=["sound", "failing"])
def test_a_failing_feed_that_is_configured_anew_is_due_at_once(failures: int, names: list[str]) -> None:
    timetable = following(HARBOUR, harbour=polled(due=timedelta(hours=6), failures=failures))
    timetable.follow((Feed(name="harbour", url=HARBOUR.url, user="desk", password="right"),), NEVER)
    assert due(timetable) == names


def test_a_failing_feed_waits_over_a_restart() -> None:
    assert due(following(HARBOUR, harbour=polled(due=timedelta(hours=6), failures=5))) == []


def test_a_clock_that_is_set_back_holds_up_no_poll() -> None:
    timetable = following(HARBOUR, ISLANDS, harbour=polled(due=20 * MINUTE), islands=polled("islands", due=5 * MINUTE))
    assert due(timetable, 4 * MINUTE) == []
    assert due(timetable, -56 * MINUTE) == []
    assert due(timetable, -55 * MINUTE) == ["islands"]
    assert due(timetable, -40 * MINUTE) == ["islands", "harbour"]


def test_a_clock_that_is_set_back_keeps_a_server_waiting_for_no_longer() -> None:
    timetable = following(COUNCIL)
    timetable.leave_alone("council.example", NOON + 10 * MINUTE)
    assert due(timetable, MINUTE) == []
    assert due(timetable, -59 * MINUTE) == []
    assert due(timetable, -50 * MINUTE) == ["council"]


def test_a_clock_that_was_set_back_before_the_start_holds_up_no_poll() -> None:
    timetable = following(HARBOUR, harbour=polled(due=20 * MINUTE))
    assert due(timetable, -60 * MINUTE) == []
    assert due(timetable, -40 * MINUTE) == ["harbour"]


def test_a_clock_that_leaps_ahead_polls_each_feed_once() -> None:
    timetable = following(HARBOUR, harbour=polled(due=20 * MINUTE))
    assert due(timetable, 60 * MINUTE) == ["harbour"]
    timetable.note(replace(polled(), next_due=NOON + 80 * MINUTE, polled_at=LATER))
    assert due(timetable, 61 * MINUTE) == []


@pytest.mark.parametrize(("due", "begun"), [(0, 0), (1, 1), (20, 20), (21, 20), (80, 20), (100, 25), (10_000, 2_500)])
def test_of_many_feeds_a_quarter_is_begun_at_once(due: int, begun: int) -> None:
    assert at_once(due) == begun


def test_ten_thousand_feeds_that_are_due_at_once_are_all_begun_soon() -> None:
    left, rounds = 10_000, 0
    while left:
        left, rounds = left - at_once(left), rounds + 1
    assert rounds < 30
