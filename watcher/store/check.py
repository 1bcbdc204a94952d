"""Whether a store is sound: its schema, its file, and what has to hold between its tables."""

from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, Connection, Select, Table, exists, func, inspect, select, text

from watcher.errors import ServiceUnavailable
from watcher.model import AlertState
from watcher.store import rows, schema
from watcher.store.store import Store

SHOWN = 10
"""Lines of SQLite's own check that are told; one damaged page gives hundreds."""


def problems(store: Store) -> tuple[str, ...]:
    """Give what is wrong with a store that can be opened, a sentence each; reads all of it, from one snapshot.

    A schema that is not current, or a damaged file, is told alone: what else there is could not be trusted.
    """
    found: list[str] = []
    try:
        with store.read() as tx:
            found.extend(_problems(tx.connection))
    except ServiceUnavailable as error:  # a damaged page, or a server that went away
        found.append(str(error))
    return tuple(found)


def _problems(connection: Connection) -> Iterator[str]:
    current, needed = schema.revision(connection)
    if current != needed:
        advice = "run: watcher db upgrade" if current in schema.REVISIONS else "a newer watcher wrote it: use that one"
        yield f"the schema is at revision {current}, this watcher needs {needed}; {advice}"
        return
    damage = tuple(_damage(connection)) or tuple(_missing(connection))
    yield from damage
    if not damage:
        yield from _broken(connection)


def _damage(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        lines = [row[0] for row in connection.execute(text(f"PRAGMA integrity_check({SHOWN})"))]
        yield from (f"the file is damaged: {line}; restore a backup" for line in lines if line != "ok")


def _missing(connection: Connection) -> Iterator[str]:
    for name in sorted(set(rows.metadata.tables).difference(inspect(connection).get_table_names())):
        yield f"the table {name} is missing; restore a backup"


def _broken(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":  # PostgreSQL lets no such row in
        yield from _dangling(connection)
    for sentence, query in _counts().items():
        if number := connection.scalar(query):
            yield f"{sentence}: {number:,}"


def _dangling(connection: Connection) -> Iterator[str]:
    query = 'SELECT "table", parent, count(*) FROM pragma_foreign_key_check() GROUP BY 1, 2 ORDER BY 1, 2'
    for table, parent, number in connection.execute(text(query)):
        yield f"rows of {table} whose {parent} is not there: {number:,}"


def _counts() -> Mapping[str, Select[int]]:
    """Give what must not be found and no constraint sees; constraints are part of SQLite's own check."""
    story, entry, alert, delivery = rows.story.c, rows.entry.c, rows.alert.c, rows.delivery.c
    key, posting, known, version = rows.entry_key.c, rows.posting.c, rows.story_text.c, rows.entry_version.c
    event = rows.event.c
    absorbed = story.merged_into.is_not(None)
    survivor = rows.story.alias("survivor").c
    now_in = func.coalesce(story.merged_into, story.id)
    in_story = exists().where(entry.id == alert.entry, story.id == alert.story, entry.story == now_in)
    goes_out = (alert.state == AlertState.OPEN) & (func.json_array_length(alert.channels) > 0)
    bundle = rows.delivery.alias("bundle").c
    return {
        "stories without an entry": _count(rows.story, ~absorbed & ~exists().where(entry.story == story.id)),
        "merged stories that still have entries": _count(
            rows.story, absorbed & exists().where(entry.story == story.id)
        ),
        "stories merged into one that was itself merged": _count(
            rows.story, exists().where(survivor.id == story.merged_into, survivor.merged_into.is_not(None))
        ),
        "keys whose entry is not there": _count(rows.entry_key, ~exists().where(entry.id == key.entry)),
        "postings whose story is not known by a text of that week": _count(
            rows.posting, ~exists().where(known.story == posting.story, known.week == posting.week)
        ),
        "earlier texts that are not earlier than the entry's own": _count(
            rows.entry_version, exists().where(entry.id == version.entry, entry.version <= version.number)
        ),
        "events whose entry is not of their story": _count(
            rows.event, ~exists().where(entry.id == event.entry, entry.story == event.story)
        ),
        "alerts whose entry is not of their story": _count(rows.alert, ~in_story),
        "alerts to channels that were never put into the outbox": _count(
            rows.alert, goes_out & ~exists().where(delivery.alert == alert.id)
        ),
        "deliveries that do not stand as the message they are in": _count(
            rows.delivery,
            delivery.within.is_not(None)
            & ~exists().where(bundle.id == delivery.within, bundle.bundle.is_not(None), bundle.state == delivery.state),
        ),
    }


def _count(table: Table, broken: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(table).where(broken)
