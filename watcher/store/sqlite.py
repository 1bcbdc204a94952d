"""SQLite: how its connections are set up, how transactions begin, what its errors mean.

It runs in WAL with `synchronous=FULL`: what was committed survives a power cut. The driver's own transaction control
is off. A writer begins with `BEGIN IMMEDIATE`, because a transaction that first reads and then writes fails at once,
whatever the timeout, when another wrote in between; a reader begins with a plain `BEGIN` and sees one snapshot.
"""

import sqlite3
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from watcher.errors import ServiceUnavailable, StoreBusy, WatcherError
from watcher.store.wal import LOG_LIMIT

_BEGIN = "watcher_begin"
"""Execution option: the statement that begins a transaction; absent: a reader's."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-4096",  # KiB, of each connection: four times that costs 12 MB and saves a twentieth of the CPU
    "wal_autocheckpoint=8000",  # pages, 32 MB: a third fewer bytes written than with the default 1000
    f"journal_size_limit={LOG_LIMIT}",
)

_SENTENCES = {
    sqlite3.SQLITE_FULL: "has no space left on its disk; free some, nothing was lost",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; see whether its folder exists and may be written to",
    sqlite3.SQLITE_READONLY: "may only be read; see whose file and folder it is",
    sqlite3.SQLITE_IOERR: "cannot be read or written; its disk fails",
    sqlite3.SQLITE_NOTADB: "is not a SQLite database",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a backup",
}


def engine(url: URL, patience: timedelta) -> Engine:
    """Make the engine, without connecting; `patience` is how long a writer waits for another one."""
    arguments = {"timeout": patience.total_seconds(), "isolation_level": None}
    # Last in, first out: few connections are in use at a time, and each that is has its own page cache.
    made = create_engine(url, hide_parameters=True, connect_args=arguments, pool_use_lifo=True)
    event.listen(made, "connect", _set_up)
    event.listen(made, "begin", _begin)
    return made


def readers(made: Engine) -> Engine:
    """Give the engine for transactions that read."""
    return made


def writers(made: Engine) -> Engine:
    """Give the engine for transactions that write."""
    return made.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def error_of(error: DBAPIError, store: str) -> WatcherError:
    """Give an error in our own words."""
    cause = error.orig
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the rest says more precisely what we do not tell apart
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreBusy(f"another program writes to the store {store} and does not let go; try again later")
    if code in _SENTENCES:
        return ServiceUnavailable(f"the store {store} {_SENTENCES[code]}")
    return WatcherError(f"the store {store} refused a statement: {cause}")


def _set_up(connection: Any, _: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
