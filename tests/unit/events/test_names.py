"""Who is named: full names for surnames, posts and firms that are no persons."""

import pytest

from tests.unit.events.reading import fields


@pytest.mark.parametrize(
    ("title", "body", "who"),
    [
        pytest.param("Line hires Reyes", "Ana Reyes sails on Friday.", "Ana Reyes", id="a surname"),
        pytest.param("Line hires Ana", "Ana Reyes sails on Friday.", "Ana Reyes", id="a first name"),
        pytest.param("Line hires Myers", "Myers and Morgan sail on Friday.", "Myers", id="two names are not one"),
        pytest.param("Line hires Reyes", "Reyes Will Sail, They Say", "Reyes", id="a headline is no name"),
        pytest.param("Line hires Reyes", "Captain Ana Reyes's boat sails.", "Ana Reyes", id="post and possessive"),
        pytest.param("Line Hires Jo Fleming as Captain", "", "Jo Fleming", id="a name that ends as verbs do"),
    ],
)
def test_a_person_is_given_in_full(title: str, body: str, who: str) -> None:
    (found,) = fields(title, body)
    assert found["person"] == who


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Line hires Ana Reyes captain", "Ana Reyes", id="a name before a post"),
        pytest.param("Line hires Ferro captain Ana Reyes", "Ana Reyes", id="a firm before a post, a name behind"),
        pytest.param("Line hires Ferro captain as cook", None, id="a firm before a post, with another behind as"),
        pytest.param("Line hires first Ferro captain", None, id="a firm behind what goes with the post"),
        pytest.param("Line Hires Chief Captain", None, id="what only goes with the post"),
        pytest.param("Line hires eBay", None, id="an inner capital"),
    ],
)
def test_what_stands_at_a_post_may_be_a_firm(title: str, expected: str | None) -> None:
    assert [found.get("person") for found in fields(title)] in ([expected], [] if expected is None else [expected])


def test_the_first_word_of_a_sentence_has_its_capital_from_there() -> None:
    (found,) = fields("", "Former captain Ana Reyes walked out.")
    assert found["person"] == "Ana Reyes"


def test_round_brackets_are_passed_over() -> None:
    (found,) = fields("", "The line (once Ferro Ltd) hired harbour master (retired) Ana Reyes as cook.")
    assert found["person"] == "Ana Reyes"
