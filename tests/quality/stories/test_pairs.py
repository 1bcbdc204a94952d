"""Labelled pairs of invented texts, and floors that may only rise (tests/quality)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.remembering import Remembered, shown
from watcher.model import Entry

HERE = Path(__file__).parent
PAIRS = tomllib.loads(HERE.joinpath("pairs.toml").read_text("utf-8"))["pairs"]
FLOORS = tomllib.loads(HERE.joinpath("floors.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Decision:
    """One pair in one order: what is true and what was found."""

    kind: str
    titles: tuple[str, str]
    same: bool
    joined: bool


def joins(first: Mapping[str, object], second: Mapping[str, object]) -> bool:
    """Show the first text, then the second; tell whether the second joins the first one's story."""
    remembered = Remembered()
    verdicts = [
        remembered.take(shown(Entry(**fields), name))[0] for fields, name in ((first, "desk"), (second, "wire"))
    ]
    return len({remembered.story_of(verdict) for verdict in verdicts}) == 1


def decisions() -> Iterator[Decision]:
    for pair in PAIRS:
        one, other = pair["first"], pair["second"]
        for first, second in ((one, other), (other, one)):
            titles = (first["title"], second["title"])
            yield Decision(pair["kind"], titles, pair["same"], joins(first, second))


@pytest.fixture(scope="module")
def decided() -> tuple[Decision, ...]:
    return tuple(decisions())


def test_the_sample_is_large_enough_to_mean_something() -> None:
    assert len(PAIRS) >= 40
    assert sum(pair["same"] for pair in PAIRS) >= 15
    assert sum(not pair["same"] for pair in PAIRS) >= 15


def test_joined_pairs_are_one_story(decided: tuple[Decision, ...]) -> None:
    joined = [each for each in decided if each.joined]
    wrong = [each for each in joined if not each.same]
    assert 1 - len(wrong) / len(joined) >= FLOORS["precision"], wrong


def test_pairs_of_one_story_are_joined(decided: tuple[Decision, ...]) -> None:
    same = [each for each in decided if each.same]
    missed = [each for each in same if not each.joined]
    assert 1 - len(missed) / len(same) >= FLOORS["recall"], missed
