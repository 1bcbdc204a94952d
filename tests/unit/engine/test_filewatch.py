"""Seeing that files changed."""

import os
from pathlib import Path

import pytest

from watcher.engine.filewatch import FileWatch, Look, fingerprint, look_at
from watcher.settings import load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.toml").write_text("a", encoding="utf-8")
    (tmp_path / "watcher.toml").write_text("main", encoding="utf-8")
    return tmp_path


def a_look(folder: Path) -> Look:
    return look_at((folder / "watcher.toml",), (folder / "rules" / "*.toml",))


def rewrite(folder: Path) -> None:
    (folder / "watcher.toml").write_text("another", encoding="utf-8")


def replace(folder: Path) -> None:
    """Write as editors do: the same size and time, another file."""
    path, beside = folder / "watcher.toml", folder / "beside"
    beside.write_text("niam", encoding="utf-8")
    os.utime(beside, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    beside.replace(path)


def remove(folder: Path) -> None:
    (folder / "watcher.toml").unlink()


def add_a_rule_file(folder: Path) -> None:
    (folder / "rules" / "b.toml").write_text("b", encoding="utf-8")


def remove_a_rule_file(folder: Path) -> None:
    (folder / "rules" / "a.toml").unlink()


def remove_the_rule_folder(folder: Path) -> None:
    remove_a_rule_file(folder)
    (folder / "rules").rmdir()


CHANGES = pytest.mark.parametrize(
    "change", [rewrite, replace, remove, add_a_rule_file, remove_a_rule_file, remove_the_rule_folder]
)


def test_nothing_changed_is_no_change(folder: Path) -> None:
    watch = FileWatch(a_look(folder))
    assert not watch.changed(a_look(folder))


@CHANGES
def test_a_change_is_taken_once_when_it_has_rested_for_one_look(folder: Path, change) -> None:
    watch = FileWatch(a_look(folder))
    change(folder)
    assert [watch.changed(a_look(folder)) for _ in range(4)] == [False, True, False, False]


def test_a_file_that_is_written_in_two_steps_is_taken_when_it_is_whole(folder: Path) -> None:
    watch = FileWatch(a_look(folder))
    remove(folder)
    first = watch.changed(a_look(folder))
    rewrite(folder)
    assert [first, watch.changed(a_look(folder)), watch.changed(a_look(folder))] == [False, False, True]


def test_a_file_that_was_away_for_a_moment_is_no_change(folder: Path) -> None:
    before = a_look(folder)
    watch = FileWatch(before)
    away = {**before, folder / "watcher.toml": None}
    assert [watch.changed(look) for look in (away, before, before)] == [False, False, False]


def test_a_link_that_is_swapped_is_seen_behind_the_link(tmp_path: Path) -> None:
    """As Kubernetes does: watcher.toml -> ..data/watcher.toml, and ..data is renamed over."""
    for version in ("..1", "..2"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "watcher.toml").write_text("main", encoding="utf-8")
        os.utime(tmp_path / version / "watcher.toml", ns=(0, 0))
    (tmp_path / "..data").symlink_to("..1")
    (tmp_path / "watcher.toml").symlink_to("..data/watcher.toml")
    before = a_look(tmp_path)
    (tmp_path / "..new").symlink_to("..2")
    (tmp_path / "..new").replace(tmp_path / "..data")
    assert a_look(tmp_path) != before


def test_a_folder_with_the_signs_of_a_pattern_in_its_name_is_looked_into(tmp_path: Path) -> None:
    folder = tmp_path / "[news]*"
    folder.mkdir()
    (folder / "watcher.toml").write_text('rules = ["*.rules"]', encoding="utf-8")
    (folder / "a.rules").write_text("", encoding="utf-8")
    settings = load(folder / "watcher.toml", {})
    (folder / "b.rules").write_text("", encoding="utf-8")
    look = look_at(settings.files, settings.patterns)
    assert sorted(path.name for path in look) == ["a.rules", "b.rules", "watcher.toml"]


def test_what_was_read_after_a_look_is_known(folder: Path) -> None:
    watch = FileWatch(a_look(folder))
    rewrite(folder)
    watch.know(a_look(folder))
    assert [watch.changed(a_look(folder)) for _ in range(2)] == [False, False]


@pytest.mark.parametrize("change", [rewrite, replace, remove, remove_a_rule_file])
def test_a_fingerprint_goes_with_the_content(folder: Path, change) -> None:
    before = fingerprint(a_look(folder))
    change(folder)
    assert fingerprint(a_look(folder)) != before


def test_a_file_that_was_only_touched_has_the_same_fingerprint(folder: Path) -> None:
    before, look = fingerprint(a_look(folder)), a_look(folder)
    os.utime(folder / "watcher.toml", (7, 7))
    assert a_look(folder) != look
    assert fingerprint(a_look(folder)) == before
