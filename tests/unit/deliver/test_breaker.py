from datetime import timedelta
from itertools import accumulate

import pytest

from tests.builders import FakeClock
from watcher.deliver.breaker import OPENS_AFTER, Breaker

NONE = timedelta(0)
HOUR = timedelta(hours=1)


def failing(clock: FakeClock, failures: int = OPENS_AFTER) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(failures):
        breaker.failed(probe=False)
    return breaker


def probed(breaker: Breaker, clock: FakeClock, probes: int) -> list[float]:
    """Give the pauses before so many probes that fail, in seconds."""
    pauses = []
    for _ in range(probes):
        pauses.append(breaker.wait().total_seconds())
        clock.forward(breaker.wait())
        breaker.failed(probe=True)
    return pauses


def test_a_channel_is_taken_to_be_up_until_it_failed_five_times_in_a_row() -> None:
    clock = FakeClock()
    assert not failing(clock, 4).is_open
    assert failing(clock, 5).is_open


def test_a_message_that_is_taken_begins_the_count_anew() -> None:
    breaker = failing(FakeClock(), 4)
    breaker.answered()
    assert breaker.failed(probe=False) is None
    assert breaker.wait() == NONE


def test_probes_come_at_growing_intervals() -> None:
    clock = FakeClock()
    assert probed(failing(clock), clock, 6) == [30, 60, 120, 300, 300, 300]


def test_no_hour_has_more_than_fifteen_probes() -> None:
    clock = FakeClock()
    moments = list(accumulate(probed(failing(clock), clock, 100)))
    assert max(sum(first <= each < first + 3600 for each in moments) for first in moments) <= 15


def test_a_probe_that_is_taken_closes_it() -> None:
    clock = FakeClock()
    breaker = failing(clock)
    clock.forward(breaker.wait())
    breaker.answered()
    assert (breaker.is_open, breaker.wait()) == (False, NONE)
    assert failing(clock).wait() == timedelta(seconds=30)


def test_what_a_server_asks_for_opens_it_at_once_for_just_that_time() -> None:
    clock = FakeClock()
    breaker = Breaker(clock)
    assert breaker.failed(probe=False, retry_after=timedelta(seconds=2)) == timedelta(seconds=2)
    clock.forward(timedelta(seconds=2))
    assert (breaker.is_open, breaker.wait()) == (True, NONE)


@pytest.mark.parametrize(
    ("asked", "pause"),
    [
        pytest.param(timedelta(seconds=5), timedelta(seconds=60), id="sooner than the next probe"),
        pytest.param(timedelta(minutes=20), timedelta(minutes=20), id="later"),
        pytest.param(timedelta(days=3), HOUR, id="more than an hour"),
        pytest.param(timedelta(seconds=-3), timedelta(seconds=60), id="in the past"),
    ],
)
def test_no_probe_comes_sooner_than_a_server_asks(asked: timedelta, pause: timedelta) -> None:
    clock = FakeClock()
    breaker = failing(clock)
    clock.forward(breaker.wait())
    assert breaker.failed(probe=True, retry_after=asked) == pause


def test_what_was_under_way_before_it_opened_says_nothing_new() -> None:
    breaker = failing(FakeClock())
    assert breaker.failed(probe=False) == timedelta(seconds=30)
    assert breaker.failed(probe=False, retry_after=timedelta(minutes=2)) == timedelta(minutes=2)
    assert breaker.failed(probe=False, retry_after=timedelta(seconds=1)) == timedelta(minutes=2)


def test_a_server_that_asks_for_no_time_counts_as_one_that_failed() -> None:
    assert Breaker(FakeClock()).failed(probe=False, retry_after=NONE) is None
