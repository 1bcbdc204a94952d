"""The delivery loop of one channel: lease, render, mark as sending, send, record; nothing on the way ends it.

Messages leave in the order in which the outbox gives them, as fast as the channel's rate allows; where several may be
under way at a time, as many are leased and marked in one transaction. A channel that is down is probed, with the
message that is first. What cannot be recorded is kept and recorded first when the outbox is back.
"""

import random
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from watcher.alerts import Dispatch
from watcher.clock import Clock
from watcher.deliver.breaker import Breaker
from watcher.deliver.bucket import Bucket, usual_rate
from watcher.deliver.handing import Handing, Try
from watcher.deliver.hands import Hands
from watcher.deliver.ledger import Ledger
from watcher.deliver.ports import Outbox
from watcher.deliver.result import Delivered
from watcher.deliver.senders import Sender
from watcher.errors import STORE_AWAY, WatcherError
from watcher.model import Channel, DeliveryId

LOOK_AGAIN = timedelta(seconds=30)  # at the latest: another process may have written, or the clock was set
A_MOMENT = timedelta(milliseconds=10)  # at least: what is due may be under way
OUTAGE_PAUSE = timedelta(seconds=5)  # while the outbox does not answer

NOT_BEGUN = "the store did not answer just before it was sent"


def _nothing(_: object) -> None:
    """Hear of it and do nothing."""


class Courier:
    """Delivers one channel's messages; `report` hears of each after it was recorded.

    Belongs to one thread at a time, and has others where the channel's `parallel` says so. `sender` may block them for
    as long as it likes: other channels have their own.
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
        away: Callable[[WatcherError], None] = _nothing,
        tell: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        """`away` hears, while this runs, of each time that the outbox takes nothing from anybody.

        Of what the channel will never get, the channels that `tell` names are told.
        """
        self.channel = channel
        self._outbox = outbox
        self._clock = clock
        self._timezone = timezone
        self._breaker = Breaker(clock)
        self._bucket = Bucket(channel.rate or usual_rate(channel), clock)
        self._hands = Hands(channel.parallel, f"channel {channel.name}")
        self._ledger = Ledger(report, outbox.together)
        self._away = away
        self._handing = Handing(
            channel, sender, outbox, self._breaker, clock=clock, timezone=timezone, rng=rng, tell=tell
        )

    def deliver_due(self) -> int:
        """Deliver all that is due now and give how many messages that were; what fails stays in the outbox.

        Waits for the channel's rate, and ends where it is seen to be down. Raises what the outbox raises.
        """
        now, never, count = self._clock.now(), threading.Event(), 0
        while self._is_free(never) and not self._breaker.wait():
            time.sleep(self._bucket.wait().total_seconds())
            begun = self._deliver_next(now, never)
            if not begun:
                break
            count += begun
        self._hands.free(never, every=True)
        self._ledger.settle()
        return count

    def run(self, stop: threading.Event, wake: threading.Event) -> None:
        """Deliver until `stop`, after which `wake` is set; returns when nothing is under way.

        `wake` says also that something new may be due; it is this courier's own.
        """
        said = False
        while not stop.is_set():
            wake.clear()
            try:
                pause = self._deliver_until(stop)
                said = False
            except STORE_AWAY as error:
                self._away(error)
                pause = OUTAGE_PAUSE
            except Exception as error:  # noqa: BLE001 - the deliver loop outlives any single failure
                if not said:
                    self._log_failure(error)
                pause, said = OUTAGE_PAUSE, True
            if not stop.is_set():
                wake.wait(pause.total_seconds())
        self._hands.free(threading.Event(), every=True)

    def settle(self) -> bool:
        """Record what was sent last, where that failed; say whether nothing is left to record. For after `run`."""
        try:
            self._ledger.settle()
        except Exception:  # noqa: BLE001 - as in `run`, which has said so
            return False
        return True

    def _log_failure(self, error: Exception) -> None:
        """Say that the outbox fails, by name only: the message may quote what it was given."""
        import structlog  # noqa: PLC0415 - takes 0.4 s to import, and `watcher check` needs none

        structlog.get_logger("watcher").warning("outbox.failed", channel=self.channel.name, error=type(error).__name__)

    def _deliver_until(self, stop: threading.Event) -> timedelta:
        """Begin message after message; give how long it is until another may leave."""
        while self._is_free(stop) and not stop.is_set():
            wait = self._breaker.wait() or self._bucket.wait()
            if wait:
                return min(wait, LOOK_AGAIN)
            if not self._deliver_next(self._clock.now(), stop):
                return self._until_due()
        return A_MOMENT

    def _is_free(self, stop: threading.Event) -> bool:
        """Wait until a message may be begun, a probe until no other is under way, and record what is yet to be."""
        free = self._hands.free(stop, every=self._breaker.is_open)
        self._ledger.settle()
        return free

    def _until_due(self) -> timedelta:
        now = self._clock.now()
        due = self._outbox.next_due(self.channel, self._timezone, now)
        return LOOK_AGAIN if due is None else min(max(due - now, A_MOMENT), LOOK_AGAIN)

    def _deliver_next(self, now: datetime, stop: threading.Event) -> int:
        """Begin the next messages that are due, as many as may be under way; give how many."""
        probe = self._breaker.is_open
        dispatches = self._outbox.lease(self.channel, self._timezone, now, most=1 if probe else self._most())
        tries = self._prepared(dispatches, probe=probe)
        if stop.is_set():
            for each in tries:
                self._outbox.give_back(each.dispatch.delivery.id)
        else:
            self._begin(tries, counts=not probe)
        return len(dispatches)

    def _most(self) -> int:
        """Give how many messages may leave at this moment."""
        tokens = self._bucket.left()
        return self._hands.left if tokens is None else min(self._hands.left, tokens)

    def _prepared(self, dispatches: Iterable[Dispatch], *, probe: bool) -> list[Try]:
        tries = []
        for dispatch in dispatches:
            prepared = self._handing.prepared(dispatch, probe=probe)
            if isinstance(prepared, Try):
                tries.append(prepared)
            else:
                self._ledger.record(prepared)
        return tries

    def _begin(self, tries: Sequence[Try], *, counts: bool) -> None:
        begun = self._begun([each.dispatch.delivery.id for each in tries], counts=counts)
        for each in tries:
            if each.dispatch.delivery.id in begun:
                self._bucket.take()
                self._hands.carry(partial(self._hand, each))

    def _hand(self, trying: Try) -> None:
        self._ledger.record(self._handing.handed(trying))

    def _begun(self, deliveries: Sequence[DeliveryId], *, counts: bool) -> AbstractSet[DeliveryId]:
        """Have the outbox say that they are being sent; where it cannot, none is, and they are due again."""
        try:
            return self._outbox.sending(deliveries, counts=counts) if deliveries else frozenset()
        except Exception:
            for each in deliveries:
                self._ledger.keep(partial(self._outbox.retry, each, self._clock.now(), NOT_BEGUN))
            raise
