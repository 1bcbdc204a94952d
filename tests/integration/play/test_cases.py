"""Plays every case under tests/cases/polls; the README.md there says how to add one."""

from pathlib import Path

import pytest

from tests.play.folder import found_in, outcome

POLLS = Path(__file__).parents[2] / "cases" / "polls"


@pytest.mark.parametrize("folder", [pytest.param(path, id=path.name) for path in found_in(POLLS)])
def test_every_poll_of_a_case_comes_to_what_it_expects(folder: Path) -> None:
    assert outcome(folder) == []
