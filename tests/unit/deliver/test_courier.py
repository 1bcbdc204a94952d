import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from queue import SimpleQueue
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from tests.builders import NOON, FakeClock
from tests.unit.alerts.builders import a_copy, a_view
from tests.unit.deliver.fakes import DEAD, RETRY, SENT, FakeOutbox, Highest, ScriptedSender
from watcher.deliver import Courier, Delivered, Outcome, Result
from watcher.errors import StoreBusy, WatcherError
from watcher.model import Channel, DeliveryState, Priority

CHANNEL = Channel(name="desk", url="json://127.0.0.1/canary-77")
VIEW = a_view(created_at=NOON)
WAIT = 5.0  # seconds a thread may take for what it does at once


class Desk:
    """A courier with all that it is given."""

    def __init__(self, *script: Result | Exception, channel: Channel = CHANNEL) -> None:
        self.clock = FakeClock()
        self.outbox = FakeOutbox()
        self.sender = ScriptedSender(*script)
        self.heard: list[Delivered] = []
        self.heard_one = threading.Event()
        self.away: SimpleQueue[WatcherError] = SimpleQueue()
        self.courier = Courier(
            channel,
            self.sender,
            self.outbox,
            clock=self.clock,
            timezone=ZoneInfo("UTC"),
            rng=Highest(),
            report=self._hear,
            away=self.away.put,
            tell=lambda: ("desk", "mail"),
        )

    def _hear(self, delivered: Delivered) -> None:
        self.heard.append(delivered)
        self.heard_one.set()

    def subjects(self) -> list[str]:
        return [rendering.subject for rendering in self.sender.taken]


@dataclass
class Running:
    """A courier in its thread."""

    desk: Desk
    thread: threading.Thread
    stop: threading.Event
    wake: threading.Event

    def end(self) -> None:
        self.stop.set()
        self.wake.set()
        self.thread.join(WAIT)


def started(desk: Desk) -> Running:
    stop, wake = threading.Event(), threading.Event()
    thread = threading.Thread(target=desk.courier.run, args=(stop, wake), daemon=True)
    thread.start()
    return Running(desk, thread, stop, wake)


@pytest.fixture
def running() -> Iterator[Running]:
    run = started(Desk())
    yield run
    run.end()


def test_all_that_is_due_is_delivered_one_after_the_other() -> None:
    desk = Desk()
    desk.outbox.add(a_view(title="First"))
    desk.outbox.add(a_view(title="Second"))
    assert desk.courier.deliver_due() == 2
    assert desk.subjects() == ["First", "Second"]
    assert desk.outbox.states() == [DeliveryState.SENT, DeliveryState.SENT]


def test_urgent_alerts_leave_first() -> None:
    desk = Desk()
    desk.outbox.add(a_view(title="Normal"))
    desk.outbox.add(a_view(title="Urgent", priority=Priority.URGENT))
    desk.courier.deliver_due()
    assert desk.subjects() == ["Urgent", "Normal"]


def test_what_did_not_work_besides_is_reported_of_what_was_sent() -> None:
    desk = Desk(replace(SENT, flaw="the first message was not edited"))
    desk.outbox.add(VIEW)
    desk.courier.deliver_due()
    [delivered] = desk.heard
    assert (delivered.sent, delivered.flaw) == (True, "the first message was not edited")


def test_another_channels_deliveries_are_left_alone() -> None:
    desk = Desk()
    desk.outbox.add(VIEW, channel="mail")
    assert desk.courier.deliver_due() == 0
    assert desk.outbox.states() == [DeliveryState.NEW]


def test_each_delivery_is_reported_once_it_is_recorded() -> None:
    desk = Desk()
    desk.outbox.add(VIEW)
    desk.courier.deliver_due()
    (heard,) = desk.heard
    assert heard == Delivered(
        channel="desk",
        alert=desk.outbox.rows[0].delivery.alert,
        outcome=Outcome.SENT,
        reason="took it",
        attempts=1,
        seconds=0.0,
    )
    assert heard.sent


def test_a_failure_that_may_pass_is_due_again_after_the_pause() -> None:
    desk = Desk(RETRY, RETRY, SENT)
    desk.outbox.add(VIEW)
    assert desk.courier.deliver_due() == 1
    assert desk.outbox.rows[0].delivery.not_before == NOON + timedelta(seconds=5)
    assert desk.outbox.rows[0].delivery.last_error == "the server answered 503"
    assert desk.courier.deliver_due() == 0
    desk.clock.forward(timedelta(seconds=5))
    assert desk.courier.deliver_due() == 1
    assert desk.outbox.rows[0].delivery.not_before == NOON + timedelta(seconds=15)
    desk.clock.forward(timedelta(seconds=10))
    assert desk.courier.deliver_due() == 1
    assert desk.outbox.states() == [DeliveryState.SENT]
    assert [heard.attempts for heard in desk.heard] == [1, 2, 3]


def test_a_server_is_never_tried_earlier_than_it_asked() -> None:
    desk = Desk(replace(RETRY, retry_after=timedelta(minutes=30)))
    desk.outbox.add(VIEW)
    desk.courier.deliver_due()
    assert desk.outbox.rows[0].delivery.not_before == NOON + timedelta(minutes=30)


def test_a_failure_that_will_not_pass_is_not_tried_again() -> None:
    desk = Desk(DEAD)
    desk.outbox.add(VIEW)
    desk.courier.deliver_due()
    desk.clock.forward(timedelta(days=2))
    assert desk.courier.deliver_due() == 0
    assert desk.outbox.states() == [DeliveryState.DEAD]
    assert desk.outbox.rows[0].delivery.last_error == "the server answered 404"


def test_an_alert_that_failed_for_a_day_is_given_up_with_the_last_reason() -> None:
    desk = Desk(RETRY)
    desk.outbox.add(VIEW)
    desk.clock.forward(timedelta(hours=24))
    desk.courier.deliver_due()
    assert desk.outbox.rows[0].delivery.last_error == "gave up after 24 h: the server answered 503"
    assert desk.heard[0].outcome is Outcome.DEAD


def test_an_old_alert_that_the_channel_takes_is_sent() -> None:
    desk = Desk(SENT)
    desk.outbox.add(VIEW)
    desk.clock.forward(timedelta(days=3))
    desk.courier.deliver_due()
    assert desk.outbox.states() == [DeliveryState.SENT]


def test_a_bug_in_a_sender_is_tried_again_and_named_without_its_message() -> None:
    desk = Desk(RuntimeError("at https://127.0.0.1/canary-77"))
    desk.outbox.add(VIEW)
    desk.courier.deliver_due()
    error = desk.outbox.rows[0].delivery.last_error or ""
    assert desk.outbox.states() == [DeliveryState.RETRY]
    assert error.startswith("bug in the json: sender: RuntimeError (fakes.py, line ")
    assert "canary" not in error


def test_a_bug_in_rendering_ends_the_delivery_and_not_the_next() -> None:
    desk = Desk()
    desk.outbox.add(replace(VIEW, copies=(a_copy(title=None),)))
    desk.outbox.add(VIEW)
    assert desk.courier.deliver_due() == 2
    assert desk.outbox.states() == [DeliveryState.DEAD, DeliveryState.SENT]
    assert desk.heard[0].reason.startswith("bug in rendering: AttributeError (")


def test_what_a_store_that_went_down_could_not_record_is_recorded_first_and_not_sent_again() -> None:
    desk = Desk()
    desk.outbox.add(VIEW)
    send = desk.sender.send

    def send_and_lose_the_store(rendering: object) -> Result:
        desk.outbox.fail = ConnectionError()
        return send(rendering)

    desk.sender.send = send_and_lose_the_store
    with pytest.raises(ConnectionError):
        desk.courier.deliver_due()
    assert desk.heard == []
    desk.outbox.fail = None
    assert desk.courier.deliver_due() == 0
    assert len(desk.sender.taken) == 1
    assert desk.outbox.states() == [DeliveryState.SENT]
    assert [heard.outcome for heard in desk.heard] == [Outcome.SENT]


def test_a_wake_delivers_what_is_new_at_once(running: Running) -> None:
    running.desk.outbox.add(VIEW)
    running.wake.set()
    assert running.desk.heard_one.wait(WAIT)
    assert running.desk.outbox.states() == [DeliveryState.SENT]


def test_a_delivery_is_tried_again_when_it_is_due() -> None:
    desk = Desk()
    desk.outbox.add(VIEW, not_before=NOON + timedelta(milliseconds=100))
    run = started(desk)
    desk.clock.forward(timedelta(milliseconds=100))
    assert desk.heard_one.wait(WAIT)
    run.end()


def test_a_stop_ends_a_sleeping_courier(running: Running) -> None:
    running.end()
    assert not running.thread.is_alive()


def test_a_stop_leaves_what_is_still_due_in_the_outbox() -> None:
    desk = Desk()
    desk.outbox.add(VIEW)
    desk.outbox.add(VIEW)
    stop, send = threading.Event(), desk.sender.send

    def send_and_stop(rendering: object) -> Result:
        stop.set()
        return send(rendering)

    desk.sender.send = send_and_stop
    desk.courier.run(stop, threading.Event())
    assert desk.outbox.states() == [DeliveryState.SENT, DeliveryState.NEW]


def test_a_store_that_takes_nothing_is_said_each_time_to_who_asks_for_it_and_not_logged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("watcher.deliver.courier.OUTAGE_PAUSE", timedelta(milliseconds=1))
    desk = Desk()
    desk.outbox.add(VIEW)
    desk.outbox.fail = busy = StoreBusy("another program writes to the store")
    with capture_logs() as logs:
        run = started(desk)
        heard = [desk.away.get(timeout=WAIT) for _ in range(3)]
        desk.outbox.fail = None
        assert desk.heard_one.wait(WAIT)
        run.end()
    assert (heard, logs) == ([busy] * 3, [])
    assert desk.outbox.states() == [DeliveryState.SENT]


def test_a_store_that_is_down_ends_no_courier_and_is_logged_once_without_its_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("watcher.deliver.courier.OUTAGE_PAUSE", timedelta(milliseconds=1))
    desk = Desk()
    desk.outbox.add(VIEW)
    desk.outbox.fail = ConnectionError("postgresql://watcher:canary-77@db")
    with capture_logs() as logs:
        run = started(desk)
        assert not desk.heard_one.wait(0.1)
        desk.outbox.fail = None
        assert desk.heard_one.wait(WAIT)
        run.end()
    assert logs == [{"event": "outbox.failed", "log_level": "warning", "channel": "desk", "error": "ConnectionError"}]
    assert desk.outbox.states() == [DeliveryState.SENT]
