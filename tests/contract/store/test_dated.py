"""Events in the order that a listing asks for, with their stories."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.builders import an_event
from tests.contract.store.builders import LATER, NOW, arrival, beginning, document, name, story_event
from watcher.model import Label, Precision, When
from watcher.pipeline import Outcome
from watcher.store import Order, Store

FIRST = story_event(1, event=an_event(date(2026, 3, 6)))
SECOND = story_event(2, event=an_event(date(2026, 3, 7), place="Oslo"), changed_at=LATER)
MONTH = story_event(
    4,
    event=an_event(When(start=date(2026, 3, 1), end=date(2026, 3, 31), precision=Precision.MONTH), place="Turku"),
    changed_at=NOW - timedelta(minutes=1),
)
UNDATED = story_event(3, event=an_event(None, place="Bergen"), changed_at=NOW + timedelta(minutes=1))


@pytest.fixture
def told(store: Store) -> Store:
    with store.write() as tx:
        tx.outcomes.write(beginning(1, events=(SECOND, UNDATED, MONTH, FIRST)), document(), NOW)
    return store


@pytest.mark.parametrize(
    ("order", "uids"),
    [(Order.SOONEST, (1, 2, 4, 3)), (Order.LAST, (2, 1, 4, 3)), (Order.TOLD, (2, 3, 1, 4))],
)
def test_events_come_in_the_order_that_is_asked_for(told: Store, order: Order, uids: tuple[int, ...]) -> None:
    with told.read() as tx:
        assert [each.uid for each in tx.events.list(order=order)] == [name(each) for each in uids]
        assert [each.uid for each in tx.events.list(order=order, limit=1)] == [name(uids[0])]


def test_events_come_with_their_story_and_all_its_copies(told: Store) -> None:
    copy = arrival(2, story=1, label=Label.COPY, at=LATER)
    other = replace(FIRST, uid=name(9), story=name(7), entry=name(7))
    with told.write() as tx:
        tx.outcomes.write(Outcome(new=(copy,), begun=(), texts=(), aliases={}), document(), LATER)
        tx.outcomes.write(beginning(7, events=(other,)), document(), LATER)
    with told.read() as tx:
        one, another, last = tx.stories.dated([SECOND, other, FIRST])
    assert (one.event, another.event, last.event) == (SECOND, other, FIRST)
    assert (one.story.id, another.story.id) == (name(1), name(7))
    assert [each.entry for each in one.copies] == [name(1), name(2)]
    assert last.lead.entry == name(1)
