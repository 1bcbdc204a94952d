"""Alerts as listings and renderings show them."""

import pytest

from tests.contract.store.builders import LATER, NOW, SOURCE, alert, alerting, arrival, beginning, document, name, story
from watcher.alerts import AlertView, SameEvent
from watcher.errors import InputError
from watcher.model import AlertId, AlertState, Delivery, DeliveryState, StoryId
from watcher.pipeline import Outcome
from watcher.store import Store


@pytest.fixture
def alerted(store: Store) -> Store:
    """Three alerts: "bridges" at NOW, "quays" an hour later, and one of a first run later still."""
    later = alert(2, rule="quays", created_at=LATER)
    quiet = alert(3, rule="ferries", created_at=LATER, state=AlertState.BASELINE)
    with store.write() as tx:
        tx.outcomes.write(alerting(1, "console", "desk"), document(), NOW)
        tx.outcomes.write(Outcome(alerts=(later, quiet), aliases={}), document(), LATER)
    return store


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, ["ferries", "quays", "bridges"]),
        ({"limit": 1}, ["ferries"]),
        ({"state": AlertState.OPEN}, ["quays", "bridges"]),
        ({"rule": "bridges"}, ["bridges"]),
        ({"since": LATER}, ["ferries", "quays"]),
    ],
    ids=str,
)
def test_the_newest_alerts_that_fit_are_listed(
    alerted: Store, conditions: dict[str, object], expected: list[str]
) -> None:
    with alerted.read() as tx:
        assert [found.rule for found in tx.alerts.list(**conditions)] == expected


def test_an_alert_is_seen_with_its_story_and_every_copy_known_now(alerted: Store) -> None:
    copy = arrival(9, story=1, at=LATER)
    with alerted.write() as tx:
        tx.outcomes.write(beginning(5), document(), LATER)
        tx.outcomes.write(Outcome(new=(copy,), aliases={}), document(), LATER)

    with alerted.read() as tx:
        view = tx.alerts.view(tx.alerts.get(name(1)))
    first = alert(1, channels=("console", "desk"))
    event = SameEvent(origins=(SOURCE,))
    assert view == AlertView(alert=first, story=story(1), copies=(arrival(1).copy, copy.copy), event=event)


def test_alerts_of_a_story_that_was_merged_away_are_listed_with_those_of_its_survivor(store: Store) -> None:
    """Where one rule told of both stories, the absorbed one keeps its alert."""
    with store.write() as tx:
        tx.outcomes.write(alerting(1), document(), NOW)
        tx.outcomes.write(alerting(2), document(), NOW)
        tx.outcomes.write(Outcome(merged={StoryId(name(1)): StoryId(name(2))}), document(), LATER)

    with store.read() as tx:
        assert [found.id for found in tx.alerts.list(story=StoryId(name(2)))] == [name(2), name(1)]
        assert tx.alerts.list(story=StoryId(name(1))) == tx.alerts.list(story=StoryId(name(2)))
        assert tx.alerts.view(AlertId(name(1))).story.id == name(2)


def test_the_deliveries_of_an_alert_come_in_the_order_of_writing(alerted: Store) -> None:
    with alerted.read() as tx:
        deliveries = tx.alerts.deliveries(AlertId(name(1)))
    assert deliveries == (
        Delivery(id=deliveries[0].id, key=deliveries[0].key, alert=AlertId(name(1)), channel="console"),
        Delivery(id=deliveries[1].id, key=deliveries[1].key, alert=AlertId(name(1)), channel="desk"),
    )
    assert deliveries[0].id < deliveries[1].id
    assert deliveries[0].key != deliveries[1].key


def test_an_alert_that_is_not_there_is_an_error(store: Store) -> None:
    with store.read() as tx:
        with pytest.raises(InputError, match="no alert has an id that begins with '7'"):
            tx.alerts.get("7")
        with pytest.raises(InputError, match="no alert has the id"):
            tx.alerts.view(AlertId("nowhere"))
        assert tx.alerts.deliveries(AlertId("nowhere")) == ()


def test_everything_is_counted_by_state(alerted: Store) -> None:
    with alerted.read() as tx:
        counts = tx.counts()
    assert (counts.entries, counts.stories) == (1, 1)
    assert counts.alerts == dict.fromkeys(AlertState, 0) | {AlertState.OPEN: 2, AlertState.BASELINE: 1}
    assert counts.deliveries == dict.fromkeys(DeliveryState, 0) | {DeliveryState.NEW: 3}
