"""A store in a file and back, from each database to each."""

import gzip
import json
import os
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.contract.store.builders import NOW, FixedClock, alerting, beginning, document, name
from tests.contract.store.filling import rows_of, store_at
from tests.contract.store.sending import a_channel, begin, fill, told
from watcher.errors import ConfigurationError, InputError, ServiceUnavailable, UsageError
from watcher.store import Outbox, Store, rows
from watcher.store import backup as backups
from watcher.store.backup import back_up
from watcher.store.backup_file import BackupFile, Header
from watcher.store.check import problems
from watcher.store.restore import Restored, restore
from watcher.store.schema import NEWEST, REVISIONS


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Another empty store, to restore into."""
    server = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    url = server.new_database() if server else f"sqlite:///{tmp_path}/other/watcher.db"
    with closing(Store.open(url, FixedClock())) as opened:
        yield opened
    if server:
        server.drop(url)


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[Store]:
    """Another empty store, where it does not matter which."""
    with closing(Store.open(f"sqlite:///{tmp_path}/twin.db", FixedClock())) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "watcher.backup"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a backup."""
    folder = tmp_path_factory.mktemp("whole")
    with closing(Store.open(f"sqlite:///{folder}/watcher.db", FixedClock())) as store:
        store_at(store, NEWEST)
        back_up(store, folder / "watcher.backup")
    return (folder / "watcher.backup").read_bytes()


def restored(into: Store, file: Path, *, force: bool = False) -> Restored:
    backup = BackupFile(file)
    header = backup.verify()
    return restore(into, backup, header, force=force)


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_was_backed_up_is_there_after_the_restore_at_any_revision(
    empty: Store, other: Store, file: Path, revision: str
) -> None:
    store_at(empty, revision)
    back_up(empty, file)
    done = restored(other, file)
    empty.upgrade()

    assert done.applied == REVISIONS[REVISIONS.index(revision) + 1 :]
    assert rows_of(other) == rows_of(empty)
    assert problems(other) == ()


def test_a_restored_store_goes_on_counting_behind_its_largest_keys(empty: Store, whole: bytes, file: Path) -> None:
    file.write_bytes(whole)
    restored(empty, file)
    before = rows_of(empty)
    with empty.write() as tx:
        tx.outcomes.write(alerting(99, "desk"), document(), NOW)
    after = rows_of(empty)
    numbered = ["story", "entry", "alert", "delivery"]
    assert [after[table][-1]["id"] for table in numbered] == [len(before[table]) + 1 for table in numbered]


def test_a_message_of_several_comes_over_and_goes_on(store: Store, other: Store, file: Path) -> None:
    grouped, later = a_channel(group_wait=timedelta(minutes=1)), NOW + timedelta(minutes=1)
    fill(store, *map(alerting, (1, 2)))
    first = begin(Outbox(store), grouped, later)
    back_up(store, file)
    restored(other, file)
    outbox = Outbox(other)
    outbox.recover(later)
    again = begin(outbox, grouped, later)

    assert (told(again), again.delivery.key) == ([1, 2], first.delivery.key)
    assert problems(other) == ()


def test_an_empty_store_can_be_backed_up_and_restored(store: Store, twin: Store, file: Path) -> None:
    assert back_up(store, file).rows == 0
    restored(twin, file)
    with twin.write() as tx:
        tx.outcomes.write(beginning(1), document(), NOW)
    assert problems(twin) == ()


def test_tables_longer_than_a_page_come_over_whole(
    store: Store, twin: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "PAGE", 7)
    monkeypatch.setattr(backups, "NUMBERS_PAGE", 11)
    with store.write() as tx:
        tx.connection.execute(rows.posting.insert(), [{"week": 1, "hash": -n, "story": n} for n in range(100)])
        known = {"address": None, "failures": 0}
        tx.connection.execute(rows.feed_state.insert(), [{**known, "name": f"feed {number}"} for number in range(50)])
    heard: list[tuple[int, int]] = []
    header = back_up(store, file, progress=lambda *done: heard.append(done))
    restored(twin, file)

    assert rows_of(twin) == rows_of(store)
    assert (header.tables["posting"].rows, header.rows, heard[-1]) == (100, 150, (150, 150))


def test_a_backup_holds_one_snapshot_though_others_write_meanwhile(store: Store, twin: Store, file: Path) -> None:
    with store.write() as tx:
        tx.outcomes.write(alerting(1, "desk"), document(), NOW)

    def write_more(*_: int) -> None:
        number = len(written) + 2
        with store.write() as tx:
            tx.outcomes.write(alerting(number, "desk"), document(), NOW)
        written.append(number)

    written: list[int] = []
    back_up(store, file, progress=write_more)
    restored(twin, file)
    assert len(written) > 3
    assert [found["public"] for found in rows_of(twin)["story"]] == [name(1)]
    assert problems(twin) == ()


def test_the_file_is_for_its_owner_only_and_alone_in_its_folder(store: Store, file: Path) -> None:
    back_up(store, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [found.name for found in file.parent.iterdir() if "backup" in found.name] == [file.name]


def test_a_file_that_is_there_is_replaced_only_by_force(store: Store, file: Path) -> None:
    file.write_text("precious", encoding="utf-8")
    with pytest.raises(UsageError, match="is there already; name another file, or replace it with --force"):
        back_up(store, file)
    assert file.read_text(encoding="utf-8") == "precious"
    back_up(store, file, force=True)
    assert BackupFile(file).verify().revision == NEWEST


@pytest.mark.parametrize(
    ("place", "told"),
    [pytest.param(".", "is a folder", id="a folder"), pytest.param("nowhere/x", "cannot be written", id="no folder")],
)
def test_a_place_that_cannot_be_written_to_is_told(store: Store, tmp_path: Path, place: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        back_up(store, tmp_path / place)


def test_a_backup_that_breaks_off_leaves_nothing_behind(store: Store, file: Path) -> None:
    def break_off(*_: int) -> None:
        raise OSError(28, os.strerror(28))

    store_rows(store)
    with pytest.raises(ServiceUnavailable, match="cannot be written: No space left on device"):
        back_up(store, file, progress=break_off)
    assert [found.name for found in file.parent.iterdir() if "backup" in found.name] == []


def store_rows(store: Store) -> None:
    with store.write() as tx:
        tx.outcomes.write(beginning(1), document(), NOW)


def cut(whole: bytes) -> bytes:
    return whole[: len(whole) * 2 // 3]


def flipped(whole: bytes) -> bytes:
    middle = len(whole) // 2
    return whole[:middle] + bytes([whole[middle] ^ 0x10]) + whole[middle + 1 :]


def repacked(whole: bytes, *, drop: slice = slice(0), header: dict[str, object] | None = None) -> bytes:
    """Take lines out, or change the header, and compress anew: for gzip all is well."""
    lines = gzip.decompress(whole).splitlines(keepends=True)
    if header:
        lines[0] = json.dumps({**json.loads(lines[0]), **header}).encode() + b"\n"
    del lines[drop]
    return gzip.compress(b"".join(lines))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        pytest.param(cut, "is cut short", id="cut short"),
        pytest.param(flipped, "is damaged", id="one bit"),
        pytest.param(lambda whole: repacked(whole, drop=slice(-1, None)), "is cut short", id="end missing"),
        pytest.param(lambda whole: repacked(whole, drop=slice(3, 4)), "is damaged", id="line missing"),
        pytest.param(lambda whole: whole + gzip.compress(b"more"), "is damaged", id="more behind the end"),
        pytest.param(lambda whole: whole + b"more", "is damaged", id="garbage behind the end"),
        pytest.param(lambda _: b"", "is not a backup", id="empty"),
        pytest.param(lambda _: b"PK\3\4 some archive", "is not a backup", id="another kind of file"),
        pytest.param(lambda _: gzip.compress(b"Dear diary\n"), "is not a backup", id="gzip of something else"),
        pytest.param(lambda _: gzip.compress(b'{"kind": "entry"}\n'), "is not a backup", id="an export"),
        pytest.param(lambda _: gzip.compress(b'{"format": "watcher backup"}\n'), "is damaged", id="bare header"),
        pytest.param(lambda whole: repacked(whole, header={"version": 2}), "by a newer watcher", id="newer format"),
        pytest.param(lambda whole: repacked(whole, header={"version": None}), "is damaged", id="no format's version"),
    ],
)
def test_a_file_that_is_not_a_whole_backup_is_refused(whole: bytes, file: Path, spoil, told: str) -> None:
    file.write_bytes(spoil(whole))
    with pytest.raises(InputError, match=told):
        BackupFile(file).verify()


def test_a_file_that_is_not_there_is_told(file: Path) -> None:
    with pytest.raises(InputError, match=r"watcher\.backup cannot be read: No such file"):
        BackupFile(file).verify()


def test_a_file_that_is_spoiled_behind_its_check_changes_nothing(store: Store, whole: bytes, file: Path) -> None:
    store_rows(store)
    before = rows_of(store)
    file.write_bytes(whole)
    backup = BackupFile(file)
    header = backup.verify()
    file.write_bytes(repacked(whole, drop=slice(-2, -1)))
    with pytest.raises(InputError, match="is damaged"):
        restore(store, backup, header, force=True)
    assert rows_of(store) == before


def test_a_backup_of_a_newer_watcher_is_refused_with_advice(store: Store, whole: bytes, file: Path) -> None:
    file.write_bytes(whole)
    header = BackupFile(file).verify()
    newer = Header(revision="9999", watcher="7.0", created_at=header.created_at, tables=header.tables)
    with pytest.raises(InputError, match=r"newer watcher \(watcher 7.0, revision 9999\); restore it with that one"):
        restore(store, BackupFile(file), newer, force=True)


def test_a_store_that_holds_rows_is_replaced_only_by_force(store: Store, whole: bytes, file: Path) -> None:
    file.write_bytes(whole)
    store_rows(store)
    before = rows_of(store)
    with pytest.raises(UsageError, match="is not empty; replace all that is in it with --force"):
        restored(store, file)
    assert rows_of(store) == before
    restored(store, file, force=True)
    assert (len(rows_of(store)["story"]), problems(store)) == (6, ())


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_store_of_any_older_revision_is_replaced(empty: Store, whole: bytes, file: Path, revision: str) -> None:
    file.write_bytes(whole)
    store_at(empty, revision)
    restored(empty, file, force=True)
    assert (empty.revision()[0], problems(empty)) == (NEWEST, ())


def test_a_store_of_a_newer_watcher_is_neither_read_nor_replaced(store: Store, whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "whole").write_bytes(whole)
    with store.write() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="newer watcher"):
        back_up(store, tmp_path / "new")
    with pytest.raises(ConfigurationError, match="empty that database, or name another store"):
        restored(store, tmp_path / "whole", force=True)


def test_what_others_keep_in_the_same_database_stays(empty: Store, whole: bytes, file: Path) -> None:
    file.write_bytes(whole)
    with empty.write() as tx:
        tx.connection.execute(text("CREATE TABLE recipe (title TEXT)"))
        tx.connection.execute(text("INSERT INTO recipe VALUES ('herring')"))
    restored(empty, file, force=True)
    with empty.read() as tx:
        assert tx.connection.scalar(text("SELECT title FROM recipe")) == "herring"
