"""What a leased message brings along: what its recipient got before on the same rule and story."""

from dataclasses import replace

import pytest

from tests.contract.store.builders import LATER, NOW, alert, alerting, beginning, name
from tests.contract.store.sending import a_channel, begin, fill, lease, told
from watcher.model import Alert, AlertId, AlertLabel, DeliveryState, Escalation, StoryId
from watcher.pipeline import Outcome
from watcher.store import Outbox, Store


def update(number: int, story: int = 1, **fields: object) -> Outcome:
    """Give the outcome of a document that has an update of an alert on a story."""
    return Outcome(alerts=(an_update(number, story, **fields),), aliases={})


def an_update(number: int, story: int = 1, **fields: object) -> Alert:
    return replace(alert(number, entry=story, story=story, label=AlertLabel.UPDATE, created_at=LATER), **fields)


@pytest.fixture
def first_sent(store: Store, outbox: Outbox) -> Store:
    """A store whose first alert was sent, as the message "$first"."""
    fill(store, alerting(1))
    outbox.sent(begin(outbox).delivery.id, NOW, "$first")
    return store


def test_a_first_alert_has_nothing_before_it(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    dispatch = lease(outbox)

    assert (dispatch.thread, dispatch.alone, dispatch.earlier) == (None, False, ())


def test_an_update_stands_in_the_thread_of_the_first_alert(first_sent: Store, outbox: Outbox) -> None:
    fill(first_sent, update(2))
    dispatch = lease(outbox)

    assert (told(dispatch), dispatch.thread) == ([2], "$first")
    assert dispatch.earlier == (alert(1, channels=("console",)),)
    assert dispatch.alone


def test_the_thread_is_that_of_the_first_message_whatever_came_between(first_sent: Store, outbox: Outbox) -> None:
    fill(first_sent, update(2), update(3))
    outbox.sent(begin(outbox).delivery.id, LATER, "$second")
    dispatch = lease(outbox)

    assert dispatch.thread == "$first"
    assert [each.id for each in dispatch.earlier] == [name(1), name(2)]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(update(2, rule="quays"), id="another rule"),
        pytest.param(replace(beginning(2), alerts=(an_update(2, 2),)), id="another story"),
        pytest.param(update(2, channels=("desk",)), id="another channel"),
    ],
)
def test_what_was_told_otherwise_is_nothing_before_it(first_sent: Store, outbox: Outbox, later: Outcome) -> None:
    fill(first_sent, later)
    dispatch = lease(outbox, later.alerts[0].channels[0])

    assert (told(dispatch), dispatch.thread, dispatch.earlier) == ([2], None, ())


def test_a_first_message_that_told_of_others_too_is_not_alone(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1), alerting(2))
    outbox.sent(begin(outbox, a_channel(group_wait=LATER - NOW), LATER).delivery.id, LATER, "$group")
    fill(store, update(3))
    dispatch = lease(outbox, now=LATER)

    assert (told(dispatch), dispatch.thread, dispatch.alone) == ([3], "$group", False)


def test_what_did_not_arrive_was_not_told(store: Store, outbox: Outbox) -> None:
    fill(store, alerting(1))
    outbox.dead(begin(outbox).delivery.id, "no such room")
    fill(store, update(2))

    assert lease(outbox).earlier == ()


def test_each_recipient_has_a_thread_of_its_own(store: Store, outbox: Outbox) -> None:
    channel = a_channel("console", "ann@example.org", "ben@example.org")
    fill(store, alerting(1))
    outbox.sent(begin(outbox, channel).delivery.id, NOW, "<to-ann>")
    outbox.sent(begin(outbox, channel).delivery.id, NOW, "<to-ben>")
    fill(store, update(2))

    threads = {each.delivery.recipient: each.thread for each in (begin(outbox, channel), begin(outbox, channel))}
    assert threads == {"ann@example.org": "<to-ann>", "ben@example.org": "<to-ben>"}


def test_what_was_told_of_a_story_that_was_merged_away_was_told(first_sent: Store, outbox: Outbox) -> None:
    fill(first_sent, beginning(5, merged={StoryId(name(1)): StoryId(name(5))}))
    fill(first_sent, update(6, 5))

    assert (lease(outbox).thread, stored_states(first_sent)) == ("$first", [DeliveryState.SENT])


def stored_states(store: Store) -> list[DeliveryState]:
    with store.read() as tx:
        return [each.state for each in tx.alerts.deliveries(AlertId(name(1)))]


def test_an_escalation_on_the_same_channel_stands_in_the_thread_of_its_own_alert(store: Store, outbox: Outbox) -> None:
    escalating = alert(1, escalation=Escalation(after=LATER - NOW, channels=("console",)))
    fill(store, beginning(1, alerts=(escalating,)))
    outbox.sent(begin(outbox).delivery.id, NOW, "$first")
    dispatch = lease(outbox, now=LATER)

    assert (dispatch.delivery.step, dispatch.thread, dispatch.earlier) == (1, "$first", ())
