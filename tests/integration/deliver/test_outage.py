"""A channel that is down for hours, or asks for time: with the store, real HTTP, and a clock that is moved."""

import io
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.builders import FakeClock
from tests.contract.store.builders import NOW, alert, beginning, document
from tests.integration.faults import Answer, Faults
from watcher.deliver import Courier, Delivered, Result, build_sender
from watcher.deliver.senders import Message, Sender
from watcher.model import Channel, DeliveryState, Priority
from watcher.pipeline import Outcome
from watcher.store import Outbox, Store

DOWN, UP = Answer(503), Answer(200)
STEP = timedelta(seconds=5)
HOUR = timedelta(hours=1)


class Noting:
    """A sender, and when it was called with which alerts."""

    def __init__(self, sender: Sender, clock: FakeClock) -> None:
        self._sender, self._clock = sender, clock
        self.endpoint = sender.endpoint
        self.tries: list[datetime] = []
        self.taken: list[list[int]] = []

    def send(self, message: Message) -> Result:
        self.tries.append(self._clock.now())
        result = self._sender.send(message)
        if result.outcome == "sent":
            self.taken.append([int(view.alert.id) for view in message.views])
        return result


class Desk:
    """One channel on a store of its own."""

    def __init__(self, store: Store, port: int) -> None:
        self.clock, self.store, self.outbox = FakeClock(NOW), store, Outbox(store)
        channel = Channel(name="console", url=f"json://127.0.0.1:{port}/")
        self.sender = Noting(build_sender(channel, stream=io.StringIO()), self.clock)
        self.heard: list[Delivered] = []
        self.courier = Courier(
            channel,
            self.sender,
            self.outbox,
            clock=self.clock,
            timezone=ZoneInfo("UTC"),
            rng=random.Random(7),  # noqa: S311 - jitter, not a secret
            report=self.heard.append,
            tell=lambda: ("console", "mail"),
        )

    def alert(self, numbers: range, priority: Priority = Priority.NORMAL) -> None:
        outcomes = [_alerting(number, self.clock.now(), priority) for number in numbers]
        with self.store.write() as tx:
            tx.outcomes.write(_together(outcomes), document(), self.clock.now())

    def work(self, span: timedelta) -> None:
        """Let time pass and deliver what is due."""
        for _ in range(span // STEP):
            self.courier.deliver_due()
            self.clock.forward(STEP)

    def waiting(self) -> int:
        return self.outbox.backlog(["console"])["console"][0]

    def states(self, count: int) -> set[DeliveryState]:
        with self.store.read() as tx:
            alerts = [tx.alerts.get(f"{number:013d}") for number in range(1, count + 1)]
            return {each.state for name in alerts for each in tx.alerts.deliveries(name)}


def _alerting(number: int, at: datetime, priority: Priority) -> Outcome:
    told = alert(number, entry=number, story=number, created_at=at, priority=priority)
    return beginning(number, at=at, alerts=(told,))


def _together(outcomes: list[Outcome]) -> Outcome:
    names = ("new", "begun", "texts", "alerts")
    return replace(outcomes[0], **{name: sum((getattr(each, name) for each in outcomes), ()) for name in names})


@pytest.fixture
def desk(tmp_path: Path, faults: Faults) -> Iterator[Desk]:
    with closing(Store.open(f"sqlite:///{tmp_path}/watcher.db", FakeClock(NOW))) as store:
        store.upgrade()
        yield Desk(store, faults.port)


def most_in_an_hour(tries: list[datetime]) -> int:
    return max(sum(first <= other < first + HOUR for other in tries) for first in tries)


@pytest.mark.timeout(600)  # its alerts are read and rendered one by one
def test_an_outage_of_six_hours_costs_few_probes_and_nothing_is_lost_or_out_of_order(
    desk: Desk, faults: Faults
) -> None:
    faults.script = [DOWN]
    desk.alert(range(1, 6), Priority.HIGH)  # each is a message, and so a probe, of its own
    for begin in range(6, 5001, 70):
        desk.alert(range(begin, min(begin + 70, 5001)))
        desk.work(timedelta(minutes=5))
    probes = [each for each in desk.sender.tries if each > NOW + timedelta(seconds=60)]
    assert desk.clock.now() == NOW + 6 * HOUR
    assert most_in_an_hour(probes) <= 15
    assert desk.waiting() == 5000

    faults.script = [UP]
    desk.work(timedelta(minutes=10))
    assert desk.waiting() == 0
    assert desk.states(5000) == {DeliveryState.SENT}
    taken = [number for message in desk.sender.taken for number in message]
    assert taken == sorted(taken)
    assert len(taken) == 5000
    assert len(desk.sender.taken) <= 5000 / 50 + 10


def test_messages_of_many_are_probes_too_and_keep_their_order(desk: Desk, faults: Faults) -> None:
    faults.script = [DOWN]
    desk.alert(range(1, 61))
    desk.work(HOUR)
    faults.script = [UP]
    desk.alert(range(61, 131))
    desk.work(timedelta(minutes=10))
    taken = [number for message in desk.sender.taken for number in message]
    assert taken == sorted(taken)
    assert (len(taken), desk.waiting()) == (130, 0)
    assert max(map(len, desk.sender.taken)) > 1


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        pytest.param(Answer(429, {"Retry-After": "90"}), 90, id="by a header"),
        pytest.param(Answer(429, body=b'{"retry_after": 90.5}'), 90.5, id="by the body"),
        pytest.param(Answer(503, {"Retry-After": "600"}), 600, id="with a 503"),
    ],
)
def test_nothing_is_sent_before_the_time_that_a_server_asked_for_and_nothing_is_lost(
    desk: Desk, faults: Faults, asked: Answer, seconds: float
) -> None:
    faults.script = [asked, UP]
    desk.alert(range(1, 4), Priority.HIGH)
    desk.work(timedelta(minutes=15))
    first, second, *_ = desk.sender.tries
    assert second - first >= timedelta(seconds=seconds)
    assert desk.sender.taken == [[1], [2], [3]]
    assert desk.states(3) == {DeliveryState.SENT}


def test_a_server_that_always_asks_for_a_second_is_not_asked_every_second(desk: Desk, faults: Faults) -> None:
    faults.script = [Answer(429, {"Retry-After": "1"})]
    desk.alert(range(1, 20), Priority.HIGH)
    desk.work(HOUR)
    assert len(desk.sender.tries) <= 16
    assert desk.waiting() == 19


def test_an_alert_whose_channel_is_down_for_a_day_is_given_up_and_told(desk: Desk, faults: Faults) -> None:
    faults.script = [DOWN]
    desk.alert(range(1, 2))
    desk.work(timedelta(minutes=1))
    desk.clock.forward(timedelta(hours=24))
    desk.work(timedelta(minutes=1))
    assert desk.states(1) == {DeliveryState.DEAD}
    assert desk.heard[-1].reason.startswith("gave up after 24 h: the server answered 503")
    with desk.store.read() as tx:
        (notice,) = tx.notices.list()
    assert notice.subject.startswith("Channel console did not take an alert: gave up after 24 h")
