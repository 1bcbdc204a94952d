"""When an answer is given up; the deadline is looked at, not waited for."""

import asyncio
from datetime import timedelta

import pytest

from watcher.net.errors import RefusedError
from watcher.net.options import ClientOptions
from watcher.net.pace import Pace, paced

OPTIONS = ClientOptions(patience=timedelta(seconds=20), min_rate=1_000, total_timeout=timedelta(seconds=300))


def seconds_won(*sizes: int) -> float:
    """Arrive at these sizes one after the other; give by how much the deadline moved."""

    async def arrive() -> float:
        async with paced(OPTIONS) as pace:
            pace.begin()
            before = pace.timeout.when()
            for size in sizes:
                pace.arrived(size)
            return pace.timeout.when() - before

    return asyncio.run(arrive())


def is_given_up_after(pieces: list[tuple[float, int]]) -> bool:
    """Arrive at these sizes, each so many seconds after the beginning."""

    async def arrive() -> bool:
        loop = asyncio.get_running_loop()
        began = now = loop.time()
        loop.time = lambda: now
        async with paced(OPTIONS) as pace:
            pace.begin()
            for seconds, size in pieces:
                now = began + seconds
                pace.arrived(size)
            is_over = pace.timeout.when() <= now
            pace.timeout.reschedule(None)
        return is_over

    return asyncio.run(arrive())


@pytest.mark.parametrize(
    ("sizes", "won"),
    [
        pytest.param([], 0, id="nothing has come"),
        pytest.param([1, 20_000], 0, id="what is due by the end of the patience"),
        pytest.param([21_000], 1, id="a second more"),
        pytest.param([10_000, 60_000], 40, id="as long as all that has come is worth"),
    ],
)
def test_the_deadline_moves_on_with_what_arrives(sizes: list[int], won: float) -> None:
    assert seconds_won(*sizes) == pytest.approx(won)


def test_before_the_answer_begins_nothing_moves_the_deadline() -> None:
    async def arrive() -> bool:
        async with paced(OPTIONS) as pace:
            before = pace.timeout.when()
            pace.arrived(10**9)
            return pace.timeout.when() == before

    assert asyncio.run(arrive())


def test_nothing_moves_the_deadline_beyond_that_of_the_whole_request() -> None:
    async def arrive() -> float:
        began = asyncio.get_running_loop().time()
        async with paced(OPTIONS) as pace:
            pace.begin()
            pace.arrived(10**9)
            return pace.timeout.when() - began

    assert asyncio.run(arrive()) == pytest.approx(300, abs=100)


def test_the_next_hop_has_the_whole_patience() -> None:
    async def arrive() -> float:
        async with paced(OPTIONS) as pace:
            pace.begin()
            pace.arrived(60_000)
            before = pace.timeout.when()
            pace.hop()
            return pace.timeout.when() - before

    assert asyncio.run(arrive()) == pytest.approx(-40, abs=30)


@pytest.mark.parametrize(
    ("begin", "problem"),
    [
        pytest.param(lambda _pace: None, "gave no answer within 0 s", id="no answer"),
        pytest.param(Pace.begin, "was sent slower than 1000 bytes a second", id="a slow one"),
    ],
)
def test_an_answer_that_is_late_is_given_up_and_may_be_asked_for_again(begin: object, problem: str) -> None:
    async def wait() -> None:
        async with paced(ClientOptions(patience=timedelta(0))) as pace:
            begin(pace)
            await asyncio.Event().wait()

    with pytest.raises(RefusedError) as caught:
        asyncio.run(wait())
    assert (str(caught.value), caught.value.lasting) == (problem, False)


def test_a_body_that_drips_is_given_up_before_the_patience_ends() -> None:
    assert is_given_up_after([(second, second) for second in range(1, 6)])


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([(second, second) for second in range(1, 5)], id="not seen yet"),
        pytest.param([(1, 30), (2, 60), (6, 90)], id="a few pieces and a pause"),
        pytest.param([(second, 100 * second) for second in range(1, 9)], id="slow, but something"),
    ],
)
def test_a_body_that_is_slow_but_does_not_drip_has_the_whole_patience(pieces: list[tuple[float, int]]) -> None:
    assert not is_given_up_after(pieces)


def test_another_deadline_stays_another() -> None:
    async def wait() -> None:
        async with asyncio.timeout(0), paced(OPTIONS):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        asyncio.run(wait())
