"""Where the fields of an event are found beyond the words next to its trigger."""

import pytest

from tests.unit.events.reading import KIND, fields, hirings

LED = KIND.replace('person = ["object"]', 'person = ["object", "apposition", "lead"]')


def test_a_series_may_leave_the_verb_out() -> None:
    found = fields("", "Ana Reyes was hired as captain, Omar Diallo the cook and Mei Tan the chair.")
    assert [(each["person"], each["post"]) for each in found] == [
        ("Ana Reyes", "captain"),
        ("Omar Diallo", "cook"),
        ("Mei Tan", "chair"),
    ]


def test_the_subject_of_the_next_clause_is_not_of_a_series() -> None:
    found = fields("", "The line hired Ana Reyes, and Omar Diallo has left.")
    assert [each["person"] for each in found] == ["Ana Reyes"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        pytest.param("Ana Reyes, who led the line and won a prize, walked out.", "Ana Reyes", id="a relative clause"),
        pytest.param("Ana Reyes, the line's captain since it began, has walked out.", "Ana Reyes", id="an apposition"),
        pytest.param("It said that Ana Reyes, a cook and baker, walked out.", "Ana Reyes", id="behind that"),
        pytest.param(
            "The captain who joked about Omar Diallo walked out.", None, id="a relative clause without commas"
        ),
    ],
)
def test_a_subject_reaches_over_what_is_set_apart(text: str, who: str | None) -> None:
    (found,) = fields("", text)
    assert found.get("person") == who


def test_an_object_may_be_named_in_apposition() -> None:
    (found,) = hirings("", "The line hired a cook, Ana Reyes, on Friday.", LED)
    assert found.fields["person"] == "Ana Reyes"


def test_the_first_sentence_names_whom_a_headline_does_not() -> None:
    (found,) = hirings("Ferry line hires captain", "Ana Reyes sails from Friday.", LED)
    assert (found.fields["person"], found.fields["post"]) == ("Ana Reyes", "captain")
    assert [found.evidence.sentence[start:end] for start, end in found.evidence.marks][-2:] == ["hires", "captain"]


def test_a_pronoun_stands_for_the_nearest_subject() -> None:
    (found,) = fields("", "The line spoke after Ana Reyes told the board that she walked out.")
    assert found["person"] == "Ana Reyes"


def test_in_a_headline_of_capitals_one_word_is_no_subject() -> None:
    assert fields("Apathy Walks Out as Ferries Sail On") == []
