"""What SQLite and PostgreSQL can both do, but SQLAlchemy spells per dialect; and lists too long for one statement."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement, Connection, Integer, Row, Select, Table, Text, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator

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
        yield from connection.execute(query, {"listed": chunk, **(more or {})})


def insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that knows ON CONFLICT."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows; where one breaks a uniqueness, the row that is there stays as it is."""
    if rows:
        connection.execute(insert(connection, table).on_conflict_do_nothing(), rows)


def insert_numbered(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Insert the rows of a table with counted keys; give those keys by id, of the rows that were not there yet."""
    if not rows:
        return {}
    statement = _numbering(connection.dialect.name, table)
    return {row.public: row.id for row in connection.execute(statement, rows)}


@cache
def _numbering(dialect: str, table: Table) -> Any:
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return statement.on_conflict_do_nothing().returning(table.c.public, table.c.id)


def put(connection: Connection, table: Table, new: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, all with the same columns; each overwrites one with the same primary key."""
    if new:
        connection.execute(_putting(connection.dialect.name, table, tuple(new[0])), new)


@cache  # there are some twenty; making one takes longer than running it
def _putting(dialect: str, table: Table, columns: tuple[str, ...]) -> postgresql.Insert | sqlite.Insert:
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
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
        numbers = ",".join(map(str, value))
        return f"{{{numbers}}}" if dialect.name == "postgresql" else f"[{numbers}]"


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


def put_plain(connection: Connection, table: Table, new: Sequence[Sequence[Any]]) -> None:
    """Do as `put`, quickly, for many rows of numbers, text and bytes, each with all columns in the table's order.

    On PostgreSQL the values of a column are one array: row by row the thirty or so postings of a story took longer than
    all else. A text must be as `storable` gives it.
    """
    if not new:
        return
    statement = _putting_plain(connection.dialect, table)
    if connection.dialect.name == "postgresql":
        columns = zip(table.columns, zip(*new, strict=True), strict=True)
        arrays = tuple(_array(values) if _is_number(column) else list(values) for column, values in columns)
        connection.exec_driver_sql(statement, arrays)
    else:
        connection.exec_driver_sql(statement, [tuple(row) for row in new])


@lru_cache(maxsize=64)
def _putting_plain(dialect: Dialect, table: Table) -> str:
    columns, keys = table.columns.keys(), table.primary_key.columns.keys()
    rest = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in keys)
    conflict = f"ON CONFLICT ({', '.join(keys)}) DO {'UPDATE SET ' + rest if rest else 'NOTHING'}"
    into = f"INSERT INTO {table.name} ({', '.join(columns)})"
    if dialect.name == "sqlite":
        return f"{into} VALUES ({', '.join('?' * len(columns))}) {conflict}"
    # Bytes as such: as text each would be quoted in turn, at a hundred times the cost.
    marks = (f"{'%s' if _is_number(each) else '%b'}::{each.type.compile(dialect)}[]" for each in table.columns)
    return f"{into} SELECT * FROM unnest({', '.join(marks)}) {conflict}"  # noqa: S608 - our own names


def _is_number(column: Column[Any]) -> bool:
    return isinstance(column.type, Integer)


def _array(numbers: Iterable[int | None]) -> str:
    """Write an array down; the driver takes seven times as long."""
    return f"{{{','.join('NULL' if number is None else str(number) for number in numbers)}}}"
