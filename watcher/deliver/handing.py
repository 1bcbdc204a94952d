"""One message: rendered, handed to the channel, and what the answer means for it."""

import random
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath
from zoneinfo import ZoneInfo

from watcher import alerts
from watcher.alerts import Dispatch, Rendering
from watcher.clock import Clock
from watcher.deliver.backoff import GIVE_UP_AFTER, delay, given_up
from watcher.deliver.breaker import Breaker
from watcher.deliver.deadletters import DeadLetters
from watcher.deliver.ledger import Entry
from watcher.deliver.ports import Outbox
from watcher.deliver.result import REASON_LIMIT, Cause, Delivered, Outcome, Result
from watcher.deliver.senders import Message, Sender, scheme_of
from watcher.model import Channel, Notice

PASSING = frozenset({Outcome.RETRY, Outcome.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try of one message."""

    dispatch: Dispatch
    message: Message
    probe: bool  # its channel is taken to be down: it does not count

    @property
    def attempts(self) -> int:
        """How many there are with this one, of those that count."""
        return self.dispatch.delivery.attempts + (not self.probe)


class Handing:
    """Hands messages of one channel over. Safe from several threads, as far as its sender is."""

    def __init__(
        self,
        channel: Channel,
        sender: Sender,
        outbox: Outbox,
        breaker: Breaker,
        *,
        clock: Clock,
        timezone: ZoneInfo,
        rng: random.Random,
        tell: Callable[[], tuple[str, ...]],
    ) -> None:
        self._channel = channel
        self._sender = sender
        self._outbox = outbox
        self._breaker = breaker
        self._clock = clock
        self._timezone = timezone
        self._rng = rng
        self._dead_letters = DeadLetters(channel.name, tell, clock)

    def prepared(self, dispatch: Dispatch, *, probe: bool) -> Try | Entry:
        """Render a message; where that fails, give the entry that says so: the next try would render the same."""
        try:
            message = message_of(dispatch, self._channel, self._timezone)
        except Exception as error:  # noqa: BLE001 - a bug in rendering must not stop the channel
            broken = Result(outcome=Outcome.DEAD, reason=_bug("rendering", error), cause=Cause.OTHER)
            return self._entry(dispatch, broken, dispatch.delivery.attempts, seconds=0.0)
        return Try(dispatch=dispatch, message=message, probe=probe)

    def handed(self, trying: Try) -> Entry:
        """Hand a message over, which takes as long as its channel likes; give the entry of what became of it."""
        started = self._clock.monotonic()
        result = self._sent(trying.message)
        seconds = self._clock.monotonic() - started
        if result.outcome in PASSING:
            return self._passing(trying, result, seconds)
        self._breaker.answered()
        return self._entry(trying.dispatch, result, trying.attempts, seconds)

    def _sent(self, message: Message) -> Result:
        try:
            return send(self._sender, message)
        except Exception as error:  # noqa: BLE001 - a sender's bug must not lose the alert
            reason = _bug(f"the {scheme_of(self._channel)}: sender", error)
            return Result(outcome=Outcome.RETRY, reason=reason, cause=Cause.OTHER)

    def _passing(self, trying: Try, result: Result, seconds: float) -> Entry:
        """Say when a failure that may pass is tried again: with the next probe, or after a pause of its own."""
        probe = self._breaker.failed(probe=trying.probe, retry_after=result.retry_after)
        pause = probe or delay(trying.attempts, self._rng, result.retry_after)
        if given_up(_youngest(trying.dispatch), self._clock.now()):
            hours = GIVE_UP_AFTER // timedelta(hours=1)
            result = replace(
                result, outcome=Outcome.DEAD, reason=f"gave up after {hours} h: {result.reason}"[:REASON_LIMIT]
            )
        return self._entry(trying.dispatch, result, trying.attempts, seconds, pause)

    def _entry(
        self, dispatch: Dispatch, result: Result, attempts: int, seconds: float, pause: timedelta = timedelta(0)
    ) -> Entry:
        now = self._clock.now()
        delivered = Delivered(
            channel=self._channel.name,
            alert=dispatch.delivery.alert,
            notice=dispatch.delivery.notice,
            outcome=result.outcome,
            reason=result.reason,
            attempts=attempts,
            seconds=seconds,
            queued=max(0.0, (now - dispatch.created_at).total_seconds() - seconds),
            flaw=result.flaw,
        )
        write = self._writes(dispatch, result, now, now + pause)

        def entry() -> Delivered:
            write()
            return delivered

        return entry

    def _writes(self, dispatch: Dispatch, result: Result, now: datetime, again: datetime) -> Callable[[], None]:
        """Give the one call of the outbox that records a result."""
        number, outbox = dispatch.delivery.id, self._outbox
        match result.outcome:
            case Outcome.SENT:
                return partial(outbox.sent, number, now, result.remote)
            case Outcome.RETRY:
                return partial(outbox.retry, number, again, result.reason)
            case Outcome.UNKNOWN:
                return partial(outbox.unknown, number, again, result.reason)
            case Outcome.DEAD:
                return partial(outbox.dead, number, result.reason, *self._dead_letters.told(dispatch, result))


def send(sender: Sender, message: Message) -> Result:
    """Try once: what is too long also shorter, and what is refused for its markup also as plain text."""
    result = sender.send(message)
    if result.cause is Cause.TOO_LONG and not message.short:
        return send(sender, replace(message, short=True))
    if result.cause is Cause.MARKUP and not message.plain:
        return send(sender, replace(message, plain=True))
    return result


def message_of(dispatch: Dispatch, channel: Channel, timezone: ZoneInfo) -> Message:
    """Render and address a message."""
    delivery, template = dispatch.delivery, channel.template
    several_a_day = len(channel.calm.digest) > 1
    return Message(
        rendering=alerts.render_dispatch(dispatch, timezone=timezone, template=template, by_the_hour=several_a_day),
        key=delivery.key,
        recipient=delivery.recipient,
        views=dispatch.views,
        thread=dispatch.thread,
        first=_first(dispatch, timezone, template),
    )


def _first(dispatch: Dispatch, timezone: ZoneInfo, template: str | None) -> Rendering | None:
    """Give what the first message of a thread is to say from now on; None: what it says, or it tells others too."""
    if not dispatch.alone:
        return None
    (view,) = dispatch.views
    return alerts.render_first(view, timezone=timezone, earlier=dispatch.earlier, template=template)


def _youngest(dispatch: Dispatch) -> datetime:
    """Give from when on a message has waited: a digest from its time, others from the last alert or notice in them."""
    began = (view.created_at if isinstance(view, Notice) else view.alert.created_at for view in dispatch.views)
    return dispatch.due or max(began, default=dispatch.created_at)


def _bug(where: str, error: Exception) -> str:
    """Name a bug without its message, which may quote a URL."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"bug in {where}: {type(error).__name__} ({PurePath(last.filename).name}, line {last.lineno})"
