from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders import a_rule
from tests.unit.alerts.builders import STORY, a_view
from watcher.alerts import Ahead, Sent, due_reminders
from watcher.model import (
    Alert,
    AlertId,
    AlertLabel,
    AlertState,
    EntryId,
    Event,
    Evidence,
    Precision,
    Priority,
    Realis,
    Rule,
    StoryEvent,
    ToldEvent,
    When,
)

KYIV = ZoneInfo("Europe/Kyiv")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
EVE = datetime(2026, 3, 5, 9, tzinfo=UTC)  # 11:00 in Kyiv
RULE = a_rule(name="summits", remind=(DAY,), channels=("desk", "mail"), priority=Priority.HIGH)


def on(day: int) -> When:
    return When(start=date(2026, 3, day), end=date(2026, 3, day))


def at(day: int, hour: int) -> When:
    return replace(on(day), precision=Precision.MINUTE, at=datetime(2026, 3, day, hour, tzinfo=KYIV))


def an_event(when: When | None = None, *, uid: str = "e1", place: str = "Port Linden", **parts: object) -> StoryEvent:
    evidence = Evidence(field="body", sentence=f"They meet in {place}.", start=0, marks=())
    event = Event(kind="meeting", fields={"type": "summit", "place": place}, when=when or on(6), evidence=evidence)
    told = StoryEvent(
        uid=uid, story=STORY, event=event, entry=EntryId(f"of-{uid}"), first_seen=MONDAY, changed_at=MONDAY
    )
    return replace(told, event=replace(event, **parts))


def an_alert(*events: StoryEvent, **parts: object) -> Alert:
    told = tuple(ToldEvent(uid=each.uid, sequence=each.sequence, event=each.event) for each in events)
    return replace(a_view().alert, events=told, **parts)


def ahead(*events: StoryEvent, told: tuple[StoryEvent, ...] | None = None, sent_at: datetime = MONDAY) -> Ahead:
    first = Sent(alert=an_alert(*(events if told is None else told)), at=sent_at)
    return Ahead(story=STORY, sent=(first,), events=events)


def due(about: Ahead, rule: Rule = RULE, now: datetime = EVE) -> tuple[Alert, ...]:
    return due_reminders(about, rule, now=now, zone=KYIV)


def test_a_reminder_is_an_alert_of_the_same_story_through_the_channels_of_its_rule() -> None:
    event = an_event()
    (reminder,) = due(ahead(event))
    assert (reminder.label, reminder.state) == (AlertLabel.REMINDER, AlertState.OPEN)
    assert (reminder.rule, reminder.channels, reminder.priority) == ("summits", ("desk", "mail"), Priority.HIGH)
    assert (reminder.story, reminder.entry, reminder.created_at) == (STORY, "of-e1", EVE)
    assert reminder.evidence == (event.event.evidence,)
    assert reminder.events == (ToldEvent(uid="e1", sequence=0, event=event.event),)
    assert reminder.reason == "reminder of alert alert"


def test_before_its_time_there_is_none() -> None:
    assert due(ahead(an_event()), now=EVE - 4 * HOUR) == ()


def test_without_a_lead_time_there_is_none() -> None:
    assert due(ahead(an_event()), replace(RULE, remind=())) == ()


def test_the_same_reminder_has_the_same_id_whenever_it_is_asked_for() -> None:
    (once,), (again,) = due(ahead(an_event())), due(ahead(an_event()), now=EVE + HOUR)
    assert once.id == again.id


@pytest.mark.parametrize(
    ("about", "rule", "now"),
    [
        pytest.param(ahead(an_event(on(7))), RULE, EVE + DAY, id="another day"),
        pytest.param(ahead(an_event()), replace(RULE, remind=(2 * DAY,)), EVE, id="another lead time"),
        pytest.param(ahead(an_event()), replace(RULE, name="other"), EVE, id="another rule"),
        pytest.param(replace(ahead(an_event()), story="another"), RULE, EVE, id="another story"),
    ],
)
def test_another_reminder_has_another_id(about: Ahead, rule: Rule, now: datetime) -> None:
    (one,), (other,) = due(ahead(an_event())), due(about, rule, now)
    assert one.id != other.id


def test_what_falls_on_one_day_is_told_together_and_what_does_not_alone() -> None:
    events = an_event(uid="e1"), an_event(at(6, 15), uid="e2", place="Quay"), an_event(on(7), uid="e3", place="Mill")
    one, other = due(ahead(*events), replace(RULE, remind=(DAY, 2 * DAY)))
    assert [told.uid for told in one.events] == ["e1", "e2"]
    assert [told.uid for told in other.events] == ["e3"]


def test_what_moves_is_reminded_of_on_its_new_day() -> None:
    moved = ahead(an_event(on(9)), told=(an_event(),))
    assert due(moved) == ()
    (reminder,) = due(moved, now=EVE + 3 * DAY)
    assert reminder.events[0].event.when == on(9)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(an_event(realis=Realis.DENIED), id="denied"),
        pytest.param(an_event(kind="law", fields={"stage": "withdrawn"}), id="withdrawn"),
        pytest.param(an_event(replace(on(6), precision=Precision.WEEK)), id="only a week"),
    ],
)
def test_what_is_off_or_has_no_day_is_not_reminded_of(event: StoryEvent) -> None:
    assert due(ahead(event)) == ()


def test_what_no_alert_told_is_not_reminded_of() -> None:
    told = an_event(at(20, 10), uid="e2", place="Quay")
    assert due(ahead(an_event(), told=(told,))) == ()


def test_what_was_told_under_another_name_is_known_by_what_it_is() -> None:
    """Two stories told it, and have merged since."""
    (reminder,) = due(ahead(an_event(), told=(an_event(uid="that-went"),)))
    assert reminder.events[0].uid == "e1"


def test_an_alert_that_came_after_the_time_of_the_reminder_stands_for_it() -> None:
    assert due(ahead(an_event(), sent_at=EVE - HOUR)) == ()


def test_a_day_that_nobody_was_told_is_reminded_of_late() -> None:
    """It moved from the 20th to tomorrow, or had no date, and no update was sent."""
    (moved,) = due(ahead(an_event(), told=(an_event(on(20)),), sent_at=EVE - HOUR))
    undated = replace(an_event(), event=replace(an_event().event, when=None))
    (dated,) = due(ahead(an_event(), told=(undated,), sent_at=EVE - HOUR))
    assert moved.id == dated.id


def test_an_update_that_is_about_to_be_sent_stands_for_the_reminder() -> None:
    event = an_event()
    update = Sent(alert=an_alert(event, id=AlertId("b"), created_at=EVE - HOUR), at=None)
    first = Sent(alert=an_alert(event), at=MONDAY)
    assert due(Ahead(story=STORY, sent=(first, update), events=(event,))) == ()


def test_what_no_channel_took_yet_is_not_reminded_of() -> None:
    event = an_event()
    waiting, other = Sent(alert=an_alert(event), at=None), Sent(alert=an_alert(), at=MONDAY)
    assert due(Ahead(story=STORY, sent=(waiting, other), events=(event,))) == ()


def test_an_update_that_told_it_lately_stands_for_the_reminder_too() -> None:
    event = an_event()
    first, update = Sent(alert=an_alert(event), at=MONDAY), Sent(alert=an_alert(event, id=AlertId("b")), at=EVE - HOUR)
    assert due(Ahead(story=STORY, sent=(first, update), events=(event,))) == ()
