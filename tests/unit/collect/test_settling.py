"""When a dropped file is whole."""

from datetime import timedelta

import pytest

from tests.builders import NOON, FakeClock
from watcher.collect.files import Signature
from watcher.collect.settling import Settling

SECOND = timedelta(seconds=1)


def a_signature(size: int = 10, age: timedelta = timedelta(0)) -> Signature:
    return Signature(inode=7, size=size, modified=int((NOON - age).timestamp() * 1e9))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.mark.parametrize(("age", "whole"), [(0, False), (1.9, False), (2, True), (3600, True), (-3600, False)], ids=str)
def test_at_first_sight_a_files_own_time_is_believed(age: float, *, whole: bool) -> None:
    assert Settling().is_whole("a.txt", a_signature(age=age * SECOND), NOON) is whole


@pytest.mark.parametrize("age", [0, -3600], ids=["just written", "from the future"])
def test_a_file_that_rested_between_scans_is_whole(age: int, clock: FakeClock) -> None:
    settling, looks = Settling(), a_signature(age=age * SECOND)
    assert not settling.is_whole("a.txt", looks, clock.now())
    clock.forward(2 * SECOND)
    assert settling.is_whole("a.txt", looks, clock.now())


def test_scans_close_together_do_not_make_a_file_whole(clock: FakeClock) -> None:
    settling = Settling()
    settling.is_whole("a.txt", a_signature(), clock.now())
    clock.forward(SECOND)
    assert not settling.is_whole("a.txt", a_signature(), clock.now())
    clock.forward(SECOND)
    assert settling.is_whole("a.txt", a_signature(), clock.now())


def test_a_file_seen_growing_must_rest_whatever_its_time_says(clock: FakeClock) -> None:
    settling = Settling()
    assert settling.is_whole("a.txt", a_signature(10, age=3600 * SECOND), clock.now())
    clock.forward(SECOND)
    assert not settling.is_whole("a.txt", a_signature(20, age=3600 * SECOND), clock.now())
    clock.forward(2 * SECOND)
    assert settling.is_whole("a.txt", a_signature(20, age=3600 * SECOND), clock.now())


def test_a_whole_file_stays_whole(clock: FakeClock) -> None:
    settling, looks = Settling(), a_signature(age=5 * SECOND)
    assert settling.is_whole("a.txt", looks, clock.now())
    clock.forward(SECOND / 10)
    assert settling.is_whole("a.txt", looks, clock.now())


def test_a_clock_set_back_costs_only_another_rest(clock: FakeClock) -> None:
    settling, looks = Settling(), a_signature()
    settling.is_whole("a.txt", looks, clock.now())
    clock.forward(-3600 * SECOND)
    assert not settling.is_whole("a.txt", looks, clock.now())
    clock.forward(2 * SECOND)
    assert settling.is_whole("a.txt", looks, clock.now())


def test_a_file_that_went_and_came_back_is_new(clock: FakeClock) -> None:
    settling = Settling()
    settling.is_whole("a.txt", a_signature(), clock.now())
    settling.keep_only(set())
    clock.forward(2 * SECOND)
    assert settling.is_whole("a.txt", a_signature(), clock.now())
    assert not settling.is_whole("b.txt", a_signature(age=-5 * SECOND), clock.now())
