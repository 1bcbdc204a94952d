import pytest

from tests.unit.events.reading import KIND, lexicons
from watcher.events.letters import small
from watcher.events.triggers import TriggerIndex


def found(text: str, kind: str = KIND) -> list[str]:
    own = lexicons(kind)
    index = TriggerIndex([each for each in own.of("en") if each.name == "hiring"], own.grammars["en"])
    return [text[hit.start : hit.end] for hit in index.hits(small(text))]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("The line hired a cook and HIRES more", ["hired", "HIRES"]),
        ("She walked out", ["walked out"]),
        ("rehired, hiredness", []),
        ("hire-purchase", []),  # one word, as in reading
        ("", []),
    ],
)
def test_triggers_are_whole_words_in_any_case(text: str, hits: list[str]) -> None:
    assert found(text) == hits


def test_stems_and_endings_stretch_to_the_whole_word() -> None:
    kind = KIND.replace('noun = ["departure"]', 'noun = ["depart*", "*leaving"]')
    assert found("Her departures and houseleavings, houseleaving", kind) == ["departures", "houseleaving"]


def test_small_letters_keep_every_character_in_its_place() -> None:
    assert small("Oslo’s STRASSE") == "oslo's strasse"
    assert len(small("İİ’Ab")) == 5


def test_a_trigger_that_is_the_head_of_a_class_is_marked() -> None:
    own = lexicons(KIND.replace('"chairs"]', '"chair"]'))
    index = TriggerIndex([each for each in own.of("en") if each.name == "hiring"], own.grammars["en"])
    assert [hit.is_head for hit in index.hits("hire a chair")] == [False, True]


def test_no_kinds_find_nothing() -> None:
    assert TriggerIndex([], lexicons(KIND).grammars["en"]).hits("hired") == []
