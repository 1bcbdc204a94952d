"""Each condition on a trigger, one that holds and one that does not."""

import pytest

from tests.unit.events.reading import fields, hirings

KIND = """
kind = "hiring"
language = "en"
[fields]
person = "person"
[[triggers]]
active = ["hired"]
passive = ["hired"]
person = ["object"]
{condition}
"""


def found(condition: str, text: str, title: str = "") -> bool:
    return bool(hirings(title, text, KIND.format(condition=condition)))


@pytest.mark.parametrize(
    ("condition", "holds", "fails"),
    [
        pytest.param('before = ["at last"]', "At last the line hired Ana.", "The line hired Ana at last.", id="before"),
        pytest.param('after = ["at last"]', "The line hired Ana at last.", "At last the line hired Ana.", id="after"),
        pytest.param('previous = ["line"]', "The line has hired Ana.", "The line from Oslo hired Ana.", id="previous"),
        pytest.param('next = ["captain ana"]', "The line hired the captain Ana.", "The line hired Ana.", id="next"),
        pytest.param(
            'sentence = ["rain"]', "In the rain, which fell, it hired Ana.", "It hired Ana. Rain fell.", id="sentence"
        ),
        pytest.param(
            'subject = ["line"]', "The ferry line hired Ana.", "The board hired Ana of the line.", id="subject"
        ),
        pytest.param(
            'subject = ["line"]', "Ana was hired by the line.", "Ana was hired on the line.", id="subject of a passive"
        ),
        pytest.param('object = ["ana"]', "The line hired Ana.", "Ana hired Omar.", id="object"),
        pytest.param('object = ["ana"]', "Ana was hired.", "Omar was hired.", id="object of a passive"),
    ],
)
def test_a_condition_asks_for_its_words_in_their_place(condition: str, holds: str, fails: str) -> None:
    assert found(condition, holds)
    assert not found(condition, fails)
    assert not found(f"not-{condition}", holds)
    assert found(f"not-{condition}", fails)


def test_a_trigger_may_be_bound_to_headline_or_body() -> None:
    headline, text = "Line hired Ana Reyes", "Line hired Ana Reyes"
    assert found('where = "title"', "", headline)
    assert not found('where = "title"', text)
    assert found('where = "body"', text)
    assert not found('where = "body"', "", headline)


def test_all_conditions_must_hold() -> None:
    both = 'before = ["yesterday"]\nnot-after = ["again"]'
    assert found(both, "Yesterday the line hired Ana.")
    assert not found(both, "Yesterday the line hired Ana again.")


def test_words_of_another_clause_do_not_count() -> None:
    assert not found('before = ["board"]', "The board met; the line hired Ana.")
    assert fields("", "The board met; the ferry line hired Ana Reyes.") != []
