"""One running watcher per store."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from watcher.errors import ServiceUnavailable, StoreBusy
from watcher.store import postgresql


@contextmanager
def sole_watcher(database: Path) -> Iterator[None]:
    """Hold `<database>.lock` while the block runs. The kernel lets go of it when the process ends, however it ends.

    The file stays behind: were it deleted, two could each hold a lock on a file of that name.

    Raises:
        StoreBusy: another process holds it.
        ServiceUnavailable: the lock file cannot be opened.
    """
    real = database.resolve()
    path = real.with_name(f"{real.name}.lock")
    try:
        file = path.open("ab")
    except OSError as error:
        raise ServiceUnavailable(f"the lock file {path} cannot be opened: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreBusy(f"another watcher runs on {database}; stop it first") from error
        yield


def overtaken(store: str) -> StoreBusy:
    """Give the error of a watcher whose lock another one holds by now."""
    return StoreBusy(f"another watcher has taken over the store {store}; this one ends")


class ServerLock:
    """The lock of the one watcher on a PostgreSQL database, on a connection of its own.

    The server lets go of it when that connection ends: with our process, or with a restart of the server. Not
    thread-safe.
    """

    def __init__(self, engine: Engine, store: str) -> None:
        """`store` names the database in messages. Errors of the database leave as SQLAlchemy's."""
        self._engine = engine
        self._store = store
        self._connection: Connection | None = None
        self._holder = 0  # the process of its session on the server

    def take(self) -> None:
        """Take it; raises `StoreBusy` at once where another watcher holds it."""
        with self._session() as connection:
            if not connection.scalar(text("SELECT pg_try_advisory_lock(:space, :lock)"), postgresql.SOLE):
                raise StoreBusy(f"another watcher runs on {self._store}; stop it first")

    def is_held(self, asked: Connection) -> bool:
        """Ask over another connection whether the server still knows that we hold it: our own may be cut unnoticed."""
        return self._connection is not None and postgresql.is_held(asked, postgresql.SOLE, self._holder)

    def keep(self, patience: timedelta) -> None:
        """See that our session lives, and take the lock again where the server let go of it.

        Waits `patience` for a session of our own that the server does not know to be dead. Raises `StoreBusy` where
        another watcher holds it.
        """
        if self._lives():
            return
        self.release()
        with self._session() as connection:
            try:
                postgresql.take(connection, postgresql.SOLE, patience)
            except DBAPIError as error:
                if not postgresql.is_busy(error):
                    raise
                raise overtaken(self._store) from error

    def release(self) -> None:
        """Let go of it; a second call does nothing."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _lives(self) -> bool:
        """Ask our own session; one that broke, now or in the middle of an earlier question, cannot be asked again."""
        try:
            return self._connection is not None and self.is_held(self._connection)
        except SQLAlchemyError:
            return False

    @contextmanager
    def _session(self) -> Iterator[Connection]:
        """Give a new session, to be ours from the end of the block on; where that raises it is closed."""
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # closed, not given back: a pooled session would go on holding the lock
        try:
            connection.execute(text(postgresql.NOTICE_A_DEAD_CLIENT))
            holder = connection.scalar(text("SELECT pg_backend_pid()"))
            yield connection
        except BaseException:
            connection.close()
            raise
        self._connection, self._holder = connection, holder or 0
