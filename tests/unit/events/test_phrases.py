import pytest

from tests.unit.events.reading import sentence


def phrases(text: str) -> list[str]:
    read = sentence(text)
    return [read.said(phrase.first, phrase.last) for phrase in read.phrases]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "Ana Reyes met the old captain in Oslo",
            ["Ana Reyes met", "the old captain", "Oslo"],
            id="unknown verbs stay in",
        ),
        pytest.param(
            "The board said Kyiv's envoy will go home",
            ["The board", "Kyiv", "envoy"],
            id="verbs, possessives, adverbs end one",
        ),
        pytest.param(
            "a plan for the port and a call",
            ["a plan", "the port", "a call"],
            id="behind a determiner a verb is a noun",
        ),
        pytest.param(
            "a quiet word with Ana Rose of Emily Bay came",
            ["a quiet word", "Ana Rose", "Emily Bay"],
            id="words of a name are no verbs",
        ),
        pytest.param(
            "the ‘emergency’ fund of the dockers' board",
            ["the ‘emergency’ fund", "the dockers' board"],
            id="single quotes and apostrophes within",
        ),
        pytest.param("", [], id="nothing"),
    ],
)
def test_noun_phrases_stand_between_verbs_and_small_words(text: str, found: list[str]) -> None:
    assert phrases(text) == found


def test_phrases_know_what_ties_them() -> None:
    tied = sentence("Ana Reyes, captain of the Aurora and its owner").phrases
    assert [(phrase.preposition, phrase.link) for phrase in tied] == [("", ""), ("", ","), ("of", "of"), ("", "and")]


def test_an_owner_is_marked() -> None:
    assert [phrase.owner for phrase in sentence("Oslo's mayor saw Bergen's").phrases] == [True, False, True]


def test_what_is_said_has_single_spaces() -> None:
    read = sentence("the\nold  captain")
    assert read.said(0, 3) == "the old captain"
