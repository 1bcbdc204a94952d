"""A courier whose channel, outbox or rate stands in its way."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import NOON
from tests.unit.alerts.builders import a_view
from tests.unit.deliver.fakes import DEAD, MARKUP, RETRY, SENT, TOO_LONG, UNKNOWN
from tests.unit.deliver.test_courier import CHANNEL, VIEW, WAIT, Desk, started
from watcher.alerts import Dispatch
from watcher.deliver import Outcome, Result
from watcher.deliver.courier import NOT_BEGUN
from watcher.deliver.senders import Message
from watcher.model import Channel, DeliveryState, Rate

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def desk_of(count: int, *script: Result | Exception, channel: Channel = CHANNEL) -> Desk:
    desk = Desk(*script, channel=channel)
    for number in range(count):
        desk.outbox.add(a_view(title=f"Alert {number}", created_at=NOON))
    return desk


def down(count: int = 1) -> Desk:
    """Give a desk whose channel has just been seen to be down."""
    desk = desk_of(count, RETRY)
    while not desk.courier._breaker.is_open:
        desk.courier.deliver_due()
        desk.clock.forward(timedelta(minutes=1))
    return desk


def test_a_channel_that_is_down_gets_one_probe_and_no_more() -> None:
    desk = down(20)
    before = len(desk.sender.taken)
    desk.courier.deliver_due()
    assert len(desk.sender.taken) == before + 1
    assert desk.courier.deliver_due() == 0


def test_a_probe_does_not_count_as_a_try() -> None:
    desk = down()
    desk.courier.deliver_due()
    assert desk.outbox.rows[0].delivery.attempts == 5
    assert [heard.attempts for heard in desk.heard] == [1, 2, 3, 4, 5, 5]


def test_what_was_probed_in_vain_is_due_with_the_next_probe() -> None:
    desk = down()
    desk.courier.deliver_due()
    assert desk.outbox.rows[0].delivery.not_before == desk.clock.now() + timedelta(minutes=1)


def test_a_probe_that_is_taken_has_the_rest_follow_at_once() -> None:
    desk = down(20)
    desk.sender._script[:] = [SENT]
    assert desk.courier.deliver_due() == 20
    assert set(desk.outbox.states()) == {DeliveryState.SENT}


def test_a_server_that_refuses_for_good_is_there() -> None:
    desk = down(3)
    desk.sender._script[:] = [DEAD, SENT]
    assert desk.courier.deliver_due() == 3
    assert desk.outbox.states() == [DeliveryState.DEAD, DeliveryState.SENT, DeliveryState.SENT]


def test_a_server_that_asks_for_time_gets_nothing_else_before() -> None:
    desk = desk_of(3, replace(RETRY, retry_after=timedelta(minutes=7)), SENT)
    assert desk.courier.deliver_due() == 1
    desk.clock.forward(timedelta(minutes=7) - SECOND)
    assert desk.courier.deliver_due() == 0
    desk.clock.forward(SECOND)
    assert desk.courier.deliver_due() == 3


def test_what_may_have_arrived_is_sent_again_under_the_same_key() -> None:
    desk = desk_of(1, UNKNOWN, SENT)
    desk.courier.deliver_due()
    assert desk.outbox.states() == [DeliveryState.UNKNOWN]
    desk.clock.forward(timedelta(seconds=5))
    desk.courier.deliver_due()
    assert desk.outbox.states() == [DeliveryState.SENT]
    assert [message.key for message in desk.sender.messages] == ["key1", "key1"]


@pytest.mark.parametrize(
    ("script", "forms"),
    [
        pytest.param([TOO_LONG, SENT], [(False, False), (True, False)], id="too long: shorter"),
        pytest.param([MARKUP, SENT], [(False, False), (False, True)], id="markup: plain"),
        pytest.param(
            [MARKUP, TOO_LONG, SENT], [(False, False), (False, True), (True, True)], id="markup, and then too long"
        ),
    ],
)
def test_what_is_refused_for_its_form_is_sent_once_more_within_the_try(
    script: list[Result], forms: list[tuple[bool, bool]]
) -> None:
    desk = desk_of(1, *script)
    desk.courier.deliver_due()
    assert [(message.short, message.plain) for message in desk.sender.messages] == forms
    assert desk.outbox.states() == [DeliveryState.SENT]
    assert desk.outbox.rows[0].delivery.attempts == 1


@pytest.mark.parametrize("refusal", [TOO_LONG, MARKUP])
def test_what_is_refused_in_every_form_is_dead(refusal: Result) -> None:
    desk = desk_of(1, refusal)
    desk.courier.deliver_due()
    assert len(desk.sender.messages) == 2
    assert desk.outbox.states() == [DeliveryState.DEAD]


def test_what_is_dead_is_told_on_the_operators_other_channels() -> None:
    desk = desk_of(1, DEAD)
    desk.courier.deliver_due()
    ((notice, channels),) = desk.outbox.notices
    assert channels == ("mail",)
    assert notice.subject == "Channel desk did not take an alert: the server answered 404"


def test_what_was_acknowledged_meanwhile_is_not_sent() -> None:
    desk = desk_of(1)
    desk.outbox.acked = True
    desk.courier.deliver_due()
    assert desk.sender.taken == []
    assert desk.outbox.states() == [DeliveryState.SUPPRESSED]


def test_what_the_outbox_could_not_mark_as_being_sent_is_not_sent_and_due_again() -> None:
    desk = desk_of(1)
    desk.outbox.fail_sending = ConnectionError()
    with pytest.raises(ConnectionError):
        desk.courier.deliver_due()
    assert desk.sender.taken == []
    with pytest.raises(ConnectionError):
        desk.courier.deliver_due()
    assert desk.outbox.rows[0].delivery.last_error == NOT_BEGUN
    desk.outbox.fail_sending = None
    assert desk.courier.deliver_due() == 1
    assert desk.outbox.states() == [DeliveryState.SENT]


def test_a_stop_right_after_the_lease_gives_the_message_back() -> None:
    desk, stop = desk_of(1), threading.Event()
    lease = desk.outbox.lease

    def lease_and_stop(*asked: object, most: int) -> object:
        stop.set()
        return lease(*asked, most=most)

    desk.outbox.lease = lease_and_stop
    desk.courier.run(stop, threading.Event())
    assert desk.sender.taken == []
    assert desk.outbox.states() == [DeliveryState.NEW]


def test_a_message_waits_for_the_rate_of_its_channel() -> None:
    rate = Rate(count=2, per=timedelta(hours=1))
    desk = desk_of(3, channel=replace(CHANNEL, rate=rate))
    run = started(desk)
    _until(lambda: len(desk.heard) == 2)
    run.wake.set()
    assert desk.outbox.states() == [DeliveryState.SENT, DeliveryState.SENT, DeliveryState.NEW]
    desk.clock.forward(timedelta(hours=1))
    run.wake.set()
    _until(lambda: len(desk.heard) == 3)
    run.end()


def test_several_messages_are_under_way_at_a_time_and_begin_in_order() -> None:
    desk = desk_of(7, channel=replace(CHANNEL, parallel=3))
    begun, go, send = threading.Semaphore(0), threading.Event(), desk.sender.send

    def send_when_told(message: Message) -> Result:
        result = send(message)
        begun.release()
        assert go.wait(WAIT)
        return result

    desk.sender.send = send_when_told
    run = started(desk)
    assert all(begun.acquire(timeout=WAIT) for _ in range(3))
    assert not begun.acquire(timeout=0.2)
    assert desk.outbox.states() == [DeliveryState.SENDING] * 3 + [DeliveryState.NEW] * 4
    go.set()
    _until(lambda: len(desk.heard) == 7)
    assert desk.subjects()[:3] == ["Alert 0", "Alert 1", "Alert 2"]
    run.end()
    assert not run.thread.is_alive()


def test_as_many_are_leased_at_once_as_may_be_under_way() -> None:
    desk = desk_of(5, channel=replace(CHANNEL, parallel=3))
    assert desk.courier.deliver_due() == 5
    assert desk.outbox.asked_for[0] == 3
    assert desk.outbox.states() == [DeliveryState.SENT] * 5


def test_no_more_are_leased_than_the_rate_lets_leave() -> None:
    desk = desk_of(5, channel=replace(CHANNEL, parallel=4, rate=Rate(count=2, per=timedelta(minutes=1))))
    run = started(desk)
    _until(lambda: len(desk.heard) == 2)
    run.end()
    assert desk.outbox.asked_for[0] == 2
    assert desk.outbox.states() == [DeliveryState.SENT] * 2 + [DeliveryState.NEW] * 3


def test_of_several_one_that_cannot_be_rendered_keeps_no_other() -> None:
    desk = desk_of(3, channel=replace(CHANNEL, parallel=3))
    desk.outbox.rows[1].view = replace(desk.outbox.rows[1].view, copies=())
    desk.courier.deliver_due()
    assert desk.outbox.states() == [DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.SENT]


def test_of_several_hands_one_carries_the_probe() -> None:
    desk = desk_of(20, RETRY, channel=replace(CHANNEL, parallel=4))
    desk.courier.deliver_due()
    before = len(desk.sender.taken)
    assert desk.courier._breaker.is_open
    desk.clock.forward(timedelta(minutes=1))
    desk.courier.deliver_due()
    assert len(desk.sender.taken) == before + 1


def test_what_several_hands_could_not_record_is_recorded_when_the_outbox_is_back() -> None:
    desk = desk_of(3, channel=replace(CHANNEL, parallel=3))
    begun, go, send = threading.Semaphore(0), threading.Event(), desk.sender.send

    def send_when_told(message: Message) -> Result:
        begun.release()
        assert go.wait(WAIT)
        return send(message)

    desk.sender.send = send_when_told
    run = started(desk)
    assert all(begun.acquire(timeout=WAIT) for _ in range(3))
    desk.outbox.fail = ConnectionError()
    go.set()
    _until(lambda: len(desk.courier._ledger._kept) == 3)
    desk.outbox.fail = None
    run.end()
    assert desk.courier.settle()
    assert desk.outbox.states() == [DeliveryState.SENT] * 3
    assert len(desk.sender.taken) == 3


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        pytest.param({}, Outcome.DEAD, id="an alert"),
        pytest.param({"views": (VIEW, a_view(created_at=NOON + HOUR))}, Outcome.RETRY, id="a message with a young one"),
        pytest.param({"due": NOON + HOUR}, Outcome.RETRY, id="a digest that was due later"),
    ],
)
def test_a_message_is_given_up_by_the_age_of_what_is_youngest_in_it(
    fields: dict[str, object], outcome: Outcome
) -> None:
    desk = desk_of(1, RETRY)
    lease = desk.outbox.lease

    def lease_another(*asked: object, most: int) -> list[Dispatch]:
        return [replace(dispatch, **fields) for dispatch in lease(*asked, most=most)]

    desk.outbox.lease = lease_another
    desk.clock.forward(24 * HOUR)
    desk.courier.deliver_due()
    assert [heard.outcome for heard in desk.heard] == [outcome]


def _until(condition: Callable[[], bool]) -> None:
    """Wait for what must come to be so."""
    waited = threading.Event()
    tries = (condition() or waited.wait(0.01) for _ in range(int(WAIT / 0.01)))
    assert any(tries)
