import pytest

from tests.unit.events.reading import KIND, hirings

GONE = 'noun = ["sacking"]'
ALONE = KIND.replace(GONE, f"{GONE}\nalone = true")


def test_a_noun_within_what_a_verb_tells_is_no_event_of_its_own() -> None:
    text = KIND.replace('post = ["cook",', 'post = ["sacking cook", "cook",')
    (event,) = hirings("The ferry line hired Ana Reyes as sacking cook of Oslo", text=text)
    assert event.fields["status"] == "hired"


@pytest.mark.parametrize(
    ("body", "statuses"),
    [
        pytest.param("The ferry line began the sacking of Ana Reyes.", ["gone"], id="alone"),
        pytest.param(
            "The ferry line began the sacking of Ana Reyes. It hired Tom Roe as cook.", ["hired"], id="beside another"
        ),
        pytest.param(
            "The ferry line began the sacking of Ana Reyes. It hired Tom Roe as cook in 2019.",
            ["gone", "hired"],
            id="beside history",
        ),
    ],
)
def test_a_trigger_that_counts_alone_gives_way_to_others(body: str, statuses: list[str]) -> None:
    assert [event.fields["status"] for event in hirings("", body, text=ALONE)] == statuses
