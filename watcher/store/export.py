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

from sqlalchemy import ColumnElement, Connection, Select, Table, func, or_, select, tuple_

from watcher.events import shown
from watcher.model import ToldEvent, hash_of
from watcher.store import rows
from watcher.store.event_records import event_of, told_events_of
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
    VERSION = "version"  # an earlier text of an entry
    STORY = "story"
    EVENT = "event"
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
        table, build, keys = _TABLES[kind], _BUILDERS[kind], tuple(_TABLES[kind].primary_key)
        query = select(table).where(*self._wanted(kind)).order_by(*keys).limit(PAGE)
        with self._store.read() as tx:
            last = tx.connection.scalar(select(func.max(keys[0]))) or 0
        query = query.where(keys[0] <= last)
        behind = query
        while True:
            with self._store.read() as tx:
                page = tx.connection.execute(behind).all()
                objects = build(tx.connection, page)
            yield from ({"kind": kind.value, **each} for each in objects)
            if len(page) < PAGE:
                return
            behind = query.where(tuple_(*keys) > tuple(getattr(page[-1], key.name) for key in keys))

    def _wanted(self, kind: Kind) -> Sequence[ColumnElement[bool]]:
        if self._since is None:
            return ()
        return (or_(*(moment >= self._since for moment in _MOMENTS[kind])),)


_TABLES: Mapping[Kind, Table] = {
    Kind.ENTRY: rows.entry,
    Kind.VERSION: rows.entry_version,
    Kind.STORY: rows.story,
    Kind.EVENT: rows.event,
    Kind.ALERT: rows.alert,
}
_MOMENTS: Mapping[Kind, Sequence[ColumnElement[datetime]]] = {
    Kind.ENTRY: (rows.entry.c.first_seen, rows.entry.c.changed_at),
    Kind.VERSION: (rows.entry_version.c.at,),
    Kind.STORY: (rows.story.c.touched_at,),
    Kind.EVENT: (rows.event.c.first_seen, rows.event.c.changed_at),
    Kind.ALERT: (rows.alert.c.created_at,),
}

_COPY = ("label", "score", "reason", "source", "title", "first_seen", "published", "published_from", "link")
_CREDIT = ("author", "outlet", "origin", "origin_confidence", "distributor")
_ENTRY = (
    *("source", "key", "label", "score", "reason", "version", "first_seen", "changed_at", "published"),
    *("published_from", "language", "link", *_CREDIT, "credit_evidence", "tags", "title", "body"),
)
_STORY = ("title", "first_seen", "touched_at", "published", "origin", "origin_confidence", "distributor", "cites")
_ALERT = ("rule", "state", "label", "priority", "created_at", "acked_at", "reason", "channels", "evidence")
_EVENT = ("sequence", "first_seen", "changed_at", "published")
_VERSION = ("number", "at", "title", "body")
_LINK = ("cites", "score", "reason", "at")
_DELIVERY = (
    *("key", "channel", "recipient", "step", "state", "attempts", "sent_at", "not_before", "remote", "last_error"),
)


def _entries(connection: Connection, page: Sequence[AnyRow]) -> list[Plain]:
    stories = _publics(connection, rows.story, {row.story for row in page})
    return [{"id": row.public, "story": stories[row.story], **_plain(row, _ENTRY)} for row in page]


def _versions(connection: Connection, page: Sequence[AnyRow]) -> list[Plain]:
    named = select(rows.entry.c.id, rows.entry.c.public, rows.story.c.public.label("story_public"))
    named = named.join(rows.story, rows.story.c.id == rows.entry.c.story).where(rows.entry.c.id.in_(listed()))
    entries = {row.id: row for row in each_of(connection, named, sorted({row.entry for row in page}))}
    return [
        {
            "entry": entries[row.entry].public,
            "story": entries[row.entry].story_public,
            "hash": hash_of(row.words),
            **_plain(row, _VERSION),
        }
        for row in page
    ]


def _stories(connection: Connection, page: Sequence[AnyRow]) -> list[Plain]:
    numbers = [row.id for row in page]
    copies, links = _copies(connection, numbers), _links(connection, numbers)
    survivors = _publics(connection, rows.story, {row.merged_into for row in page if row.merged_into is not None})
    query = select(rows.alert.c.story, rows.alert.c.public).where(rows.alert.c.story.in_(listed()))
    alerts = _by(connection, query.order_by(rows.alert.c.id), "story", numbers)
    return [
        {
            **_story(row),
            "merged_into": survivors.get(row.merged_into),
            "copies": copies[row.id],
            "links": links[row.id],
            "alerts": [alert.public for alert in alerts[row.id]],
        }
        for row in page
    ]


def _events(connection: Connection, page: Sequence[AnyRow]) -> list[Plain]:
    stories = _publics(connection, rows.story, {row.story for row in page})
    entries = _publics(connection, rows.entry, {row.entry for row in page})
    return [
        {
            "id": row.public,
            "story": stories[row.story],
            "entry": entries[row.entry],
            **_plain(row, _EVENT),
            "event": shown.event_json(event_of(row.told)),
        }
        for row in page
    ]


def _told(told: ToldEvent) -> Plain:
    was = None if told.was is None else shown.event_json(told.was)
    return {"uid": told.uid, "sequence": told.sequence, "event": shown.event_json(told.event), "was": was}


def _alerts(connection: Connection, page: Sequence[AnyRow]) -> list[Plain]:
    now = _survivors(connection, {row.story for row in page})
    numbers = sorted(set(now.values()))
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
            "events": [_told(each) for each in told_events_of(row.events)],
            "entry": {"id": entries[row.entry].public, **_plain(entries[row.entry], _ENTRY)},
            "story": _story(stories[now[row.story]][0]),
            "copies": copies[now[row.story]],
            "deliveries": [_plain(delivery, _DELIVERY) for delivery in deliveries[row.id]],
        }
        for row in page
    ]


_BUILDERS: Mapping[Kind, Callable[[Connection, Sequence[AnyRow]], list[Plain]]] = {
    Kind.ENTRY: _entries,
    Kind.VERSION: _versions,
    Kind.STORY: _stories,
    Kind.EVENT: _events,
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


def _links(connection: Connection, stories: Sequence[int]) -> Mapping[int, list[Plain]]:
    """Give each story's links to others that tell the same event, whichever of the two came later."""
    link, one, other = rows.story_link.c, rows.story.alias("one"), rows.story.alias("another")
    named = select(link.story, link.other, *(link[name] for name in _LINK))
    named = named.add_columns(one.c.public.label("one_public"), other.c.public.label("other_public"))
    named = named.join(one, one.c.id == link.story).join(other, other.c.id == link.other)
    named = named.order_by(link.story, link.other)
    found: defaultdict[int, list[Plain]] = defaultdict(list)
    for side in ("story", "other"):
        for story, those in _by(connection, named.where(link[side].in_(listed())), side, stories).items():
            found[story] += [
                {"story": row.one_public, "other": row.other_public, **_plain(row, _LINK)} for row in those
            ]
    return found


def _by(connection: Connection, query: Select[Any], column: str, values: Sequence[int]) -> Mapping[int, list[AnyRow]]:
    """Run a query that holds `listed()`, and group its rows by a column."""
    groups: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for row in each_of(connection, query, values):
        groups[getattr(row, column)].append(row)
    return groups


def _survivors(connection: Connection, stories: set[int]) -> dict[int, int]:
    """Give the numbers of the stories that have the copies of these now: themselves, unless they were merged away."""
    story = rows.story.c
    query = select(story.id, func.coalesce(story.merged_into, story.id).label("now")).where(story.id.in_(listed()))
    return {row.id: row.now for row in each_of(connection, query, sorted(stories))}


def _publics(connection: Connection, table: Table, numbers: set[int]) -> dict[int, str]:
    query = select(table.c.id, table.c.public).where(table.c.id.in_(listed()))
    return {row.id: row.public for row in each_of(connection, query, sorted(numbers))}


def _plain(row: AnyRow, names: Sequence[str]) -> Plain:
    return {name: getattr(row, name) for name in names}
