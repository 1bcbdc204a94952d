"""Whatever happens on the way: a recipient who knows messages by their keys gets each alert once."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from tests.contract.store.builders import NOW, alert, beginning
from tests.contract.store.sending import ZONE, a_channel, fill, told
from watcher.alerts import Dispatch
from watcher.model import Channel, DeliveryState, Priority
from watcher.store import Outbox, Store
from watcher.store.check import problems

ALERTS = 30
MINUTE = timedelta(minutes=1)
MORNING = (NOW + 20 * MINUTE).time()


class Walk:
    """A courier whose channel fails in any way, and whose program ends at any moment, as a seed has it."""

    def __init__(self, store: Store, channel: Channel, seed: int) -> None:
        self._store, self._channel = store, channel
        self._rng = random.Random(seed)  # noqa: S311 - no secret
        self._outbox, self._now, self._written = Outbox(store), NOW, 0
        self._held: list[Dispatch] = []  # leased, and not yet sent
        self.got: dict[tuple[str, str], list[int]] = {}  # alerts by recipient and key of a message

    def go(self, steps: int) -> None:
        does = (
            self._write,
            self._write,
            self._lease,
            self._lease,
            self._send,
            self._send,
            self._give_back,
            self._crash,
        )
        for _ in range(steps):
            self._rng.choice(does)()
            self._now += self._rng.choice((MINUTE / 6, MINUTE, 5 * MINUTE))

    def arrive(self) -> None:
        """Let all that is left be written and sent without trouble."""
        while self._written < ALERTS:
            self._write()
        self._crash()
        for _ in range(2):
            self._now += timedelta(days=1)
            while leased := self._outbox.lease(self._channel, ZONE, self._now, self._rng.randint(1, 3)):
                self._outbox.sending([each.delivery.id for each in leased])
                with self._outbox.together():
                    for dispatch in leased:
                        self._arrives(dispatch)

    def _write(self) -> None:
        if self._written < ALERTS:
            self._written += 1
            priority = self._rng.choice((Priority.NORMAL, Priority.NORMAL, Priority.HIGH, Priority.LOW))
            number = self._written
            told = alert(number, entry=number, story=number, priority=priority, created_at=self._now)
            fill(self._store, beginning(number, alerts=(told,)), at=self._now)

    def _lease(self) -> None:
        self._held.extend(self._outbox.lease(self._channel, ZONE, self._now, self._rng.randint(1, 3)))

    def _send(self) -> None:
        if self._held:
            dispatch = self._held.pop(0)
            number = dispatch.delivery.id
            if self._outbox.sending([number], counts=self._rng.random() < 0.7):
                self._rng.choice((self._arrives, self._fails, self._stays_unknown, self._breaks_off))(dispatch)

    def _arrives(self, dispatch: Dispatch) -> None:
        self._take(dispatch)
        self._outbox.sent(dispatch.delivery.id, self._now)

    def _fails(self, dispatch: Dispatch) -> None:
        self._outbox.retry(dispatch.delivery.id, self._now + 3 * MINUTE, "busy")

    def _stays_unknown(self, dispatch: Dispatch) -> None:
        self._perhaps_take(dispatch)
        self._outbox.unknown(dispatch.delivery.id, self._now + 3 * MINUTE, "no answer")

    def _breaks_off(self, dispatch: Dispatch) -> None:
        self._perhaps_take(dispatch)
        self._crash()

    def _give_back(self) -> None:
        if self._held:
            self._outbox.give_back(self._held.pop().delivery.id)

    def _crash(self) -> None:
        self._held.clear()
        self._outbox = Outbox(self._store)
        self._outbox.recover(self._now)

    def _perhaps_take(self, dispatch: Dispatch) -> None:
        if self._rng.random() < 0.5:
            self._take(dispatch)

    def _take(self, dispatch: Dispatch) -> None:
        key = dispatch.delivery.recipient, dispatch.delivery.key
        assert self.got.setdefault(key, told(dispatch)) == told(dispatch)  # under one key always the same


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "channel",
    [
        pytest.param(a_channel(burst=3), id="bursts"),
        pytest.param(a_channel(burst=100), id="one by one"),
        pytest.param(a_channel(group_wait=MINUTE, group_interval=2 * MINUTE), id="groups"),
        pytest.param(a_channel(digest=(MORNING,)), id="digests"),
        pytest.param(a_channel("console", "ann@example.org", "ben@example.org", burst=3), id="two recipients"),
    ],
)
def test_each_alert_is_got_once_by_each_recipient(store: Store, channel: Channel, seed: int) -> None:
    walk = Walk(store, channel, seed)
    walk.go(250)
    walk.arrive()

    got = Counter((recipient, number) for (recipient, _), numbers in walk.got.items() for number in numbers)
    recipients = channel.email.to if channel.email else ("",)
    assert got == {(recipient, number): 1 for recipient in recipients for number in range(1, ALERTS + 1)}
    assert problems(store) == ()
    with store.read() as tx:
        assert tx.counts().deliveries[DeliveryState.SENT] == ALERTS * len(recipients)
