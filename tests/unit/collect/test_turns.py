"""Whose turn it is: servers, pauses, places, and what hangs."""

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from statistics import quantiles

import pytest

from watcher.collect.address import OWN, STRANGER, Manners
from watcher.collect.cadence import PATIENCE
from watcher.collect.turns import Turn, Turns


def a_turn(server: str = "feeds.example", manners: Manners = STRANGER, *, slow: bool = False) -> Turn:
    return Turn(server, manners, slow=slow)


def queued(*turns: Turn, places: int = 8) -> Turns:
    all_of_them = Turns(places)
    deque((all_of_them.queue(turn, 0.0) for turn in turns), maxlen=0)
    return all_of_them


def begun(turns: Turns, now: float = 0.0) -> list[Turn]:
    return list(turns.begin(now))


def test_turns_begin_in_their_order_while_there_are_places() -> None:
    asked = [a_turn(f"{letter}.example") for letter in "abcdef"]
    turns = queued(*asked, places=4)
    assert begun(turns) == asked[:3]
    turns.answered(asked[0], 0.1)
    assert begun(turns, 0.1) == []
    turns.leave(asked[0])
    assert begun(turns, 0.1) == [asked[3]]


def test_a_strangers_server_is_asked_one_thing_at_a_time_with_a_second_in_between() -> None:
    first, second = a_turn(), a_turn()
    turns = queued(first, second)
    assert begun(turns, 0.0) == [first]
    assert begun(turns, 9.0) == []
    turns.answered(first, 9.0)
    assert begun(turns, 9.0) == [second]


def test_the_second_is_counted_from_the_beginning_of_the_request_before() -> None:
    first, second = a_turn(), a_turn()
    turns = queued(first, second)
    begun(turns, 0.0)
    turns.answered(first, 0.3)
    assert (begun(turns, 0.3), turns.wakes_at()) == ([], 1.0)
    assert (begun(turns, 1.0), turns.wakes_at()) == ([second], None)


def test_the_pause_holds_for_what_is_queued_later() -> None:
    first, later = a_turn(), a_turn()
    turns = queued(first)
    begun(turns, 0.0)
    turns.answered(first, 0.3)
    turns.queue(later, 0.5)
    assert (begun(turns, 0.5), begun(turns, 1.0)) == ([], [later])


def test_a_server_of_ones_own_is_asked_two_things_at_once_and_without_a_pause() -> None:
    first, second, third = (a_turn("127.0.0.1:9", OWN) for _ in range(3))
    turns = queued(first, second, third)
    assert begun(turns) == [first, second]
    turns.answered(first, 0.0)
    assert begun(turns) == [third]


def test_what_waits_for_its_server_takes_no_place() -> None:
    other = a_turn("other.example")
    turns = queued(*(a_turn() for _ in range(99)), other, places=2)
    assert begun(turns)[1:] == [other]


def test_a_place_is_given_back_once() -> None:
    first, second, third = (a_turn(f"{letter}.example") for letter in "abc")
    turns = queued(first, second, third, places=1)
    begun(turns)
    turns.answered(first, 0.0)
    turns.leave(first)
    turns.leave(first)
    assert begun(turns) == [second]


def test_those_that_kept_us_waiting_have_a_few_places_of_their_own() -> None:
    slow = [a_turn(f"{number}.slow.example", slow=True) for number in range(9)]
    prompt = [a_turn(f"{number}.example") for number in range(9)]
    turns = queued(*slow, *prompt, places=8)
    assert begun(turns) == [*prompt[:6], *slow[:2]]


def test_where_there_are_few_places_all_share_them() -> None:
    slow, prompt = a_turn("slow.example", slow=True), a_turn()
    assert begun(queued(slow, prompt, places=3)) == [slow, prompt]


def test_who_is_not_answered_goes_on_without_a_place() -> None:
    hanging, waiting = a_turn("slow.example"), a_turn()
    turns = queued(hanging, waiting, places=1)
    begun(turns)
    turns.go_on_without(hanging)
    assert begun(turns) == [waiting]


def test_only_as_many_go_on_without_a_place_as_there_are_places() -> None:
    asked = [a_turn(f"{number}.example") for number in range(4)]
    turns = queued(*asked, places=1)
    (first,) = begun(turns)
    turns.go_on_without(first)
    (second,) = begun(turns)
    turns.go_on_without(second)
    assert begun(turns) == []
    turns.answered(first, 0.0)
    turns.leave(first)
    turns.go_on_without(second)
    assert len(begun(turns)) == 1


def test_a_server_that_wants_to_be_left_alone_has_nothing_waiting_any_more() -> None:
    first, second, slow, other = a_turn(), a_turn(), a_turn(slow=True), a_turn("other.example")
    turns = queued(first, second, slow, other)
    assert begun(turns) == [first, other]
    assert turns.drop("feeds.example") == (second, slow)
    assert turns.drop("feeds.example") == ()
    turns.answered(first, 9.0)
    assert begun(turns, 9.0) == []


def test_all_that_waits_is_given_up_at_the_end() -> None:
    first, second, other = a_turn(), a_turn(), a_turn("other.example")
    turns = queued(first, second, other, places=1)
    begun(turns)
    assert set(turns.drop_all()) == {second, other}


@dataclass
class Play:
    """Servers that answer after so many seconds, and turns that go their way by a clock of its own."""

    turns: Turns
    answers_in: dict[Turn, float]
    now: float = 0.0
    answered_at: dict[Turn, float] = field(default_factory=dict)
    events: list[tuple[float, int, str, Turn | None]] = field(default_factory=list)
    numbers: count = field(default_factory=count)

    def run(self) -> "Play":
        for turn in self.answers_in:
            self.turns.queue(turn, 0.0)
        self._begin()
        while self.events:
            self.now, _, what, turn = heappop(self.events)
            getattr(self, what)(turn)
            self._begin()
        return self

    def answer(self, turn: Turn) -> None:
        self.answered_at[turn] = self.now
        self.turns.answered(turn, self.now)
        self.turns.leave(turn)

    def lose_patience(self, turn: Turn) -> None:
        if turn not in self.answered_at:
            self.turns.go_on_without(turn)

    def wake(self, _turn: None) -> None:
        """Nothing but `_begin` behind it."""

    def _begin(self) -> None:
        for turn in self.turns.begin(self.now):
            self._at(self.now + self.answers_in[turn], "answer", turn)
            self._at(self.now + PATIENCE.total_seconds(), "lose_patience", turn)
        wakes_at = self.turns.wakes_at()
        if wakes_at is not None:
            self._at(wakes_at, "wake", None)

    def _at(self, time: float, what: str, turn: Turn | None) -> None:
        heappush(self.events, (time, next(self.numbers), what, turn))


def p99_of_the_healthy(feeds: int, hanging: int, *, known: bool) -> float:
    """Play so many feeds of as many servers; the healthy ones answer in two seconds, the others hang for a minute.

    Two seconds are long, so that the places are what is short: ten thousand feeds take over two minutes.
    """
    every = feeds // hanging if hanging else feeds + 1
    answers_in = {
        a_turn(f"{number}.example", slow=known and number % every == 0): 60.0 if number % every == 0 else 2.0
        for number in range(1, feeds + 1)
    }
    play = Play(Turns(200), answers_in).run()
    return quantiles([at for turn, at in play.answered_at.items() if answers_in[turn] == 2.0], n=100)[-1]


@pytest.mark.parametrize("known", [False, True], ids=["found out", "known"])
def test_ten_thousand_feeds_of_which_five_in_a_hundred_hang_are_as_fast_as_without_those(*, known: bool) -> None:
    assert p99_of_the_healthy(10_000, 500, known=known) <= 1.2 * p99_of_the_healthy(10_000, 0, known=known)


def test_a_server_that_hangs_holds_up_its_own_feeds_only() -> None:
    hanging = [a_turn("slow.example") for _ in range(50)]
    healthy = [a_turn(f"{number}.example") for number in range(50)]
    play = Play(Turns(4), dict.fromkeys(hanging, 60.0) | dict.fromkeys(healthy, 0.1)).run()
    assert max(play.answered_at[turn] for turn in healthy) < 10
    assert len(play.answered_at) == 100
