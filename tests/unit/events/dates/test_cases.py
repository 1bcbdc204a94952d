"""The sentences of `tests/cases/dates`, each with every date that it states."""

import tomllib
from pathlib import Path

import pytest

from tests.unit.events.dates.shown import dates

FOLDER = Path(__file__).parents[3] / "cases" / "dates"
CASES = [
    pytest.param(path.stem, group["published"], case[0], case[1:], id=f"{path.stem}: {case[0]}")
    for path in sorted(FOLDER.glob("*.toml"))
    for group in tomllib.loads(path.read_text("utf-8"))["group"]
    for case in group["cases"]
]


@pytest.mark.parametrize(("language", "published", "text", "expected"), CASES)
def test_the_dates_of_a_sentence_are_those_that_a_reader_finds(
    language: str, published: str, text: str, expected: list[str]
) -> None:
    assert dates(text, published, language) == expected


def test_english_has_eighty_cases_and_each_other_language_ten() -> None:
    counted = {path.stem: sum(case.values[0] == path.stem for case in CASES) for path in FOLDER.glob("*.toml")}
    assert counted.pop("en") >= 80
    assert min(counted.values()) >= 10
    assert set(counted) == {"de", "fr", "es", "uk", "ru"}
