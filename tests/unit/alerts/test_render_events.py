"""How alerts read that an event leads: its frame first, in every form; an update says what was and what is now."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tests.builders import an_event
from tests.unit.alerts.builders import HEADLINE, a_copy, a_view, evidence
from watcher.alerts import AlertView, Rendering, render
from watcher.model import AlertLabel, Event, ToldEvent

KYIV = ZoneInfo("Europe/Kyiv")
ZW = "\u200b"
TUESDAY, WEDNESDAY = date(2026, 1, 6), date(2026, 1, 7)
SENTENCE = "European leaders meet in Paris on Tuesday."
MEETING = an_event(TUESDAY, participants=("European leaders",), place="Paris")
MOVED = an_event(WEDNESDAY, participants=("European leaders",), place="Paris")


def told(event: Event, was: Event | None = None, uid: str = "event") -> ToldEvent:
    return ToldEvent(uid=uid, sequence=1, event=event, was=was)


def a_view_of(*events: ToldEvent, label: AlertLabel = AlertLabel.NEW) -> AlertView:
    view = a_view(a_copy(0, outlet="Harbour Times"), found=(evidence(SENTENCE, "meet", "Paris"),))
    return replace(view, alert=replace(view.alert, events=events, label=label))


def rendered(*events: ToldEvent, label: AlertLabel = AlertLabel.NEW) -> Rendering:
    return render(a_view_of(*events, label=label), timezone=KYIV)


def test_an_alert_that_an_event_leads_reads_like_this() -> None:
    shown = rendered(told(MEETING))
    assert shown.subject == "Meeting: European leaders, Paris, Tuesday 6 January"
    assert (
        shown.text
        == f"""\
Participants: European leaders
Place: Paris
Date: Tuesday 6 January 2026
Headline: {HEADLINE}

European leaders «meet» in «Paris» on Tuesday.

Origin not stated; carried by Harbour Times
Published: Fri 2 Jan 2026, 14:05 EET
First seen: Fri 2 Jan 2026, 14:05 EET

- Harbour Times

Rule: zelmar-votes
Why: query matched: referendum, law
Story: watcher stories show 01h8zk3m5q7rt"""
    )


def test_a_headline_that_is_the_evidence_is_not_said_twice() -> None:
    view = a_view_of(told(MEETING))
    found = replace(evidence(HEADLINE, "calls"), field="title")
    text = render(replace(view, alert=replace(view.alert, evidence=(found,))), timezone=KYIV).text
    assert "Zelmar council «calls» referendum on water law" in text
    assert "Headline:" not in text


@pytest.mark.parametrize(
    ("label", "begins"),
    [(AlertLabel.UPDATE, "Update"), (AlertLabel.CORRECTION, "Correction"), (AlertLabel.REMINDER, "In 5 days")],
)
def test_what_is_no_first_alert_says_so_before_the_frame(label: AlertLabel, begins: str) -> None:
    shown = rendered(told(MOVED, was=MEETING), label=label)
    assert shown.subject == f"{begins}: meeting: European leaders, Paris, Wednesday 7 January"


def test_an_update_begins_with_what_was_and_what_is_now() -> None:
    text = rendered(told(MOVED, was=MEETING), label=AlertLabel.UPDATE).text
    assert text.startswith(
        "Date: was Tuesday 6 January, now Wednesday 7 January\n\nParticipants: European leaders\nPlace: Paris\n"
    )


def test_of_several_events_the_first_leads_and_the_others_have_a_line() -> None:
    law = an_event(None, kind="law", what="referendum bill", stage="passed")
    text = rendered(told(MEETING), told(law, uid="law")).text
    assert f"Headline: {HEADLINE}\nAlso: Law passed: referendum bill\n" in text


def test_of_several_events_that_changed_each_says_what() -> None:
    before, after = (an_event(None, kind="law", what="referendum bill", stage=stage) for stage in ("passed", "signed"))
    text = rendered(told(MOVED, was=MEETING), told(after, was=before, uid="law"), label=AlertLabel.UPDATE).text
    assert text.splitlines()[:2] == [
        "Date: was Tuesday 6 January, now Wednesday 7 January",
        "Law signed: referendum bill: Stage: was passed, now signed",
    ]


def test_the_html_says_the_same() -> None:
    html = rendered(told(MOVED, was=MEETING), told(MEETING, uid="other"), label=AlertLabel.UPDATE).html
    assert "<h1" in html
    assert ">Update: meeting: European leaders, Paris, Wednesday 7 January</h1>" in html
    assert "<strong>Date: was Tuesday 6 January, now Wednesday 7 January</strong>" in html
    assert ">Place:</span> Paris<br>" in html
    assert ">Also:</span> Meeting: European leaders, Paris, Tuesday 6 January</p>" in html


def test_what_a_feed_puts_into_a_field_drives_no_chat_and_no_page() -> None:
    shown = rendered(told(an_event(None, place="<b>@everyone\n[Paris](http://bad.example)</b>")))
    assert shown.subject == f"Meeting: <{ZW}b>@{ZW}everyone [Paris]{ZW}(http:{ZW}//bad.example)<{ZW}/b>"
    assert f"Place: <{ZW}b>@{ZW}everyone [Paris]{ZW}(http:{ZW}//bad.example)<{ZW}/b>" in shown.text
    assert "<b>" not in shown.html
