"""Writing all rows of a store into one file, while it is in use.

The rows come from one snapshot, and on neither database does reading them keep a writer waiting. Memory stays bounded:
rows are read and written in pages.
"""

import os
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Integer, LargeBinary, Table, func, select

from watcher.errors import ServiceUnavailable, UsageError
from watcher.store import schema
from watcher.store.backup_file import BackupWriter, Header, Progress, TableHeader
from watcher.store.store import Store

PAGE = 100
"""Rows read at a time; a body may be long."""

NUMBERS_PAGE = 5000
"""As `PAGE`, of a table that holds nothing but numbers."""


def back_up(store: Store, path: Path, *, force: bool = False, progress: Progress = lambda *_: None) -> Header:
    """Write a backup that appears under its name when it is whole, readable for its owner only.

    Args:
        store: at any revision that this program knows.
        path: the file to write.
        force: whether an existing file is replaced.
        progress: hears how far it is.

    Raises:
        UsageError: the file is there already, or its folder cannot be written to.
        ConfigurationError: a newer watcher wrote the store.
        ServiceUnavailable: the store fails, or the disk is full.
    """
    with _appearing(path, force=force) as file, store.read() as tx:
        current, _ = schema.revision(tx.connection)
        schema.require_known(current, str(store))
        tables = schema.reflected(tx.connection).sorted_tables
        header = Header(
            revision=str(current),
            created_at=store.clock.now(),
            tables={table.name: _header(tx.connection, table) for table in tables},
        )
        writer, done = BackupWriter(file, header), 0
        for table in tables:
            for rows in _pages(tx.connection, table):
                writer.page(table.name, rows)
                done += len(rows)
                progress(done, header.rows)
        writer.end()
    return header


def _header(connection: Connection, table: Table) -> TableHeader:
    rows = connection.scalar(select(func.count()).select_from(table)) or 0
    return TableHeader(columns=tuple(table.columns.keys()), rows=rows)


def _pages(connection: Connection, table: Table) -> Iterator[list[list[Any]]]:
    numbers = all(isinstance(column.type, Integer) for column in table.columns)
    query = select(table).order_by(*table.primary_key)
    options = {"yield_per": NUMBERS_PAGE if numbers else PAGE}
    binary = [place for place, column in enumerate(table.columns) if isinstance(column.type, LargeBinary)]
    for page in connection.execute(query, execution_options=options).partitions():
        yield [_plain(row, binary) for row in page]


def _plain(row: Sequence[Any], binary: Sequence[int]) -> list[Any]:
    values = list(row)
    for place in binary:
        if values[place] is not None:
            values[place] = b64encode(values[place]).decode()
    return values


@contextmanager
def _appearing(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """Give a file beside `path` that takes its name when the block has ended well, and is gone otherwise."""
    _require_free(path, force=force)
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)  # for its owner only
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}); name another file") from error
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _require_free(path, force=force)
        part.replace(path)
        _keep_name(path.parent)
    except OSError as error:
        raise ServiceUnavailable(f"the backup {path} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _require_free(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already; name another file, or replace it with --force")


def _keep_name(folder: Path) -> None:
    """Have the folder's new entry survive a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
