"""The couriers' threads, replaced while a message is under way."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders import NOON
from tests.unit.alerts.builders import a_view
from tests.unit.deliver.fakes import SENT, FakeOutbox, Highest
from watcher.clock import SystemClock
from watcher.deliver import Courier, Delivered, Result
from watcher.deliver.senders import Message
from watcher.engine import couriers as room
from watcher.engine.couriers import Couriers
from watcher.errors import ServiceUnavailable
from watcher.model import Channel, DeliveryState

WAIT = 10.0  # seconds a thread may take for what it does at once


class Gate:
    """A sender that waits to be let through."""

    endpoint = None

    def __init__(self, *, is_open: bool = True) -> None:
        self.entered, self.open = threading.Event(), threading.Event()
        self.subjects: list[str] = []
        if is_open:
            self.open.set()

    def send(self, message: Message) -> Result:
        self.entered.set()
        assert self.open.wait(WAIT)
        self.subjects.append(message.rendering.subject)
        return SENT


class Office:
    """Couriers of one outbox, and what they reported."""

    def __init__(self) -> None:
        self.outbox = FakeOutbox()
        self.couriers = Couriers(SystemClock())
        self.done = threading.Semaphore(0)

    def courier(self, sender: Gate, channel: str = "desk", *, parallel: int = 1) -> Courier:
        return Courier(
            Channel(name=channel, url="console:", parallel=parallel),
            sender,
            self.outbox,
            clock=SystemClock(),
            timezone=ZoneInfo("UTC"),
            rng=Highest(),
            report=self._report,
        )

    def add(self, channel: str = "desk") -> None:
        self.outbox.add(a_view(created_at=NOON), channel=channel)
        self.couriers.wake()

    def wait_for(self, deliveries: int) -> None:
        assert all(self.done.acquire(timeout=WAIT) for _ in range(deliveries))

    def _report(self, _delivered: Delivered) -> None:
        self.done.release()


def until(condition: Callable[[], bool]) -> None:
    """Wait for what must come to be so."""
    waited = threading.Event()
    assert any(condition() or waited.wait(0.01) for _ in range(int(WAIT / 0.01)))


@pytest.fixture
def office() -> Iterator[Office]:
    office = Office()
    yield office
    office.couriers.stop()
    office.couriers.join(timedelta(seconds=WAIT))


def test_every_channel_delivers(office: Office) -> None:
    desk, chat = Gate(), Gate()
    office.couriers.follow((office.courier(desk), office.courier(chat, "chat")))
    office.add()
    office.add("chat")
    office.wait_for(2)
    assert (len(desk.subjects), len(chat.subjects)) == (1, 1)


def test_a_replaced_courier_finishes_its_message_and_the_next_one_is_the_new_ones(office: Office) -> None:
    old, new = Gate(is_open=False), Gate()
    office.couriers.follow((office.courier(old),))
    office.add()
    assert old.entered.wait(WAIT)
    office.couriers.follow((office.courier(new),))
    office.add()
    waited = not new.entered.wait(0.3)
    old.open.set()
    office.wait_for(2)
    assert (waited, len(old.subjects), len(new.subjects)) == (True, 1, 1)
    assert office.outbox.states() == [DeliveryState.SENT] * 2


def test_a_replaced_courier_finishes_all_that_it_has_under_way(office: Office) -> None:
    old, new = Gate(is_open=False), Gate()
    office.couriers.follow((office.courier(old, parallel=3),))
    for _ in range(5):
        office.add()
    until(lambda: office.outbox.states().count(DeliveryState.SENDING) == 3)
    office.couriers.follow((office.courier(new),))
    waited = not new.entered.wait(0.3)
    old.open.set()
    office.wait_for(5)
    assert (waited, len(old.subjects), len(new.subjects)) == (True, 3, 2)
    assert office.outbox.states() == [DeliveryState.SENT] * 5


def test_a_courier_that_stays_is_not_disturbed(office: Office) -> None:
    gate = Gate(is_open=False)
    stays = office.courier(gate)
    office.couriers.follow((stays,))
    office.add()
    assert gate.entered.wait(WAIT)
    office.couriers.follow((stays, office.courier(Gate(), "chat")))
    gate.open.set()
    office.add()
    office.wait_for(2)
    assert len(gate.subjects) == 2


def test_what_waits_for_a_channel_that_left_stays_as_it_is(office: Office) -> None:
    office.couriers.follow((office.courier(Gate(), "desk"), office.courier(Gate(), "chat")))
    office.couriers.follow((office.couriers._running[1].courier,))
    office.add("desk")
    office.add("chat")
    office.wait_for(1)
    assert office.outbox.states() == [DeliveryState.NEW, DeliveryState.SENT]


def test_what_a_replaced_courier_sent_is_recorded_when_the_outbox_is_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "RECORD_AGAIN", timedelta(milliseconds=20))
    old, new = Gate(is_open=False), Gate()
    office.couriers.follow((office.courier(old),))
    office.add()
    assert old.entered.wait(WAIT)
    office.outbox.fail = ServiceUnavailable("the store is away")
    office.couriers.follow((office.courier(new),))
    old.open.set()
    assert not office.done.acquire(timeout=0.3)
    office.outbox.fail = None
    office.wait_for(1)
    assert office.outbox.states() == [DeliveryState.SENT]
    assert new.subjects == []


def test_all_are_alive_until_they_are_stopped(office: Office) -> None:
    office.couriers.follow((office.courier(Gate()),))
    alive = office.couriers.alive()
    office.couriers.stop()
    office.couriers.join(timedelta(seconds=WAIT))
    assert (alive, office.couriers.alive()) == (True, False)


def test_nobody_starts_after_the_end(office: Office) -> None:
    office.couriers.stop()
    office.couriers.follow((office.courier(Gate()),))
    assert office.couriers._running == []
