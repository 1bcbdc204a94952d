"""Whom an alert goes to when nobody takes it on, and what taking it on does."""

from datetime import timedelta

import pytest

from tests.builders import a_rule
from tests.contract.store.builders import NOW, alert, beginning, name
from tests.contract.store.sending import a_channel, all_stored, begin, fill, lease, next_due
from watcher.errors import InputError
from watcher.model import Alert, AlertId, AlertState, DeliveryState, Escalation
from watcher.pipeline import Outcome
from watcher.store import Outbox, Store
from watcher.store.check import problems

MINUTE = timedelta(minutes=1)
AFTER = 30 * MINUTE
ESCALATE = Escalation(after=AFTER, channels=("pager",))


def escalating(number: int = 1, **fields: object) -> Alert:
    return alert(number, entry=number, story=number, **{"escalation": ESCALATE, **fields})


@pytest.fixture
def escalated(store: Store) -> Store:
    """An alert to the channel "console" that goes to "pager" after half an hour."""
    fill(store, beginning(1, alerts=(escalating(),)))
    return store


def ack(store: Store, number: int = 1) -> bool:
    with store.write() as tx:
        return tx.alerts.ack(AlertId(name(number)), NOW + MINUTE)


def states(store: Store) -> dict[str, DeliveryState]:
    return {each.channel: each.state for each in all_stored(store)}


@pytest.mark.usefixtures("escalated")
def test_an_alert_that_nobody_takes_on_escalates_at_its_time(outbox: Outbox) -> None:
    assert begin(outbox).delivery.step == 0
    assert lease(outbox, "pager", NOW + AFTER - MINUTE) is None
    assert next_due(outbox, "pager") == NOW + AFTER
    assert begin(outbox, "pager", NOW + AFTER).delivery.step == 1


def test_one_that_is_acknowledged_does_not_and_says_why(escalated: Store, outbox: Outbox) -> None:
    assert ack(escalated)

    assert states(escalated) == {"console": DeliveryState.NEW, "pager": DeliveryState.SUPPRESSED}
    assert all_stored(escalated)[1].last_error == "acknowledged before it escalated"
    assert lease(outbox, "pager", NOW + AFTER) is None
    assert problems(escalated) == ()


def test_it_is_acknowledged_once(escalated: Store) -> None:
    assert [ack(escalated), ack(escalated)] == [True, False]
    with escalated.read() as tx:
        assert tx.alerts.list()[0].acked_at == NOW + MINUTE


def test_what_is_no_alert_cannot_be_acknowledged(escalated: Store) -> None:
    with pytest.raises(InputError, match=f"no alert has an id that begins with '{name(7)}'"):
        ack(escalated, 7)


def test_one_that_is_leased_but_has_not_left_is_not_sent(escalated: Store, outbox: Outbox) -> None:
    leased = lease(outbox, "pager", NOW + AFTER).delivery
    ack(escalated)

    assert not outbox.sending([leased.id])
    assert states(escalated)["pager"] is DeliveryState.SUPPRESSED


def test_one_that_is_just_being_sent_is_left_alone(escalated: Store, outbox: Outbox) -> None:
    sent = begin(outbox, "pager", NOW + AFTER).delivery
    ack(escalated)
    outbox.sent(sent.id, NOW + AFTER)

    assert states(escalated)["pager"] is DeliveryState.SENT


@pytest.mark.parametrize("others", [0, 1], ids=["alone", "with another"])
def test_one_in_a_message_of_several_leaves_it(store: Store, outbox: Outbox, others: int) -> None:
    """Whoever is alone in a digest takes the digest along; another one is made at its time."""
    gathered = a_channel("pager", digest=((NOW + AFTER).time(),))
    alerts = [beginning(number, alerts=(escalating(number),)) for number in range(1, others + 2)]
    fill(store, *alerts)
    first = begin(outbox, gathered, NOW + AFTER).delivery
    outbox.retry(first.id, NOW + AFTER, "busy")
    ack(store)
    again = lease(outbox, gathered, NOW + AFTER)

    assert [view.alert.id for view in again.views] == [name(number) for number in range(2, others + 2)]
    assert (again.delivery.id == first.id) == (others == 1)
    assert problems(store) == ()


def test_an_alert_that_waited_escalates_so_long_after_it_went_out(store: Store) -> None:
    fill(store, beginning(1, alerts=(escalating(state=AlertState.WAITING),)))
    out = NOW + 5 * AFTER
    fill(store, Outcome(recounted=(escalating(),), aliases={}), at=out)

    assert [each.not_before for each in all_stored(store)] == [None, out + AFTER]


def test_an_alert_that_is_released_escalates_as_its_rule_says_now(store: Store) -> None:
    fill(store, *(beginning(each, alerts=(escalating(each, state=AlertState.HELD),)) for each in (1, 2)))
    out = NOW + 5 * AFTER
    with store.write() as tx:
        rules = {"bridges": a_rule(name="bridges", escalate=ESCALATE)}
        assert tx.alerts.release([AlertId(name(1))], out, rules) == 1
        assert tx.alerts.release([AlertId(name(2))], out, {}) == 1

    assert [each.not_before for each in all_stored(store, 1)] == [None, out + AFTER]
    assert [each.step for each in all_stored(store, 2)] == [0]


def test_an_alert_that_was_acknowledged_before_it_went_out_does_not_escalate(store: Store) -> None:
    fill(store, beginning(1, alerts=(escalating(state=AlertState.HELD),)))
    ack(store)
    with store.write() as tx:
        tx.alerts.release([AlertId(name(1))], NOW, {"bridges": a_rule(name="bridges", escalate=ESCALATE)})

    assert [each.step for each in all_stored(store)] == [0]


def test_an_alert_that_goes_to_no_channel_does_not_escalate(store: Store) -> None:
    fill(store, beginning(1, alerts=(escalating(channels=()),)))

    assert all_stored(store) == ()
