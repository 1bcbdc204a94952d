"""What holds for `citations.toml` as a whole; what its phrases do is tested in test_citations.py."""

import tomllib
from importlib import resources

import pytest

from watcher.stories import BUILT_IN
from watcher.stories.phrases import phrases

LEXICON = tomllib.loads(resources.files("watcher.stories").joinpath("citations.toml").read_text("utf-8"))
LISTS = {"before", "between", "after", "middle", "unless", "not", "kinds"}


@pytest.mark.parametrize("language", LEXICON["language"], ids=lambda language: language["code"])
def test_every_language_has_every_list(language: dict[str, object]) -> None:
    assert language.keys() - {"code", "spaced"} == LISTS


def test_the_ten_languages_and_more_are_there() -> None:
    codes = [language["code"] for language in LEXICON["language"]]
    assert {"ar", "de", "en", "es", "fr", "ja", "pl", "ru", "tr", "uk", "zh"} <= set(codes)
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("word", LEXICON["words"])
def test_what_is_also_a_word_is_a_name_of_the_table(word: str) -> None:
    assert BUILT_IN.named(word) is not None
    assert word in phrases().words


def test_a_star_stands_for_an_ending_and_an_ellipsis_for_a_subject() -> None:
    before = phrases().before
    assert before.search("dijo la alcaldesa a ") is not None
    assert before.search("dijo la alcaldesa de la ciudad de Linden en la tarde a ") is None
    assert before.search("She told the ") is not None
    assert before.search("She foretold the ") is None
