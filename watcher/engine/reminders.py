"""Reminds of dated events that were alerted: `remind = ["1d"]` in a rule.

What is due follows from the store, the rules and the clock; nothing is kept in memory. So a reminder whose time passed
while the watcher was down is written when it is back, and one that was cut off is written again, once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from watcher.alerts import due_reminders
from watcher.errors import STORE_AWAY, WatcherError
from watcher.model import Alert
from watcher.settings import Settings
from watcher.store import Store, Transaction

REMIND_EVERY = timedelta(minutes=1)
MARGIN = timedelta(days=2)
"""Looked at around the days in question: those of other zones, and what is left of a lead time below a day."""

log = structlog.get_logger("watcher")


def remind(store: Store, settings: Settings, now: datetime) -> int:
    """Write what is due at `now` into the outbox; give how many reminders that were.

    What is not written is due again the next time.

    Raises:
        StoreBusy, ServiceUnavailable: the store takes nothing for now.
    """
    if not any(rule.remind for rule in settings.rules):
        return 0
    try:
        with store.read() as tx:
            is_due = bool(_due(tx, settings, now))
        written = store.run(lambda tx: tx.reminders.write(_due(tx, settings, now))) if is_due else 0
    except STORE_AWAY:
        raise
    except WatcherError as error:
        log.warning("reminders.failed", error=str(error))
        return 0
    if written:
        log.info("reminders.written", reminders=written)
    return written


def _due(tx: Transaction, settings: Settings, now: datetime) -> Sequence[Alert]:
    """Give the reminders that are due and not written yet."""
    rules = {rule.name: rule for rule in settings.rules if rule.remind}
    longest = max(lead for rule in rules.values() for lead in rule.remind)
    ahead = tx.reminders.ahead(rules.keys(), (now - MARGIN).date(), (now + longest + MARGIN).date())
    due = (
        due_reminders(each, rules[name], now=now, zone=settings.timezone)
        for name, those in ahead.items()
        for each in those
    )
    return tx.reminders.unsent([reminder for reminders in due for reminder in reminders])
