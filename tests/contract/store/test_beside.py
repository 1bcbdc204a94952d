"""Writers of documents on PostgreSQL work beside each other, as far as they hold nothing in common."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests import postgres
from tests.contract.store.builders import NOW, FixedClock, alert, beginning, document, name
from watcher.errors import StoreBusy
from watcher.model import FeedState, StoryId
from watcher.pipeline import Outcome
from watcher.store import Store, Transaction
from watcher.store.index import Index
from watcher.store.postgresql import MOST_KEYS, Crossed

Opened = Callable[[], Store]


@pytest.fixture
def opened(postgresql: postgres.Server, upgraded_database: str) -> Iterator[Opened]:
    """Open one database as often as is asked for; a writer waits for a twentieth of a second."""
    url = postgresql.new_database(upgraded_database)
    stores: list[Store] = []

    def opening() -> Store:
        stores.append(Store.open(url, FixedClock(), patience=timedelta(seconds=0.05)))
        return stores[-1]

    yield opening
    for store in stores:
        store.close()
    postgresql.drop(url)


def save(tx: Transaction) -> None:
    tx.feeds.save(FeedState(name="harbour", failures=3))


def test_two_that_hold_nothing_in_common_write_at_the_same_time(opened: Opened) -> None:
    store = opened()
    with store.write(lambda: [1, 2]):
        opened().run(save, lambda: [3, 4])
        store.run(save, lambda: [5])
    with store.read() as tx:
        assert tx.feeds.states(["harbour"])["harbour"].failures == 3


ALL = None
MANY = range(MOST_KEYS + 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param([1, 2], [2, 3], id="one key in common"),
        pytest.param([-(2**63)], [-(2**63), 2**63 - 1], id="the least key in common"),
        pytest.param([1], ALL, id="the only writer waits"),
        pytest.param(ALL, [1], id="others wait for the only writer"),
        pytest.param([-1], MANY, id="a document of many keys waits"),
        pytest.param(MANY, [-1], id="others wait for a document of many keys"),
    ],
)
def test_what_excludes_the_other_makes_it_wait(opened: Opened, first, second) -> None:
    other = opened()
    busy = pytest.raises(StoreBusy, match=r"another program writes to the store .* and does not let go")
    with opened().write(first and (lambda: first)), busy:
        other.run(save, second and (lambda: second))
    other.run(save, second and (lambda: second))


def test_what_crossed_another_writer_is_done_again_as_the_only_one(opened: Opened) -> None:
    other, attempts = opened(), []

    def unit(tx: Transaction) -> int:
        attempts.append(tx)
        if len(attempts) == 1:
            save(tx)
            raise Crossed("as if")
        with pytest.raises(StoreBusy):
            other.run(save, lambda: [77])
        return tx.feeds.states(["harbour"])["harbour"].failures

    assert opened().run(unit, lambda: [1]) == 0  # nothing stayed of the first attempt
    assert len(attempts) == 2


def test_a_story_that_was_merged_away_since_it_was_looked_up_is_not_written_to(opened: Opened) -> None:
    store = opened()
    merged = Outcome(merged={StoryId(name(2)): StoryId(name(1))})
    with store.write() as tx:
        for outcome in (beginning(1), beginning(2), merged):
            tx.outcomes.write(outcome, document(), NOW)
        with pytest.raises(Crossed):
            Index(tx.connection, beside=True).hold({1, 2})
        Index(tx.connection, beside=True).hold({1})


def test_a_story_that_one_reads_to_write_to_waits_for_the_other(opened: Opened) -> None:
    store = opened()
    with store.write() as tx:
        tx.outcomes.write(beginning(1), document(), NOW)
    with store.write(lambda: [1]) as tx:
        Index(tx.connection, beside=True).hold({1})
        with pytest.raises(StoreBusy):
            opened().run(lambda other: Index(other.connection, beside=True).hold({1}), lambda: [2])


def test_two_that_wait_for_each_other_both_come_to_an_end(postgresql: postgres.Server, upgraded_database: str) -> None:
    url = postgresql.new_database(upgraded_database)
    met = threading.Barrier(2, timeout=30)

    def write(number: int) -> int:
        tries = 0

        def unit(tx: Transaction) -> None:
            nonlocal tries
            tries += 1
            if tries == 1:
                met.wait()
                tx.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": 1 - number})

        with closing(Store.open(url, FixedClock())) as store:
            store.run(unit, lambda: [number])
        return tries

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(write, (0, 1))) == [1, 2]
    postgresql.drop(url)


def test_a_cooldown_is_kept_by_one_writer_at_a_time(opened: Opened) -> None:
    cooling = beginning(1, alerts=(alert(1, cooldown=timedelta(hours=1)),))
    with pytest.raises(Crossed, match="a cooldown is kept by one writer"), opened().write(lambda: [1]) as tx:
        tx.outcomes.write(cooling, document(), NOW)


def test_a_document_whose_alerts_have_a_cooldown_is_written_as_the_only_one(opened: Opened) -> None:
    cooling = beginning(1, alerts=(alert(1, cooldown=timedelta(hours=1)),))
    store = opened()
    store.run(lambda tx: tx.outcomes.write(cooling, document(), NOW), lambda: [1])
    with store.read() as tx:
        assert len(tx.alerts.list()) == 1
