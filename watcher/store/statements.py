"""What SQLite and PostgreSQL can both do, but SQLAlchemy spells per dialect; and lists too long for one statement."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, Table, Text, bindparam
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

CHUNK = 500
"""Values in one IN list, far below what either database takes (SQLite 32,766, PostgreSQL 65,535)."""


def listed() -> BindParameter[Any]:
    """Stand for the values of an IN list; `each_of` fills it in. One statement then serves lists of any length."""
    return bindparam("listed", expanding=True)


def each_of(
    connection: Connection, query: Select[Any], values: Iterable[Any], more: Mapping[str, Any] | None = None
) -> Iterator[Row[Any]]:
    """Run the query, which holds `listed()`, for all the values, and give its rows; ordered only within a chunk.

    `more` fills in what other parameters it has.
    """
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield from connection.execute(query, {"listed": chunk, **(more or {})}).all()  # one by one takes twice as long


def plain(connection: Connection, query: Select[Any], values: Mapping[str, Any]) -> Sequence[Any]:
    """Run a query for numbers, text and bytes, and give its rows as the driver does: ours take as long as reading."""
    with connection.execute(query, values) as result:
        return [] if result.cursor is None else result.cursor.fetchall()


def insert(connection: Connection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """Begin an INSERT that knows ON CONFLICT."""
    return insert_by(connection.dialect.name, table)


def insert_by(dialect: str, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """Begin the same where only the name of the dialect is known."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a fifth of SQLAlchemy's import, none for SQLite

        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows; where one breaks a uniqueness, the row that is there stays as it is."""
    if rows:
        connection.execute(insert(connection, table).on_conflict_do_nothing(), rows)


def put(connection: Connection, table: Table, new: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, all with the same columns; each overwrites one with the same primary key."""
    if new:
        connection.execute(_putting(connection.dialect.name, table, tuple(new[0])), new)


@cache  # there are some twenty; making one takes longer than running it
def _putting(dialect: str, table: Table, columns: tuple[str, ...]) -> "postgresql.Insert | sqlite.Insert":
    statement = insert_by(dialect, table)
    keys = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in columns if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)


class Numbers(TypeDecorator[Collection[int]]):
    """Integers as one value: an array of PostgreSQL, an array of JSON for SQLite."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> str | None:
        """Write them down."""
        if value is None:
            return None
        numbers = str(list(value))  # three times as fast as one after the other
        return f"{{{numbers[1:-1]}}}" if dialect.name == "postgresql" else numbers


class _Among(FunctionElement[Any]):
    """A column and the list in which its value has to stand."""

    type = NullType()  # as a Boolean it would be compared with 1 on SQLite, which then reads the whole table
    inherit_cache = True


def among(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Say that the column's value is one of the integers in the parameter `name`: any number of them, or none.

    Unlike an IN list it is the same statement, prepared once, for a list of any length.
    """
    return _Among(column, bindparam(name, type_=Numbers()))


@compiles(_Among, "sqlite")
def _among_on_sqlite(element: _Among, compiler: SQLCompiler, **rest: Any) -> str:
    column, values = (compiler.process(part, **rest) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - a parameter's mark


@compiles(_Among, "postgresql")
def _among_on_postgresql(element: _Among, compiler: SQLCompiler, **rest: Any) -> str:
    column, values = (compiler.process(part, **rest) for part in element.clauses)
    kind = next(iter(element.clauses)).type.compile(compiler.dialect)
    return f"{column} = ANY (CAST({values} AS {kind}[]))"
