"""What may be reminded of, and reminders on their way into the outbox; NOW is Wednesday 4 March 2026."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import an_event
from tests.contract.store.builders import LATER, NOW, alert, arrival, beginning, document, name, story_event
from tests.contract.store.sending import begin, lease
from watcher.alerts import Ahead, Sent
from watcher.model import (
    Alert,
    AlertId,
    AlertLabel,
    AlertState,
    DeliveryState,
    Label,
    StoryEvent,
    ToldEvent,
)
from watcher.pipeline import Outcome
from watcher.store import Outbox, Store
from watcher.store.check import problems

THURSDAY, FRIDAY, SATURDAY = date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 7)
SUMMIT = story_event(1, event=an_event(FRIDAY))


def telling(*events: StoryEvent, **parts: object) -> Alert:
    told = tuple(ToldEvent(uid=each.uid, sequence=each.sequence, event=each.event) for each in events)
    return replace(alert(1, channels=("desk", "mail")), events=told, **parts)


def reminder(number: int = 9, **parts: object) -> Alert:
    return telling(SUMMIT, id=AlertId(name(number)), label=AlertLabel.REMINDER, created_at=LATER, **parts)


def write(store: Store, outcome: Outcome) -> None:
    with store.write() as tx:
        tx.outcomes.write(outcome, document(), NOW)


def send(outbox: Outbox, channel: str = "desk") -> None:
    outbox.sent(begin(outbox, channel).delivery.id, LATER)


def write_cut_off(store: Store) -> None:
    with store.write() as tx:
        tx.reminders.write([reminder()])
        raise RuntimeError("cut off")


def ahead(store: Store, *rules: str, first: date = THURSDAY, last: date = SATURDAY) -> dict[str, list[Ahead]]:
    with store.read() as tx:
        return dict(tx.reminders.ahead(rules or ("bridges",), first, last))


@pytest.fixture
def sent(store: Store, outbox: Outbox) -> Store:
    """A store with one story, one event of it, and one alert that told it on one of two channels."""
    write(store, beginning(1, events=(SUMMIT,), alerts=(telling(SUMMIT),)))
    send(outbox)
    return store


def test_what_a_sent_alert_told_may_be_reminded_of(sent: Store) -> None:
    told = Ahead(story=SUMMIT.story, sent=(Sent(alert=telling(SUMMIT), at=LATER),), events=(SUMMIT,))
    assert ahead(sent) == {"bridges": [told]}


def test_an_alert_that_no_channel_took_yet_is_not_reminded_of(store: Store) -> None:
    write(store, beginning(1, events=(SUMMIT,), alerts=(telling(SUMMIT),)))
    assert ahead(store) == {"bridges": []}


def test_an_alert_that_waits_to_be_sent_is_told_beside_one_that_was(sent: Store) -> None:
    update = telling(SUMMIT, id=AlertId(name(2)), label=AlertLabel.UPDATE)
    write(sent, Outcome(new=(), begun=(), texts=(), aliases={}, alerts=(update,)))
    [found] = ahead(sent)["bridges"]
    assert [(each.alert.id, each.at) for each in found.sent] == [(name(1), LATER), (name(2), None)]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(SATURDAY, date(2026, 4, 1), id="after it"),
        pytest.param(date(2026, 1, 1), THURSDAY, id="before it"),
    ],
)
def test_events_of_other_days_are_not_read(sent: Store, first: date, last: date) -> None:
    assert ahead(sent, first=first, last=last) == {}


def test_alerts_of_other_rules_are_not_read(sent: Store) -> None:
    assert ahead(sent, "other") == {}


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"state": AlertState.BASELINE}, id="held back in a first run"),
        pytest.param({"state": AlertState.WAITING}, id="waiting"),
        pytest.param({"events": ()}, id="of no event"),
        pytest.param({"channels": ()}, id="only on record"),
    ],
)
def test_what_nobody_was_told_is_not_reminded_of(store: Store, parts: dict[str, object]) -> None:
    write(store, beginning(1, events=(SUMMIT,), alerts=(replace(telling(SUMMIT), **parts),)))
    assert ahead(store) == {}


def test_an_event_is_read_as_it_is_now_with_all_alerts_that_told_it(sent: Store, outbox: Outbox) -> None:
    moved = replace(SUMMIT, event=an_event(SATURDAY), sequence=1, changed_at=LATER)
    update = telling(moved, id=AlertId(name(2)), label=AlertLabel.UPDATE, created_at=LATER)
    write(sent, Outcome(new=(), begun=(), texts=(), aliases={}, events=(moved,), alerts=(update,)))
    send(outbox)
    [found] = ahead(sent)["bridges"]
    assert [each.alert.id for each in found.sent] == [name(1), name(2)]
    assert found.events == (moved,)


def test_what_an_absorbed_story_told_is_its_survivors(sent: Store, outbox: Outbox) -> None:
    other = story_event(2, story=2, entry=2, event=an_event(SATURDAY, place="Oslo"))
    write(
        sent, beginning(2, events=(other,), alerts=(telling(other, id=AlertId(name(2)), story=name(2), entry=name(2)),))
    )
    send(outbox)
    write(sent, Outcome(new=(), begun=(), texts=(), aliases={}, merged={name(2): name(1)}))
    [found] = ahead(sent)["bridges"]
    assert found.story == name(1)
    assert {each.uid for each in found.events} == {name(1), name(2)}
    assert len(found.sent) == 2


def test_a_reminder_goes_to_every_channel_once(sent: Store, outbox: Outbox) -> None:
    with sent.write() as tx:
        assert tx.reminders.write([reminder()]) == 1
    with sent.write() as tx:
        assert tx.reminders.write([reminder()]) == 0
    [view] = lease(outbox, "desk", LATER).views
    assert (view.alert.id, view.alert.label) == (name(9), AlertLabel.REMINDER)
    assert view.alert.events == telling(SUMMIT).events
    assert lease(outbox, "desk", LATER) is None


def test_a_store_with_a_reminder_is_sound(sent: Store) -> None:
    with sent.write() as tx:
        tx.reminders.write([reminder()])
    assert list(problems(sent)) == []


def test_a_reminder_is_no_alert_to_be_reminded_of(sent: Store, outbox: Outbox) -> None:
    with sent.write() as tx:
        tx.reminders.write([reminder()])
    send(outbox)
    [found] = ahead(sent)["bridges"]
    assert [each.alert.id for each in found.sent] == [name(1)]


def test_a_write_that_is_cut_off_leaves_neither_reminder_nor_delivery(sent: Store, outbox: Outbox) -> None:
    with pytest.raises(RuntimeError, match="cut off"):
        write_cut_off(sent)
    assert lease(outbox, "desk", LATER) is None
    with sent.write() as tx:
        assert tx.reminders.write([reminder()]) == 1
        assert {each.state for each in tx.alerts.deliveries(AlertId(name(9)))} == {DeliveryState.NEW}


def test_what_was_written_is_left_out_of_what_is_to_be_sent(sent: Store) -> None:
    with sent.write() as tx:
        tx.reminders.write([reminder()])
        assert tx.reminders.unsent([reminder(), reminder(8)]) == [reminder(8)]


def test_a_story_that_was_withdrawn_is_not_reminded_of(sent: Store) -> None:
    taken_back = arrival(2, story=1, label=Label.CORRECTION, reason='withdrawn; marked "KILL"')
    write(sent, Outcome(new=(taken_back,), begun=(), texts=(), aliases={}))
    with sent.read() as tx:
        assert tx.reminders.unsent([reminder()]) == []
