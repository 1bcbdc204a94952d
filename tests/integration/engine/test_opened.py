"""A data folder that cannot be used is told in one sentence that says what to do."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.engine.opened import data_dir_problem, require_data_dir
from watcher.errors import ServiceUnavailable
from watcher.settings import Settings, load


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """Give a folder of a user who is not root, and be that user: root may write everywhere."""
    before = os.geteuid()
    os.seteuid(before or 65534)
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)
        Path(folder).chmod(0o700)
    os.seteuid(before)


def settings(folder: Path, text: str = "") -> Settings:
    (folder / "watcher.toml").write_text(f'data-dir = "data"\n{text}', encoding="utf-8")
    return load(folder / "watcher.toml", {})


def test_a_folder_that_can_be_made_is_no_problem(tmp_path: Path):
    require_data_dir(settings(tmp_path))
    assert data_dir_problem(settings(tmp_path)) is None


def test_a_file_in_its_place_is_a_problem(tmp_path: Path):
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(ServiceUnavailable, match=f"data-dir: {tmp_path / 'data'} is a file, not a folder"):
        require_data_dir(settings(tmp_path))


def test_a_folder_of_another_user_is_a_problem_that_says_whom_to_give_it_to(unprivileged: Path):
    here = settings(unprivileged)
    (unprivileged / "data").mkdir(mode=0o500)
    user, data = os.geteuid(), unprivileged / "data"
    sentence = f"user {user} may not write to {data}: chown {user} {data}, or name another folder"
    assert data_dir_problem(here) == sentence
    with pytest.raises(ServiceUnavailable, match=f"data-dir: {sentence}"):
        require_data_dir(here)


def test_where_the_store_is_elsewhere_it_is_a_problem_that_keeps_nobody_from_running(unprivileged: Path):
    here = settings(unprivileged, '[store]\nurl = "sqlite:////elsewhere/watcher.db"\n')
    (unprivileged / "data").mkdir(mode=0o500)
    require_data_dir(here)
    assert data_dir_problem(here) is not None
