"""Two copies of a text that arrive in two processes at the same moment become one story."""

import multiprocessing
import random
from contextlib import closing
from dataclasses import replace
from functools import partial
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import text

from tests.builders import an_entry
from tests.contract.store.builders import NOW, FixedClock, document
from watcher.pipeline import Carrier, Prepared, Stated, decide, measure
from watcher.rules import RuleSet
from watcher.store import Store, Transaction
from watcher.store.check import problems
from watcher.stories import entry_keys, lock_keys

SYLLABLES = ("ba", "bor", "den", "dra", "fen", "gar", "hal", "kel", "lan", "mar", "nor", "per", "quen", "ras", "ven")
LETTERS = 200  # of a summary
TOGETHER = 4  # entries of a document


def written(number: int) -> tuple[str, str]:
    """Give title and text number so-and-so, of words that hardly any other has."""
    chance = random.Random(number)  # noqa: S311 - reproducible, not secret
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(160)]
    sentences = (" ".join(words[at : at + 16]).capitalize() + "." for at in range(8, len(words), 16))
    return " ".join(words[:8]).capitalize(), " ".join(sentences)


def documents(writer: int, pairs: int) -> list[Prepared]:
    """Give the texts as one of two outlets carries them: the second one retitled or as a summary, in another order."""
    groups = [list(range(at, min(at + TOGETHER, pairs))) for at in range(0, pairs, TOGETHER)]
    return [prepared(writer, group[::-1] if writer else group) for group in groups]


def prepared(writer: int, group: list[int]) -> Prepared:
    source = f"outlet-{writer}"
    entries = []
    for number in group:
        title, body = written(number)
        if writer:
            title, body = (title, body[:LETTERS]) if number % 2 else (f"Larkhaven: {title}", body)
        entries.append(an_entry(guid=f"{source}/{number}", link=None, title=title, body=body))
    measured = measure(list(map(Stated, entries, entry_keys(entries))), Carrier(source))
    return replace(document(source), entries=measured)


def race(url: str, writer: int, pairs: int, start: Barrier) -> None:
    """Write one outlet's documents, each at the same moment as the other outlet's of the same texts."""
    with closing(Store.open(url, FixedClock())) as store:
        for each in documents(writer, pairs):
            start.wait(60)
            store.run(partial(write, each), partial(lock_keys, each.source, [e.fingerprint for e in each.entries]))


def write(each: Prepared, tx: Transaction) -> None:
    known = tx.memory.known(each.source, each.entries, NOW)
    tx.outcomes.write(decide(each, known, RuleSet([]), NOW), each, NOW)


def deadlocks(store: Store) -> int:
    """Give how often the server had to end a writer so that another one could go on; SQLite has no such thing."""
    with store.read() as tx:
        if tx.connection.dialect.name == "sqlite":
            return 0
        query = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return tx.connection.scalar(query)


@pytest.fixture
def pairs(request: pytest.FixtureRequest) -> int:
    return request.config.getoption("--pairs")


@pytest.mark.timeout(300)  # with the two thousand pairs of `make test-races`
def test_copies_that_arrive_at_once_in_two_processes_are_one_story_each(store: Store, url: str, pairs: int) -> None:
    fresh = multiprocessing.get_context("spawn")
    start = fresh.Barrier(2)
    racers = [fresh.Process(target=race, args=(url, writer, pairs, start)) for writer in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert ([racer.exitcode for racer in racers], deadlocks(store)) == ([0, 0], 0)
    with store.read() as tx:
        counts = tx.counts()
        assert (counts.entries, counts.stories) == (2 * pairs, pairs)
    assert problems(store) == ()
