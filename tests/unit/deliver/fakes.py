"""An outbox in memory with the store's semantics, and senders that do as told."""

import random
from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from watcher.alerts import AlertView, Dispatch, Rendering
from watcher.deliver import Outcome, Result
from watcher.deliver.result import Cause
from watcher.deliver.senders import Message
from watcher.model import AlertId, Channel, Delivery, DeliveryId, DeliveryState, Notice, Priority

_WAITING = {DeliveryState.NEW, DeliveryState.RETRY, DeliveryState.UNKNOWN}
_LEAVES = [Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW]

SENT = Result(outcome=Outcome.SENT, reason="took it")
RETRY = Result(outcome=Outcome.RETRY, reason="the server answered 503", cause=Cause.SERVER)
UNKNOWN = Result(outcome=Outcome.UNKNOWN, reason="no answer in time", cause=Cause.TIMEOUT)
DEAD = Result(outcome=Outcome.DEAD, reason="the server answered 404", cause=Cause.GONE)
TOO_LONG = Result(outcome=Outcome.DEAD, reason="the server answered 413", cause=Cause.TOO_LONG)
MARKUP = Result(outcome=Outcome.DEAD, reason="the server answered 400", cause=Cause.MARKUP)


def a_message(rendering: Rendering, **fields: object) -> Message:
    return Message(**{"rendering": rendering, "key": "0123456789abc", **fields})


@dataclass
class Row:
    delivery: Delivery
    view: AlertView


class FakeOutbox:
    """Rows in a list; `fail` makes every call raise."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.notices: list[tuple[Notice, tuple[str, ...]]] = []  # of dead letters, with whom they are told
        self.asked_for: list[int] = []  # messages, at each lease
        self.acked = False  # nothing is to be sent any more
        self.fail: Exception | None = None
        self.fail_sending: Exception | None = None

    def add(self, view: AlertView, *, channel: str = "desk", not_before: datetime | None = None) -> None:
        number = len(self.rows) + 1
        delivery = Delivery(
            id=DeliveryId(number),
            key=f"key{number}",
            alert=AlertId(f"alert{number}"),
            channel=channel,
            not_before=not_before,
        )
        self.rows.append(Row(delivery, view))

    def states(self) -> list[DeliveryState]:
        return [row.delivery.state for row in self.rows]

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()

    def lease(self, channel: Channel, zone: ZoneInfo, now: datetime, most: int = 1) -> list[Dispatch]:
        self.asked_for.append(most)
        taken = (self._next(channel, zone, now) for _ in range(most))
        return list(takewhile(bool, taken))

    def _next(self, channel: Channel, zone: ZoneInfo, now: datetime) -> Dispatch | None:
        del zone
        due = [
            row
            for row in self._waiting(channel.name)
            if row.delivery.not_before is None or row.delivery.not_before <= now
        ]
        if not due:
            return None
        row = min(due, key=lambda row: (_LEAVES.index(row.view.alert.priority), row.delivery.id))
        row.delivery = replace(row.delivery, state=DeliveryState.LEASED)
        return Dispatch(delivery=row.delivery, views=(row.view,), created_at=row.view.alert.created_at)

    def sending(self, deliveries: Collection[DeliveryId], *, counts: bool = True) -> set[DeliveryId]:
        if self.fail_sending:
            raise self.fail_sending
        return {each for each in deliveries if self._is_sent(each, counts=counts)}

    def _is_sent(self, delivery: DeliveryId, *, counts: bool) -> bool:
        if self.acked:
            self._change(delivery, state=DeliveryState.SUPPRESSED)
            return False
        attempts = self.rows[delivery - 1].delivery.attempts + counts
        self._change(delivery, state=DeliveryState.SENDING, attempts=attempts)
        return True

    def give_back(self, delivery: DeliveryId) -> None:
        self._change(delivery, state=DeliveryState.NEW)

    def sent(self, delivery: DeliveryId, at: datetime, remote: str | None = None) -> None:
        self._change(delivery, state=DeliveryState.SENT, sent_at=at, last_error=None, remote=remote)

    def unknown(self, delivery: DeliveryId, not_before: datetime, error: str) -> None:
        self._change(delivery, state=DeliveryState.UNKNOWN, not_before=not_before, last_error=error)

    def retry(self, delivery: DeliveryId, not_before: datetime, error: str) -> None:
        self._change(delivery, state=DeliveryState.RETRY, not_before=not_before, last_error=error)

    def dead(self, delivery: DeliveryId, error: str, notice: Notice | None = None, tell: tuple[str, ...] = ()) -> None:
        self._change(delivery, state=DeliveryState.DEAD, last_error=error)
        if notice is not None:
            self.notices.append((notice, tell))

    def next_due(self, channel: Channel, zone: ZoneInfo, now: datetime) -> datetime | None:
        del zone, now
        return min(
            (row.delivery.not_before or row.view.alert.created_at for row in self._waiting(channel.name)),
            default=None,
        )

    def _waiting(self, channel: str) -> list[Row]:
        if self.fail:
            raise self.fail
        return [row for row in self.rows if row.delivery.channel == channel and row.delivery.state in _WAITING]

    def _change(self, delivery: DeliveryId, **fields: object) -> None:
        if self.fail:
            raise self.fail
        row = self.rows[delivery - 1]
        row.delivery = replace(row.delivery, **fields)


class ScriptedSender:
    """Gives one result after the other, the last for ever; an exception is raised."""

    endpoint = None

    def __init__(self, *script: Result | Exception) -> None:
        self._script = list(script) or [SENT]
        self.taken: list[Rendering] = []
        self.messages: list[Message] = []

    def send(self, message: Message) -> Result:
        self.taken.append(message.rendering)
        self.messages.append(message)
        step = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        if isinstance(step, Exception):
            raise step
        return step


class Highest(random.Random):
    """Jitter at its most patient, so that pauses can be named."""

    def uniform(self, a: float, b: float) -> float:  # noqa: ARG002 - the signature is random.Random's
        return b


class Lowest(random.Random):
    """Jitter at its most eager."""

    def uniform(self, a: float, b: float) -> float:  # noqa: ARG002 - the signature is random.Random's
        return a
