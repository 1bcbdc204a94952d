"""Whether a store is sound: each test breaks one thing that no constraint of the database holds."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.contract.store.builders import NOW, FixedClock, alerting, document, story_event
from tests.contract.store.filling import store_at
from watcher.store import Store
from watcher.store.check import problems
from watcher.store.schema import NEWEST, REVISIONS


@pytest.fixture
def filled(store: Store) -> Store:
    """A store that was filled as a running watcher fills it."""
    with store.write() as tx:
        for number in range(1, 4):
            told = (story_event(number, story=number, entry=number),)
            tx.outcomes.write(replace(alerting(number, "desk"), events=told), document(), NOW)
    return store


def test_what_a_watcher_wrote_is_sound(filled: Store) -> None:
    assert problems(filled) == ()


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_an_older_schema_is_a_problem_with_advice(empty: Store, revision: str) -> None:
    store_at(empty, revision)
    [problem] = problems(empty)
    assert problem == f"the schema is at revision {revision}, this watcher needs {NEWEST}; run: watcher db upgrade"


def test_a_newer_schema_is_a_problem_with_advice(store: Store) -> None:
    with store.write() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    [problem] = problems(store)
    assert problem.endswith("a newer watcher wrote it: use that one")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        pytest.param(
            "UPDATE entry SET story = 1 WHERE id = 2",
            "stories without an entry: 1, events whose entry is not of their story: 1, "
            "alerts whose entry is not of their story: 1",
            id="entry in another story",
        ),
        pytest.param(
            "UPDATE entry_key SET entry = 77 WHERE entry <> 1", "keys whose entry is not there: 2", id="key of nothing"
        ),
        pytest.param(
            "INSERT INTO posting (week, hash, story) VALUES (2930, 5, 77)",
            "postings whose story is not known by a text of that week: 1",
            id="posting",
        ),
        pytest.param(
            "UPDATE story SET merged_into = 1 WHERE id = 2",
            "merged stories that still have entries: 1, alerts whose entry is not of their story: 1",
            id="entry of a merged story",
        ),
        pytest.param(
            "UPDATE story SET merged_into = 2 WHERE id = 2",
            "merged stories that still have entries: 1, stories merged into one that was itself merged: 1",
            id="merged into a merged one",
        ),
        pytest.param(
            "DELETE FROM delivery WHERE alert = 3",
            "alerts to channels that were never put into the outbox: 1",
            id="alert without delivery",
        ),
        pytest.param(
            "UPDATE event SET story = 1 WHERE id = 2",
            "events whose entry is not of their story: 1",
            id="event of another story",
        ),
        pytest.param(
            "UPDATE delivery SET within = 77 WHERE id = 2",
            "deliveries that do not stand as the message they are in: 1",
            id="within nothing",
        ),
        pytest.param(
            "UPDATE delivery SET within = 1 WHERE id = 2",
            "deliveries that do not stand as the message they are in: 1",
            id="within another alert's",
        ),
        pytest.param("DROP TABLE shown", "the table shown is missing; restore a backup", id="missing table"),
    ],
)
def test_what_does_not_hold_is_told_and_counted(filled: Store, statement: str, told: str) -> None:
    with filled.write() as tx:
        tx.connection.execute(text(statement))
    assert ", ".join(problems(filled)) == told


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A filled SQLite store, closed, its log carried over."""
    made = tmp_path / "watcher.db"
    with closing(Store.open(f"sqlite:///{made}", FixedClock())) as store:
        store_at(store, NEWEST)
        assert store.empty_log()
    return made


def problems_of(file: Path) -> tuple[str, ...]:
    with closing(Store.open(f"sqlite:///{file}", FixedClock())) as store:
        return problems(store)


def test_a_foreign_key_that_leads_nowhere_is_found(file: Path) -> None:
    with closing(sqlite3.connect(file)) as plain:
        plain.execute("DELETE FROM story WHERE id > 4")  # foreign keys are off unless asked for
        plain.commit()
    assert problems_of(file)[:2] == (
        "rows of alert whose story is not there: 2",
        "rows of entry whose story is not there: 2",
    )


def test_a_delivery_of_nothing_is_found(file: Path) -> None:
    with closing(sqlite3.connect(file)) as plain:
        plain.execute("PRAGMA ignore_check_constraints = ON")
        plain.execute("UPDATE delivery SET alert = NULL WHERE id = 1")
        plain.commit()
    assert problems_of(file) == ("the file is damaged: CHECK constraint failed in delivery; restore a backup",)


def test_a_damaged_page_is_found_and_told_alone(file: Path) -> None:
    page = 4096
    with file.open("r+b") as raw:
        raw.seek(page * (file.stat().st_size // page - 2))
        raw.write(b"\xff" * page)
    found = problems_of(file)
    assert found
    assert [line for line in found if "is damaged" not in line] == []
