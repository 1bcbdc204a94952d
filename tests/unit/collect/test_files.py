import os

import pytest

from tests.builders import NOON
from watcher.collect.files import UnfitError, check_size, modified_at, printable


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("notice.txt", "notice.txt"),
        ("Fähre паром.txt", "Fähre паром.txt"),
        ("two\nlines.txt", "two?lines.txt"),
        ("\x1b[31mred.txt", "?[31mred.txt"),
        (os.fsdecode(b"caf\xe9.txt"), "caf?.txt"),
        ("right\u202eleft.txt", "right?left.txt"),
    ],
)
def test_names_are_shown_without_what_could_harm_a_terminal(name: str, shown: str) -> None:
    assert printable(name) == shown


@pytest.mark.parametrize(
    ("size", "limit", "reason"),
    [
        (20_000_000, 10 * 2**20, "is 20.0 MB; the limit is collect.max-size = 10MiB"),
        (2_000_000, 512 * 2**10, "is 2.0 MB; the limit is collect.max-size = 512KiB"),
        (2_000_000, 1_500_001, "is 2.0 MB; the limit is collect.max-size = 1500001B"),
    ],
)
def test_a_file_that_is_too_large_names_the_setting(size: int, limit: int, reason: str) -> None:
    with pytest.raises(UnfitError) as caught:
        check_size(size, limit)
    assert str(caught.value) == reason


def a_status(modified: float) -> os.stat_result:
    return os.stat_result((0, 0, 0, 0, 0, 0, 0, 0, modified, 0))


def test_a_modification_time_is_aware() -> None:
    assert modified_at(a_status(NOON.timestamp())) == NOON


@pytest.mark.parametrize("seconds", [1e15, -1e15])
def test_a_modification_time_outside_the_calendar_is_none(seconds: float) -> None:
    assert modified_at(a_status(seconds)) is None
