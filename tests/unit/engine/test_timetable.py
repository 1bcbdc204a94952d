"""When each feed is polled, while the configuration and the states change."""

from datetime import timedelta

import pytest

from tests.builders import NOON
from watcher.engine.timetable import Timetable
from watcher.model import Feed, FeedState

HARBOUR = Feed(name="harbour", url="https://feeds.example/harbour", interval=timedelta(minutes=20))
ISLANDS = Feed(name="islands", url="https://feeds.example/islands")
MINUTE = timedelta(minutes=1)
LATER = NOON + timedelta(hours=1)
NEVER = {name: FeedState(name=name) for name in ("harbour", "islands")}


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


@pytest.mark.parametrize(("failures", "names"), [(0, []), (3, ["harbour"])], ids=["sound", "failing"])
def test_a_failing_feed_that_is_configured_anew_is_due_at_once(failures: int, names: list[str]) -> None:
    timetable = following(HARBOUR, harbour=polled(due=timedelta(hours=6), failures=failures))
    timetable.follow((Feed(name="harbour", url=HARBOUR.url, user="desk", password="right"),), NEVER)
    assert due(timetable) == names


def test_a_failing_feed_waits_over_a_restart() -> None:
    assert due(following(HARBOUR, harbour=polled(due=timedelta(hours=6), failures=5))) == []
