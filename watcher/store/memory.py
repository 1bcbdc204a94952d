"""What the past says about one document: its entries known before, and the stories its texts may belong to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from math import log2
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from watcher import stories
from watcher.model import EntryKey, StoryId
from watcher.pipeline import Known, PreparedEntry
from watcher.store import rows
from watcher.store.index import exact_hashes, fingerprint_of
from watcher.store.keys import stored_key
from watcher.store.records import AnyRow
from watcher.store.statements import each_of, listed
from watcher.stories.ports import Fingerprint, KnownEntry, StoryText

CANDIDATES = 12
"""Stories that each entry is compared with at most."""


class Memory:
    """Reads `Known`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, source: str, entries: Sequence[PreparedEntry], *, first_run: bool) -> Known:
        """Read all that bears on the entries of one document of `source`.

        Entries that the source showed before with the same words name no candidates: nothing is to be decided on them.
        """
        known = self._entries(source, entries)
        exact = self._exact(entries)
        fresh = [each for each in entries if not _unchanged(each, known)]
        near = self._candidates([each.fingerprint for each in fresh])
        named = {entry.story for entry in known.values()} | set(exact.values())
        texts = self._texts(near | self._numbers(named))
        return Known(
            entries=known,
            stories=tuple(texts.values()),
            exact=exact,
            alerted=self._alerted(texts),
            first_run=first_run,
            returned=self._returned(source, [each for each in fresh if known.keys().isdisjoint(each.keys)]),
        )

    def _entries(self, source: str, entries: Sequence[PreparedEntry]) -> dict[EntryKey, KnownEntry]:
        asked = {stored_key(key): key for each in entries for key in each.keys}
        columns = (rows.entry.c.public, rows.entry.c.key, rows.entry.c.words, rows.story.c.public.label("story"))
        named = (
            select(rows.entry_key.c.key.label("asked"), *columns)
            .join(rows.entry, rows.entry.c.id == rows.entry_key.c.entry)
            .join(rows.story, rows.story.c.id == rows.entry.c.story)
            .where(rows.entry_key.c.source == source, rows.entry_key.c.key.in_(listed()))
        )
        found = {asked[row.asked]: _known(row) for row in each_of(self._connection, named, asked)}
        return found | self._own(source, entries, columns)

    def _own(
        self, source: str, entries: Sequence[PreparedEntry], columns: tuple[ColumnElement[Any], ...]
    ) -> dict[EntryKey, KnownEntry]:
        """Give the entries that began under these first keys: one may also be another entry's further key."""
        first = {stories.entry_id(source, each.keys[0]): each.keys[0] for each in entries}
        query = select(*columns).join(rows.story, rows.story.c.id == rows.entry.c.story)
        query = query.where(rows.entry.c.public.in_(listed()))
        return {first[row.public]: _known(row) for row in each_of(self._connection, query, first)}

    def _returned(self, source: str, entries: Sequence[PreparedEntry]) -> frozenset[EntryKey]:
        """Give the first keys of those whose source showed them with the same words, before they were deleted."""
        asked = {stories.entry_id(source, each.keys[0]): each for each in entries}
        query = select(rows.forgotten).where(rows.forgotten.c.public.in_(listed()))
        found = each_of(self._connection, query, asked)
        same = (row.public for row in found if row.words == asked[row.public].fingerprint.words)
        return frozenset(asked[name].keys[0] for name in same)

    def _exact(self, entries: Sequence[PreparedEntry]) -> dict[int, StoryId]:
        exact, story = rows.exact.c, rows.story.c
        hashes = {value for each in entries for value in exact_hashes(each.fingerprint)}
        query = select(exact.hash, story.public).join(rows.story, story.id == exact.story)
        query = query.where(exact.hash.in_(listed()))
        return {row.hash: row.public for row in each_of(self._connection, query, sorted(hashes))}

    def _candidates(self, texts: Sequence[Fingerprint]) -> set[int]:
        """Give the stories that share most shingles with each text, for all texts together."""
        probes = [stories.probes(text) for text in texts]
        carriers = self._carriers(set(chain.from_iterable(probes)))
        return {story for asked in probes for story in _elected(asked, carriers)}

    def _carriers(self, hashes: Iterable[int]) -> dict[int, list[int]]:
        """Give for each hash that some, but not too many, stories carry those stories."""
        carriers: defaultdict[int, list[int]] = defaultdict(list)
        query = select(rows.posting).where(rows.posting.c.hash.in_(listed()))
        for row in each_of(self._connection, query, sorted(hashes)):
            carriers[row.hash].append(row.story)
        return {value: those for value, those in carriers.items() if len(those) < stories.COMMON}

    def _numbers(self, names: Iterable[StoryId]) -> set[int]:
        query = select(rows.story.c.id).where(rows.story.c.public.in_(listed()))
        return {row.id for row in each_of(self._connection, query, sorted(names))}

    def _texts(self, numbers: Iterable[int]) -> dict[int, StoryText]:
        """Give the stories by number, in the order they began."""
        text, story = rows.story_text.c, rows.story.c
        columns = [*text, story.id, story.public, story.first_seen, story.origin, story.distributor]
        query = select(*columns).join(rows.story, story.id == text.story).where(story.id.in_(listed()))
        found = each_of(self._connection, query.order_by(story.id), sorted(numbers))
        return {row.id: _text(row) for row in found}

    def _alerted(self, texts: Mapping[int, StoryText]) -> frozenset[tuple[str, StoryId]]:
        query = select(rows.alert.c.rule, rows.alert.c.story).where(rows.alert.c.story.in_(listed()))
        return frozenset((row.rule, texts[row.story].id) for row in each_of(self._connection, query, texts))


def _unchanged(entry: PreparedEntry, known: Mapping[EntryKey, KnownEntry]) -> bool:
    return any(key in known and known[key].words == entry.fingerprint.words for key in entry.keys)


def _elected(asked: Iterable[int], carriers: Mapping[int, list[int]]) -> list[int]:
    """Give the stories with most votes, rare shingles counting more; of equal ones the youngest: copies follow soon."""
    votes: defaultdict[int, float] = defaultdict(float)
    for value in asked:
        those = carriers.get(value, ())
        for story in those:
            votes[story] += 1 / (1 + log2(len(those)))
    return sorted(votes, key=lambda story: (votes[story], story), reverse=True)[:CANDIDATES]


def _known(row: AnyRow) -> KnownEntry:
    return KnownEntry(id=row.public, key=row.key, story=row.story, words=row.words)


def _text(row: AnyRow) -> StoryText:
    return StoryText(
        id=row.public,
        title=row.title,
        fingerprint=fingerprint_of(row),
        first_seen=row.first_seen,
        origin=row.origin,
        distributor=row.distributor,
    )
