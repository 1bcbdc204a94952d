"""Rows for every table of a store at any revision: whatever columns there are get a value that fits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Integer, LargeBinary, String, Table, select

from tests.contract.store.builders import HOSTILE, NOW, name
from watcher.store import Store, schema
from watcher.store.columns import EPOCH, MICROSECOND
from watcher.store.migrate import migrate

ROWS = 6
"""Rows of each table; of deliveries as many of notices again, where there are notices."""

NUMBERS = range(1, ROWS + 1)

MOMENT = (NOW - EPOCH) // MICROSECOND

EVIDENCE = {"field": "title", "sentence": HOSTILE, "start": 0, "marks": [[0, 6]]}

TOLD = {
    "kind": "meeting",
    "fields": {"place": HOSTILE, "participants": [HOSTILE]},
    "when": None,
    "realis": "asserted",
    "evidence": EVIDENCE,
    "confidence": 0.5,
}

VALUES: Mapping[str, Any] = {
    "label": "new",
    "state": "open",
    "priority": "high",
    "published_from": "file-name",
    "version": ROWS + 1,  # behind those of earlier texts
    "channels": ["desk"],
    "evidence": [EVIDENCE],
    "events": [{"uid": name(1), "sequence": 2, "event": TOLD, "was": TOLD}],
    "realis": "asserted",
    "told": TOLD,
    "trouble": "missing",
    "habits": {"entries": 7, "arrivals": [[1_772_800_000, 2]], "hint": 60, "skip_hours": [3], "shape": ["title"]},
}
"""What only certain values fit into, or what is read back as more than text."""

LEFT_OUT = {"merged_into", "bundle", "within"}  # what would make one row part of another

NUMBERED = {"id", "story", "entry"}  # keys, and what leads to one, with a foreign key or without

Rows = dict[str, list[dict[str, Any]]]


def store_at(store: Store, revision: str) -> Rows:
    """Bring an empty store to a revision, fill every table, and give the rows as they are to be found again."""
    with store.write() as tx:
        migrate(tx.connection, None, revision)
        for table in schema.reflected(tx.connection).sorted_tables:
            tx.connection.execute(table.insert(), rows_for(table))
    return rows_of(store)


def rows_of(store: Store) -> Rows:
    """Give all rows of all tables, in the order of their keys."""
    with store.read() as tx:
        return {
            table.name: [
                dict(row) for row in tx.connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in schema.reflected(tx.connection).sorted_tables
        }


def rows_for(table: Table) -> list[dict[str, Any]]:
    found = [{column.name: value_of(table, column, number) for column in table.columns} for number in NUMBERS]
    if table.name != "delivery":
        return found
    found = [{**row, "state": "new"} for row in found]
    if "notice" not in table.columns:
        return found
    of_notices = [{**row, "id": row["id"] + ROWS, "alert": None} for row in found]
    if "key" in table.columns:
        of_notices = [{**row, "key": f"{row['id']:013d}"} for row in of_notices]
    return [{**row, "notice": None} for row in found] + of_notices


def value_of(table: Table, column: Column[Any], number: int) -> Any:  # noqa: C901, PLR0911 - a value for each kind
    if column.name in LEFT_OUT:
        return None
    if column.name in NUMBERED or column.foreign_keys:
        return number
    if column.name in VALUES:
        return VALUES[column.name]
    if column.name in {"public", "key"} and isinstance(column.type, String) and column.type.length:
        return f"{number:013d}"
    if isinstance(column.type, JSON):
        return [HOSTILE, f"{column.name} {number}"]
    if isinstance(column.type, Boolean):
        return number % 2 == 0
    if isinstance(column.type, LargeBinary):
        return bytes([number]) * 16
    if isinstance(column.type, Float):
        return number + 0.1
    if column.name in {"hash", "words"}:
        return number - (2**63 if isinstance(column.type, BigInteger) else 2**31)  # as far from zero as a hash may be
    if isinstance(column.type, Integer):
        return MOMENT + number if isinstance(column.type, BigInteger) else number
    return f"{table.name} {column.name} {number} {HOSTILE}"
