"""What SQLite and PostgreSQL can both do, but SQLAlchemy spells per dialect; and lists too long for one statement."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite

CHUNK = 500
"""Values in one IN list, far below what either database takes (SQLite 32,766, PostgreSQL 65,535)."""


def listed() -> BindParameter[Any]:
    """Stand for the values of an IN list; `each_of` fills it in. One statement then serves lists of any length."""
    return bindparam("listed", expanding=True)


def each_of(connection: Connection, query: Select[Any], values: Iterable[Any]) -> Iterator[Row[Any]]:
    """Run the query, which holds `listed()`, for all the values, and give its rows; ordered only within a chunk."""
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield from connection.execute(query, {"listed": chunk})


def insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that knows ON CONFLICT."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows; where one breaks a uniqueness, the row that is there stays as it is."""
    if rows:
        connection.execute(insert(connection, table).on_conflict_do_nothing(), rows)


def put(connection: Connection, table: Table, new: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, all with the same columns; each overwrites one with the same primary key."""
    if new:
        statement = insert(connection, table)
        keys = [column.name for column in table.primary_key]
        rest = {name: statement.excluded[name] for name in new[0] if name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest), new)
