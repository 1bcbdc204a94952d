import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher.engine.heartbeat import FILE, ailments, beat, beats

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


@pytest.fixture
def alive(tmp_path: Path) -> Path:
    """A data folder in which both loops left a sign of life at noon."""
    beat(tmp_path, "poll", NOON)
    beat(tmp_path, "deliver", NOON)
    return tmp_path


def test_the_last_sign_of_life_of_each_loop_is_read_back(alive: Path):
    beat(alive, "poll", NOON + timedelta(seconds=10))
    assert beats(alive) == {"poll": NOON + timedelta(seconds=10), "deliver": NOON}


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path):
    beat(tmp_path / "a" / "data", "poll", NOON)
    assert beats(tmp_path / "a" / "data") == {"poll": NOON}


def test_nothing_but_the_file_is_left_behind(alive: Path):
    assert [path.name for path in alive.iterdir()] == [FILE]


def test_a_reader_holds_the_old_file_whole_while_it_is_replaced(alive: Path):
    with (alive / FILE).open(encoding="utf-8") as before:
        beat(alive, "poll", NOON + timedelta(days=1))
        assert "2026-03-07" not in before.read()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1]",
        b"7",
        b'{"poll": 7}',
        b'{"poll": "noon"}',
        b'{"poll": "2026-03-06T12:00:00"}',
        b"\xff\x00",
        b"[" * 100_000,
    ],
    ids=["empty", "cut off", "array", "number", "no text", "no time", "no zone", "not UTF-8", "nested"],
)
def test_a_file_that_is_no_heartbeat_counts_as_none_and_is_replaced(tmp_path: Path, content: bytes):
    (tmp_path / FILE).write_bytes(content)
    assert beats(tmp_path) == {}
    beat(tmp_path, "poll", NOON)
    assert beats(tmp_path) == {"poll": NOON}


def test_a_heartbeat_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path):
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match=os.strerror(17)):
        beat(tmp_path / "data", "poll", NOON)


@pytest.mark.parametrize("seconds", [0, 60, -60])
def test_loops_that_lately_left_a_sign_of_life_are_well(alive: Path, seconds: int):
    assert list(ailments(alive, NOON + timedelta(seconds=seconds))) == []


def test_without_any_sign_of_life_there_is_one_reason(tmp_path: Path):
    assert list(ailments(tmp_path, NOON)) == [
        f"no daemon has left a sign of life in {tmp_path}; start one with: watcher run"
    ]


def test_each_silent_loop_is_a_reason(alive: Path):
    assert list(ailments(alive, NOON + timedelta(seconds=61))) == [
        "the poll loop is silent since 2026-03-06 12:00:00 UTC",
        "the deliver loop is silent since 2026-03-06 12:00:00 UTC",
    ]


def test_a_loop_that_never_left_a_sign_of_life_is_a_reason(tmp_path: Path):
    beat(tmp_path, "poll", NOON)
    assert list(ailments(tmp_path, NOON)) == ["the deliver loop has left no sign of life"]


def test_a_sign_of_life_from_the_future_counts_as_none(alive: Path):
    beat(alive, "deliver", NOON - timedelta(hours=1))
    assert list(ailments(alive, NOON - timedelta(hours=1))) == ["the poll loop is silent since 2026-03-06 12:00:00 UTC"]
