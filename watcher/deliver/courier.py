"""The delivery loop of one channel: claim, render, send, record; nothing that happens on the way ends it.

A delivery is recorded after it was sent, so a crash in between sends it twice: at least once is the promise. What a
store that is down cannot record is kept and recorded first when it is back.
"""

import random
import threading
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import PurePath
from zoneinfo import ZoneInfo

from watcher import alerts
from watcher.alerts import Dispatch
from watcher.clock import Clock
from watcher.deliver.backoff import GIVE_UP_AFTER, delay, given_up
from watcher.deliver.ports import Outbox
from watcher.deliver.result import REASON_LIMIT, Delivered, Outcome, Result
from watcher.deliver.senders import Sender, scheme_of
from watcher.model import Channel

LOOK_AGAIN = timedelta(seconds=30)  # at the latest: another process may have written, or the clock was set
OUTAGE_PAUSE = timedelta(seconds=5)  # while the outbox does not answer
STOP_WITHIN = timedelta(seconds=0.25)


class Courier:
    """Delivers one channel's alerts and notices, one after the other; `report` hears of each after it was recorded.

    Belongs to one thread at a time. `sender` may block it for as long as it likes: other channels have their own.
    """

    def __init__(
        self,
        channel: Channel,
        sender: Sender,
        outbox: Outbox,
        *,
        clock: Clock,
        timezone: ZoneInfo,
        rng: random.Random,
        report: Callable[[Delivered], None],
    ) -> None:
        self.channel = channel
        self._sender = sender
        self._outbox = outbox
        self._clock = clock
        self._timezone = timezone
        self._rng = rng
        self._report = report
        self._unrecorded: Callable[[], Delivered] | None = None

    def deliver_due(self) -> int:
        """Deliver all that is due now and give how many that were; what fails stays in the outbox.

        Raises what the outbox raises.
        """
        self._record()
        now, count = self._clock.now(), 0
        while (dispatch := self._outbox.claim(self.channel.name, now)) is not None:
            self._deliver(dispatch)
            count += 1
        return count

    def run(self, stop: threading.Event, wake: threading.Event) -> None:
        """Deliver until `stop`, which is noticed within a quarter of a second, at once where `wake` is set after it.

        `wake` says that something new may be due; it is this courier's own.
        """
        answering = True
        while not stop.is_set():
            wake.clear()
            try:
                self._deliver_until(stop)
                pause = self._pause()
                answering = True
            except Exception as error:  # noqa: BLE001 - the deliver loop outlives any single failure
                if answering:
                    self._log_outage(error)
                pause, answering = OUTAGE_PAUSE, False
            _sleep(pause, stop, wake)

    def settle(self) -> bool:
        """Record what was sent last, where that failed; say whether nothing is left to record. For after `run`."""
        try:
            self._record()
        except Exception:  # noqa: BLE001 - as in `run`, which has said so
            return False
        return True

    def _log_outage(self, error: Exception) -> None:
        """Say once that the outbox fails; by name only, a store's message may quote its URL."""
        import structlog  # noqa: PLC0415 - takes 0.4 s to import, and `watcher check` needs none

        structlog.get_logger("watcher").warning("outbox.failed", channel=self.channel.name, error=type(error).__name__)

    def _deliver_until(self, stop: threading.Event) -> None:
        self._record()
        while not stop.is_set() and (dispatch := self._outbox.claim(self.channel.name, self._clock.now())):
            self._deliver(dispatch)

    def _pause(self) -> timedelta:
        due = self._outbox.next_due(self.channel.name)
        return LOOK_AGAIN if due is None else min(due - self._clock.now(), LOOK_AGAIN)

    def _deliver(self, dispatch: Dispatch) -> None:
        started = self._clock.monotonic()
        result = self._unless_too_old(dispatch, self._try(dispatch))
        seconds = self._clock.monotonic() - started
        self._unrecorded = lambda: self._recorded(dispatch, result, seconds)
        self._record()

    def _try(self, dispatch: Dispatch) -> Result:
        try:
            rendering = alerts.render(dispatch.view, timezone=self._timezone)
        except Exception as error:  # noqa: BLE001 - the next try would render the same
            return Result(outcome=Outcome.DEAD, reason=_bug("rendering", error))
        try:
            return self._sender.send(rendering)
        except Exception as error:  # noqa: BLE001 - a sender's bug must not lose the alert
            return Result(outcome=Outcome.RETRY, reason=_bug(f"the {scheme_of(self.channel)}: sender", error))

    def _unless_too_old(self, dispatch: Dispatch, result: Result) -> Result:
        if result.outcome is not Outcome.RETRY or not given_up(dispatch.created_at, self._clock.now()):
            return result
        hours = GIVE_UP_AFTER // timedelta(hours=1)
        return Result(outcome=Outcome.DEAD, reason=f"gave up after {hours} h: {result.reason}"[:REASON_LIMIT])

    def _record(self) -> None:
        """Record what was sent last, unless that is done."""
        if self._unrecorded is not None:
            delivered = self._unrecorded()
            self._unrecorded = None
            self._report(delivered)

    def _recorded(self, dispatch: Dispatch, result: Result, seconds: float) -> Delivered:
        delivery, now = dispatch.delivery, self._clock.now()
        match result.outcome:
            case Outcome.SENT:
                self._outbox.sent(delivery.id, now)
            case Outcome.RETRY:
                pause = delay(delivery.attempts, self._rng, result.retry_after)
                self._outbox.retry(delivery.id, now + pause, result.reason)
            case Outcome.DEAD:
                self._outbox.dead(delivery.id, result.reason)
        return Delivered(
            channel=self.channel.name,
            alert=delivery.alert,
            notice=delivery.notice,
            outcome=result.outcome,
            reason=result.reason,
            attempts=delivery.attempts,
            seconds=seconds,
            queued=max(0.0, (now - dispatch.created_at).total_seconds() - seconds),
        )


def _bug(where: str, error: Exception) -> str:
    """Name a bug without its message, which may quote a URL."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"bug in {where}: {type(error).__name__} ({PurePath(last.filename).name}, line {last.lineno})"


def _sleep(pause: timedelta, stop: threading.Event, wake: threading.Event) -> None:
    """Wait for the pause to end, for a wake or for a stop."""
    left = pause
    while left > timedelta(0) and not stop.is_set():
        if wake.wait(min(left, STOP_WITHIN).total_seconds()):
            return
        left -= STOP_WITHIN
