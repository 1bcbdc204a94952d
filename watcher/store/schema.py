"""The schema's version: what the database is at, and what this program needs; Alembic leads from one to the other."""

from sqlalchemy import Connection, MetaData, inspect, text

from watcher.errors import ConfigurationError, ServiceUnavailable
from watcher.store import rows

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""All revisions in `migrations/`, oldest first; stated here so that a look into a store need not load Alembic."""

NEWEST = REVISIONS[-1]

VERSION_TABLE = "alembic_version"

TABLES = frozenset({*rows.metadata.tables, "heartbeat"})
"""Our tables at any revision. What else stands in a PostgreSQL database belongs to somebody else."""


def revision(connection: Connection) -> tuple[str | None, str]:
    """Give the database's revision (None: empty) and the one this program needs."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None, NEWEST
    return connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")), NEWEST  # noqa: S608 - a constant


def require_known(current: str | None, store: str) -> None:
    """Raise ConfigurationError where a newer watcher wrote the database."""
    if current is not None and current not in REVISIONS:
        raise ConfigurationError(f"the store {store} was written by a newer watcher (revision {current}); use that one")


def require_current(current: str | None, store: str) -> None:
    """See that the database is at the revision that this program needs.

    Raises:
        ConfigurationError: an older or newer watcher wrote it.
        ServiceUnavailable: it is empty.
    """
    require_known(current, store)
    if current is None:
        raise ServiceUnavailable(f"the store {store} holds nothing yet; `watcher run` fills it")
    if current != NEWEST:
        at = f"at revision {current}, this watcher needs {NEWEST}"
        raise ConfigurationError(f"the store {store} is {at}; run: watcher db upgrade")


def upgrade(connection: Connection, store: str) -> tuple[str, ...]:
    """Bring the database to the newest revision inside the connection's transaction; give those applied, in order.

    Raises:
        ConfigurationError: a newer watcher wrote the database.
    """
    current, newest = revision(connection)
    if current == newest:
        return ()
    require_known(current, store)
    from watcher.store.migrate import migrate  # noqa: PLC0415 - Alembic doubles the time that a short command takes

    return migrate(connection, current)


def reflected(connection: Connection) -> MetaData:
    """Give our tables as they stand in the database, at whatever revision that is."""
    metadata = MetaData()
    there = TABLES.intersection(inspect(connection).get_table_names())
    metadata.reflect(connection, only=sorted(there))
    return metadata
