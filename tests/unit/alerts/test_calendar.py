"""The calendar is read back by two libraries; pytest turns every warning of theirs into an error."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.alerts.builders import NOON, STORY, a_copy
from watcher.alerts import DatedEvent
from watcher.alerts.calendar import belongs, calendar
from watcher.model import Copy, EntryId, Event, Evidence, Label, Precision, Realis, Story, StoryEvent, When

SENTENCE = "The leaders of Zelmar and Norvania will meet in Port Linden on 6 March."
SIXTH = When(start=date(2026, 3, 6), end=date(2026, 3, 6))
TEN = datetime(2026, 3, 6, 10, tzinfo=ZoneInfo("Europe/Kyiv"))
TIMED = replace(SIXTH, precision=Precision.MINUTE, at=TEN)
PLACE = {"type": "summit", "place": "Port Linden"}


def a_dated(
    when: When | None = SIXTH,
    *copies: Copy,
    uid: str = "7d0c1a5k2m9qx",
    kind: str = "meeting",
    fields: dict[str, Any] | None = None,
    realis: Realis = Realis.PLANNED,
    sentence: str = SENTENCE,
    **parts: object,
) -> DatedEvent:
    evidence = Evidence(field="body", sentence=sentence, start=0, marks=())
    event = Event(kind=kind, fields=PLACE if fields is None else fields, when=when, realis=realis, evidence=evidence)
    moments: dict[str, Any] = {"first_seen": NOON, "changed_at": NOON, **parts}
    told = StoryEvent(uid=uid, story=STORY, event=event, entry=EntryId("entry0"), **moments)
    carried = copies or (a_copy(outlet="Harbour Times", link="https://harbour.example/summit"),)
    return DatedEvent(
        event=told,
        story=Story(id=STORY, title="Leaders to meet", first_seen=NOON, origin="Zelmar Wire"),
        copies=carried,
    )


def read(*events: DatedEvent) -> list[icalendar.Event]:
    """Read a calendar with icalendar; fails where vobject reads other events, or either finds a fault."""
    stream = calendar(events)
    whole = icalendar.Calendar.from_ical(stream)
    found = whole.walk("VEVENT")
    assert [fault for part in whole.walk() for fault in part.errors] == []
    theirs = vobject.readOne(stream.decode())
    theirs.validate(raiseException=True)
    assert [each.uid.value for each in theirs.contents.get("vevent", [])] == [str(each["UID"]) for each in found]
    return found


def the_event(each: DatedEvent) -> icalendar.Event:
    (found,) = read(each)
    return found


def test_a_day_is_an_event_of_all_day_that_ends_before_the_next() -> None:
    found = the_event(a_dated())
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 3, 6), date(2026, 3, 7))
    assert found["DTSTART"].params["VALUE"] == "DATE"


def test_several_days_end_before_the_day_after_the_last() -> None:
    found = the_event(a_dated(replace(SIXTH, end=date(2026, 3, 8))))
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 3, 6), date(2026, 3, 9))


def test_a_deadline_is_its_last_day() -> None:
    found = the_event(a_dated(When(start=date(2026, 3, 1), end=date(2026, 3, 31), deadline=True)))
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 3, 31), date(2026, 4, 1))
    assert found["CATEGORIES"].cats == ["meeting", "deadline"]
    assert "Date: by 31 March 2026" in found["DESCRIPTION"]


def test_a_time_is_given_in_utc_and_has_the_end_that_is_stated() -> None:
    found = the_event(a_dated(replace(TIMED, until=TEN + timedelta(hours=2))))
    assert found["DTSTART"].to_ical() == b"20260306T080000Z"
    assert found["DTEND"].to_ical() == b"20260306T100000Z"
    assert "Date: 10:00 to 12:00 EET, Friday 6 March 2026; the time is stated" in found["DESCRIPTION"]


@pytest.mark.parametrize(
    "until", [pytest.param(None, id="none stated"), pytest.param(TEN, id="none after the beginning")]
)
def test_a_time_without_an_end_gets_none(until: datetime | None) -> None:
    assert "DTEND" not in the_event(a_dated(replace(TIMED, until=until)))


@pytest.mark.parametrize(
    ("precision", "realis", "status"),
    [
        (Precision.DAY, Realis.PLANNED, "CONFIRMED"),
        (Precision.DAY, Realis.ASSERTED, "CONFIRMED"),
        (Precision.DAY, Realis.REPORTED, "TENTATIVE"),
        (Precision.DAY, Realis.CALLED_FOR, "TENTATIVE"),
        (Precision.WEEK, Realis.PLANNED, "TENTATIVE"),
        (Precision.MONTH, Realis.ASSERTED, "TENTATIVE"),
        (Precision.YEAR, Realis.PLANNED, "TENTATIVE"),
        (Precision.DAY, Realis.DENIED, "CANCELLED"),
        (Precision.MONTH, Realis.DENIED, "CANCELLED"),
    ],
)
def test_the_status_says_how_sure_the_date_is(precision: Precision, realis: Realis, status: str) -> None:
    assert the_event(a_dated(replace(SIXTH, precision=precision), realis=realis))["STATUS"] == status


def test_a_vote_on_a_law_that_was_taken_back_is_cancelled() -> None:
    fields = {"what": "water law", "stage": "withdrawn"}
    assert the_event(a_dated(kind="law", fields=fields))["STATUS"] == "CANCELLED"


def test_what_a_withdrawn_text_told_is_cancelled() -> None:
    taken_back = a_copy(1, label=Label.CORRECTION, reason='withdrawn; marked "KILL"')
    assert the_event(a_dated(SIXTH, a_copy(), taken_back))["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("precision", list(Precision))
def test_the_precision_is_told_in_words(precision: Precision) -> None:
    description = str(the_event(a_dated(replace(SIXTH, precision=precision)))["DESCRIPTION"])
    assert {Precision.MINUTE: "the time", Precision.DAY: "the day"}.get(
        precision, f"only the {precision}"
    ) in description


def test_it_shows_what_the_alert_shows() -> None:
    found = the_event(a_dated())
    assert "Port Linden" in found["SUMMARY"]
    assert found["LOCATION"] == "Port Linden"
    assert found["URL"] == "https://harbour.example/summit"
    assert str(found["DESCRIPTION"]).splitlines() == [
        SENTENCE,
        "Zelmar Wire; carried by Harbour Times",
        "Date: Friday 6 March 2026; the day is stated, not the time",
        "https://harbour.example/summit",
        f"Story: watcher stories show {STORY}",
    ]
    assert (found["CATEGORIES"].cats, found["TRANSP"]) == (["meeting"], "TRANSPARENT")


def test_it_says_when_it_was_first_told_and_last_changed() -> None:
    found = the_event(a_dated(changed_at=NOON + timedelta(hours=3, microseconds=5)))
    assert (found["CREATED"].dt, found["DTSTAMP"].dt) == (NOON, NOON + timedelta(hours=3))
    assert found["LAST-MODIFIED"].dt == found["DTSTAMP"].dt


def test_a_date_that_moves_keeps_the_uid_and_raises_the_sequence() -> None:
    before = the_event(a_dated())
    moved = replace(SIXTH, start=date(2026, 3, 9), end=date(2026, 3, 9))
    after = the_event(a_dated(moved, sequence=1, changed_at=NOON + timedelta(days=1)))
    assert before["UID"] == after["UID"] == "7d0c1a5k2m9qx@watcher"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert before["DTSTART"].dt < after["DTSTART"].dt


def test_the_calendar_names_itself_and_says_when_to_look_again() -> None:
    whole = icalendar.Calendar.from_ical(calendar([a_dated()]))
    assert (whole["VERSION"], whole["X-WR-CALNAME"]) == ("2.0", "watcher")
    assert whole["PRODID"] == "-//watcher//events//EN"
    assert whole["REFRESH-INTERVAL"].to_ical() == b"PT1H"
    assert whole["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"


def test_the_order_is_that_of_the_dates_whatever_the_store_gives_first() -> None:
    later = a_dated(replace(SIXTH, start=date(2026, 4, 1), end=date(2026, 4, 1)), uid="a")
    events = [later, a_dated(TIMED, uid="c"), a_dated(uid="d"), a_dated(uid="b")]
    assert [str(each["UID"])[0] for each in read(*events)] == ["c", "b", "d", "a"]
    assert calendar(events) == calendar(reversed(events))


def test_without_events_it_is_a_calendar_all_the_same() -> None:
    assert read() == []


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(a_dated(replace(SIXTH, start=date(2025, 3, 6), end=date(2025, 3, 6))), id="a meeting that was"),
        pytest.param(
            a_dated(replace(SIXTH, start=date(2025, 3, 6), end=date(2025, 3, 6), deadline=True), kind="law"),
            id="a deadline that was",
        ),
        pytest.param(a_dated(kind="law", fields={"what": "water law"}), id="a law's day to come"),
        pytest.param(a_dated(kind="appointment", fields={"person": "Ana Reyes"}), id="a day to take office"),
        pytest.param(a_dated(kind="strike", fields={}), id="a day to come of a kind of the user's"),
    ],
)
def test_meetings_deadlines_and_what_lay_ahead_are_shown(shown: DatedEvent) -> None:
    assert belongs(shown.event)


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(a_dated(None), id="no date"),
        pytest.param(a_dated(realis=Realis.BACKGROUND), id="history"),
        pytest.param(a_dated(replace(SIXTH, end=date.max)), id="a year that nobody means"),
        pytest.param(
            a_dated(When(start=date(2026, 1, 1), end=date(2026, 12, 31), precision=Precision.YEAR), kind="law"),
            id="a law of the same year",
        ),
        pytest.param(a_dated(kind="law", fields={}, first_seen=TEN.astimezone(UTC)), id="a law of the same day"),
    ],
)
def test_what_has_no_date_or_is_past_is_not_shown(hidden: DatedEvent) -> None:
    assert not belongs(hidden.event)


HOSTILE = (
    'Meet"\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:EMAIL\n\t<script>alert(1)</script>; \\n, \x1b[31m\u202egnp\x00 '
)


def test_hostile_text_begins_no_line_and_shows_only_what_can_be_seen() -> None:
    text = HOSTILE * 40
    fields = {"type": text, "place": text, "participants": (text, text)}
    each = a_dated(SIXTH, a_copy(outlet=text, link="javascript:alert(1)"), fields=fields, sentence=text)
    found, lines = the_event(each), calendar([each]).split(b"\r\n")
    assert [line for line in lines if line.startswith(b"BEGIN:")] == [b"BEGIN:VCALENDAR", b"BEGIN:VEVENT"]
    assert max(map(len, lines)) <= 75
    assert "URL" not in found
    shown = "".join(str(found[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION"))
    assert ("<script" in shown, "</script" in shown) == (False, False)
    assert set("\x00\x1b\r\u202e") & set(shown) == set()
    assert len(found["SUMMARY"]) < 300


@given(st.text(), st.text(), st.text())
def test_any_text_comes_through_in_one_piece(place: str, outlet: str, sentence: str) -> None:
    found = the_event(
        a_dated(SIXTH, a_copy(outlet=outlet), fields={"type": "summit", "place": place}, sentence=sentence)
    )
    assert found["DTSTART"].dt == date(2026, 3, 6)
    assert len(str(found["DESCRIPTION"]).splitlines()) in {3, 4}
