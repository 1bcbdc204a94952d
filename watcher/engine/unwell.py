"""Saying that the store is unwell: once in ten seconds in the log, and once to the operator where it lasts.

The operator is told past the store: a notice in the outbox would not arrive either.
"""

import sys
import threading
from typing import Any

import structlog

from watcher.clock import Clock
from watcher.deliver import Delivered, send_notice
from watcher.engine.outage import TELL_AFTER, Matter, News, Outage, StoreFailure
from watcher.engine.report import log_delivered
from watcher.engine.telling import logged
from watcher.model import Channel, Notice
from watcher.settings import Settings

log = structlog.get_logger("watcher")


class Unwell:
    """Says of each outage of the store what is to be said. `note` may be called from any thread, and does not wait."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._outage = Outage(clock)

    def note(self, failure: StoreFailure) -> None:
        """Take note of what the store did not take."""
        self._outage.note(failure)

    def say(self, settings: Settings, wrote_at: float) -> None:
        """Say what there is to say, for one thread, every second or so; see `Outage.news`. Does not wait."""
        news = self._outage.news(wrote_at)
        if news is None:
            return
        match news.matter:
            case Matter.FAILS:
                log.warning("store.failed", **_facts(news))
            case Matter.OVER:
                log.info("store.restored", **_facts(news))
            case Matter.LASTS:
                self._tell(news, settings)

    def _tell(self, news: News, settings: Settings) -> None:
        cause = f"{news.first.who}: {news.first.error}"
        text = f"For {TELL_AFTER:.0f} seconds and more, what comes cannot be stored: {cause}."
        text += "\nIt is taken again as soon as the store takes it. Until then no alert leaves, and this comes once."
        names = settings.operator.channels
        told = logged("store", "Nothing can be stored", text, self._clock.now(), names)
        for channel in settings.channels:
            if channel.name in names:
                threading.Thread(target=_send, args=(channel, told, settings), name="unwell", daemon=True).start()


def _facts(news: News) -> dict[str, Any]:
    """Give how long it lasts, and what failed since the line before; what does not apply is left out."""
    facts = {"error": "; ".join(news.errors), "unstored": news.unstored, "waiting": news.others}
    return {"seconds": round(news.seconds, 1), **{name: fact for name, fact in facts.items() if fact}}


def _send(channel: Channel, told: Notice, settings: Settings) -> None:
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
