"""The word lists of every language have the same form."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import watcher.events.dates
from watcher.events.dates.lexicon import LETTERS, UNITS, lexicon

FILES = sorted(path for path in Path(watcher.events.dates.__file__).parent.glob("*.toml") if path.stem != "zones")
ENGLISH = next(path for path in FILES if path.stem == "en")


def table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_language_has_the_tables_and_word_classes_that_english_has(path: Path) -> None:
    mine, english = table(path), table(ENGLISH)
    assert set(mine) == set(english)
    assert set(mine["words"]) == set(english["words"]) == set(LETTERS)
    assert set(mine["endings"]) == set(english["endings"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_language_has_no_list_that_nothing_reads(path: Path) -> None:
    mine, english = table(path), table(ENGLISH)
    assert set(mine["context"]) <= set(english["context"])
    assert set(mine["tense"]) <= set(english["tense"])
    assert set(mine["units"]) <= set(UNITS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_language_knows_seven_weekdays_and_twelve_months(path: Path) -> None:
    weekdays, months = table(path)["weekdays"]["long"], table(path)["months"]
    assert weekdays.count("|") == 6
    assert months.count("|") in {0, 11}


def test_a_word_of_two_lists_is_of_the_first() -> None:
    assert lexicon("en").find("May") == ("M", 5)
    assert lexicon("en").find("may") is None
