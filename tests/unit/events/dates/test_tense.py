"""Which way a clause looks, as its verbs tell."""

import pytest

from tests.unit.events.dates.shown import mentions
from watcher.events.dates import Tense

PAST, FUTURE, UNKNOWN = Tense.PAST, Tense.FUTURE, Tense.UNKNOWN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council met on Friday.", PAST),
        ("The council will meet on Friday.", FUTURE),
        ("The council is to meet on Friday.", FUTURE),
        ("The council is due in Bergen on Friday.", FUTURE),
        ("The council is meeting on Friday.", FUTURE),
        ("The council was meeting on Friday.", PAST),
        ("The council may have met on Friday.", PAST),
        ("The law will be signed on Friday.", FUTURE),
        ("The law had been signed on Friday.", PAST),
        ("The law is signed on Friday.", UNKNOWN),
        ("Aides on Friday denied it.", PAST),
        ("Aides on Friday will deny it.", FUTURE),
        ("He will hold talks on Friday aimed at peace.", FUTURE),
        ("They agreed to meet on Friday.", FUTURE),
        ("They met to discuss the dam on Friday.", PAST),
        ("They returned to work on Friday.", PAST),
        ("They voted to close the dam on Friday.", PAST),
        ("After the talks on Friday he rested.", PAST),
        ("The proposed talks on Friday", UNKNOWN),
        ("On Friday the council will meet.", FUTURE),
        ("The council met. On Friday it will rest.", FUTURE),
        ("The forum opens on Friday.", FUTURE),
        ("The start on Friday", UNKNOWN),
        ("Friday’s resignation will hurt.", PAST),
        ("Friday’s summit would help.", UNKNOWN),
        ("Friday’s summit will help.", FUTURE),
        ("The court gave them until Friday.", FUTURE),
    ],
)
def test_the_tense_of_a_clause(text: str, expected: Tense) -> None:
    assert [found.tense for found in mentions(text)] == [expected]
