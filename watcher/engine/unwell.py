"""Telling the operator that nothing can be stored, past the store: a notice in the outbox would not arrive either."""

import sys
import threading

from watcher.clock import Clock
from watcher.deliver import Delivered, send_notice
from watcher.engine.ingest import Ingested
from watcher.engine.report import log_delivered
from watcher.engine.telling import logged
from watcher.model import Channel, Notice
from watcher.settings import Settings

TELL_AFTER = 30.0  # seconds: what is shorter passes by itself
ONE_OUTAGE = 60.0  # seconds without a failure, and the next one begins another; sources are tried again sooner


class Unwell:
    """Tells of each outage of the store once. `note` may be called from any thread, and does not wait."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._began = self._latest = float("-inf")  # monotonic
        self._told = False

    def note(self, ingested: Ingested, settings: Settings) -> None:
        """Take note of what came of a poll or a dropped file."""
        if ingested.status != "failed" or ingested.feed is not None or not self._is_to_be_told():
            return
        text = (
            f"For {TELL_AFTER:.0f} seconds and more, what comes cannot be stored: {ingested.where}: {ingested.error}."
        )
        text += "\nIt is taken again as soon as the store takes it. Until then no alert leaves, and this comes once."
        names = settings.operator.channels
        told = logged("store", "Nothing can be stored", text, self._clock.now(), names)
        for channel in settings.channels:
            if channel.name in names:
                threading.Thread(target=_tell, args=(channel, told, settings), name="unwell", daemon=True).start()

    def _is_to_be_told(self) -> bool:
        now = self._clock.monotonic()
        with self._lock:
            if now - self._latest > ONE_OUTAGE:
                self._began, self._told = now, False
            self._latest = now
            if self._told or now - self._began < TELL_AFTER:
                return False
            self._told = True
            return True


def _tell(channel: Channel, told: Notice, settings: Settings) -> None:
    result = send_notice(channel, told, timezone=settings.timezone, stream=sys.stdout)
    log_delivered(
        Delivered(
            channel=channel.name,
            notice=told.id,
            outcome=result.outcome,
            reason=result.reason,
            attempts=1,
            seconds=0.0,
        )
    )
