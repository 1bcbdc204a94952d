"""Everything that is archived, one plain object at a time, for programs that read JSON lines.

Memory stays bounded and SQLite's log short: rows are read in pages by their counted keys, each page in a short
transaction. So each object is consistent in itself. What is written while an export runs is not in it, except changes
to what it has not reached yet; what retention deletes meanwhile may be missing. docs/operations.md lists the keys.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_, select

from watcher.store import rows
from watcher.store.records import AnyRow
from watcher.store.statements import each_of, listed
from watcher.store.store import Store

PAGE = 200
"""Rows read in one transaction; a body may be long."""

Plain = dict[str, Any]
"""Fit for JSON but for its times, which are aware and in UTC. The key `kind` comes first and says what it is."""


class Kind(StrEnum):
    """What can be exported."""

    ENTRY = "entry"
    STORY = "story"
    ALERT = "alert"


class Export:
    """Reads what was archived; `since` leaves out what was neither begun nor changed at or after that time."""

    def __init__(self, store: Store, since: datetime | None = None) -> None:
        self._store = store
        self._since = since

    def count(self, kind: Kind) -> int:
        """Give how many objects there are now; reads a whole index, so only for people who watch."""
        query = select(func.count()).select_from(_TABLES[kind]).where(*self._wanted(kind))
        with self._store.read() as tx:
            return tx.connection.scalar(query) or 0

    def objects(self, kind: Kind) -> Iterator[Plain]:
        """Give all objects of a kind in the order in which they came into the store."""
        table, build = _TABLES[kind], _BUILDERS[kind]
        query = select(table).where(*self._wanted(kind)).order_by(table.c.id).limit(PAGE)
        with self._store.read() as tx:
            last = tx.connection.scalar(select(func.max(table.c.id))) or 0
        query = query.where(table.c.id <= last)
        begin = 0
        while True:
            with self._store.read() as tx:
                page = tx.connection.execute(query.where(table.c.id > begin)).all()
                objects = build(tx.connection, page)
            yield from ({"kind": kind.value, **each} for each in objects)
            if len(page) < PAGE:
                return
            begin = page[-1].id

    def _wanted(self, kind: Kind) -> Sequence[ColumnElement[bool]]:
        if self._since is None:
            return ()
        return (or_(*(moment >= self._since for moment in _MOMENTS[kind])),)


_TABLES: Mapping[Kind, Table] = {Kind.ENTRY: rows.entry, Kind.STORY: rows.story, Kind.ALERT: rows.alert}
_MOMENTS: Mapping[Kind, Sequence[ColumnElement[datetime]]] = {
    Kind.ENTRY: (rows.entry.c.first_seen, rows.entry.c.changed_at),
    Kind.STORY: (rows.story.c.touched_at,),
    Kind.ALERT: (rows.alert.c.created_at,),
}

_COPY = ("label", "score", "reason", "source", "title", "first_seen", "published", "published_from", "link")
_CREDIT = ("author", "outlet", "origin", "distributor")
_ENTRY = (
    *("source", "key", "label", "score", "reason", "version", "first_seen", "changed_at", "published"),
    *("published_from", "language", "link", *_CREDIT, "credit_evidence", "tags", "title", "body"),
)
_STORY = ("title", "first_seen", "touched_at", "published", "origin", "distributor")
_ALERT = ("rule", "state", "priority", "created_at", "reason", "channels", "evidence")
_DELIVERY = ("channel", "state", "attempts", "sent_at", "not_before", "last_error")


def _entries(connection: Connection, page: Sequence[AnyRow]) -> list[Plain]:
    stories = _publics(connection, rows.story, {row.story for row in page})
    return [{"id": row.public, "story": stories[row.story], **_plain(row, _ENTRY)} for row in page]


def _stories(connection: Connection, page: Sequence[AnyRow]) -> list[Plain]:
    numbers = [row.id for row in page]
    copies = _copies(connection, numbers)
    query = select(rows.alert.c.story, rows.alert.c.public).where(rows.alert.c.story.in_(listed()))
    alerts = _by(connection, query.order_by(rows.alert.c.id), "story", numbers)
    return [
        {**_story(row), "copies": copies[row.id], "alerts": [alert.public for alert in alerts[row.id]]} for row in page
    ]


def _alerts(connection: Connection, page: Sequence[AnyRow]) -> list[Plain]:
    numbers = sorted({row.story for row in page})
    stories = _by(connection, select(rows.story).where(rows.story.c.id.in_(listed())), "id", numbers)
    copies = _copies(connection, numbers)
    matched = select(rows.entry).where(rows.entry.c.id.in_(listed()))
    entries = {row.id: row for row in each_of(connection, matched, sorted({row.entry for row in page}))}
    sent = select(rows.delivery).where(rows.delivery.c.alert.in_(listed())).order_by(rows.delivery.c.id)
    deliveries = _by(connection, sent, "alert", [row.id for row in page])
    return [
        {
            "id": row.public,
            **_plain(row, _ALERT),
            "entry": {"id": entries[row.entry].public, **_plain(entries[row.entry], _ENTRY)},
            "story": _story(stories[row.story][0]),
            "copies": copies[row.story],
            "deliveries": [_plain(delivery, _DELIVERY) for delivery in deliveries[row.id]],
        }
        for row in page
    ]


_BUILDERS: Mapping[Kind, Callable[[Connection, Sequence[AnyRow]], list[Plain]]] = {
    Kind.ENTRY: _entries,
    Kind.STORY: _stories,
    Kind.ALERT: _alerts,
}


def _story(row: AnyRow) -> Plain:
    return {"id": row.public, **_plain(row, _STORY)}


def _copies(connection: Connection, stories: Sequence[int]) -> Mapping[int, list[Plain]]:
    """Give each story's copies, without their texts, in the order of first sight."""
    entry = rows.entry.c
    columns = [entry[name] for name in (*_COPY, *_CREDIT)]
    query = select(entry.story, entry.public, *columns).where(entry.story.in_(listed()))
    found = _by(connection, query.order_by(entry.first_seen, entry.id), "story", stories)
    copies = {
        story: [{"entry": row.public, **_plain(row, (*_COPY, *_CREDIT))} for row in those]
        for story, those in found.items()
    }
    return defaultdict(list, copies)


def _by(connection: Connection, query: Select[Any], column: str, values: Sequence[int]) -> Mapping[int, list[AnyRow]]:
    """Run a query that holds `listed()`, and group its rows by a column."""
    groups: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for row in each_of(connection, query, values):
        groups[getattr(row, column)].append(row)
    return groups


def _publics(connection: Connection, table: Table, numbers: set[int]) -> dict[int, str]:
    query = select(table.c.id, table.c.public).where(table.c.id.in_(listed()))
    return {row.id: row.public for row in each_of(connection, query, sorted(numbers))}


def _plain(row: AnyRow, names: Sequence[str]) -> Plain:
    return {name: getattr(row, name) for name in names}
