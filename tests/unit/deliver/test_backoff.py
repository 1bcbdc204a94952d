from datetime import timedelta

import pytest

from tests.builders import NOON
from tests.unit.deliver.fakes import Highest, Lowest
from watcher.deliver.backoff import delay, given_up


@pytest.mark.parametrize(
    ("attempt", "seconds"),
    [(1, 5), (2, 10), (3, 20), (4, 40), (8, 640), (9, 900), (10, 900), (5000, 900)],
)
def test_the_pause_doubles_from_five_seconds_up_to_a_quarter_of_an_hour(attempt: int, seconds: int) -> None:
    assert delay(attempt, Highest()) == timedelta(seconds=seconds)


def test_the_jitter_is_full_but_never_less_than_a_second() -> None:
    assert delay(9, Lowest()) == timedelta(seconds=1)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        pytest.param(timedelta(seconds=7), timedelta(seconds=7), id="as asked"),
        pytest.param(timedelta(minutes=40), timedelta(minutes=40), id="above the own cap"),
        pytest.param(timedelta(days=2), timedelta(hours=1), id="an hour at most"),
        pytest.param(timedelta(0), timedelta(seconds=1), id="not at once"),
        pytest.param(timedelta(seconds=-5), timedelta(seconds=1), id="nonsense"),
    ],
)
def test_what_the_server_asks_for_wins(asked: timedelta, given: timedelta) -> None:
    assert delay(1, Highest(), asked) == given


@pytest.mark.parametrize(
    ("age", "over"), [(timedelta(hours=23, minutes=59), False), (timedelta(hours=24), True), (timedelta(days=9), True)]
)
def test_an_alert_is_given_up_by_its_age(age: timedelta, *, over: bool) -> None:
    assert given_up(NOON, NOON + age) is over
