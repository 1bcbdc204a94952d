"""How long to stay away after a failure."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOON
from watcher.collect.backoff import alike, server_pause, wait_after
from watcher.model import Poll, PollStatus, Trouble

MINUTES = {
    Trouble.NETWORK: (5, 15, 60, 240, 360, 360),
    Trouble.SERVER: (5, 15, 60, 240, 360, 360),
    Trouble.BUG: (5, 15, 60, 240, 360, 360),
    Trouble.FILE: (5, 15, 60, 240, 360, 360),
    Trouble.NO_FEED: (5, 15, 60, 240, 360, 360),
    Trouble.POISON: (5, 15, 60, 240, 360, 360),
    Trouble.BROKE_OFF: (5, 15, 60, 240, 360, 360),
    Trouble.BUSY: (10, 20, 40, 80, 160, 320),
    Trouble.MISSING: (60, 120, 240, 480, 960, 1440),
    Trouble.REFUSED: (240, 480, 960, 1440, 1440, 1440),
    Trouble.CHALLENGED: (240, 480, 960, 1440, 1440, 1440),
    Trouble.GONE: (1440,) * 6,
}


def minutes(wait: timedelta) -> float:
    return wait / timedelta(minutes=1)


def test_every_trouble_has_a_schedule_here() -> None:
    assert set(MINUTES) == set(Trouble)


@pytest.mark.parametrize("trouble", MINUTES)
def test_each_trouble_has_its_schedule(trouble: Trouble) -> None:
    waits = tuple(minutes(wait_after(trouble, repeats)) for repeats in range(1, 7))
    assert waits == MINUTES[trouble]


@pytest.mark.parametrize("trouble", Trouble)
def test_no_number_of_failures_makes_a_wait_of_more_than_a_day(trouble: Trouble) -> None:
    assert wait_after(trouble, 1_000_000) <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("trouble", "asked", "waits"),
    [
        (Trouble.SERVER, 1, 5),
        (Trouble.SERVER, 120, 120),
        (Trouble.REFUSED, 600, 600),
        (Trouble.BUSY, 2, 2),
        (Trouble.BUSY, 120, 120),
        (Trouble.BUSY, 999_999, 1440),
    ],
    ids=["sooner than we would", "later", "refused for longer", "busy for a moment", "busy for longer", "for ever"],
)
def test_a_server_may_ask_for_a_wait(trouble: Trouble, asked: int, waits: int) -> None:
    assert minutes(wait_after(trouble, 1, asked=timedelta(minutes=asked))) == waits


def test_a_server_that_stays_busy_after_the_second_it_asked_for_is_asked_less_and_less() -> None:
    waits = [minutes(wait_after(Trouble.BUSY, repeats, asked=timedelta(seconds=1))) for repeats in (1, 2, 3, 9)]
    assert waits == [1, 2, 4, 60]


def test_a_document_that_breaks_the_limits_three_times_in_a_row_is_set_aside_for_a_day() -> None:
    assert [minutes(wait_after(Trouble.POISON, times, poisoned=times)) for times in (1, 2, 3, 4)] == [5, 15, 1440, 1440]


@pytest.mark.parametrize(
    ("trouble", "before", "same"),
    [
        (Trouble.BUSY, Trouble.NETWORK, False),
        (Trouble.SERVER, Trouble.NETWORK, True),
        (Trouble.CHALLENGED, Trouble.REFUSED, True),
        (Trouble.GONE, Trouble.MISSING, False),
        (Trouble.BROKE_OFF, Trouble.SERVER, False),
        (Trouble.SERVER, None, False),
    ],
    ids=str,
)
def test_failures_of_one_schedule_add_up(trouble: Trouble, before: Trouble | None, *, same: bool) -> None:
    assert alike(trouble, before) is same


@given(st.sampled_from(Trouble), st.integers(1, 99), st.timedeltas(timedelta(0), timedelta(days=999)))
def test_more_failures_never_shorten_a_wait(trouble: Trouble, repeats: int, asked: timedelta) -> None:
    assert wait_after(trouble, repeats, asked=asked) <= wait_after(trouble, repeats + 1, asked=asked)


@pytest.mark.parametrize(
    ("trouble", "pause"),
    [
        (Trouble.BUSY, ("feeds.example", timedelta(minutes=10))),
        (Trouble.CHALLENGED, ("feeds.example", timedelta(hours=4))),
        (Trouble.REFUSED, None),
        (Trouble.NETWORK, None),
    ],
    ids=str,
)
def test_some_answers_are_for_all_that_a_server_serves(trouble: Trouble, pause: tuple[str, timedelta] | None) -> None:
    poll = Poll(feed="harbour", status=PollStatus.FAILED, at=NOON, error="x", trouble=trouble, host="feeds.example")
    assert server_pause(poll) == pause
