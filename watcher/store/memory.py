"""What the past says about one document: its entries known before, and the stories its texts may belong to."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from heapq import nlargest
from itertools import chain

from sqlalchemy import Connection, select

from watcher import stories
from watcher.model import EntryKey
from watcher.pipeline import Known, PreparedEntry
from watcher.store import rows
from watcher.store.events import events_of
from watcher.store.furniture import furniture_of
from watcher.store.index import Index
from watcher.store.links import told_of
from watcher.store.records import AnyRow
from watcher.store.shown_before import ShownBefore, shown_before
from watcher.store.statements import each_of, listed
from watcher.stories.ports import Fingerprint, KnownEntry


class Memory:
    """Reads `Known`."""

    def __init__(self, connection: Connection, index: Index) -> None:
        self._connection = connection
        self._index = index

    def known(self, source: str, entries: Sequence[PreparedEntry], at: datetime, *, first_run: bool = False) -> Known:
        """Read all that bears on the entries of one document of `source` that arrives at `at`.

        Where all come as they were nothing is to be decided, and nothing else is read.

        Raises:
            Crossed: as `Index.hold`.
        """
        before = shown_before(self._connection, source, entries)
        known = {key: _known(row) for key, row in before.rows.items()}
        if all(_recurs(each, known) for each in before.entries):
            return Known(
                entries=known,
                stories=(),
                exact={},
                near={},
                alerted=frozenset(),
                first_run=first_run,
                shared=before.shared,
            )
        return self._known(source, before, known, at, first_run=first_run)

    def _known(
        self, source: str, before: ShownBefore, known: Mapping[EntryKey, KnownEntry], at: datetime, *, first_run: bool
    ) -> Known:
        fresh = [each for each in before.entries if not _unchanged(each, known)]
        furniture = furniture_of(self._connection, source)
        if fresh:
            furniture = stories.learn(furniture, [each.fingerprint for each in fresh])
        parts = stories.furniture(furniture)
        texts = [stories.cleared(each.fingerprint, parts) for each in fresh]
        proposed, held = candidates(self._index, texts, at)
        owners = self._index.owners(each.fingerprint for each in before.entries)
        certain = _asked(before, known, owners)
        screen = stories.Screen(texts, (each.article.title for each in before.entries))
        asked = certain | self._screened(proposed, certain, screen)
        beside = {row.number for row in before.rows.values()}.union(owners.values()) - asked
        self._index.hold(asked | beside)
        found, reports = self._index.texts(asked), self._index.reports(beside)
        told = told_of(self._connection, asked | beside)
        return Known(
            entries=known,
            stories=tuple(found.values()),
            exact={value: found[story].id for value, story in owners.items() if story in found},
            near={
                words: tuple(found[story].id for story in those if story in found) for words, those in proposed.items()
            },
            beside=reports,
            held=held,
            alerted=told.alerted,
            links=told.links,
            tellers=told.tellers,
            waiting=told.waiting,
            told=told.told,
            events=events_of(self._connection, asked | beside),
            told_events=told.events,
            furniture=furniture,
            first_run=first_run,
            shared=before.shared,
            returned=self._returned(source, [each for each in fresh if known.keys().isdisjoint(each.keys)]),
        )

    def _screened(
        self, proposed: Mapping[int, Sequence[int]], certain: AbstractSet[int], screen: stories.Screen
    ) -> set[int]:
        """Give those of the proposed stories that can matter: to be copied, retold, or linked as the same event."""
        known = self._index.outlines({*certain, *chain.from_iterable(proposed.values())})
        near = screen.near(proposed, {story: outline for story, (_, outline) in known.items()}, certain)
        rest = known.keys() - near - certain
        return near | {story for story in rest if not known[story][1].digest and screen.may_tell(known[story][0])}

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


def _asked(before: ShownBefore, known: Mapping[EntryKey, KnownEntry], owners: Mapping[int, int]) -> set[int]:
    """Give the stories of entries that come with another text, under another key or for the first time."""
    others = [each for each in before.entries if not _recurs(each, known)]
    keys = {key for each in others for key in each.keys}
    exact = {value for each in others for value in stories.exact_hashes(each.fingerprint)}
    owned = {owners[value] for value in exact & owners.keys()}
    return owned | {row.number for key, row in before.rows.items() if key in keys}


def _recurs(entry: PreparedEntry, known: Mapping[EntryKey, KnownEntry]) -> bool:
    """Tell whether an entry comes as it was, under the key under which it began."""
    name = entry.keys[0]
    return name in known and known[name].key == name and known[name].words == entry.fingerprint.words


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
    return KnownEntry(id=row.public, key=row.key, story=row.story, words=row.words, title=row.title)
