"""SQLite's log: how large its file may stay, and emptying it at quiet times."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

LOG_LIMIT = 64 * 2**20
"""Bytes that the log's file keeps after it was carried over; twice what `wal_autocheckpoint` lets it grow to."""

_WAIT = 0.2  # seconds that readers under way are waited for


def empty_log(file: Path) -> bool:
    """Carry the log over into the database and cut its file to nothing; False where a reader or writer is in the way.

    After each commit SQLite carries over by itself what no reader still needs, but it begins the log anew only at a
    moment without readers. This makes such a moment, without waiting long or failing for it.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(file, timeout=_WAIT)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    return False
