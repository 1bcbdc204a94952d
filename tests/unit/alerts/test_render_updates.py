"""How updates and corrections read to who got an alert before: what is new, and where to read the rest."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders import an_event
from tests.unit.alerts.builders import HEADLINE, NOON, a_copy, a_view, evidence
from watcher.alerts import AlertView, Rendering, render
from watcher.model import Alert, AlertId, AlertLabel, EntryId, Event, Label, ToldEvent, Version

KYIV = ZoneInfo("Europe/Kyiv")
HOUR = timedelta(hours=1)
LATER = NOON + 2 * HOUR
TUESDAY, WEDNESDAY, THURSDAY = (
    an_event(date(2026, 1, day), participants=("European leaders",), place="Paris") for day in (6, 7, 8)
)
HALL = "The hall seats 400."
BEFORE = f"European leaders meet in Paris on Tuesday. {HALL}"
AFTER = f"European leaders meet in Paris on Wednesday. {HALL} Entry is free."


def told(event: Event, was: Event | None = None) -> tuple[ToldEvent, ...]:
    return (ToldEvent(uid="event", sequence=0, event=event, was=was),)


def an_alert(at: datetime = NOON, event: Event = TUESDAY) -> Alert:
    """Give an alert that the reader got before."""
    return replace(a_view(created_at=at).alert, id=AlertId(f"at {at}"), events=told(event))


def a_text(body: str, number: int = 1, at: datetime = NOON, *, entry: str = "entry0", title: str = HEADLINE) -> Version:
    return Version(entry=EntryId(entry), number=number, at=at, words=hash(body), title=title, body=body)


EDITED = (a_text(BEFORE), a_text(AFTER, 2, LATER))


def an_update(
    *texts: Version,
    label: AlertLabel = AlertLabel.UPDATE,
    quoted: str = "European leaders meet in Paris on Wednesday.",
    copy_label: Label = Label.UPDATE,
) -> AlertView:
    copy = a_copy(0, outlet="Harbour Times", link="https://harbour.example/1", label=copy_label)
    view = a_view(copy, found=(evidence(quoted, "Paris"),), created_at=LATER)
    return replace(
        view, alert=replace(view.alert, label=label, events=told(WEDNESDAY, was=TUESDAY)), versions=texts or EDITED
    )


def rendered(view: AlertView, *earlier: Alert) -> Rendering:
    return render(view, timezone=KYIV, earlier=earlier or (an_alert(),))


def lines(view: AlertView, *earlier: Alert) -> list[str]:
    return rendered(view, *earlier).text.splitlines()


def test_an_update_says_what_is_new_and_where_to_read_the_rest() -> None:
    shown = rendered(an_update())
    assert shown.subject == "Update: meeting: European leaders, Paris, Wednesday 7 January"
    assert (
        shown.text
        == """\
Date: was Tuesday 6 January, now Wednesday 7 January

Was: European leaders meet in Paris on «Tuesday».
Now: European leaders meet in Paris on «Wednesday».
Added: Entry is free.

Harbour Times, Fri 2 Jan 2026, 16:05 EET
https://harbour.example/1

First told: Fri 2 Jan 2026, 14:05 EET
Rule: zelmar-votes
Story: watcher stories show 01h8zk3m5q7rt --diff"""
    )


def test_the_html_of_an_update_says_the_same() -> None:
    html = rendered(an_update()).html
    assert "<strong>Date: was Tuesday 6 January, now Wednesday 7 January</strong>" in html
    assert ">Was:</span> European leaders meet in Paris on <mark" in html
    assert 'href="https://harbour.example/1"' in html
    assert "First told: Fri 2 Jan 2026, 14:05 EET" in html
    assert HALL not in html


def test_a_correction_is_as_short() -> None:
    shown = rendered(an_update(label=AlertLabel.CORRECTION))
    assert shown.subject == "Correction: meeting: European leaders, Paris, Wednesday 7 January"
    assert HALL not in shown.text


@pytest.mark.parametrize(
    ("label", "earlier"),
    [
        pytest.param(AlertLabel.UPDATE, (), id="who got nothing before"),
        pytest.param(AlertLabel.UPDATE, (an_alert(LATER + HOUR),), id="who got only a later one"),
        pytest.param(AlertLabel.REMINDER, (an_alert(),), id="a reminder"),
        pytest.param(AlertLabel.NEW, (an_alert(),), id="a first alert"),
    ],
)
def test_a_whole_alert_is_for(label: AlertLabel, earlier: tuple[Alert, ...]) -> None:
    text = render(an_update(label=label), timezone=KYIV, earlier=earlier).text
    assert "Place: Paris\n" in text
    assert "First told" not in text


def test_what_was_is_what_the_reader_was_told_last() -> None:
    moved = an_update()
    moved = replace(moved, alert=replace(moved.alert, events=told(THURSDAY, was=WEDNESDAY)))
    assert lines(moved)[0] == "Date: was Tuesday 6 January, now Thursday 8 January"
    between = an_alert(NOON + HOUR, event=WEDNESDAY)
    assert lines(moved, between, an_alert())[0] == "Date: was Wednesday 7 January, now Thursday 8 January"


def test_a_text_is_compared_with_what_it_was_when_the_reader_was_told_last() -> None:
    texts = (a_text(BEFORE), a_text(f"{BEFORE} Bring a chair.", 2, NOON + HOUR), a_text(AFTER, 3, LATER))
    assert "Removed: Bring a chair." not in lines(an_update(*texts))
    assert "Removed: Bring a chair." in lines(an_update(*texts), an_alert(NOON + HOUR))


def test_what_a_text_became_after_the_alert_is_told_by_the_next_one() -> None:
    assert "Bring a chair." not in rendered(an_update(*EDITED, a_text("Bring a chair.", 3, LATER + HOUR))).text


def test_a_headline_that_changed_is_shown_first() -> None:
    texts = (a_text(BEFORE), a_text(AFTER, 2, LATER, title="Zelmar council drops referendum on water law"))
    assert lines(an_update(*texts))[2:4] == [
        "Headline was: Zelmar council «calls» referendum on water law",
        "Headline now: Zelmar council «drops» referendum on water law",
    ]


def test_of_many_changes_those_come_first_that_the_alert_quotes_and_the_rest_is_counted() -> None:
    many = " ".join(f"Sentence number {'abcdefgh'[number]} is new in Paris." for number in range(7))
    shown = lines(
        an_update(a_text(HALL), a_text(f"{HALL} {many}", 2, LATER), quoted="Sentence number f is new in Paris.")
    )
    assert shown[2:7] == [
        "Added: Sentence number f is new in Paris.",
        "Added: Sentence number a is new in Paris.",
        "Added: Sentence number b is new in Paris.",
        "Added: Sentence number c is new in Paris.",
        "and 3 more that changed",
    ]


def test_a_sentence_that_only_moved_is_nothing_new() -> None:
    moved = "Entry is free. European leaders meet in Paris on Wednesday."
    texts = (a_text("European leaders meet in Paris on Wednesday. Entry is free."), a_text(moved, 2, LATER))
    assert "Entry is free" not in rendered(an_update(*texts)).text


def test_a_copy_that_comes_as_a_correction_is_compared_with_the_text_that_it_corrects() -> None:
    copies = (a_copy(0, outlet="Harbour Times"), a_copy(1, outlet="Quay Herald", label=Label.CORRECTION))
    view = an_update(a_text(BEFORE), a_text(AFTER, at=LATER, entry="entry1"), label=AlertLabel.CORRECTION)
    view = replace(view, copies=copies, alert=replace(view.alert, entry=EntryId("entry1")))
    assert "Was: European leaders meet in Paris on «Tuesday»." in lines(view)
    assert "Quay Herald, Fri 2 Jan 2026, 16:05 EET" in lines(view)


def test_where_no_text_changed_the_sentence_that_tells_it_is_quoted() -> None:
    copy = replace(an_update(a_text(BEFORE)), copies=(a_copy(0, outlet="Quay Herald"),))
    assert lines(copy)[2:] == [
        "European leaders meet in «Paris» on Wednesday.",
        "",
        "Quay Herald, Fri 2 Jan 2026, 16:05 EET",
        "",
        "First told: Fri 2 Jan 2026, 14:05 EET",
        "Rule: zelmar-votes",
        "Story: watcher stories show 01h8zk3m5q7rt",
    ]


def test_a_text_that_takes_its_story_back_says_so() -> None:
    killed = a_text("EDITORS: Please kill this story; the meeting was invented.", 2, LATER, title="KILL: Paris meeting")
    assert "The text takes its story back." in lines(an_update(a_text(BEFORE), killed, label=AlertLabel.CORRECTION))


def test_a_long_sentence_is_cut_around_what_changed() -> None:
    long = "word " * 150
    texts = (a_text(f"{long}Tuesday {long}."), a_text(f"{long}Wednesday {long}.", 2, LATER))
    shown = [line for line in lines(an_update(*texts)) if line.startswith(("Was: ", "Now: "))]
    assert ["«Tuesday»" in shown[0], "«Wednesday»" in shown[1]] == [True, True]
    assert max(map(len, shown)) < 430


@pytest.mark.parametrize(
    ("form", "live"), [("text", "@everyone"), ("text", "```"), ("text", "\x1b"), ("html", "<script"), ("html", "\x1b")]
)
def test_what_a_text_became_is_as_harmless_as_the_rest(form: str, live: str) -> None:
    hostile = "Look @everyone <script>alert(1)</script> ```\x1b[2J."
    shown = rendered(an_update(a_text(BEFORE), a_text(f"{BEFORE} {hostile}", 2, LATER)))
    assert "everyone" in getattr(shown, form)
    assert live not in getattr(shown, form)


@pytest.mark.parametrize(
    ("waited", "begins"),
    [
        pytest.param(timedelta(minutes=30), "Not acknowledged after 30 min: ", id="minutes"),
        pytest.param(timedelta(minutes=29, seconds=58), "Not acknowledged after 30 min: ", id="nearly"),
        pytest.param(timedelta(hours=2), "Not acknowledged after 2 h: ", id="hours"),
        pytest.param(timedelta(minutes=90), "Not acknowledged after 1 h 30 min: ", id="both"),
        pytest.param(timedelta(0), "Not acknowledged: ", id="not known"),
    ],
)
def test_an_alert_that_escalates_says_so_first(waited: timedelta, begins: str) -> None:
    shown = render(replace(a_view(), unacked_for=waited), timezone=KYIV)
    assert shown.subject == f"{begins}{HEADLINE}"
    assert f">{begins}{HEADLINE}</h1>" in shown.html
