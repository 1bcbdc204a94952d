"""What is remembered: feed states, entries, stories, alerts and the outbox, in SQLite (WAL) through SQLAlchemy.

Takes an `Outcome` and writes it together or not at all; gives back what bears on the next document (`Known`), what the
listings show, and the deliveries that wait. A write transaction begins with the write lock, so what it reads stays true
until it commits; on PostgreSQL documents that have nothing in common are written at the same time. Errors leave as
`ServiceUnavailable`, `StoreBusy`, `ConfigurationError` or `InputError`, each with a sentence for the user and never
with a password. Importing this package loads no SQLAlchemy.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand

if TYPE_CHECKING:
    from watcher.store.archive import StorySummary
    from watcher.store.events import Order
    from watcher.store.expiry import expire, week_changes
    from watcher.store.outbox import Outbox
    from watcher.store.replayed import ReplayedDocument
    from watcher.store.retention import Deleted, Retention
    from watcher.store.sizes import total_bytes
    from watcher.store.store import Store
    from watcher.store.transaction import Counts, Transaction

__all__ = [
    "Counts",
    "Deleted",
    "Order",
    "Outbox",
    "ReplayedDocument",
    "Retention",
    "Store",
    "StorySummary",
    "Transaction",
    "expire",
    "total_bytes",
    "week_changes",
]

__getattr__ = on_demand(
    __name__,
    {
        "archive": ("StorySummary",),
        "events": ("Order",),
        "expiry": ("expire", "week_changes"),
        "outbox": ("Outbox",),
        "replayed": ("ReplayedDocument",),
        "retention": ("Deleted", "Retention"),
        "sizes": ("total_bytes",),
        "store": ("Store",),
        "transaction": ("Counts", "Transaction"),
    },
)
