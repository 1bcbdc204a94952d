from datetime import UTC, datetime

import pytest

from watcher.events import detect
from watcher.events.language import recognise
from watcher.events.letters import runs_of
from watcher.events.lexicons import BUILT_IN
from watcher.events.tables import Entries
from watcher.events.words import read_words

NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)


def told(text: str, language: str) -> list[str]:
    return [event.kind for event in detect("", text, published=NOON, language=language)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the law was passed on Monday.", "en"),
        ("Der Minister sagte, dass das Gesetz am Montag angenommen wurde.", "de"),
        ("Le ministre a dit que la loi a été adoptée lundi par les députés.", "fr"),
        ("El ministro dijo que la ley fue aprobada el lunes por los diputados.", "es"),
        ("Міністр сказав, що закон ухвалили у понеділок.", "uk"),
        ("Министр сказал, что закон приняли в понедельник.", "ru"),
    ],
)
def test_every_language_is_known_by_its_words(text: str, language: str) -> None:
    assert recognise("", text, None, BUILT_IN.grammars) == language


def test_a_language_without_a_grammar_is_not_taken_for_one_that_looks_like_it() -> None:
    text = "O ministro não disse quando a lei vai ser votada em Lisboa, mas a oposição está mais forte."
    assert recognise("", text, None, BUILT_IN.grammars) is None


@pytest.mark.parametrize("stated", ["de", "de-CH", "fr"])
def test_one_word_of_another_language_does_not_outweigh_what_is_stated(stated: str) -> None:
    assert recognise("Xi Jinping besucht Kim Jong Un", "", stated, BUILT_IN.grammars) == stated.partition("-")[0]


def test_where_words_tell_languages_alike_the_default_is_taken() -> None:
    assert recognise("Wages slow in Oslo", "", None, BUILT_IN.grammars) == "en"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'Assemblée d’un qu'il", ["l'", "assemblée", "d'", "un", "qu'", "il"]),
        ("aujourd'hui", ["aujourd'hui"]),
        ("don't", ["don't"]),
        ("прем’єр премʼєр", ["прем'єр", "прем'єр"]),
        ("am 1. März", ["am", "1", "märz"]),
        ("um 12.", ["um", "12", "."]),
    ],
)
def test_words_are_divided_as_their_language_does(text: str, words: list[str]) -> None:
    assert [word.low for word in read_words(text)] == words


def test_where_nouns_have_capitals_one_is_no_verb() -> None:
    assert told("Die Minister von Polen und Norwegen tagen in Oslo.", "de") == ["meeting"]
    assert told("Die Minister von Polen und Norwegen sind seit Tagen in Oslo.", "de") == []


def test_the_end_of_a_compound_is_found_behind_a_hyphen() -> None:
    assert told("Der EU-Gipfel in Wien endet am Freitag.", "de") == ["meeting"]


@pytest.mark.parametrize("entries", [["chef*"], ["*-gipfel"], ["*rat wählt"], ["neu* chef"], ["in den *rat"], ["wien"]])
@pytest.mark.parametrize("text", ["der chefarzt", "eu-gipfel", "stadtrat wählt neuen chef", "in den stadtrat", "wien"])
def test_what_an_anchor_rules_out_does_not_stand(entries: list[str], text: str) -> None:
    read = Entries(entries)
    words = tuple(word.low for word in read_words(text))
    assert read.anchor is not None
    assert read.anchor.may_stand(runs_of(text)) or not read.within(words, 0, len(words))


def test_a_class_or_a_mark_has_no_anchor() -> None:
    assert Entries(["[places]", "wien"]).anchor is None
    assert Entries([",", "wien"]).anchor is None
