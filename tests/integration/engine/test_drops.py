"""Drop folders through whole rounds: taken once, refused with a reason, never forgotten."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import stores
from tests.builders import HERRING, REFERENDUM
from watcher.engine.once import Tally, one_round
from watcher.settings import load

LONG_AGO = (datetime.now(UTC) - timedelta(minutes=5)).timestamp()  # whole at first sight


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "drops").mkdir()
    (tmp_path / "rules.toml").write_text('[[rules]]\nname = "votes"\nquery = "referendum"\n', encoding="utf-8")
    return tmp_path


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / "drops" / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def a_round(folder: Path, after: str = "move") -> Tally:
    (folder / "watcher.toml").write_text(
        f"""
data-dir = "data"
rules = ["rules.toml"]
drops = [{{ name = "inbox", path = "drops", after = "{after}" }}]
channels = [{{ name = "desk", url = "console:" }}]
defaults = {{ channels = ["desk"] }}
""",
        encoding="utf-8",
    )
    with one_round(load(folder / "watcher.toml", stores.ENVIRON), lambda _: None) as (round_, tally):
        round_.collect()
        round_.deliver()
    return tally


def names(folder: Path, below: str = "") -> set[str]:
    return {path.name for path in (folder / "drops" / below).iterdir() if not path.is_dir()}


def test_a_file_is_taken_and_moved_to_done(folder: Path):
    put(folder, "bill.txt", f"Bill\n\n{REFERENDUM}\n")
    tally = a_round(folder)
    assert (tally.new_entries, tally.alerts, names(folder, "done")) == (1, 1, {"bill.txt"})


def test_the_same_content_dropped_again_is_no_news(folder: Path):
    put(folder, "bill.txt", f"Bill\n\n{REFERENDUM}\n")
    a_round(folder)
    put(folder, "again.txt", f"Bill\n\n{REFERENDUM}\n")
    assert (a_round(folder).new_entries, names(folder, "done")) == (0, {"bill.txt", "again.txt"})


def test_a_kept_file_is_taken_once_and_stays(folder: Path):
    put(folder, "bill.txt", f"Bill\n\n{REFERENDUM}\n")
    assert [a_round(folder, "keep").new_entries for _ in range(2)] == [1, 0]
    assert names(folder) == {"bill.txt"}


def test_a_kept_file_that_changes_is_read_anew(folder: Path):
    put(folder, "notes.txt", f"Bill\n\n{REFERENDUM}\n")
    a_round(folder, "keep")
    put(folder, "notes.txt", f"Fish\n\n{HERRING}\n")
    assert a_round(folder, "keep").new_entries == 1


BAD = "Title: Bill\nDate: the day after\n\nText.\n"


def test_a_file_that_cannot_be_read_ends_in_failed_with_the_reason(folder: Path):
    put(folder, "bill.txt", BAD)
    tally = a_round(folder)
    assert names(folder, "failed") == {"bill.txt", "bill.txt.reason.txt"}
    assert (folder / "drops" / "failed" / "bill.txt.reason.txt").read_text(encoding="utf-8").rstrip() in tally.problems[
        0
    ]


def test_a_file_that_failed_is_tried_again_when_it_is_dropped_again(folder: Path):
    put(folder, "bill.txt", BAD)
    a_round(folder)
    put(folder, "bill.txt", BAD)
    assert len(a_round(folder).problems) == 1
    assert len(names(folder, "failed")) == 4


def test_a_kept_file_that_cannot_be_read_is_told_once(folder: Path):
    put(folder, "bill.txt", BAD)
    assert [len(a_round(folder, "keep").problems) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize(
    ("name", "content"),
    [("binary.txt", os.urandom(999)), ("empty.txt", b""), ("large.txt", b"word " * 4_000_000)],
    ids=["binary", "empty", "20 MB"],
)
def test_what_is_no_text_ends_in_failed_and_the_others_are_taken(folder: Path, name: str, content: bytes):
    put(folder, name, content)
    put(folder, "bill.txt", f"Bill\n\n{REFERENDUM}\n")
    assert (a_round(folder).new_entries, name in names(folder, "failed")) == (1, True)


def test_links_and_pipes_are_refused_and_the_others_are_taken(folder: Path):
    (folder / "secret.txt").write_text("secret referendum", encoding="utf-8")
    (folder / "drops" / "link.txt").symlink_to(folder / "secret.txt")
    os.mkfifo(folder / "drops" / "pipe.txt")
    put(folder, "bill.txt", f"Bill\n\n{REFERENDUM}\n")
    tally = a_round(folder)
    assert (tally.new_entries, {"link.txt", "pipe.txt"} <= names(folder, "failed")) == (1, True)
    assert (folder / "secret.txt").exists()


def test_a_folder_whose_files_cannot_be_moved_is_told_at_start_and_all_else_goes_on(folder: Path):
    (folder / "drops" / "done").write_text("in the way", encoding="utf-8")
    os.utime(folder / "drops" / "done", (LONG_AGO, LONG_AGO))
    put(folder, "bill.txt", f"Bill\n\n{REFERENDUM}\n")
    tally = a_round(folder)
    blocked = f"drop inbox: {folder / 'drops' / 'done'} is in the way: files are moved to a folder of that name"
    assert (tally.problems[0], tally.alerts) == (blocked, 1)
