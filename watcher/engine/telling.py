"""Telling the operator: what needs a person is written into the outbox, and so told once and not lost."""

from collections.abc import Callable

import structlog

from watcher.alerts import notice
from watcher.clock import Clock
from watcher.store import Store

log = structlog.get_logger("watcher")


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
        told = notice(key, subject, text, self._clock.now())
        log.warning("operator.notice", about=key, notice=told.id, subject=told.subject, channels=len(self._channels))
        if self._channels:
            self._store.run(lambda tx: tx.notices.tell(told, self._channels))
            self._wake()
