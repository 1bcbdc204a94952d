"""An outbox in memory with the store's semantics, and senders that do as told."""

import random
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.alerts import AlertView, Dispatch, Rendering
from watcher.deliver import Outcome, Result
from watcher.model import AlertId, Delivery, DeliveryId, DeliveryState, Priority

_WAITING = {DeliveryState.NEW, DeliveryState.RETRY}
_LEAVES = [Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW]

SENT = Result(outcome=Outcome.SENT, reason="took it")
RETRY = Result(outcome=Outcome.RETRY, reason="the server answered 503")
DEAD = Result(outcome=Outcome.DEAD, reason="the server answered 404")


@dataclass
class Row:
    delivery: Delivery
    view: AlertView


class FakeOutbox:
    """Rows in a list; `fail` makes every call raise."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.fail: Exception | None = None

    def add(self, view: AlertView, *, channel: str = "desk", not_before: datetime | None = None) -> None:
        number = len(self.rows) + 1
        delivery = Delivery(
            id=DeliveryId(number), alert=AlertId(f"alert{number}"), channel=channel, not_before=not_before
        )
        self.rows.append(Row(delivery, view))

    def states(self) -> list[DeliveryState]:
        return [row.delivery.state for row in self.rows]

    def claim(self, channel: str, now: datetime) -> Dispatch | None:
        due = [
            row for row in self._waiting(channel) if row.delivery.not_before is None or row.delivery.not_before <= now
        ]
        if not due:
            return None
        row = min(due, key=lambda row: (_LEAVES.index(row.view.alert.priority), row.delivery.id))
        row.delivery = replace(row.delivery, state=DeliveryState.SENDING, attempts=row.delivery.attempts + 1)
        return Dispatch(delivery=row.delivery, view=row.view)

    def sent(self, delivery: DeliveryId, at: datetime) -> None:
        self._change(delivery, state=DeliveryState.SENT, sent_at=at, last_error=None)

    def retry(self, delivery: DeliveryId, not_before: datetime, error: str) -> None:
        self._change(delivery, state=DeliveryState.RETRY, not_before=not_before, last_error=error)

    def dead(self, delivery: DeliveryId, error: str) -> None:
        self._change(delivery, state=DeliveryState.DEAD, last_error=error)

    def next_due(self, channel: str) -> datetime | None:
        return min(
            (row.delivery.not_before or row.view.alert.created_at for row in self._waiting(channel)), default=None
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

    def send(self, rendering: Rendering) -> Result:
        self.taken.append(rendering)
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
