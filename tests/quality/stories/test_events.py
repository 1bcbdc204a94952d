"""Labelled pairs of invented headlines: one event or two, and floors that may only rise."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import NOON
from watcher.model import StoryId
from watcher.stories import Report, same_event

HERE = Path(__file__).parent
PAIRS = tomllib.loads(HERE.joinpath("events.toml").read_text("utf-8"))["pairs"]
FLOORS = tomllib.loads(HERE.joinpath("floors.toml").read_text("utf-8"))["events"]


def is_linked(pair: Mapping[str, object]) -> bool:
    known = Report(story=StoryId("first"), title=pair["first"], at=NOON)
    new = Report(story=StoryId("second"), title=pair["second"], at=NOON + timedelta(hours=pair["hours"]))
    return same_event(new, known, "Lakeside Wire" if pair.get("cites") else None, lambda *_: 0) is not None


@pytest.fixture(scope="module")
def linked() -> list[str]:
    return [pair["second"] for pair in PAIRS if is_linked(pair)]


def test_the_sample_is_large_enough_to_mean_something() -> None:
    assert sum(pair["same"] for pair in PAIRS) >= 15
    assert sum(not pair["same"] for pair in PAIRS) >= 15


def test_headlines_of_one_event_are_linked(linked: list[str]) -> None:
    same = [pair["second"] for pair in PAIRS if pair["same"]]
    missed = [title for title in same if title not in linked]
    assert 1 - len(missed) / len(same) >= FLOORS["recall"], missed


def test_headlines_of_two_events_are_not(linked: list[str]) -> None:
    other = [pair["second"] for pair in PAIRS if not pair["same"]]
    wrong = [title for title in other if title in linked]
    assert len(wrong) / len(other) <= FLOORS["false"], wrong
