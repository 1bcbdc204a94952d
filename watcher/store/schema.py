"""The schema's version: what the database is at, and what this program needs; Alembic leads from one to the other."""

from sqlalchemy import Connection, inspect, text

NEWEST = "0001"
"""The newest revision in `migrations/`; stated here so that a look into a current store need not load Alembic."""


def revision(connection: Connection) -> tuple[str | None, str]:
    """Give the database's revision (None: empty) and the one this program needs."""
    if not inspect(connection).has_table("alembic_version"):
        return None, NEWEST
    return connection.scalar(text("SELECT version_num FROM alembic_version")), NEWEST


def upgrade(connection: Connection, store: str) -> tuple[str, ...]:
    """Bring the database to the newest revision inside the connection's transaction; give those applied, in order.

    Raises:
        ConfigurationError: a newer watcher wrote the database.
    """
    current, newest = revision(connection)
    if current == newest:
        return ()
    from watcher.store.migrate import migrate  # noqa: PLC0415 - Alembic doubles the time that a short command takes

    return migrate(connection, current, store)
