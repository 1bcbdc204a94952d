from datetime import date

import pytest

from tests.unit.events.reading import KIND, hirings
from watcher.model import Realis, When

TODAY = 'active = ["hires", "hire", "hired", "chairs"]'


@pytest.mark.parametrize(
    ("text", "realis"),
    [
        pytest.param("The line hired Ana Reyes as captain.", Realis.ASSERTED, id="plain"),
        pytest.param("The line will hire Ana Reyes as captain.", Realis.PLANNED, id="plan"),
        pytest.param("The line may hire Ana Reyes as captain.", Realis.PLANNED, id="possibility"),
        pytest.param("The line is said to hire Ana Reyes as captain.", Realis.REPORTED, id="hearsay"),
        pytest.param(
            "The line will hire Ana Reyes as captain, according to media reports.",
            Realis.REPORTED,
            id="hearsay of it",
        ),
        pytest.param("The line should hire Ana Reyes as captain.", Realis.CALLED_FOR, id="wish"),
        pytest.param("The line should not hire Ana Reyes as captain.", Realis.DENIED, id="denied before wished for"),
        pytest.param("The line did not hire Ana Reyes as captain.", Realis.DENIED, id="denied"),
        pytest.param("The No. 2 ferry line hired Ana Reyes as captain.", Realis.ASSERTED, id="a number denies nothing"),
        pytest.param("The line hired Ana Reyes as captain years ago.", Realis.BACKGROUND, id="history"),
    ],
)
def test_cues_around_the_trigger_tell_the_realis(text: str, realis: Realis) -> None:
    (event,) = hirings("", text)
    assert event.realis is realis


@pytest.mark.parametrize(
    ("text", "realis"),
    [
        pytest.param("The line hired Ana Reyes in 2025.", Realis.BACKGROUND, id="a year that is over"),
        pytest.param("The line hired Ana Reyes in 2026.", Realis.ASSERTED, id="this year"),
        pytest.param("The line hired Ana Reyes on 5 December.", Realis.BACKGROUND, id="three months back"),
        pytest.param("The line hired Ana Reyes on 5 February.", Realis.ASSERTED, id="a month back"),
    ],
)
def test_what_is_long_past_is_background(text: str, realis: Realis) -> None:
    (event,) = hirings("", text)
    assert event.realis is realis


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Ferry line hires Ana Reyes as captain", id="no date"),
        pytest.param("Ferry line hires Ana Reyes as captain for 2027", id="a bare year is no day of an act"),
    ],
)
def test_an_act_of_the_day_has_the_day_of_its_publication(title: str) -> None:
    (event,) = hirings(title, text=KIND.replace(TODAY, f"{TODAY}\ntoday = true"))
    assert event.when == When(start=date(2026, 3, 4), end=date(2026, 3, 4))
