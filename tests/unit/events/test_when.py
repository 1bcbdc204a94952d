"""Which date an event has."""

from datetime import date

import pytest

from tests.unit.events.reading import KIND, hirings

EFFECTIVE = KIND.replace('keys = ["person"]', 'keys = ["person"]\neffective = ["changes take effect"]')


def day(body: str, text: str = KIND) -> date | None:
    (found,) = hirings("", body, text)
    return found.when.start if found.when else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("The line hired Ana Reyes on Monday.", date(2026, 3, 2), id="its own"),
        pytest.param("OSLO, March 3 (Wire) - The line hired Ana Reyes.", None, id="a dateline"),
        pytest.param("Ana Reyes, who won a prize on Monday, was hired.", None, id="of a clause set apart"),
    ],
)
def test_a_date_must_be_that_of_the_event(body: str, expected: date | None) -> None:
    assert day(body) == expected


def test_from_when_on_all_holds_dates_what_has_no_date() -> None:
    body = "The line hired Ana Reyes. The changes take effect on 9 March, it said. Rain is due on 12 March."
    assert day(body) is None
    assert day(body, EFFECTIVE) == date(2026, 3, 9)
    assert day(f"The line hired Ana Reyes on Monday. {body.partition('. ')[2]}", EFFECTIVE) == date(2026, 3, 2)
