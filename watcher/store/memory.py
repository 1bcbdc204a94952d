"""What the past says about one document: its entries known before, and the stories its texts may belong to."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from heapq import nlargest
from itertools import chain

from sqlalchemy import Connection, bindparam, select

from watcher import stories
from watcher.model import EntryKey
from watcher.pipeline import Known, PreparedEntry
from watcher.store import rows
from watcher.store.events import events_of
from watcher.store.furniture import furniture_of
from watcher.store.index import Index
from watcher.store.keys import stored_key
from watcher.store.links import told_of
from watcher.store.records import AnyRow
from watcher.store.statements import each_of, listed
from watcher.stories.ports import Fingerprint, KnownEntry

_COLUMNS = (
    *(rows.entry.c[name] for name in ("public", "key", "words")),
    rows.story.c.id.label("number"),
    rows.story.c.public.label("story"),
)
_NAMED = (
    select(rows.entry_key.c.key.label("asked"), *_COLUMNS)
    .join(rows.entry, rows.entry.c.id == rows.entry_key.c.entry)
    .join(rows.story, rows.story.c.id == rows.entry.c.story)
    .where(rows.entry_key.c.source == bindparam("source"), rows.entry_key.c.key.in_(listed()))
)
_ENTRIES = select(*_COLUMNS).join(rows.story, rows.story.c.id == rows.entry.c.story)


class Memory:
    """Reads `Known`."""

    def __init__(self, connection: Connection, index: Index) -> None:
        self._connection = connection
        self._index = index

    def known(self, source: str, entries: Sequence[PreparedEntry], at: datetime, *, first_run: bool = False) -> Known:
        """Read all that bears on the entries of one document of `source` that arrives at `at`.

        Entries that the source showed before with the same words name no candidates: nothing is to be decided on them.

        Raises:
            Crossed: as `Index.texts`.
        """
        rows_of = self._entries(source, entries)
        known = {key: _known(row) for key, row in rows_of.items()}
        fresh = [each for each in entries if not _unchanged(each, known)]
        owners = self._index.owners(each.fingerprint for each in entries)
        furniture = furniture_of(self._connection, source)
        if fresh:
            furniture = stories.learn(furniture, [each.fingerprint for each in fresh])
        parts = stories.furniture(furniture)
        near, held = candidates(self._index, [stories.cleared(each.fingerprint, parts) for each in fresh], at)
        likely = {story for found in near.values() for story in found}
        texts = self._index.texts(likely | {row.number for row in rows_of.values()} | set(owners.values()))
        told = told_of(self._connection, texts.keys())
        return Known(
            entries=known,
            stories=tuple(texts.values()),
            exact={value: texts[story].id for value, story in owners.items()},
            near={words: tuple(texts[story].id for story in found) for words, found in near.items()},
            held=held,
            alerted=told.alerted,
            links=told.links,
            tellers=told.tellers,
            waiting=told.waiting,
            told=told.told,
            events=events_of(self._connection, texts.keys()),
            told_events=told.events,
            furniture=furniture,
            first_run=first_run,
            returned=self._returned(source, [each for each in fresh if known.keys().isdisjoint(each.keys)]),
        )

    def _entries(self, source: str, entries: Sequence[PreparedEntry]) -> dict[EntryKey, AnyRow]:
        asked = {stored_key(key): key for each in entries for key in each.keys}
        found = {asked[row.asked]: row for row in each_of(self._connection, _NAMED, asked, {"source": source})}
        return found | self._own(source, entries)

    def _own(self, source: str, entries: Sequence[PreparedEntry]) -> dict[EntryKey, AnyRow]:
        """Give the entries that began under these first keys: one may also be another entry's further key."""
        first = {stories.entry_id(source, each.keys[0]): each.keys[0] for each in entries}
        query = _ENTRIES.where(rows.entry.c.public.in_(listed()))
        return {first[row.public]: row for row in each_of(self._connection, query, first)}

    def _returned(self, source: str, entries: Sequence[PreparedEntry]) -> frozenset[EntryKey]:
        """Give the first keys of those whose source showed them with the same words, before they were deleted."""
        asked = {stories.entry_id(source, each.keys[0]): each for each in entries}
        query = select(rows.forgotten).where(rows.forgotten.c.public.in_(listed()))
        found = each_of(self._connection, query, asked)
        same = (row.public for row in found if row.words == asked[row.public].fingerprint.words)
        return frozenset(asked[name].keys[0] for name in same)


def candidates(index: Index, texts: Sequence[Fingerprint], at: datetime) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Give by each text's words the stories it may belong to, and how many stories hold what is nobody's own."""
    asked = set(chain.from_iterable(map(stories.probes, texts)))
    carriers = index.carriers(asked, at)
    return {text.words: _elected(text, carriers) for text in texts}, _held(asked, carriers)


def _unchanged(entry: PreparedEntry, known: Mapping[EntryKey, KnownEntry]) -> bool:
    return any(key in known and known[key].words == entry.fingerprint.words for key in entry.keys)


def _elected(text: Fingerprint, carriers: Mapping[int, Sequence[int]]) -> list[int]:
    """Give the stories with most votes; of equal ones the youngest: copies follow soon."""
    votes = stories.votes(text, carriers)
    return nlargest(stories.LIKELY, votes, key=lambda story: (votes[story], story))


def _held(asked: AbstractSet[int], carriers: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Give for each hash that is nobody's own how many stories carry it."""
    carried = {value: len(carriers[value]) for value in carriers.keys() & asked}
    return {value: min(count, stories.COMMON) for value, count in carried.items() if count >= stories.BOILERPLATE}


def _known(row: AnyRow) -> KnownEntry:
    return KnownEntry(id=row.public, key=row.key, story=row.story, words=row.words)
