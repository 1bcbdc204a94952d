"""What a kind about several parties, a place and a day asks of the engine, shown with a small kind of its own."""

import tomllib
from datetime import date

import pytest

from tests.unit.events.reading import NOON
from watcher.events import Lexicons, detect
from watcher.events.tables import LexiconError
from watcher.model import Event

KIND = """
kind = "gathering"
language = "en"
keys = ["place", "date"]

[fields]
sort = ["dinner", "ring"]
place = "place"
guests = "names"
tense = ["future", "past"]

[dated]
later = {{ tense = "future" }}
earlier = {{ tense = "past" }}

[[triggers]]
sort = "dinner"
active = ["dines", "dined", "dine", "dine with", "dined with"]
place = ["in", "at"]
guests = ["subject", "object", "with"]
{extra}

[[triggers]]
sort = "dinner"
active = ["caters"]
place = ["object"]

[[triggers]]
sort = "ring"
active = ["rings", "rang"]
guests = ["subject", "object"]
place = ["in", "=phone"]
"""


def gatherings(title: str, body: str = "", extra: str = "") -> list[Event]:
    own = Lexicons({"gathering.toml": tomllib.loads(KIND.format(extra=extra))})
    found = detect(title, body, published=NOON, language="en", lexicons=own)
    return [event for event in found if event.kind == "gathering"]


def days(event: Event) -> tuple[date, date] | None:
    return (event.when.start, event.when.end) if event.when else None


@pytest.mark.parametrize(
    ("condition", "holds", "fails"),
    [
        pytest.param('subject = ["[places]"]', "Kenya dined in Oslo.", "Kenya coffee dined in Oslo.", id="place"),
        pytest.param(
            'after = ["[places]"]', "Ana dined in Oslo next week.", "Ana dined in a hall.", id="place before a time"
        ),
        pytest.param(
            'subject = ["[demonyms]"]', "A Kenyan cook dined there.", "A cook from town dined there.", id="demonym"
        ),
        pytest.param('subject = ["[names]"]', "The cook Ana dined there.", "The cook dined there.", id="name"),
        pytest.param(
            'subject = ["[places]"]', "The US-Peru club dined there.", "The Diallo-Reyes club dined there.", id="joined"
        ),
        pytest.param('next = ["[names]"]', "The cooks dined Ana.", "The cooks dined well.", id="next"),
        pytest.param('previous = ["[places]"]', "A cook from Oslo dined.", "A cook from town dined.", id="previous"),
    ],
)
def test_a_list_may_name_a_class_of_the_grammar(condition: str, holds: str, fails: str) -> None:
    assert gatherings("", holds, condition)
    assert not gatherings("", fails, condition)


@pytest.mark.parametrize(
    ("title", "text", "guests"),
    [
        pytest.param("", "Ana Reyes dined with Omar Diallo.", ("Ana Reyes", "Omar Diallo"), id="of all sources"),
        pytest.param("", "Peru and Chile dined in Oslo.", ("Peru", "Chile"), id="of a series"),
        pytest.param("Peru, Chile dine in Oslo", "", ("Peru", "Chile"), id="of a headline's series"),
        pytest.param("", "Peru, a neighbour, dined in Oslo.", ("Peru",), id="no series by a comma alone in a text"),
        pytest.param(
            "", "The old cooks dined with Omar Diallo.", ("old cooks", "Omar Diallo"), id="nameless at the trigger"
        ),
        pytest.param(
            "", "It rained before Ana Reyes dined with Omar Diallo.", ("Ana Reyes", "Omar Diallo"), id="freed"
        ),
        pytest.param("", "Peru's envoys dined in Oslo.", ("Peru's envoys",), id="with their owner"),
        pytest.param("", "The ministers of Chile dined in Oslo.", ("ministers of Chile",), id="with a name behind of"),
        pytest.param("", "The cooks of the line dined in Oslo.", ("cooks of the line",), id="with what of adds"),
        pytest.param("", "The Norvanian cook Ana Reyes dined.", ("Norvanian cook Ana Reyes",), id="in full"),
    ],
)
def test_names_are_gathered(title: str, text: str, guests: tuple[str, ...]) -> None:
    (event,) = gatherings(title, text)
    assert event.fields["guests"] == guests


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("Ana dined in May at a hall in Oslo.", "Oslo", id="known"),
        pytest.param("Ana dined at Wexcombe with friends from Oslo.", "Wexcombe", id="a name behind a preposition"),
        pytest.param("Ana caters Norway's court.", "Norway", id="of the object's owner"),
        pytest.param("Ana rang Omar.", "phone", id="what the trigger itself means"),
        pytest.param("Ana rang Omar in Oslo.", "Oslo", id="what is stated goes first"),
    ],
)
def test_a_place_is_where_one_stands(text: str, place: str) -> None:
    (event,) = gatherings("", text)
    assert event.fields["place"] == place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ana dines in Oslo.", (date(2026, 3, 4), date(2026, 3, 4)), id="the day of publication"),
        pytest.param("Ana dines in Oslo on 9 March.", (date(2026, 3, 9), date(2026, 3, 9)), id="the day stated"),
        pytest.param("Ana will dine in Oslo.", None, id="not of a plan"),
    ],
)
def test_what_is_told_as_of_today_is_dated_so(text: str, expected: tuple[date, date] | None) -> None:
    (event,) = gatherings("", text, "today = true")
    assert days(event) == expected


@pytest.mark.parametrize(
    ("text", "tense"),
    [("Ana dined in Oslo on 2 March.", "past"), ("Ana dines in Oslo on 9 March.", "future"), ("Ana dined.", None)],
)
def test_a_date_sets_closed_fields(text: str, tense: str | None) -> None:
    (event,) = gatherings("", text)
    assert event.fields.get("tense") == tense


@pytest.mark.parametrize("mistake", ['sooner = { tense = "past" }', 'later = { tense = "perfect" }'])
def test_a_mistake_in_what_a_date_sets_is_named(mistake: str) -> None:
    table = tomllib.loads(KIND.format(extra="").replace('later = { tense = "future" }', mistake))
    with pytest.raises(LexiconError, match="dated"):
        Lexicons({"gathering.toml": table})


def test_the_lead_is_the_headline_and_the_first_of_the_body() -> None:
    padding = "It rained on the hills and in the valleys. " * 40
    assert gatherings("Ana dined in Oslo", "", 'where = "lead"')
    assert gatherings("", f"Ana dined in Oslo. {padding}", 'where = "lead"')
    assert not gatherings("", f"{padding} Ana dined in Oslo.", 'where = "lead"')


def test_disjoint_days_are_two_events_and_the_finer_of_two_touching_dates_holds() -> None:
    assert len(gatherings("", "Ana dined in Oslo on 2 March. Omar dined in Oslo on 3 March.")) == 2
    (event,) = gatherings("", "Ana will dine in Oslo in May. The club will dine in Oslo on 9 May.")
    assert days(event) == (date(2026, 5, 9), date(2026, 5, 9))


def test_a_city_and_its_country_are_one_place() -> None:
    (event,) = gatherings("Ana dined in Norway", "Ana dined in Oslo on Monday.")
    assert event.fields["place"] == "Oslo"
    assert len(gatherings("Ana dined in Sweden", "Ana dined in Oslo on Monday.")) == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ana dined at the 2025 Forum on 2 March.", id="a bare year counts last"),
        pytest.param("Ana dined before the May 1 deadline, on 2 March.", id="a date of another noun"),
        pytest.param("On 2 March Ana dined with the club that Omar founded in 2019.", id="a relative clause"),
    ],
)
def test_dates_of_other_things_give_way(text: str) -> None:
    (event,) = gatherings("", text)
    assert days(event) == (date(2026, 3, 2), date(2026, 3, 2))
