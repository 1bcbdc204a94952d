"""The frame of an event: who, what and when."""

from datetime import date

import pytest

from tests.builders import an_event
from watcher.alerts.frame import SUBJECT_LIMIT, behind, changes, frame
from watcher.model import Event, Precision, Realis, When

FRIDAY, TUESDAY, WEDNESDAY = date(2026, 1, 2), date(2026, 1, 6), date(2026, 1, 7)
MARCH = When(start=date(2026, 3, 1), end=date(2026, 3, 31), precision=Precision.MONTH)
BY_THE_END = When(start=date(2026, 1, 31), end=date(2026, 1, 31), deadline=True)


def post(when: date | When | None = FRIDAY, **fields: object) -> Event:
    named = {"person": "Ivan Koval", "post": "defence minister", "org": "Ukraine", "status": "appointed"}
    return an_event(when, kind="appointment", **{**named, **fields})


def law(**fields: object) -> Event:
    return an_event(
        FRIDAY, kind="law", **{"what": "referendum bill", "body": "Parliament", "stage": "passed", **fields}
    )


@pytest.mark.parametrize(
    ("event", "subject"),
    [
        (post(), "Appointed: Ivan Koval, defence minister (Ukraine), from Friday 2 January"),
        (post(MARCH), "Appointed: Ivan Koval, defence minister (Ukraine), in March 2026"),
        (post(BY_THE_END, status="acting"), "Acting: Ivan Koval, defence minister (Ukraine), by 31 January"),
        (post(status="resigned"), "Resigned: Ivan Koval, defence minister (Ukraine), Friday 2 January"),
        (post(None, org=""), "Appointed: Ivan Koval, defence minister"),
        (post(None, post=""), "Appointed: Ivan Koval (Ukraine)"),
        (post(None, person=""), "Appointed: defence minister (Ukraine)"),
        (post(None, realis=Realis.REPORTED), "Reported: appointment of Ivan Koval, defence minister (Ukraine)"),
        (
            an_event(TUESDAY, participants=("European leaders",), place="Paris"),
            "Meeting: European leaders, Paris, Tuesday 6 January",
        ),
        (
            an_event(TUESDAY, type="talks", participants=("A", "B", "C", "D", "E"), realis=Realis.PLANNED),
            "Talks: A, B, C and 2 more, Tuesday 6 January",
        ),
        (an_event(None, type="call", participants=("Ana Reyes", "Jane Doe")), "Call: Ana Reyes and Jane Doe"),
        (an_event(None, type="summit", name="Harbour Forum", participants=("A",)), "Summit: Harbour Forum"),
        (an_event(None, realis=Realis.DENIED, place="Paris"), "Denied: meeting: Paris"),
        (
            an_event(None, realis=Realis.DENIED, type="talks", participants=("Ana Reyes", "Jane Doe")),
            "Denied: talks of Ana Reyes and Jane Doe",
        ),
        (law(), "Law passed: referendum bill (Parliament), Friday 2 January"),
        (law(stage="passed_house", body=""), "Law passed one house: referendum bill, Friday 2 January"),
        (law(stage="drafting", what=""), "Law in drafting: Parliament, Friday 2 January"),
        (law(stage="referendum_called"), "Referendum called: referendum bill (Parliament), Friday 2 January"),
        (law(realis=Realis.CALLED_FOR), "Called for: passing of referendum bill (Parliament), Friday 2 January"),
        (law(stage=""), "Law: referendum bill (Parliament), Friday 2 January"),
        (
            an_event(FRIDAY, kind="strike", by="harbour crews", place="Port Linden"),
            "Strike: harbour crews, Port Linden, Friday 2 January",
        ),
        (an_event(None, kind="EU deal", realis=Realis.PLANNED, of="grain"), "Planned: EU deal: grain"),
        (an_event(None, kind="appointment", status="dismissed"), "Dismissed: European leaders meet in Paris."),
        (
            an_event(None, kind="appointment", status="dismissed", realis=Realis.REPORTED),
            "Reported: European leaders meet in Paris.",
        ),
        (law(stage="", realis=Realis.PLANNED), "Planned: law: referendum bill (Parliament), Friday 2 January"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_subject_of_an_event_is_its_frame(event: Event, subject: str) -> None:
    assert frame(event).subject == subject


def test_each_field_has_a_line_and_the_date_names_its_year() -> None:
    event = post(org="Ukraine", realis=Realis.REPORTED, status="acting")
    assert frame(event).lines == (
        ("Person", "Ivan Koval"),
        ("Post", "defence minister"),
        ("Organisation", "Ukraine"),
        ("Status", "acting"),
        ("Date", "Friday 2 January 2026"),
        ("Told as", "reported"),
    )


def test_lines_come_in_the_same_order_whatever_the_order_of_the_fields() -> None:
    event = an_event(None, tense="future", by="crews", place="Paris", type="talks", participants=("A", "B"))
    assert frame(event).lines == (
        ("Type", "talks"),
        ("Participants", "A, B"),
        ("Place", "Paris"),
        ("By", "crews"),
    )


def test_values_of_closed_fields_are_said_in_words() -> None:
    assert ("Stage", "passed one house") in frame(law(stage="passed_house")).lines


def test_a_frame_holds_nothing_but_visible_text_on_one_line_and_is_not_long() -> None:
    event = post(person="Ivan\n\u202eKoval\x1b[31m", post="minister " * 90)
    shown = frame(event)
    assert shown.subject.startswith("Appointed: Ivan Koval[31m, minister minister")
    assert len(shown.subject) <= SUBJECT_LIMIT
    assert max(len(said) for _, said in shown.lines) < len("minister " * 90)


def test_days_of_another_year_than_the_readers_name_it_in_the_subject() -> None:
    assert frame(an_event(TUESDAY), 2025).subject == "Summit: Paris, Tuesday 6 January 2026"


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Meeting: Paris", "Update: meeting: Paris"),
        ("EU deal: grain", "Update: EU deal: grain"),
        ("X", "Update: x"),
    ],
)
def test_a_word_stands_before_a_subject(subject: str, said: str) -> None:
    assert behind("Update", subject) == said


def test_what_changed_is_said_for_exactly_the_fields_that_did() -> None:
    before = an_event(TUESDAY, place="Paris", participants=("European leaders",))
    after = an_event(WEDNESDAY, place="Geneva", participants=("European leaders", "Ana Reyes"))
    assert changes(before, after) == (
        ("Place", "Paris", "Geneva"),
        ("Date", "Tuesday 6 January", "Wednesday 7 January"),
    )


def test_what_was_told_as_a_fact_is_said_so_where_it_is_denied() -> None:
    assert changes(post(), post(realis=Realis.DENIED)) == (("Told as", "fact", "denied"),)
    assert changes(law(stage="passed_house"), law(stage="signed")) == (("Stage", "passed one house", "signed"),)
