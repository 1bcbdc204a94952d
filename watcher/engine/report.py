"""What happened, told on: every poll, dropped file and delivery comes through here once, to whoever wants to hear it.

The log is one listener, metrics another. Listeners are called in threads of the program that must not wait, so they
are quick and never raise.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog

from watcher.deliver import Delivered
from watcher.engine.ingest import FOLDER, Ingested
from watcher.engine.outage import StoreFailure
from watcher.model import AlertState
from watcher.settings import Settings

log = structlog.get_logger("watcher")


_KEPT_BACK = (AlertState.BASELINE, AlertState.HELD)
"""States of alerts that would have gone out, but for a first run or a flood."""


def nothing(_: object) -> None:
    """Hear of it and do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Whom to tell what happens; all are called from threads of the program."""

    ingested: Callable[[Ingested], None] = nothing
    delivered: Callable[[Delivered], None] = nothing
    store_failed: Callable[[StoreFailure], None] = nothing  # not for feeds and dropped files, which are `ingested`
    following: Callable[[Settings], None] = nothing  # the settings that hold from now on; at the start, and anew


def together(*listeners: Reports) -> Reports:
    """Tell several, in this order."""

    def ingested(ingested: Ingested) -> None:
        for listener in listeners:
            listener.ingested(ingested)

    def delivered(delivered: Delivered) -> None:
        for listener in listeners:
            listener.delivered(delivered)

    def store_failed(failure: StoreFailure) -> None:
        for listener in listeners:
            listener.store_failed(failure)

    def following(settings: Settings) -> None:
        for listener in listeners:
            listener.following(settings)

    return Reports(ingested=ingested, delivered=delivered, store_failed=store_failed, following=following)


def log_ingested(ingested: Ingested) -> None:
    """Write the one line of a poll or of a dropped file; what does not apply is left out.

    One that an outage of the store kept from being stored is for debugging: `Unwell` says all of them together.
    """
    level = _level(ingested)
    if not log.is_enabled_for(level):  # before anything is put together: ten thousand quiet polls a round
        return
    if ingested.feed is not None:
        log.log(level, "feed.polled", feed=ingested.source, **_facts(ingested))
    elif ingested.status == FOLDER:
        log.log(level, "drop.folder", drop=ingested.source, error=ingested.error)
    elif ingested.is_unstored:
        log.log(level, "source.unstored", source=ingested.source, error=ingested.error)
    else:
        log.log(level, "drop.taken", drop=ingested.source, **_facts(ingested))


def log_delivered(delivered: Delivered) -> None:
    """Write the one line of a try to deliver; of one that was sent the error is what did not work besides."""
    error = delivered.flaw if delivered.sent else delivered.reason
    facts = {
        "channel": delivered.channel,
        "attempt": delivered.attempts,
        "outcome": delivered.outcome,
        "seconds": round(delivered.seconds, 3),
        "queued_seconds": round(delivered.queued, 3),
        **({"error": error} if error is not None else {}),
    }
    match delivered:
        case Delivered(notice=None, sent=True):
            log.info("alert.delivered", alert=delivered.alert, **facts)
        case Delivered(notice=None):
            log.warning("alert.failed", alert=delivered.alert, **facts)
        case Delivered(sent=True):
            log.info("notice.delivered", notice=delivered.notice, **facts)
        case _:
            log.warning("notice.failed", notice=delivered.notice, **facts)


def _level(ingested: Ingested) -> int:
    if ingested.outage:
        return logging.DEBUG
    return logging.WARNING if ingested.error else logging.INFO


def _facts(ingested: Ingested) -> dict[str, Any]:
    state, seconds = ingested.state, ingested.seconds
    stages = {"fetch": seconds.fetch, "prepare": seconds.prepare, "store": seconds.store}
    facts = {
        "status": ingested.status,
        "http_status": ingested.http_status,
        "bytes": ingested.size,
        **{f"{stage}_seconds": round(took, 3) for stage, took in stages.items() if took is not None},
        "new": ingested.new,
        "changed": ingested.changed,
        "copies": ingested.copies,
        "alerts": sum(alert.state not in _KEPT_BACK for alert in ingested.alerts),
        "kept_back": dict(Counter(alert.rule for alert in ingested.alerts if alert.state in _KEPT_BACK)) or None,
        "failures": state.failures if state and state.failures else None,
        "next_due": state.next_due if state else None,
        "error": ingested.error,
    }
    return {name: fact for name, fact in facts.items() if fact is not None}


LOG = Reports(ingested=log_ingested, delivered=log_delivered)
