import tomllib
from datetime import timedelta

import pytest

from tests.unit.events.reading import KIND, NOON, fields, hirings, lexicons
from watcher.events import Lexicons, detect
from watcher.model import Realis

HIRED = {"status": "hired"}
GONE = {"status": "gone"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The ferry line hired Ana Reyes as captain", {"person": "Ana Reyes", "post": "captain"}, id="active"
        ),
        pytest.param("Ana Reyes was hired as captain", {"person": "Ana Reyes", "post": "captain"}, id="passive"),
        pytest.param(
            "Ana Reyes has not yet been hired as captain",
            {"person": "Ana Reyes", "post": "captain"},
            id="passive, words between",
        ),
        pytest.param("Reyes hired to steer the Aurora", {"person": "Reyes"}, id="bare participle before a preposition"),
        pytest.param(
            "Ana Reyes hired as first cook",
            {"person": "Ana Reyes", "post": "first cook"},
            id="bare participle before as",
        ),
        pytest.param(
            "Line hires Ana Reyes chief of staff",
            {"person": "Ana Reyes", "post": "chief of staff"},
            id="post behind the name",
        ),
        pytest.param(
            "Line hires harbour master Ana Reyes",
            {"person": "Ana Reyes", "post": "harbour master"},
            id="post before the name",
        ),
        pytest.param("Northern Ferries hires cook", {"post": "cook", "org": "Northern Ferries"}, id="nobody named"),
        pytest.param(
            "Ferry Line Hires Ana Reyes as Captain in Oslo",
            {"person": "Ana Reyes", "post": "Captain", "place": "Oslo"},
            id="capitals throughout",
        ),
        pytest.param(
            "The ferry line hired on Monday a captain", {"post": "captain"}, id="a day between the verb and its object"
        ),
        pytest.param("Oslo's Ana Reyes was hired", {"person": "Ana Reyes"}, id="behind a possessive"),
        pytest.param(
            "Tarn Lines cook hires Ana Reyes", {"person": "Ana Reyes", "org": "Tarn Lines"}, id="before a post"
        ),
    ],
)
def test_roles_follow_the_voice_of_the_trigger(text: str, expected: dict[str, str]) -> None:
    (found,) = fields(text)
    assert found.items() >= (HIRED | expected).items()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Captain Ana Reyes walked out on Monday.", {"person": "Ana Reyes", "post": "Captain"}, id="subject"
        ),
        pytest.param(
            "Ana Reyes, who led the line since May, walked out.", {"person": "Ana Reyes"}, id="relative clause between"
        ),
        pytest.param("Omar Diallo stayed, but Ana Reyes walked out.", {"person": "Ana Reyes"}, id="own clause"),
        pytest.param("Omar Diallo said Ana Reyes walked out.", {"person": "Ana Reyes"}, id="behind a verb of saying"),
        pytest.param(
            "The departure of Ana Reyes as captain came late.",
            {"person": "Ana Reyes", "post": "captain"},
            id="noun with of",
        ),
        pytest.param("Ana Reyes's departure came late.", {"person": "Ana Reyes"}, id="noun with possessive"),
    ],
)
def test_the_person_is_found_on_its_side(text: str, expected: dict[str, str]) -> None:
    (found,) = fields("", text)
    assert found.items() >= (GONE | expected).items()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The ferry line hired bikes", id="object ruled out"),
        pytest.param("The line hired 20 people", id="no field that is needed"),
        pytest.param("A cooking show hired Ana Reyes as cook", id="sentence blocked"),
        pytest.param("The sacking of Ana Reyes was a mistake", id="subject missing"),
    ],
)
def test_conditions_and_needs_hold_an_event_back(text: str) -> None:
    assert fields("", text) == []


def test_a_blocked_headline_blocks_the_whole_article() -> None:
    assert fields("", "The line hired Ana Reyes.") != []
    assert fields("Quiz: who said it?", "The line hired Ana Reyes.") == []


def test_two_persons_in_one_role_are_two_events() -> None:
    found = fields("", "The ferry line hired Ana Reyes and Omar Diallo as captain.")
    assert [each["person"] for each in found] == ["Ana Reyes", "Omar Diallo"]


def test_a_surname_stands_for_the_full_name_of_the_text() -> None:
    (found,) = fields("Reyes hired as captain", "The line said that Ana Reyes would steer the Aurora.")
    assert found["person"] == "Ana Reyes"


def test_a_pronoun_stands_for_the_person_of_the_sentence_before() -> None:
    (found,) = fields("", "Ana Reyes spoke to the crew. Then she walked out.")
    assert found["person"] == "Ana Reyes"


def test_headline_and_body_tell_one_event() -> None:
    (found,) = fields("Line hires Reyes", "Ana Reyes was hired as captain in Oslo.")
    assert found == HIRED | {"person": "Ana Reyes", "post": "captain", "org": "Line", "place": "Oslo"}


def test_the_evidence_is_the_sentence_with_its_words_marked() -> None:
    body = "It rained. The ferry line hired Ana Reyes as captain. She is 40."
    (event,) = hirings("", body)
    evidence = event.evidence
    assert evidence.sentence == body[evidence.start : evidence.start + len(evidence.sentence)]
    assert [evidence.sentence[start:end] for start, end in evidence.marks] == [
        "hired",
        "Ana Reyes",
        "captain",
    ]


def test_confidence_is_that_of_the_trigger() -> None:
    (event,) = hirings("", "The ferry line began the sacking of Ana Reyes.")
    assert event.confidence == 0.5


def test_a_year_old_date_makes_it_background() -> None:
    (event,) = hirings("", "The ferry line hired Ana Reyes in March 2021.")
    assert event.realis is Realis.BACKGROUND


def test_without_a_time_of_publication_no_date_is_read() -> None:
    found = detect("", "The line hired Ana Reyes on Monday.", published=None, language="en", lexicons=lexicons())
    assert [event.when for event in found if event.kind == "hiring"] == [None]


def test_the_nearest_date_of_the_clause_is_taken() -> None:
    (event,) = hirings("", "Omar Diallo said on Monday that the line hired Ana Reyes on Tuesday.")
    assert event.when is not None
    assert event.when.start == NOON.date() - timedelta(days=1)


@pytest.mark.parametrize("language", ["en", "en-GB", None, "de", "xx"])
def test_the_words_of_a_text_tell_its_language(language: str | None) -> None:
    found = detect("", "The line hired Ana Reyes as captain.", published=NOON, language=language, lexicons=lexicons())
    assert [event.kind for event in found if event.kind == "hiring"] == ["hiring"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "hired", "hired hired", "’s hired", "İstanbul hired İ", "“hired”", "a" * 5000 + " hired"]
)
def test_odd_texts_do_no_harm(text: str) -> None:
    detect(text, text, published=NOON, language="en", lexicons=lexicons())


def test_nothing_of_one_kind_hides_another() -> None:
    kind = KIND.replace('"hiring"', '"crewing"')
    both = Lexicons({"a.toml": tomllib.loads(KIND), "b.toml": tomllib.loads(kind)})
    found = detect("", "The line hired Ana Reyes.", published=NOON, language="en", lexicons=both)
    assert {event.kind for event in found} >= {"hiring", "crewing"}


def test_an_adjective_before_a_post_names_no_house() -> None:
    assert "org" not in fields("The Norvanian cook hires Ana Reyes as captain")[0]
