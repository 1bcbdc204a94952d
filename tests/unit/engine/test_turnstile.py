from functools import partial

import pytest

from watcher.engine.turnstile import Turnstile


def test_work_begins_at_once_while_there_are_places():
    begun: list[int] = []
    turnstile = Turnstile(2)
    turnstile.enter(partial(begun.append, 1))
    turnstile.enter(partial(begun.append, 2))
    turnstile.enter(partial(begun.append, 3))
    assert begun == [1, 2]


def test_what_waits_begins_in_its_order_as_places_become_free():
    begun: list[int] = []
    turnstile = Turnstile(1)
    turnstile.enter(partial(begun.append, 1))
    turnstile.enter(partial(begun.append, 2))
    turnstile.enter(partial(begun.append, 3))
    turnstile.leave()
    assert begun == [1, 2]
    turnstile.leave()
    assert begun == [1, 2, 3]


def test_a_place_that_nobody_waited_for_is_free_again():
    begun: list[int] = []
    turnstile = Turnstile(1)
    turnstile.enter(partial(begun.append, 1))
    turnstile.leave()
    turnstile.enter(partial(begun.append, 2))
    turnstile.enter(partial(begun.append, 3))
    assert begun == [1, 2]


def test_work_that_does_not_begin_keeps_no_place():
    def fail() -> None:
        raise RuntimeError("the pool is closed")

    begun: list[int] = []
    turnstile = Turnstile(1)
    with pytest.raises(RuntimeError, match="the pool is closed"):
        turnstile.enter(fail)
    turnstile.enter(partial(begun.append, 1))
    assert begun == [1]
