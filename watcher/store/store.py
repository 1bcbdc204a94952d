"""The store: one database, its schema, and transactions on it."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from watcher.clock import Clock
from watcher.errors import ConnectionLost, StoreBusy
from watcher.store import postgresql, schema, sqlite
from watcher.store.engine import connect, database_file, own_errors, parse_url, shown
from watcher.store.lock import ServerLock, overtaken, sole_watcher
from watcher.store.transaction import Transaction
from watcher.store.wal import empty_log

PATIENCE = timedelta(seconds=10)

AGAIN_AFTER = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)
"""Seconds between the tries of `Store.run`: together longer than PostgreSQL takes to restart."""

Result = TypeVar("Result")

Keys = Callable[[], Sequence[int]]


class Store:
    """One opened database; safe to use from several threads. `str()` names it without its password."""

    def __init__(self, url: URL, engine: Engine, clock: Clock, patience: timedelta) -> None:
        self.clock = clock
        self._url = url
        self._engine = engine
        self._patience = patience
        self._is_server = database_file(url) is None
        database = postgresql if self._is_server else sqlite
        self._reader, self._writer = database.readers(engine), database.writers(engine)
        # Our own threads take turns here, but for those that hold keys: those that wait in SQLite poll, and may starve.
        self._turn = threading.Lock()
        self._asking = threading.Lock()  # one thread at a time looks after `_sole`
        self._sole: ServerLock | None = None
        self._doubt = False  # whether the server still knows us: a connection had to be made anew
        self.overtaken = False
        """Another watcher has taken over this store: nothing is written any more, and this one should end."""
        self.wrote_at = float("-inf")
        """When something was committed last, in the clock's monotonic seconds."""

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

    @staticmethod
    def missing(url: str) -> Path | None:
        """Give the SQLite file that `open` would make; None where it is there, or the database is a server's.

        Raises:
            ConfigurationError: as `open`.
        """
        file = database_file(parse_url(url))
        return None if file is None or file.exists() else file

    def __str__(self) -> str:
        return shown(self._url)

    def close(self) -> None:
        """Close all connections, and one that a thread is still using when it is done; closing twice is fine."""
        event.listen(self._engine, "checkin", _end)
        self._engine.dispose()

    def lock(self) -> AbstractContextManager[None]:
        """Be the only running watcher on this store while the block runs; raises `StoreBusy` at once."""
        file = database_file(self._url)
        return self._server_lock() if file is None else sole_watcher(file)

    def revision(self) -> tuple[str | None, str]:
        """Give the schema's revision (None: the database is empty) and the one this program needs."""
        with self._reading() as connection:
            return schema.revision(connection)

    def is_older(self) -> bool:
        """Tell whether an older watcher wrote the database."""
        current, needed = self.revision()
        return current in schema.REVISIONS and current != needed

    def require_current(self) -> None:
        """See that the schema is the one this program needs.

        Raises:
            ConfigurationError: an older or newer watcher wrote the database.
            ServiceUnavailable: it is empty.
        """
        schema.require_current(self.revision()[0], str(self))

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
    def write(self, keys: Keys | None = None) -> Iterator[Transaction]:
        """Write all or nothing: commit where the block ends, roll back where it raises. Must not be nested.

        Args:
            keys: give what `stories.lock_keys` gives for the one document that the block writes. On PostgreSQL others
                that hold none of them then write theirs at the same time; on SQLite they are not asked for. None: the
                block is the only writer.

        Raises:
            StoreBusy: another writer did not let go in time. With keys also `Crossed`: the block has to be run again
                without them, as `run` does.
            ServiceUnavailable: the database fails, for example because its disk is full.
        """
        held = keys() if self._is_server and keys is not None else None
        if held is not None and len(held) > postgresql.MOST_KEYS:
            held = None
        with self._writing(held) as connection:
            yield Transaction(connection, beside=held is not None)

    def empty_log(self) -> bool:
        """Empty SQLite's log at a quiet moment; False where it is not quiet. PostgreSQL looks after its own: True."""
        file = database_file(self._url)
        return file is None or empty_log(file)

    def run(self, unit: Callable[[Transaction], Result], keys: Keys | None = None) -> Result:
        """Write as `write` does, and from the beginning again where the connection was lost, for some 12 seconds.

        The answer to a commit may be what was lost. So `unit` must decide by what it reads in its own transaction:
        done twice is then done once. Where it crossed another writer it is done again as the only one.

        Raises:
            ConnectionLost: the database did not come back in time; and whatever `write` raises.
        """
        for pause in AGAIN_AFTER:
            try:
                return self._run_once(unit, keys)
            except ConnectionLost:
                time.sleep(pause)
        return self._run_once(unit, keys)

    def _run_once(self, unit: Callable[[Transaction], Result], keys: Keys | None) -> Result:
        if keys is not None:
            try:
                with self.write(keys) as tx:
                    return unit(tx)
            except postgresql.Crossed:
                pass
        with self.write() as tx:
            return unit(tx)

    @contextmanager
    def _server_lock(self) -> Iterator[None]:
        with own_errors(self._url):
            lock = ServerLock(self._engine, str(self))
            lock.take()
        self._sole = lock
        event.listen(self._engine, "connect", self._note_new_connection)
        try:
            yield
        finally:
            event.remove(self._engine, "connect", self._note_new_connection)
            self._sole = None
            lock.release()

    def _note_new_connection(self, *_: object) -> None:
        self._doubt = True

    def _see_that_we_are_sole(self, connection: Connection) -> None:
        if self.overtaken:
            raise overtaken(str(self))
        if self._sole is None or (not self._doubt and self._sole.is_held(connection)):
            return
        with self._asking:
            try:
                self._sole.keep(self._patience)
            except StoreBusy:
                self.overtaken = True
                raise
            self._doubt = False

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with own_errors(self._url), self._reader.connect() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def _writing(self, keys: Sequence[int] | None = None) -> Iterator[Connection]:
        turn = self._only_one_of_us() if keys is None else nullcontext()
        with turn, own_errors(self._url), self._writer.begin() as connection:
            if self._is_server:
                self._begin_on_server(connection, keys)
            yield connection
        self.wrote_at = self.clock.monotonic()

    def _begin_on_server(self, connection: Connection, keys: Sequence[int] | None) -> None:
        take = postgresql.take_turn if keys is None else postgresql.share_turn
        take(connection, self._patience)
        self._see_that_we_are_sole(connection)
        if keys is not None:  # last: whether we are sole is asked of a table of all locks
            postgresql.hold(connection, keys)

    @contextmanager
    def _only_one_of_us(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=self._patience.total_seconds()):
            raise StoreBusy(f"what else this program writes to the store {self} has not ended in time; try again later")
        try:
            yield
        finally:
            self._turn.release()


def _end(_: object, record: ConnectionPoolEntry) -> None:
    record.invalidate()
