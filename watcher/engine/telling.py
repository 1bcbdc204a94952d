"""Telling the operator: what needs a person is written into the outbox, and so told once and not lost."""

from collections.abc import Callable
from datetime import datetime

import structlog

from watcher.alerts import notice
from watcher.clock import Clock
from watcher.model import Notice
from watcher.store import Store

log = structlog.get_logger("watcher")


def logged(key: str, subject: str, text: str, at: datetime, channels: tuple[str, ...]) -> Notice:
    """Make a notice for these channels and log it; see `Operator.tell`."""
    told = notice(key, subject, text, at)
    log.warning("operator.notice", about=key, notice=told.id, subject=told.subject, channels=len(channels))
    return told


class Operator:
    """Whoever reads the `[operator]` channels. Safe from several threads."""

    def __init__(self, store: Store, channels: tuple[str, ...], clock: Clock, wake: Callable[[], None]) -> None:
        """Without `channels` there is only the log; `wake` is called when something waits in the outbox."""
        self._store = store
        self._channels = channels
        self._clock = clock
        self._wake = wake

    def tell(self, subject: str, text: str, *, key: str) -> None:
        """Log a notice and write it into the outbox of each channel.

        Args:
            subject: one line that says what happened.
            text: what, where and what to do; its beginning is kept where it is very long.
            key: what it is about, in one word, for the log.

        Raises what the store raises.
        """
        told = logged(key, subject, text, self._clock.now(), self._channels)
        if self._channels:
            self._store.run(lambda tx: tx.notices.tell(told, self._channels))
            self._wake()
