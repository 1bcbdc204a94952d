"""What holds for SQLite alone: its settings, its lock file, its errors in our words."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.store.builders import NOW, FixedClock, beginning, document, fingerprint
from watcher.errors import ServiceUnavailable, StoreBusy, WatcherError
from watcher.store import Retention, Store, rows
from watcher.store.wal import LOG_LIMIT

ROOT = Path(__file__).parents[3]

HOLDING = """
import sys, time
from tests.contract.store.builders import FixedClock
from watcher.store import Store
with Store.open(sys.argv[1], FixedClock()).lock():
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / "watcher.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{file}", FixedClock())
    store.upgrade()
    yield store
    store.close()


def test_opening_makes_the_folder_of_the_file(store: Store, file: Path) -> None:
    assert file.is_file()
    assert str(store) == str(file)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)],
)
def test_a_connection_is_set_up_for_lasting_writes(store: Store, pragma: str, value: object) -> None:
    with store.read() as tx:
        assert tx.connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def statement(sql: str) -> tuple[list[str], set[str]]:
    """Give a statement's columns in order and its constraints: a changed table has these in another order and place."""
    begin, _, rest = sql.replace('"', "").partition("(")
    inside, _, end = rest.rpartition(")")
    parts = [part.strip() for part in re.split(r",\s(?![^()]*\))", inside)]
    constraints = {part for part in parts if part.startswith("CONSTRAINT")}
    return [begin.strip(), *(part for part in parts if part not in constraints), end.strip()], constraints


def test_the_migrations_write_the_same_sql_as_the_tables_in_the_code(store: Store) -> None:
    """Alembic's comparison does not see WITHOUT ROWID, names of constraints or the order of columns."""
    query = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND sql IS NOT NULL ORDER BY name"
    with store.write() as tx:
        migrated = tx.connection.exec_driver_sql(query).all()
        rows.metadata.drop_all(tx.connection)
        rows.metadata.create_all(tx.connection)
        written = tx.connection.exec_driver_sql(query).all()
    assert {name: statement(sql) for name, sql in written} == {name: statement(sql) for name, sql in migrated}


def test_a_second_watcher_on_the_same_file_is_turned_away_at_once(store: Store, file: Path) -> None:
    other = Store.open(f"sqlite:///{file}", FixedClock())
    with store.lock(), pytest.raises(StoreBusy, match=rf"another watcher runs on {file}; stop it first"), other.lock():
        pass
    other.close()


def test_the_lock_is_free_again_after_its_block(store: Store) -> None:
    with store.lock():
        pass
    with store.lock():
        pass


def test_the_lock_of_a_killed_watcher_is_free(store: Store, file: Path) -> None:
    url = f"sqlite:///{file}"
    holder = subprocess.Popen([sys.executable, "-c", HOLDING, url], cwd=ROOT, stdout=subprocess.PIPE)
    with holder, holder.stdout:
        holder.stdout.readline()
        with pytest.raises(StoreBusy), store.lock():
            pass
        os.kill(holder.pid, signal.SIGKILL)
    with store.lock():
        pass


def test_a_lock_file_that_cannot_be_opened_is_an_error(store: Store, file: Path) -> None:
    file.with_name("watcher.db.lock").mkdir()

    with pytest.raises(ServiceUnavailable, match=r"watcher.db.lock cannot be opened: Is a directory"), store.lock():
        pass


def fill_disk(store: Store) -> None:
    """Write until there is no space; SQLite takes a limit of pages for the end of the disk."""
    with store.write() as tx:
        tx.connection.exec_driver_sql("PRAGMA max_page_count = 1")
        for number in range(1, 200):
            tx.outcomes.write(beginning(number), document(), NOW)


def test_a_full_disk_is_told_and_leaves_the_store_as_it_was(store: Store) -> None:
    with pytest.raises(ServiceUnavailable, match="no space left"):
        fill_disk(store)

    with store.write() as tx:
        assert tx.counts().stories == 0
        tx.connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        tx.outcomes.write(beginning(1), document(), NOW)


def test_a_file_that_is_no_database_is_told(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("Dear diary, " * 100)

    with pytest.raises(ServiceUnavailable, match=rf"{file} is not a SQLite database"):
        Store.open(f"sqlite:///{file}", FixedClock())


def test_a_path_that_is_a_folder_is_told(file: Path) -> None:
    file.mkdir(parents=True)

    with pytest.raises(ServiceUnavailable, match=rf"{file} cannot be opened"):
        Store.open(f"sqlite:///{file}", FixedClock())


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ServiceUnavailable, match="cannot be made: a file of that name is in the way"):
        Store.open(f"sqlite:///{tmp_path}/file/watcher.db", FixedClock())


def test_a_refused_statement_is_an_error_of_ours_without_the_text_in_it(store: Store) -> None:
    with pytest.raises(WatcherError, match="refused a statement") as caught, store.write() as tx:
        tx.connection.execute(rows.feed_state.insert(), [{"name": "secret text", "failures": None}])

    assert "secret text" not in str(caught.value)


def test_a_store_that_is_not_upgraded_is_an_error_of_ours(file: Path) -> None:
    store = Store.open(f"sqlite:///{file}", FixedClock())
    with pytest.raises(WatcherError, match="no such table"), store.read() as tx:
        tx.counts()
    store.close()


def test_the_file_can_be_read_by_any_sqlite_while_the_store_is_open(store: Store, file: Path) -> None:
    with store.write() as tx:
        tx.outcomes.write(beginning(1), document(), NOW)

    plain = sqlite3.connect(file)
    assert plain.execute("SELECT title FROM story").fetchall() == [("Bridge opens in Larkhaven",)]
    assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()


def log_of(file: Path) -> Path:
    return file.with_name("watcher.db-wal")


def write_often(store: Store, rounds: range) -> list[int]:
    """Replace a row of 1 MB so many times; give the size of the log's file after each commit."""
    sizes = []
    for number in rounds:
        with store.write() as tx:
            tx.drops.take("inbox", "aa", "a.txt", NOW, f"{number} " * 150_000)
        sizes.append(log_of(Path(str(store))).stat().st_size)
    return sizes


def test_the_log_stays_below_its_limit_however_much_is_written(store: Store) -> None:
    assert max(write_often(store, range(100, 350))) < LOG_LIMIT


def test_a_log_that_a_long_reader_let_grow_is_small_again_when_it_has_gone(store: Store, file: Path) -> None:
    with store.read() as tx:
        tx.drops.taken("inbox", "aa")
        grown = max(write_often(store, range(100, 300)))
        assert not store.empty_log()
    assert grown > LOG_LIMIT
    write_often(store, range(100, 110))
    assert log_of(file).stat().st_size <= LOG_LIMIT
    assert store.empty_log()
    assert log_of(file).stat().st_size == 0


def test_pages_that_deletion_freed_are_filled_again_before_the_file_grows(store: Store, file: Path) -> None:
    sizes = []
    for generation in range(4):
        with store.write() as tx:
            for number in range(20):
                tx.drops.take("inbox", f"{generation} {number}", "a.txt", NOW, "x" * 100_000)
        assert store.empty_log()
        sizes.append(file.stat().st_size)
        with store.write() as tx:
            tx.connection.execute(rows.drop_file.delete())
    assert sizes[1:] == sizes[:1] * 3


def test_a_stream_that_never_ends_needs_no_more_room_after_a_while(store: Store, file: Path) -> None:
    retention, sizes = Retention(store, timedelta(days=5), feeds=[]), []
    for day in range(24):
        now = NOW + timedelta(days=day)
        with store.write() as tx:
            for number in range(day * 5, day * 5 + 5):
                text = fingerprint(number, shingles=range(number * 1000, number * 1000 + 300))
                tx.outcomes.write(beginning(number, text, at=now), document(), now)
        list(retention.steps(now))
        assert store.empty_log()
        sizes.append(file.stat().st_size)
    assert max(sizes[12:]) < 1.1 * sizes[10]
