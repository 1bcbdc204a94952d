import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest

from watcher.deliver.hands import Hands

WAIT = 10.0  # seconds a thread may take for what it does at once


class Work:
    """A work that lasts until it is let go."""

    def __init__(self) -> None:
        self.begun, self.go, self.thread = threading.Event(), threading.Event(), threading.current_thread()

    def __call__(self) -> None:
        self.thread = threading.current_thread()
        self.begun.set()
        self.go.wait(WAIT)


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


@pytest.fixture
def works() -> Iterator[list[Work]]:
    works = [Work(), Work()]
    yield works
    for work in works:
        work.go.set()


def test_one_hand_works_in_the_thread_that_asks(stop: threading.Event) -> None:
    hands, work = Hands(1, "channel desk"), Work()
    work.go.set()
    hands.carry(work)
    assert (work.begun.is_set(), work.thread) == (True, threading.current_thread())
    assert hands.free(stop, every=True)


def test_two_hands_carry_two_works_in_daemon_threads(stop: threading.Event, works: list[Work]) -> None:
    hands = Hands(2, "channel desk")
    hands.carry(works[0])
    assert hands.free(stop)
    hands.carry(works[1])
    assert all(work.begun.wait(WAIT) for work in works)
    assert {(work.thread.name, work.thread.daemon) for work in works} == {("channel desk", True)}


def test_a_free_hand_is_waited_for(stop: threading.Event, works: list[Work]) -> None:
    hands = Hands(2, "channel desk")
    for work in works:
        hands.carry(work)
    threading.Timer(0.05, works[0].go.set).start()
    assert hands.free(stop)
    assert not works[1].go.is_set()
    threading.Timer(0.05, works[1].go.set).start()
    assert hands.free(stop, every=True)


def test_a_stop_ends_the_wait_for_a_hand(stop: threading.Event, works: list[Work]) -> None:
    hands = Hands(2, "channel desk")
    for work in works:
        hands.carry(work)
    stop.set()
    assert not hands.free(stop)


def test_a_work_that_breaks_frees_its_hand(stop: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    hands = Hands(2, "channel desk")
    hands.carry([].pop)
    assert hands.free(stop, every=True)


def test_a_thread_that_is_done_carries_the_next_work(stop: threading.Event) -> None:
    hands, threads = Hands(2, "channel desk"), []
    for _ in range(20):
        work = Work()
        work.go.set()
        hands.carry(work)
        assert hands.free(stop, every=True)
        threads.append(work.thread)
    assert len(set(threads)) <= 2


def test_a_thread_that_is_idle_for_long_ends(stop: threading.Event, works: list[Work]) -> None:
    hands = Hands(2, "channel desk", idle=timedelta(milliseconds=1))
    for work in works:
        hands.carry(work)
        work.go.set()
    assert hands.free(stop, every=True)
    for work in works:
        work.thread.join(WAIT)
        assert not work.thread.is_alive()


def test_no_work_is_lost_where_threads_end_and_begin_all_the_time(stop: threading.Event) -> None:
    hands, done = Hands(3, "channel desk", idle=timedelta(microseconds=50)), []
    for number in range(2_000):
        assert hands.free(stop)
        hands.carry(partial(done.append, number))
    assert hands.free(stop, every=True)
    assert sorted(done) == list(range(2_000))
