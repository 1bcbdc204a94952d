"""From texts to alerts over a real store: an event is told once, a change of it once more, and both stores agree."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.builders import NOON, REFERENDUM, a_rule, an_entry, an_event
from tests.contract.store.builders import events_in
from tests.remembering import shown
from watcher.alerts import render
from watcher.model import Alert, AlertLabel, AlertState, Event, Evidence
from watcher.pipeline import Prepared, decide
from watcher.rules import RuleSet
from watcher.store import Store
from watcher.store.check import problems

TUESDAY, WEDNESDAY = date(2026, 3, 10), date(2026, 3, 11)
LATER = "Now the island councils meet on Wednesday."


def asking(**fields: object) -> RuleSet:
    """Give a rule that asks for a meeting."""
    return RuleSet([a_rule(query=None, event="meeting", **fields)])


RULES = asking()


def meeting(day: date, sentence: str = "The island councils meet on Tuesday.") -> Event:
    evidence = Evidence(field="body", sentence=sentence, start=0, marks=((20, 24),))
    return an_event(day, evidence=evidence, place="Port Linden", participants=("island councils",))


def told_by(source: str, *events: Event, at: datetime = NOON, **entry: object) -> Prepared:
    document = shown(an_entry(published=at, **entry), source)
    [one] = document.entries
    return replace(document, received_at=at, entries=(replace(one, article=replace(one.article, events=events)),))


def take(store: Store, *documents: Prepared, rules: RuleSet = RULES, first_run: bool = False) -> None:
    """Put documents through the store as the daemon does, each in a transaction of its own."""
    for document in documents:
        with store.write() as tx:
            at = document.received_at
            known = tx.memory.known(document.source, document.entries, at, first_run=first_run)
            tx.outcomes.write(decide(document, known, rules, at), document, at)


def alerts(store: Store) -> list[Alert]:
    """Give all alerts in the order in which they began."""
    with store.read() as tx:
        return sorted(tx.alerts.list(), key=lambda alert: (alert.created_at, alert.label != AlertLabel.NEW))


FIRST = told_by("harbour", meeting(TUESDAY))
COPIES = [
    told_by(f"carrier-{number}", meeting(TUESDAY), at=NOON + timedelta(minutes=number)) for number in range(1, 10)
]
MOVED = told_by("quay", meeting(WEDNESDAY, LATER), at=NOON + timedelta(hours=2))
AGAIN = told_by("coast", meeting(WEDNESDAY, LATER), at=NOON + timedelta(hours=3))


def test_ten_copies_of_an_event_are_one_event_and_one_alert(store: Store) -> None:
    take(store, FIRST, *COPIES)
    [alert], [event] = alerts(store), events_in(store)
    assert [(told.uid, told.sequence, told.event) for told in alert.events] == [(event.uid, 0, meeting(TUESDAY))]
    assert problems(store) == ()


def test_a_date_that_moves_changes_the_event_and_is_told_once(store: Store) -> None:
    take(store, FIRST, *COPIES, MOVED, AGAIN)
    first, update = alerts(store)
    [event] = events_in(store)
    assert (event.uid, event.sequence, event.event.when.start) == (first.events[0].uid, 1, WEDNESDAY)
    assert (update.label, update.state, update.created_at) == (AlertLabel.UPDATE, AlertState.OPEN, MOVED.received_at)
    with store.read() as tx:
        assert [delivery.channel for delivery in tx.alerts.deliveries(update.id)] == ["desk"]
        rendering = render(tx.alerts.view(update.id), timezone=NOON.tzinfo)
    assert rendering.subject == "Update: meeting: island councils, Port Linden, Wednesday 11 March"
    assert rendering.text.startswith("Date: was Tuesday 10 March, now Wednesday 11 March\n")


def test_the_same_document_once_more_tells_nothing_more(store: Store) -> None:
    take(store, FIRST, MOVED)
    before = alerts(store), events_in(store)
    take(store, FIRST, MOVED)
    assert (alerts(store), events_in(store)) == before


def test_an_entry_whose_text_is_rewritten_tells_what_changed(store: Store) -> None:
    rewritten = told_by("harbour", meeting(WEDNESDAY, LATER), body=f"{REFERENDUM} {LATER}")
    take(store, FIRST, replace(rewritten, received_at=NOON + timedelta(hours=1)))
    assert [alert.label for alert in alerts(store)] == [AlertLabel.NEW, AlertLabel.UPDATE]


def test_a_correction_is_told_as_one(store: Store) -> None:
    at = NOON + timedelta(hours=2)
    title = "CORRECTED-Parliament takes up islands bill"
    take(store, FIRST, told_by("quay", meeting(WEDNESDAY, LATER), at=at, title=title))
    assert [alert.label for alert in alerts(store)] == [AlertLabel.NEW, AlertLabel.CORRECTION]


def test_of_what_a_first_run_recorded_no_change_is_told(store: Store) -> None:
    take(store, FIRST, first_run=True)
    take(store, MOVED)
    assert [alert.state for alert in alerts(store)] == [AlertState.BASELINE]


def test_a_rule_that_waits_for_origins_tells_what_is_known_when_they_have_come(store: Store) -> None:
    rules = asking(min_origins=2)
    take(store, FIRST, MOVED, rules=rules)
    [alert] = alerts(store)
    assert (alert.state, alert.events[0].event.when.start) == (AlertState.WAITING, WEDNESDAY)


@pytest.mark.parametrize(("on", "channels"), [(("new",), ["desk"]), (("update",), [])])
def test_first_alerts_and_updates_go_out_as_the_rule_asks(
    store: Store, on: tuple[str, ...], channels: list[str]
) -> None:
    take(store, FIRST, MOVED, rules=asking(on=on))
    first, *updates = alerts(store)
    with store.read() as tx:
        assert [delivery.channel for delivery in tx.alerts.deliveries(first.id)] == channels
    assert [alert.label for alert in updates] == [label for label in (AlertLabel.UPDATE,) if label in on]
