"""How large the store is, what fills it, and what `keep` lets go of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from watcher.store import rows
from watcher.store.retention import deletable
from watcher.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSize:
    """One table with its indexes."""

    name: str
    rows: int
    bytes: int | None  # None: this SQLite was built without the means to tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The size of a store, in bytes."""

    total: int  # on disk: the file with its log, or all tables and indexes on PostgreSQL
    log: int  # of that, SQLite's log; 0 on PostgreSQL, whose log is not the store's own
    free: int  # of that, pages of a SQLite file that are filled again before the file grows
    tables: tuple[TableSize, ...]  # the largest first
    oldest: datetime | None  # first sight of the oldest entry; None: there are no entries
    newest: datetime | None
    going: int  # stories that retention would delete now
    going_entries: int
    going_bytes: int  # about: as many times the mean of an entry, with its share of everything


def measure(tx: Transaction, before: datetime) -> Sizes:
    """Measure everything; reads the whole database once, so a minute or so for 10 GB.

    Args:
        tx: a transaction that reads.
        before: stories untouched since then are those that would go, as in `deletable`.
    """
    connection = tx.connection
    counts = {table.name: _count(connection, table.name) for table in rows.metadata.sorted_tables}
    on_server = connection.dialect.name == "postgresql"
    parts = _server_tables(connection, counts) if on_server else _file_tables(connection)
    file, log, free = (sum(parts.values()), 0, 0) if on_server else _file(connection)
    stories = connection.scalar(select(func.count()).select_from(rows.story).where(deletable(before))) or 0
    joined = rows.entry.join(rows.story, rows.story.c.id == rows.entry.c.story)
    entries = connection.scalar(select(func.count()).select_from(joined).where(deletable(before))) or 0
    seen = select(func.min(rows.entry.c.first_seen), func.max(rows.entry.c.first_seen))
    oldest, newest = connection.execute(seen).one()
    tables = [TableSize(name=name, rows=count, bytes=parts.get(name)) for name, count in counts.items()]
    return Sizes(
        total=file + log,
        log=log,
        free=free,
        tables=tuple(sorted(tables, key=lambda table: (-(table.bytes or 0), -table.rows, table.name))),
        oldest=oldest,
        newest=newest,
        going=stories,
        going_entries=entries,
        going_bytes=(file - free) * entries // max(1, counts["entry"]),
    )


def total_bytes(tx: Transaction) -> int:
    """Give the bytes on disk only, as `Sizes.total`; cheap."""
    connection = tx.connection
    if connection.dialect.name == "postgresql":
        return sum(_server_tables(connection, rows.metadata.tables).values())
    file, log, _ = _file(connection)
    return file + log


def _count(connection: Connection, table: str) -> int:
    return connection.scalar(select(func.count()).select_from(rows.metadata.tables[table])) or 0


def _file(connection: Connection) -> tuple[int, int, int]:
    """Give the bytes of a SQLite file as of this transaction, of its log, and of its free pages."""
    page, pages, free = (
        int(connection.scalar(text(f"PRAGMA {name}")) or 0) for name in ("page_size", "page_count", "freelist_count")
    )
    name = connection.scalar(text("SELECT file FROM pragma_database_list WHERE name = 'main'"))
    log = Path(f"{name}-wal")
    return page * pages, log.stat().st_size if log.exists() else 0, page * free


def _file_tables(connection: Connection) -> dict[str, int]:
    if not connection.scalar(text("SELECT sqlite_compileoption_used('ENABLE_DBSTAT_VTAB')")):
        return {}
    part = "SELECT name, pgsize FROM dbstat WHERE aggregate = 1"
    query = text(f"SELECT m.tbl_name, sum(pgsize) FROM ({part}) JOIN sqlite_master m USING (name) GROUP BY m.tbl_name")  # noqa: S608 - constants
    return {row[0]: row[1] for row in connection.execute(query)}


def _server_tables(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    size = text("SELECT pg_total_relation_size(to_regclass(:name))")
    return {name: connection.scalar(size, {"name": name}) or 0 for name in names}
