"""The commands that look after the store, and what every reading command does where there is none or an older one."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from tests.contract.store.builders import NOW, FixedClock, alerting, document
from tests.contract.store.filling import store_at
from watcher.cli.main import cli
from watcher.errors import ConfigurationError, InputError, ServiceUnavailable, StoreBusy, UsageError
from watcher.store import Store
from watcher.store.schema import NEWEST, REVISIONS

CONFIGURATION = """
data-dir = "data"
store = { url = "sqlite:///data/watcher.db" }
rules = ["rules.toml"]
feeds = [{ name = "harbour", path = "harbour.xml" }]
channels = [{ name = "desk", url = "console:" }]
"""
RULE = '[[rules]]\nname = "bridges"\nquery = "bridge"\nchannels = ["desk"]\n'

Command = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "rules.toml").write_text(RULE, encoding="utf-8")
    (tmp_path / "watcher.toml").write_text(CONFIGURATION, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def watcher(folder: Path) -> Command:
    """Run a command in this process; an error is in `exception`."""
    return lambda *words: CliRunner().invoke(cli, [*words, "--config", str(folder / "watcher.toml")])


@pytest.fixture
def store(folder: Path):
    """The configured store without tables, open beside the command as a running watcher has it."""
    with closing(Store.open(f"sqlite:///{folder}/data/watcher.db", FixedClock())) as opened:
        yield opened


@pytest.fixture
def filled(store: Store) -> Store:
    store.upgrade()
    with store.write() as tx:
        tx.outcomes.write(alerting(1, "desk"), document(), NOW)
    return store


READING = [("stories", "list"), ("alerts", "list"), ("feeds", "list"), ("export", "jsonl"), ("db", "size")]
LOOKING = [*READING, ("db", "check"), ("db", "backup", "watcher.backup")]


@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
def test_where_there_is_no_store_that_is_said_and_none_is_made(
    watcher: Command, folder: Path, words: tuple[str, ...]
) -> None:
    error = watcher(*words).exception
    assert isinstance(error, ServiceUnavailable)
    assert str(error).startswith("there is no store ")
    assert str(error).endswith("watcher.db yet; `watcher run` makes it")
    assert sorted(found.name for found in folder.iterdir()) == ["rules.toml", "watcher.toml"]


@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
def test_an_empty_store_is_told_and_stays_empty(watcher: Command, store: Store, words: tuple[str, ...]) -> None:
    error = watcher(*words).exception
    assert isinstance(error, ServiceUnavailable)
    assert "holds nothing yet" in str(error)
    assert store.revision()[0] is None


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_reading_brings_an_older_store_to_date_while_no_watcher_runs(
    watcher: Command, store: Store, words: tuple[str, ...]
) -> None:
    store_at(store, REVISIONS[0])
    assert watcher(*words).exit_code == 0
    assert store.revision()[0] == NEWEST


def test_reading_leaves_an_older_store_alone_while_an_older_watcher_runs(watcher: Command, store: Store) -> None:
    store_at(store, REVISIONS[0])
    with store.lock():
        error = watcher("stories", "list").exception
    assert isinstance(error, StoreBusy)
    assert "and an older watcher runs on it; restart that one" in str(error)
    assert store.revision()[0] == REVISIONS[0]


def test_reading_a_current_store_needs_neither_its_lock_nor_its_writer(watcher: Command, filled: Store) -> None:
    with filled.lock(), filled.write():
        assert "Bridge opens" in watcher("stories", "list").stdout


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_store_of_a_newer_watcher_is_not_read(watcher: Command, filled: Store, words: tuple[str, ...]) -> None:
    with filled.write() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    error = watcher(*words).exception
    assert isinstance(error, ConfigurationError)
    assert "newer watcher (revision 9999); use that one" in str(error)


def test_a_sound_store_is_told_with_its_size(watcher: Command, filled: Store) -> None:
    with filled.lock():
        checked = watcher("db", "check")
    assert checked.exit_code == 0
    assert f"is sound, its schema is at revision {NEWEST}" in checked.stdout
    assert "entry_key\t1\t" in checked.stdout


def test_a_problem_is_a_line_and_exit_code_one(watcher: Command, filled: Store) -> None:
    with filled.write() as tx:
        tx.connection.execute(text("UPDATE entry_key SET entry = 77"))
    checked = watcher("db", "check")
    assert (checked.exit_code, checked.stdout) == (1, "keys whose entry is not there: 1\n")


def test_a_check_reads_as_json(watcher: Command, filled: Store) -> None:
    sound = json.loads(watcher("db", "check", "--json").stdout)
    with filled.write() as tx:
        tx.connection.execute(text("UPDATE entry_key SET entry = 77"))
    broken = json.loads(watcher("db", "check", "--json").stdout)
    assert (sound["sound"], sound["revision"], sound["problems"], sound["size"]["going"]) == (True, NEWEST, [], 0)
    assert (broken["sound"], broken["problems"], broken["size"]) == (False, ["keys whose entry is not there: 1"], None)


def test_a_check_does_not_upgrade(watcher: Command, store: Store) -> None:
    store_at(store, REVISIONS[0])
    assert (watcher("db", "check").exit_code, store.revision()[0]) == (1, REVISIONS[0])


def test_a_backup_is_taken_while_a_watcher_runs_and_restored_into_a_store_that_is_gone(
    watcher: Command, filled: Store, folder: Path
) -> None:
    with filled.lock(), filled.write():
        saved = watcher("db", "backup", "watcher.backup")
    filled.close()
    (folder / "data").rename(folder / "lost")
    put_back = watcher("db", "restore", "watcher.backup")
    assert (saved.exit_code, put_back.exit_code) == (0, 0)
    assert f"of revision {NEWEST} written to watcher.backup, 0.0 MB" in saved.stdout
    assert "restored" in put_back.stdout
    assert "Bridge opens" in watcher("stories", "list").stdout


def test_a_backup_of_an_older_store_is_upgraded_when_restored(watcher: Command, store: Store) -> None:
    store_at(store, REVISIONS[0])
    watcher("db", "backup", "watcher.backup")
    put_back = watcher("db", "restore", "watcher.backup", "--force")
    assert put_back.stdout.endswith(f"restored, then upgraded: {', '.join(REVISIONS[1:])}\n")


def test_nothing_is_restored_while_a_watcher_runs(watcher: Command, filled: Store) -> None:
    watcher("db", "backup", "watcher.backup")
    with filled.lock():
        assert isinstance(watcher("db", "restore", "watcher.backup", "--force").exception, StoreBusy)


@pytest.mark.usefixtures("filled")
def test_neither_a_file_nor_a_store_is_replaced_without_force(watcher: Command) -> None:
    watcher("db", "backup", "watcher.backup")
    errors = [watcher("db", word, "watcher.backup").exception for word in ("backup", "restore")]
    assert [type(error) for error in errors] == [UsageError, UsageError]
    assert watcher("db", "backup", "watcher.backup", "--force").exit_code == 0
    assert watcher("db", "restore", "watcher.backup", "--force").exit_code == 0


def test_a_damaged_backup_makes_no_store(watcher: Command, filled: Store, folder: Path) -> None:
    watcher("db", "backup", "watcher.backup")
    filled.close()
    (folder / "data").rename(folder / "lost")
    (folder / "watcher.backup").write_bytes((folder / "watcher.backup").read_bytes()[:-20])
    assert isinstance(watcher("db", "restore", "watcher.backup").exception, InputError)
    assert not (folder / "data").exists()
