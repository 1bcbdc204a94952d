"""Which entries of a document its source has shown before, as far as keys say it.

An entry that comes again is found by its first key, in one statement for all of a document. Only where one is new, or
says something else, its further keys are asked for, and which keys are none for the source.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from watcher.model import EntryKey
from watcher.pipeline import PreparedEntry
from watcher.store import rows
from watcher.store.keys import stored_key
from watcher.store.records import AnyRow
from watcher.store.statements import each_of, insert_new, listed
from watcher.stories import entry_id

_COLUMNS = (
    *(rows.entry.c[name] for name in ("public", "key", "words", "title")),
    rows.story.c.id.label("number"),
    rows.story.c.public.label("story"),
)
_NAMED = (
    select(rows.entry_key.c.key.label("asked"), *_COLUMNS)
    .join(rows.entry, rows.entry.c.id == rows.entry_key.c.entry)
    .join(rows.story, rows.story.c.id == rows.entry.c.story)
    .where(rows.entry_key.c.source == bindparam("source"), rows.entry_key.c.key.in_(listed()))
)
_BEGUN = (
    select(*_COLUMNS).join(rows.story, rows.story.c.id == rows.entry.c.story).where(rows.entry.c.public.in_(listed()))
)
_SHARED = select(rows.shared_guid.c.key).where(rows.shared_guid.c.source == bindparam("source"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBefore:
    """The entries of a document, and the rows of those that may be known."""

    entries: Sequence[PreparedEntry]  # without `shared` keys
    rows: dict[EntryKey, AnyRow]
    shared: frozenset[EntryKey] = frozenset()  # keys that are none for the source; empty where all came as they were


def shown_before(connection: Connection, source: str, entries: Sequence[PreparedEntry]) -> ShownBefore:
    """Look for the entries of one document of `source`."""
    known = _by_first_keys(connection, source, entries)
    if all(_is_as_it_was(each, known) for each in entries):
        return ShownBefore(entries=entries, rows=known)
    shared = _shared(connection, source)
    if shared:
        entries = [each.without(shared) for each in entries]
        known = _by_first_keys(connection, source, entries)
    unsure = [each for each in entries if each.keys[0] not in known or known[each.keys[0]].key != each.keys[0]]
    further = _named(connection, source, {key for each in unsure for key in each.keys[1:]})
    return ShownBefore(entries=entries, rows=further | known, shared=shared)


def keep_shared(connection: Connection, source: str, keys: Iterable[EntryKey]) -> None:
    """Remember keys that two different entries of one document had."""
    insert_new(connection, rows.shared_guid, [{"source": source, "key": stored_key(key)} for key in sorted(keys)])


def _is_as_it_was(entry: PreparedEntry, known: dict[EntryKey, AnyRow]) -> bool:
    row = known.get(entry.keys[0])
    return row is not None and row.words == entry.fingerprint.words


def _by_first_keys(connection: Connection, source: str, entries: Sequence[PreparedEntry]) -> dict[EntryKey, AnyRow]:
    """Give those that began under a first key here before those that only came under it later."""
    found = _named(connection, source, {each.keys[0] for each in entries})
    later = [key for key, row in found.items() if row.key != key]
    begun = {entry_id(source, key): key for key in later}
    return found | {begun[row.public]: row for row in each_of(connection, _BEGUN, begun)}


def _named(connection: Connection, source: str, keys: Iterable[EntryKey]) -> dict[EntryKey, AnyRow]:
    asked = {stored_key(key): key for key in keys}
    return {asked[row.asked]: row for row in each_of(connection, _NAMED, asked, {"source": source})}


def _shared(connection: Connection, source: str) -> frozenset[EntryKey]:
    return frozenset(map(EntryKey, connection.scalars(_SHARED, {"source": source})))
