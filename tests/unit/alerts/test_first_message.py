"""What the first message on a story says once an update or correction follows it: the whole alert as it holds now."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.builders import an_event
from tests.unit.alerts.builders import HEADLINE, NOON
from tests.unit.alerts.test_render_updates import (
    BEFORE,
    HOUR,
    KYIV,
    LATER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    a_text,
    an_alert,
    an_update,
)
from watcher.alerts import AlertView, Rendering, render_first
from watcher.model import Alert, AlertLabel, Event, Notice, NoticeId, ToldEvent

FAIR = an_event(date(2026, 1, 9), participants=("Harbour traders",), place="Larkhaven")


def first(view: AlertView | Notice, *earlier: Alert, template: str | None = None) -> Rendering | None:
    return render_first(view, timezone=KYIV, earlier=earlier, template=template)


def shown(view: AlertView, *earlier: Alert, template: str | None = None) -> Rendering:
    rendering = first(view, *(earlier or (an_alert(),)), template=template)
    assert rendering is not None
    return rendering


def lines(view: AlertView, *earlier: Alert) -> list[str]:
    return shown(view, *earlier).text.splitlines()


def telling(alert: Alert, *events: tuple[str, Event, Event | None]) -> Alert:
    """Give an alert that tells these: the uid of each, what it is, and what it was."""
    return replace(
        alert, events=tuple(ToldEvent(uid=uid, sequence=0, event=event, was=was) for uid, event, was in events)
    )


def an_update_of(*events: tuple[str, Event, Event | None]) -> AlertView:
    view = an_update()
    return replace(view, alert=telling(view.alert, *events))


def test_it_is_the_whole_alert_with_what_changed_on_top() -> None:
    now = shown(an_update())
    assert now.subject == "Update: meeting: European leaders, Paris, Wednesday 7 January"
    assert (
        now.text
        == f"""\
Date: was Tuesday 6 January, now Wednesday 7 January

Participants: European leaders
Place: Paris
Date: Wednesday 7 January 2026
Headline: {HEADLINE}

European leaders meet in «Paris» on Wednesday.

Origin not stated; carried by Harbour Times
Published: Fri 2 Jan 2026, 14:05 EET
First seen: Fri 2 Jan 2026, 14:05 EET

- Harbour Times
  https://harbour.example/1

Rule: zelmar-votes
Why: query matched: referendum, law
Story: watcher stories show 01h8zk3m5q7rt"""
    )


def test_a_correction_is_named_as_one() -> None:
    assert shown(an_update(label=AlertLabel.CORRECTION)).subject.startswith("Correction: meeting: European leaders")


@pytest.mark.parametrize(
    ("view", "earlier"),
    [
        pytest.param(an_update(label=AlertLabel.REMINDER), (an_alert(),), id="a reminder"),
        pytest.param(an_update(label=AlertLabel.NEW), (an_alert(),), id="a first alert that escalates"),
        pytest.param(an_update(), (), id="an update for who got nothing before"),
        pytest.param(an_update(), (an_alert(), an_alert(LATER + HOUR)), id="an update behind a later one"),
        pytest.param(
            Notice(id=NoticeId("n1"), key="feed", subject="A feed fails", text="Look.", created_at=NOON),
            (),
            id="a notice",
        ),
    ],
)
def test_it_stays_as_it_is_before(view: AlertView | Notice, earlier: tuple[Alert, ...]) -> None:
    assert first(view, *earlier) is None


def test_what_began_at_the_same_moment_as_an_update_is_before_it() -> None:
    assert first(an_update(), an_alert(LATER)) is not None


def test_of_several_changes_it_says_what_was_first_and_what_holds_now() -> None:
    between = telling(an_alert(NOON + HOUR), ("event", WEDNESDAY, TUESDAY))
    moved = an_update_of(("event", THURSDAY, WEDNESDAY))
    assert lines(moved, between, an_alert())[0] == "Date: was Tuesday 6 January, now Thursday 8 January"


def test_what_is_again_as_it_was_first_is_no_change() -> None:
    between = telling(an_alert(NOON + HOUR), ("event", WEDNESDAY, TUESDAY))
    back = an_update_of(("event", TUESDAY, WEDNESDAY))
    assert lines(back, an_alert(), between)[0] == "Participants: European leaders"


def test_it_tells_the_events_that_stayed_too_in_the_order_of_the_first_message() -> None:
    told = telling(an_alert(), ("event", TUESDAY, None), ("fair", FAIR, None))
    moved = replace(FAIR, when=replace(FAIR.when, start=date(2026, 1, 10), end=date(2026, 1, 10)))
    now = shown(an_update_of(("fair", moved, FAIR)), told)
    assert now.subject == "Update: meeting: European leaders, Paris, Tuesday 6 January"
    assert now.text.startswith(
        "Meeting: Harbour traders, Larkhaven, Saturday 10 January: Date: was Friday 9 January, now"
    )
    assert "Also: Meeting: Harbour traders, Larkhaven, Saturday 10 January" in now.text.splitlines()


def test_an_event_that_got_another_uid_by_a_merge_is_told_once() -> None:
    now = shown(an_update_of(("of the other story", WEDNESDAY, TUESDAY)))
    assert now.text.startswith("Date: was Tuesday 6 January, now Wednesday 7 January\n")
    assert "Also: " not in now.text


def test_an_update_that_escalates_leaves_out_for_how_long_nobody_took_it_on() -> None:
    waiting = replace(an_update(), unacked_for=timedelta(minutes=30))
    assert shown(waiting) == shown(an_update())


def test_a_story_that_was_taken_back_is_said_to_be() -> None:
    killed = a_text("EDITORS: Please kill this story; the meeting was invented.", 2, LATER, title="KILL: Paris meeting")
    now = shown(an_update(a_text(BEFORE), killed, label=AlertLabel.CORRECTION))
    assert "The text takes its story back." in now.text.splitlines()
    assert "<p>The text takes its story back.</p>" in now.html


def test_a_template_lays_it_out_as_a_whole_alert() -> None:
    template = "{% block text %}{{ label }} {{ first_told or 'whole' }}: {{ changes[0] }}{% endblock %}"
    assert shown(an_update(), template=template).text == (
        "update whole: Date: was Tuesday 6 January, now Wednesday 7 January"
    )


def test_what_a_feed_wrote_is_as_harmless_as_elsewhere() -> None:
    hostile = replace(TUESDAY, fields={**TUESDAY.fields, "place": "Paris @room <script>alert(1)</script>\x1b[2J"})
    now = shown(an_update_of(("event", hostile, TUESDAY)))
    assert "@\u200broom" in now.subject
    assert "@room" not in f"{now.subject}{now.text}"
    for live in ("<script", "\x1b"):
        assert live not in f"{now.subject}{now.text}{now.html}"
