"""The connection to one database: its URL, how transactions begin on it, and its errors in our own words.

SQLite runs in WAL with `synchronous=FULL`: what was committed survives a power cut. The driver's own transaction
control is off. A writer begins with `BEGIN IMMEDIATE`, because a transaction that first reads and then writes fails at
once, whatever the timeout, when another wrote in between; a reader begins with a plain `BEGIN` and sees one snapshot.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from watcher.errors import ConfigurationError, ServiceUnavailable, StoreBusy, WatcherError

BEGIN = "watcher_begin"
"""Execution option: the statement that begins a transaction on SQLite; absent: a reader's."""


def parse_url(url: str) -> URL:
    """Read a store URL: `sqlite:///FILE` (four slashes for an absolute path) or `postgresql://…`.

    Raises:
        ConfigurationError: it is neither; the URL itself is not repeated, since it may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise ConfigurationError("the store's URL cannot be read; write sqlite:///FILE or postgresql://…") from None
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ConfigurationError(f"a store cannot be in {parsed.drivername}; write sqlite:///FILE or postgresql://…")
    if database_file(parsed) == Path():
        raise ConfigurationError("the store's URL names no file; write sqlite:///FILE")
    return parsed


def database_file(url: URL) -> Path | None:
    """Give the file of a SQLite URL, `.` where it names none; None for a database server."""
    if url.get_backend_name() != "sqlite":
        return None
    return Path("" if url.database in {None, ":memory:"} else str(url.database))


def shown(url: URL) -> str:
    """Give the store's name for messages: the file, or the URL with its password masked."""
    file = database_file(url)
    return url.render_as_string(hide_password=True) if file is None else str(file)


def connect(url: URL, patience: timedelta) -> Engine:
    """Make the engine and try it once.

    Args:
        url: as `parse_url` gives it.
        patience: how long a SQLite writer waits for another one.

    Raises:
        ConfigurationError: the driver is not installed.
        ServiceUnavailable: the database cannot be opened.
    """
    with own_errors(url):
        engine = _engine(url, patience)
        with engine.connect():
            return engine


def _engine(url: URL, patience: timedelta) -> Engine:
    file = database_file(url)
    if file is None:
        return _server(url)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServiceUnavailable(f"the folder of the store {file} cannot be made: {error.strerror}") from error
    return _file(url, patience)


def _server(url: URL) -> Engine:
    try:
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"the store {shown(url)} needs the Python package {error.name}") from error


def _file(url: URL, patience: timedelta) -> Engine:
    arguments = {"timeout": patience.total_seconds(), "isolation_level": None}
    # Last in, first out: few connections are in use at a time, and each that is has its own page cache.
    engine = create_engine(url, hide_parameters=True, connect_args=arguments, pool_use_lifo=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-16384",  # KiB
    "wal_autocheckpoint=8000",  # pages, 32 MB: a third fewer bytes written than with the default 1000
)


def _set_up(connection: Any, _: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))


@contextmanager
def own_errors(url: URL) -> Iterator[None]:
    """Turn what the database raises into errors of ours with a sentence for the user."""
    try:
        yield
    except DBAPIError as error:
        raise _in_own_words(error, shown(url)) from error
    except SQLAlchemyError as error:
        raise WatcherError(f"the store {shown(url)} failed: {error}") from error


_SENTENCES = {
    sqlite3.SQLITE_FULL: "has no space left on its disk; free some, nothing was lost",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; see whether its folder exists and may be written to",
    sqlite3.SQLITE_READONLY: "may only be read; see whose file and folder it is",
    sqlite3.SQLITE_IOERR: "cannot be read or written; its disk fails",
    sqlite3.SQLITE_NOTADB: "is not a SQLite database",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a backup",
}


def _in_own_words(error: DBAPIError, store: str) -> WatcherError:
    cause = error.orig
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the rest says more precisely what we do not tell apart
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreBusy(f"another program writes to the store {store} and does not let go; try again later")
    if code in _SENTENCES:
        return ServiceUnavailable(f"the store {store} {_SENTENCES[code]}")
    reason = str(cause).partition("\n")[0]
    if not code and error.__class__.__name__ == "OperationalError":
        return ServiceUnavailable(f"the store {store} does not answer: {reason}")
    return WatcherError(f"the store {store} refused a statement: {reason}")
