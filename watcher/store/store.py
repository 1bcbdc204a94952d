"""The store: one database, its schema, and transactions on it."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from watcher.clock import Clock
from watcher.errors import ConfigurationError, StoreBusy
from watcher.store import schema
from watcher.store.engine import BEGIN, connect, database_file, own_errors, parse_url, shown
from watcher.store.lock import sole_watcher
from watcher.store.transaction import Transaction

PATIENCE = timedelta(seconds=10)


class Store:
    """One opened database; safe to use from several threads. `str()` names it without its password."""

    def __init__(self, url: URL, engine: Engine, clock: Clock, patience: timedelta) -> None:
        self.clock = clock
        self._url = url
        self._engine = engine
        self._patience = patience
        self._writer = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        # SQLite has one writer. Our own threads take turns here: those that wait in SQLite poll, and may starve.
        self._turn = threading.Lock()

    @classmethod
    def open(cls, url: str, clock: Clock, *, patience: timedelta = PATIENCE) -> Self:
        """Open the database; the folder of a SQLite file is made, its tables are not (see `upgrade`).

        Args:
            url: `sqlite:///FILE` (four slashes for an absolute path) or `postgresql://…`.
            clock: says when "now" is.
            patience: how long a writer waits for another one before `StoreBusy`.

        Raises:
            ConfigurationError: the URL names no database that can be used.
            ServiceUnavailable: the database cannot be opened.
        """
        parsed = parse_url(url)
        return cls(parsed, connect(parsed, patience), clock, patience)

    def __str__(self) -> str:
        return shown(self._url)

    def close(self) -> None:
        """Close all connections; closing twice is fine."""
        self._engine.dispose()

    def lock(self) -> AbstractContextManager[None]:
        """Be the only running watcher on this SQLite file while the block runs; raises `StoreBusy` at once."""
        file = database_file(self._url)
        return nullcontext() if file is None else sole_watcher(file)

    def revision(self) -> tuple[str | None, str]:
        """Give the schema's revision (None: the database is empty) and the one this program needs."""
        with self._reading() as connection:
            return schema.revision(connection)

    def require_current(self) -> None:
        """Raise ConfigurationError unless the schema is the one this program needs."""
        current, head = self.revision()
        if current != head:
            at = f"at revision {current}" if current else "empty"
            raise ConfigurationError(f"the store {self} is {at}, this watcher needs {head}; run: watcher db upgrade")

    def upgrade(self) -> tuple[str, ...]:
        """Bring the schema to what this program needs, all or nothing; give the applied revisions, oldest first.

        Raises:
            ConfigurationError: a newer watcher wrote the database.
        """
        with self._writing() as connection:
            return schema.upgrade(connection, str(self))

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Read from one snapshot; nothing that the block writes stays.

        Raises:
            ServiceUnavailable: the database fails.
        """
        with self._reading() as connection:
            yield Transaction(connection)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Write all or nothing: commit where the block ends, roll back where it raises. Must not be nested.

        Raises:
            StoreBusy: another writer did not let go in time.
            ServiceUnavailable: the database fails, for example because its disk is full.
        """
        with self._writing() as connection:
            yield Transaction(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with own_errors(self._url), self._engine.connect() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if not self._turn.acquire(timeout=self._patience.total_seconds()):
            raise StoreBusy(f"this program itself writes to the store {self} for too long; try again later")
        try:
            with own_errors(self._url), self._writer.begin() as connection:
                yield connection
        finally:
            self._turn.release()
