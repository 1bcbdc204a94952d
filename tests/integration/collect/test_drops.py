"""Drop folders on a real file system, with everything that people and enemies put into them."""

import os
import socket
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import NOON, FakeClock
from watcher.collect import DropFile, DropFolder, Scan, hash_of
from watcher.collect.settling import REST
from watcher.model import AfterDrop, DocumentKind, Drop

LIMIT = 10 * 2**20
NOTICE = "The ferry to Port Linden sails again on Monday.\n"
UNREAD = "has a name that we do not read; we read .txt .text .md .html .htm .xml .json"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    path = tmp_path / "inbox"
    path.mkdir()
    return path


def a_folder(path: Path, after: AfterDrop = AfterDrop.MOVE) -> DropFolder:
    return DropFolder(Drop(name="desk", path=path, after=after), LIMIT)


def put(path: Path, content: str | bytes = NOTICE, *, age: float = 60) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    moment = NOON.timestamp() - age
    os.utime(path, (moment, moment))
    return path


def names(scan: Scan) -> list[str]:
    return [file.name for file in scan.ready]


def refusals(scan: Scan) -> list[tuple[str, str]]:
    return [(file.file_name, file.reason) for file in scan.refused]


def test_a_dropped_text_is_a_document(inbox: Path) -> None:
    put(inbox / "ferry.txt")
    scan = a_folder(inbox).scan(NOON)
    (file,) = scan.ready
    assert (file.drop, file.name, file.content_hash) == ("desk", "ferry.txt", hash_of(NOTICE.encode()))
    assert (file.document.source, file.document.kind) == ("desk", DocumentKind.DROP)
    assert (file.document.body, file.document.received_at) == (NOTICE.encode(), NOON)
    assert (file.document.file_name, file.document.modified_at) == ("ferry.txt", NOON - timedelta(minutes=1))
    assert scan == Scan(ready=(file,))


def test_files_come_oldest_first(inbox: Path) -> None:
    put(inbox / "a.txt", age=10)
    put(inbox / "b.txt", age=30)
    put(inbox / "c.txt", age=20)
    assert names(a_folder(inbox).scan(NOON)) == ["b.txt", "c.txt", "a.txt"]


def test_what_is_not_meant_as_a_drop_is_left_alone(inbox: Path) -> None:
    for name in (".hidden.txt", "a.txt.part", "b.TMP", "c.crdownload", "d.txt.reason.txt"):
        put(inbox / name)
    (inbox / "folder.txt").mkdir()
    put(inbox / "folder.txt" / "inside.txt")
    assert a_folder(inbox).scan(NOON) == Scan()


def test_a_file_still_being_written_waits_until_it_rests(inbox: Path) -> None:
    clock, folder = FakeClock(), a_folder(inbox)
    put(inbox / "ferry.txt", "The ferry", age=0)
    assert folder.scan(clock.now()) == Scan(settling=1)
    clock.forward(REST)
    put(inbox / "ferry.txt", "The ferry sails", age=0)
    assert folder.scan(clock.now()) == Scan(settling=1)
    clock.forward(REST)
    assert [file.document.body for file in folder.scan(clock.now()).ready] == [b"The ferry sails"]


def test_a_file_is_given_again_until_it_is_finished(inbox: Path) -> None:
    put(inbox / "ferry.txt")
    folder = a_folder(inbox)
    assert names(folder.scan(NOON)) == ["ferry.txt"]
    (file,) = folder.scan(NOON).ready
    assert folder.finish(file) is None
    assert folder.scan(NOON) == Scan()
    assert (inbox / "done" / "ferry.txt").read_text() == NOTICE


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0", "is not text; save it as text in UTF-8", id="binary"),
        pytest.param("empty.txt", b"", "is empty", id="empty"),
        pytest.param(
            "long.txt", b"news " * 4_000_000, "is 20.0 MB; the limit is collect.max-size = 10MiB", id="20 MB of text"
        ),
        pytest.param("report.pdf", b"%PDF-1.7", UNREAD, id="another ending"),
        pytest.param("notes", b"Some text.", UNREAD, id="no ending"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_alone_and_put_away(
    inbox: Path, name: str, content: bytes, reason: str
) -> None:
    put(inbox / name, content)
    put(inbox / "ferry.txt")
    folder = a_folder(inbox)
    scan = folder.scan(NOON)
    assert names(scan) == ["ferry.txt"]
    (refused,) = scan.refused
    assert (refused.drop, refused.name, refused.file_name, refused.reason) == ("desk", name, name, reason)
    assert folder.fail(refused, reason) is None
    assert (inbox / "failed" / name).read_bytes() == content
    assert (inbox / "failed" / f"{name}.reason.txt").read_text() == f"{name}: {reason}\n"
    assert refusals(folder.scan(NOON)) == []


def test_a_refused_file_must_rest_too(inbox: Path) -> None:
    put(inbox / "upload.filepart", age=0)
    put(inbox / "empty.txt", "", age=0)
    assert a_folder(inbox).scan(NOON) == Scan(settling=2)


def test_a_link_out_of_the_folder_is_not_followed_and_put_away_itself(inbox: Path, tmp_path: Path) -> None:
    secret = put(tmp_path / "secret.txt", "Payroll")
    (inbox / "link.txt").symlink_to(secret)
    folder = a_folder(inbox)
    scan = folder.scan(NOON)
    assert scan.ready == ()
    assert refusals(scan) == [("link.txt", "is a link; copy the file itself")]
    assert folder.fail("link.txt", "is a link") is None
    assert (inbox / "failed" / "link.txt").readlink() == secret
    assert secret.read_text() == "Payroll"


def test_pipes_and_sockets_are_refused_without_waiting(inbox: Path) -> None:
    os.mkfifo(inbox / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(inbox / "socket.txt"))
        folder = a_folder(inbox)
        scan = folder.scan(NOON)
    reason = "is a pipe, socket or device, not a file"
    assert sorted(refusals(scan)) == [("pipe.txt", reason), ("socket.txt", reason)]
    assert [folder.fail(file, file.reason) for file in scan.refused] == [None, None]
    assert (inbox / "failed" / "pipe.txt").is_fifo()
    assert (inbox / "failed" / "socket.txt").is_socket()


def test_a_pipe_put_in_the_place_of_a_text_does_not_block(inbox: Path) -> None:
    put(inbox / "ferry.txt")
    folder = a_folder(inbox)
    (file,) = folder.scan(NOON).ready
    (inbox / "ferry.txt").unlink()
    os.mkfifo(inbox / "ferry.txt")
    assert folder.finish(file) is None
    assert (inbox / "ferry.txt").is_fifo()
    assert refusals(folder.scan(NOON)) == [("ferry.txt", "is a pipe, socket or device, not a file")]


def test_a_name_may_hold_anything_and_is_shown_harmless(inbox: Path) -> None:
    name = "two\nlines \x1b[31m" + os.fsdecode(b"\xff") + ".txt"
    put(inbox / name)
    folder = a_folder(inbox)
    (file,) = folder.scan(NOON).ready
    assert (file.name, file.document.file_name) == (name, "two?lines ?[31m?.txt")
    assert folder.finish(file) is None
    assert (inbox / "done" / name).exists()


def test_a_refused_name_may_hold_anything_too(inbox: Path) -> None:
    name = "two\nlines" + os.fsdecode(b"\xff") + ".txt"
    put(inbox / name, "")
    folder = a_folder(inbox)
    assert refusals(folder.scan(NOON)) == [("two?lines?.txt", "is empty")]
    assert folder.fail(name, "is empty") is None
    assert (inbox / "failed" / f"{name}.reason.txt").read_text() == "two?lines?.txt: is empty\n"


def finished(folder: DropFolder, path: Path, content: str) -> None:
    put(path, content)
    (file,) = folder.scan(NOON).ready
    assert folder.finish(file) is None


def test_a_name_taken_in_done_gets_a_number_and_nothing_is_overwritten(inbox: Path) -> None:
    folder = a_folder(inbox)
    finished(folder, inbox / "ferry.txt", "one")
    finished(folder, inbox / "ferry.txt", "two")
    finished(folder, inbox / "ferry.txt", "three")
    assert {path.name: path.read_text() for path in (inbox / "done").iterdir()} == {
        "ferry.txt": "one",
        "ferry-1.txt": "two",
        "ferry-2.txt": "three",
    }


def failed(folder: DropFolder, path: Path, reason: str) -> None:
    put(path)
    folder.scan(NOON)
    assert folder.fail(path.name, reason) is None


def test_a_file_fails_beside_an_older_reason_without_touching_it(inbox: Path) -> None:
    folder = a_folder(inbox)
    failed(folder, inbox / "ferry.txt", "has no text")
    (inbox / "failed" / "ferry.txt").unlink()
    failed(folder, inbox / "ferry.txt", "has still no text")
    assert {path.name: path.read_text() for path in (inbox / "failed").iterdir()} == {
        "ferry.txt.reason.txt": "ferry.txt: has no text\n",
        "ferry-1.txt": NOTICE,
        "ferry-1.txt.reason.txt": "ferry.txt: has still no text\n",
    }


def test_the_longest_name_leaves_room_for_its_number_and_reason(inbox: Path) -> None:
    folder, name = a_folder(inbox), "ä" * 125 + "b.txt"
    finished(folder, inbox / name, "one")
    finished(folder, inbox / name, "two")
    failed(folder, inbox / name, "has no text")
    assert sorted(path.read_text() for path in (inbox / "done").iterdir()) == ["one", "two"]
    assert {path.name.endswith((".txt", ".reason.txt")) for path in (inbox / "failed").iterdir()} == {True}
    assert len(list((inbox / "failed").iterdir())) == 2


def test_a_file_changed_since_it_was_read_stays_and_is_read_again(inbox: Path) -> None:
    put(inbox / "ferry.txt", "old")
    folder, clock = a_folder(inbox), FakeClock()
    (file,) = folder.scan(clock.now()).ready
    put(inbox / "ferry.txt", "newer", age=0)
    assert folder.finish(file) is None
    assert folder.scan(clock.now()) == Scan(settling=1)
    clock.forward(REST)
    assert [file.document.body for file in folder.scan(clock.now()).ready] == [b"newer"]


def test_a_file_replaced_and_seen_again_while_it_was_read_is_not_put_away_unread(inbox: Path) -> None:
    put(inbox / "ferry.txt", "old")
    folder, clock = a_folder(inbox), FakeClock()
    (old,) = folder.scan(clock.now()).ready
    put(inbox / "ferry.txt", "newer", age=0)
    folder.scan(clock.now())
    clock.forward(REST)
    (newer,) = folder.scan(clock.now()).ready
    assert (folder.finish(old), folder.fail(old, "has no text")) == (None, None)
    assert (inbox / "ferry.txt").read_text() == "newer"
    assert folder.finish(newer) is None
    assert (inbox / "done" / "ferry.txt").read_text() == "newer"


def test_a_file_gone_before_it_is_put_away_is_no_problem(inbox: Path) -> None:
    put(inbox / "ferry.txt")
    folder = a_folder(inbox)
    (file,) = folder.scan(NOON).ready
    (inbox / "ferry.txt").unlink()
    assert folder.finish(file) is None
    assert folder.fail("never-seen.txt", "is empty") is None
    assert list(inbox.iterdir()) == []


def test_a_link_in_the_place_of_done_is_not_followed(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (inbox / "done").symlink_to(tmp_path / "elsewhere")
    put(inbox / "ferry.txt")
    folder = a_folder(inbox)
    ready = [file for file in folder.scan(NOON).ready if file.name == "ferry.txt"]
    problem = folder.finish(ready[0])
    assert problem == f"ferry.txt cannot be moved to {inbox / 'done'}: not a directory"
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert names(folder.scan(NOON)) == []


def test_kept_files_stay_and_are_given_once(inbox: Path) -> None:
    put(inbox / "ferry.txt")
    folder = a_folder(inbox, AfterDrop.KEEP)
    (file,) = folder.scan(NOON).ready
    assert names(folder.scan(NOON)) == ["ferry.txt"]
    assert folder.finish(file) is None
    assert folder.scan(NOON) == Scan()
    assert [path.name for path in inbox.iterdir()] == ["ferry.txt"]


def test_a_kept_file_with_new_content_is_given_again(inbox: Path) -> None:
    folder = a_folder(inbox, AfterDrop.KEEP)
    finished(folder, inbox / "ferry.txt", "old")
    put(inbox / "ferry.txt", "newer", age=30)
    assert folder.scan(NOON) == Scan(settling=1)
    assert [file.document.body for file in folder.scan(NOON + REST).ready] == [b"newer"]


def test_a_refused_file_that_stays_is_reported_once(inbox: Path) -> None:
    put(inbox / "empty.txt", "")
    (inbox / "link.txt").symlink_to("nowhere.txt")
    folder = a_folder(inbox, AfterDrop.KEEP)
    assert len(folder.scan(NOON).refused) == 2
    assert folder.scan(NOON) == Scan()
    assert sorted(path.name for path in inbox.iterdir()) == ["empty.txt", "link.txt"]


def test_a_flood_is_taken_in_parts_and_nothing_is_left_out(inbox: Path) -> None:
    for number in range(9):
        put(inbox / f"{number}.txt", b"n" * 9_000_000, age=60 - number)
    folder = a_folder(inbox)
    first = folder.scan(NOON)
    assert (len(first.ready), first.more) == (8, True)
    assert {folder.finish(file) for file in first.ready} == {None}
    second = folder.scan(NOON)
    assert (names(second), second.more) == (["8.txt"], False)


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """Give a folder of a user who is not root, and be that user: root may read and write everything."""
    before = os.geteuid()
    os.seteuid(before or 65534)
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)
        Path(folder).chmod(0o700)
    os.seteuid(before)


def test_an_unreadable_file_is_refused_alone(unprivileged: Path) -> None:
    put(unprivileged / "locked.txt").chmod(0)
    put(unprivileged / "ferry.txt")
    scan = a_folder(unprivileged).scan(NOON)
    assert names(scan) == ["ferry.txt"]
    assert refusals(scan) == [("locked.txt", "cannot be read: permission denied")]


def test_a_file_that_cannot_be_moved_is_told_and_not_given_again(unprivileged: Path) -> None:
    put(unprivileged / "ferry.txt")
    folder = a_folder(unprivileged)
    (file,) = folder.scan(NOON).ready
    unprivileged.chmod(0o500)
    assert folder.finish(file) == f"ferry.txt cannot be moved to {unprivileged / 'done'}: permission denied"
    assert folder.scan(NOON) == Scan()


def test_a_folder_that_cannot_be_written_is_a_problem_only_if_files_move(unprivileged: Path) -> None:
    unprivileged.chmod(0o500)
    problem = a_folder(unprivileged).problem()
    assert problem == (
        f"drop folder {unprivileged} cannot be written by user {os.geteuid()}, so files cannot be moved: "
        f'chown {os.geteuid()} {unprivileged}, or set after = "keep"'
    )
    assert a_folder(unprivileged, AfterDrop.KEEP).problem() is None


def test_a_folder_that_cannot_be_read_is_a_problem(unprivileged: Path) -> None:
    unprivileged.chmod(0o300)
    assert a_folder(unprivileged).problem() == (
        f"drop folder {unprivileged} cannot be read by user {os.geteuid()}: "
        f"give it the right to (chown {os.geteuid()} {unprivileged})"
    )
    assert a_folder(unprivileged).scan(NOON).problem == f"drop folder {unprivileged} cannot be read: permission denied"


def test_a_folder_that_cannot_be_reached_is_a_problem(unprivileged: Path) -> None:
    (unprivileged / "inbox").mkdir()
    unprivileged.chmod(0)
    folder = a_folder(unprivileged / "inbox")
    assert folder.problem() == f"drop folder {unprivileged / 'inbox'} cannot be read: permission denied"


def test_a_good_folder_has_no_problem(inbox: Path) -> None:
    assert a_folder(inbox).problem() is None


def test_a_missing_folder_is_a_problem_at_start_and_at_a_scan(inbox: Path) -> None:
    inbox.rmdir()
    folder = a_folder(inbox)
    assert folder.problem() == f"drop folder {inbox} is not there: create it, or correct the path of drop 'desk'"
    assert folder.scan(NOON).problem == f"drop folder {inbox} cannot be read: no such file or directory"


def test_a_file_in_the_place_of_the_folder_is_a_problem(tmp_path: Path) -> None:
    path = put(tmp_path / "inbox")
    assert a_folder(path).problem() == f"drop folder {path} is not a folder: correct the path of drop 'desk'"


@pytest.mark.parametrize("name", ["done", "failed"])
def test_a_file_in_the_place_of_done_is_a_problem_if_files_move(inbox: Path, name: str) -> None:
    put(inbox / name)
    assert a_folder(inbox).problem() == f"{inbox / name} is in the way: files are moved to a folder of that name"
    assert a_folder(inbox, AfterDrop.KEEP).problem() is None


def test_a_dropped_body_is_not_in_its_repr(inbox: Path) -> None:
    put(inbox / "ferry.txt")
    (file,) = a_folder(inbox).scan(NOON).ready
    assert isinstance(file, DropFile)
    assert "Port Linden" not in repr(file)
