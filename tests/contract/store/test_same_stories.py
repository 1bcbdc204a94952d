"""The same stream gives the same stories on every database."""

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import postgres
from tests.builders import an_entry, an_event
from tests.contract.store.builders import NOW, FixedClock, document, events_in
from watcher.model import Evidence
from watcher.pipeline import Carrier, Prepared, PreparedEntry, Stated, Verdict, decide, measure
from watcher.rules import RuleSet
from watcher.store import Store, expire, rows
from watcher.stories import entry_keys

ENTRIES, TOGETHER, SOURCES = 400, 5, 7
PAUSE = timedelta(hours=9)  # between two documents: the stream lasts for a month, so weeks come and go
SYLLABLES = ("ba", "bor", "den", "dra", "fen", "gar", "hal", "kel", "lan", "mar", "nor", "per", "quen", "ras", "ven")


class Stream:
    """Invented news, half of it copies: whole, shortened, changed or put together; with furniture that many share."""

    def __init__(self) -> None:
        self._chance = random.Random(4)  # noqa: S311 - reproducible, not secret
        self._words = ["".join(self._chance.choices(SYLLABLES, k=3)) for _ in range(900)]
        self._furniture = self._sentences(2)
        self._told: list[tuple[str, list[str]]] = []

    def documents(self) -> Iterator[Prepared]:
        for number in range(ENTRIES // TOGETHER):
            source = f"outlet-{number % SOURCES}"
            told = [self._text() for _ in range(TOGETHER)]
            entries = [
                an_entry(guid=f"{number}/{at}", link=None, title=title, body=" ".join(body + self._furniture))
                for at, (title, body) in enumerate(told)
            ]
            measured = measure(list(map(Stated, entries, entry_keys(entries))), Carrier(source))
            telling = tuple(map(self._telling, measured))
            yield replace(document(source), entries=telling, received_at=NOW + number * PAUSE)

    def _telling(self, entry: PreparedEntry) -> PreparedEntry:
        """Let an entry tell a meeting that copies know for another day, in another sentence."""
        day, [said] = NOW.date() + timedelta(days=self._chance.randint(0, 2)), self._sentences(1)
        evidence = Evidence(field="body", sentence=said, start=0, marks=())
        meeting = an_event(day, place=self._chance.choice(("Larkhaven", "Port Linden")), evidence=evidence)
        return replace(entry, article=replace(entry.article, events=(meeting,)))

    def _text(self) -> tuple[str, list[str]]:
        if self._told and self._chance.random() < 0.5:
            return self._copy(*self._chance.choice(self._told[-40:]))
        self._told.append((self._sentences(1)[0][:60], self._sentences(self._chance.randint(3, 14))))
        return self._told[-1]

    def _copy(self, title: str, body: list[str]) -> tuple[str, list[str]]:
        ways = (body, body[: len(body) // 3 + 1], body[1:] + self._sentences(1), body + self._told[-1][1])
        return self._chance.choice((title, f"Larkhaven: {title}")), self._chance.choice(ways)

    def _sentences(self, number: int) -> list[str]:
        return [" ".join(self._chance.choices(self._words, k=14)).capitalize() + "." for _ in range(number)]


@pytest.fixture(scope="module")
def stream() -> list[Prepared]:
    return list(Stream().documents())


def verdicts(store: Store, stream: list[Prepared]) -> list[Verdict]:
    """Put the stream through the store; forget what is too old, as retention does."""
    found: list[Verdict] = []
    for each in stream:
        sum(expire(store, each.received_at))
        with store.write() as tx:
            known = tx.memory.known(each.source, each.entries, each.received_at)
            outcome = decide(each, known, RuleSet([]), each.received_at)
            tx.outcomes.write(outcome, each, each.received_at)
        found.extend(outcome.verdicts)
    return found


def index(store: Store) -> list[list[tuple[object, ...]]]:
    """Give all rows by which stories are found."""
    tables = (rows.posting, rows.story_text, rows.exact)
    with store.read() as tx:
        return [sorted(map(tuple, tx.connection.execute(select(table)))) for table in tables]


def test_a_stream_gives_the_same_stories_on_both_databases(
    stream: list[Prepared], tmp_path: Path, postgresql: postgres.Server
) -> None:
    urls = (f"sqlite:///{tmp_path}/watcher.db", postgresql.new_database())
    here, there = (Store.open(url, FixedClock()) for url in urls)
    with closing(here), closing(there):
        here.upgrade()
        there.upgrade()
        found = verdicts(here, stream)
        assert verdicts(there, stream) == found
        assert index(there) == index(here)
        events = events_in(here)
        assert events_in(there) == events
        assert max(event.sequence for event in events) > 1
    assert ENTRIES / 4 < len({verdict.story for verdict in found}) < ENTRIES * 3 / 4
