"""Many rows at once, by the driver under SQLAlchemy: of some thirty rows its own way costs more than the database."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Column, Integer, Table
from sqlalchemy.engine import Connection, Dialect

Values = Sequence[Any]
"""One row, in the order of the columns that it is given with."""

_TOGETHER = 200
"""Rows of one statement: with 25 columns a sixth of the values that SQLite takes (32,766)."""


class _Written(NamedTuple):
    """How a table's columns are written down for a driver."""

    into: str  # "INSERT INTO table (columns) VALUES"
    row: str  # "(?, ?)"
    processors: tuple[Callable[[Any], Any] | None, ...]  # of each column: what makes a value one of the driver's

    def bound(self, rows: Sequence[Values]) -> list[tuple[Any, ...]]:
        columns = zip(self.processors, zip(*rows, strict=True), strict=True)
        return list(zip(*(map(process, values) if process else values for process, values in columns), strict=True))


def insert_many(connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values]) -> None:
    """Insert the rows; where one breaks a uniqueness, the row that is there stays as it is."""
    if rows:
        written = _written(connection.dialect, table, columns)
        statement = f"{written.into} {written.row} ON CONFLICT DO NOTHING"
        connection.exec_driver_sql(statement, written.bound(rows))


def insert_numbered(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Values]
) -> dict[str, int]:
    """Do the same in a table with counted keys; give those keys by id, of the rows that were not there yet."""
    written = _written(connection.dialect, table, columns)
    numbers: dict[str, int] = {}
    for start in range(0, len(rows), _TOGETHER):
        bound = written.bound(rows[start : start + _TOGETHER])
        values = ", ".join([written.row] * len(bound))
        statement = f"{written.into} {values} ON CONFLICT DO NOTHING RETURNING public, id"
        numbers.update(connection.exec_driver_sql(statement, tuple(chain.from_iterable(bound))).all())
    return numbers


@lru_cache(maxsize=64)
def _written(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> _Written:
    mark = "?" if dialect.name == "sqlite" else "%s"
    return _Written(
        into=f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES",
        row=f"({', '.join([mark] * len(columns))})",
        processors=tuple(table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns),
    )


def put_plain(connection: Connection, table: Table, new: Sequence[Values]) -> None:
    """Insert many rows of numbers, text and bytes, each with all columns in the table's order.

    Each overwrites one with the same primary key. On PostgreSQL the values of a column are one array: row by row the
    thirty or so postings of a story took longer than all else. A text must be as `storable` gives it.
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
