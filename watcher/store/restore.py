"""Filling a store from a backup, in one transaction: all of it or nothing.

The tables are made as they were at the backup's revision, filled, and then brought to date as those of any older store.
"""

import json
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, LargeBinary, MetaData, String, Table, exists, inspect, select, text
from sqlalchemy.types import TypeEngine

from watcher.errors import ConfigurationError, InputError, UsageError
from watcher.store import schema
from watcher.store.backup_file import BackupFile, Header, Progress
from watcher.store.migrate import migrate
from watcher.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored, and the revisions applied after it, oldest first."""

    header: Header
    applied: tuple[str, ...]


def require_restorable(backup: BackupFile, header: Header) -> None:
    """Raise InputError where the backup is of a revision that only a newer watcher knows."""
    if header.revision not in schema.REVISIONS:
        by = f"watcher {header.watcher}, revision {header.revision}"
        raise InputError(f"the backup {backup.path} was written by a newer watcher ({by}); restore it with that one")


def restore(
    store: Store, backup: BackupFile, header: Header, *, force: bool = False, progress: Progress = lambda *_: None
) -> Restored:
    """Put what the backup holds in place of all that is in the store. Hold `Store.lock` meanwhile.

    Args:
        store: at any revision that this program knows, or without tables.
        backup: a verified one.
        header: as `BackupFile.verify` gave it.
        force: whether a store that holds rows is replaced.
        progress: hears how far it is.

    Raises:
        UsageError: the store holds rows.
        ConfigurationError: a newer watcher wrote the store.
        InputError: the backup is damaged, or a newer watcher wrote it.
        StoreBusy, ServiceUnavailable: as `Store.write`.
    """
    require_restorable(backup, header)
    with store.write() as tx:
        connection = tx.connection
        _make_room(connection, str(store), force=force)
        migrate(connection, None, header.revision)
        metadata = schema.reflected(connection)
        _fill(connection, metadata, backup, header, progress)
        if connection.dialect.name == "postgresql":
            _count_on(connection, metadata)
        applied = migrate(connection, header.revision)
    store.empty_log()
    return Restored(header=header, applied=applied)


def _make_room(connection: Connection, store: str, *, force: bool) -> None:
    current, _ = schema.revision(connection)
    if current is not None and current not in schema.REVISIONS:
        advice = "empty that database, or name another store, and restore again"
        raise ConfigurationError(f"the store {store} was written by a newer watcher (revision {current}); {advice}")
    metadata = schema.reflected(connection)
    if not force and any(connection.scalar(select(exists(select(table)))) for table in metadata.sorted_tables):
        raise UsageError(f"the store {store} is not empty; replace all that is in it with --force")
    metadata.drop_all(connection)
    if inspect(connection).has_table(schema.VERSION_TABLE):
        connection.execute(text(f"DROP TABLE {schema.VERSION_TABLE}"))


def _fill(connection: Connection, metadata: MetaData, backup: BackupFile, header: Header, progress: Progress) -> None:
    columns = {name: set(table.columns.keys()) for name, table in metadata.tables.items()}
    if columns != {name: set(table.columns) for name, table in header.tables.items()}:
        raise backup.damaged("has other tables than its revision")
    left, done = {name: table.rows for name, table in header.tables.items()}, 0
    for name, page in backup.pages():
        _insert(connection, metadata.tables[name], header.tables[name].columns, page)
        left[name] -= len(page)
        done += len(page)
        progress(done, header.rows)
    if any(left.values()):
        raise backup.damaged("has not the rows that it names")


def _insert(connection: Connection, table: Table, columns: Sequence[str], page: Sequence[Sequence[Any]]) -> None:
    """Insert a page, on PostgreSQL as an array a column: past SQLAlchemy's own way, which takes twice as long."""
    quote = connection.dialect.identifier_preparer.quote
    types = [table.columns[name].type for name in columns]
    arrays = [_values(kind, values) for kind, values in zip(types, zip(*page, strict=True), strict=True)]
    into = f"INSERT INTO {quote(table.name)} ({', '.join(map(quote, columns))})"
    if connection.dialect.name == "postgresql":
        kinds = ["TEXT" if isinstance(kind, String) else kind.compile(connection.dialect) for kind in types]
        marks = ", ".join(f"%s::{kind}[]" for kind in kinds)
        connection.exec_driver_sql(f"{into} SELECT * FROM unnest({marks})", tuple(map(list, arrays)))  # noqa: S608 - our own names
    else:
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"{into} VALUES ({marks})", list(zip(*arrays, strict=True)))


def _values(kind: TypeEngine[Any], values: Sequence[Any]) -> Sequence[Any]:
    """Give the values of a column as its database takes them."""
    if isinstance(kind, LargeBinary):
        return [None if value is None else b64decode(value, validate=True) for value in values]
    if isinstance(kind, JSON):
        return [json.dumps(value) for value in values]
    return values


def _count_on(connection: Connection, metadata: MetaData) -> None:
    """Set each sequence behind the largest key, or the next row would be given a key that is taken."""
    quote = connection.dialect.identifier_preparer.quote
    for table in (table for table in metadata.sorted_tables if "id" in table.columns):
        name = quote(table.name)
        sequence = f"pg_get_serial_sequence('{name}', 'id')"
        connection.execute(text(f"SELECT setval({sequence}, coalesce(max(id), 0) + 1, false) FROM {name}"))  # noqa: S608 - our own names
