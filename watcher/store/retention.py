"""What is deleted, and when: docs/decisions/0008 says why.

A story goes when nothing touched it for `keep`, nobody was told of it, and no feed still shows any of its entries.
With it go its entries and their earlier texts, its events, keys, index and baseline alerts; of each entry a short mark
stays, so that one that comes back as it was is known to be no news. Deletion goes in steps, each a write transaction of
tens of milliseconds: one that is killed between or within steps has deleted whole stories and nothing else.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, and_, delete, exists, or_, select

from watcher.model import AlertState, EntryId
from watcher.store import rows
from watcher.store.bundles import has_members
from watcher.store.expiry import expire
from watcher.store.index import Index
from watcher.store.records import UNSENT, AnyRow
from watcher.store.shown import still_shown
from watcher.store.statements import CHUNK, each_of, listed, put
from watcher.store.store import Store
from watcher.stories import entry_id
from watcher.stories.keys import GUID

STEP = 20
"""Stories deleted in one transaction."""

REMEMBER = timedelta(days=5 * 365)
"""How long a mark of a deleted entry stays, and the content hash of a dropped file that was moved away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """How much went."""

    stories: int = 0
    entries: int = 0
    alerts: int = 0  # baseline ones
    notices: int = 0
    feeds: int = 0  # states of feeds that are no longer configured
    marks: int = 0  # of deleted entries and dropped files

    def __add__(self, other: "Deleted") -> "Deleted":
        mine, theirs = self.as_counts(), other.as_counts()
        return Deleted(**{name: mine[name] + theirs[name] for name in mine})

    def __bool__(self) -> bool:
        return self != Deleted()

    def as_counts(self) -> dict[str, int]:
        """Give all numbers by name."""
        return asdict(self)


class Retention:
    """Deletes what is older than `keep`.

    Args:
        feeds: the names of all configured feeds. What is known of another one goes `keep` after its last poll, so that
            it begins anew, with a first run, should it be configured again.
        standing_drops: the names of drop folders whose files stay; what was read there is remembered for ever.
    """

    def __init__(
        self, store: Store, keep: timedelta, *, feeds: Collection[str] = (), standing_drops: Collection[str] = ()
    ) -> None:
        self._store = store
        self._keep = keep
        self._feeds = frozenset(feeds)
        self._standing_drops = sorted(standing_drops)

    def steps(self, now: datetime) -> Iterator[Deleted]:
        """Delete all that has to go as of `now`, a transaction for each value given; what is not asked for stays.

        Raises:
            StoreBusy, ServiceUnavailable: as `Store.write`; the next time goes on from there.
        """
        before = now - self._keep
        yield self._retire_feeds(before)
        yield from self._stories(before, now)
        for ids in self._slices(_old_notices(before)):
            yield Deleted(notices=self._delete(rows.notice.c.id, ids))
        for ids in self._slices(_old_bundles(before)):
            self._delete(rows.delivery.c.id, ids)
            yield Deleted()
        for ids in self._slices(select(rows.forgotten.c.public).where(rows.forgotten.c.at < now - REMEMBER)):
            yield Deleted(marks=self._delete(rows.forgotten.c.public, ids))
        yield self._forget_files(now - REMEMBER)
        yield from (Deleted() for _ in expire(self._store, now))

    def _retire_feeds(self, before: datetime) -> Deleted:
        feed = rows.feed_state.c
        with self._store.read() as tx:
            old = tx.connection.scalars(select(feed.name).where(feed.polled_at < before)).all()
        gone = [name for name in old if name not in self._feeds]
        if gone:
            self._delete(rows.furniture.c.source, gone)
        return Deleted(feeds=self._delete(feed.name, gone) if gone else 0)

    def _stories(self, before: datetime, now: datetime) -> Iterator[Deleted]:
        for page in self._candidates(before):
            for start in range(0, len(page), STEP):
                with self._store.write() as tx:
                    deleted = delete_stories(tx.connection, page[start : start + STEP], before, now)
                yield deleted

    def _candidates(self, before: datetime) -> Iterator[list[int]]:
        """Give the numbers of stories to go, the longest untouched first, and pass each story that stays only once."""
        story = rows.story.c
        asked = select(story.id, story.touched_at, deletable(before).label("goes")).where(story.touched_at < before)
        asked = asked.order_by(story.touched_at, story.id).limit(CHUNK)
        page: Sequence[AnyRow] = ()
        while not page or len(page) == CHUNK:
            with self._store.read() as tx:
                page = tx.connection.execute(asked.where(_behind(page[-1])) if page else asked).all()
            yield [row.id for row in page if row.goes]
            if not page:
                return

    def _slices(self, query: Select[Any]) -> Iterator[Sequence[Any]]:
        while True:
            with self._store.read() as tx:
                found = tx.connection.scalars(query.limit(CHUNK)).all()
            if not found:
                return
            yield found

    def _delete(self, column: Column[Any], values: Sequence[Any]) -> int:
        with self._store.write() as tx:
            return _delete(tx.connection, column, values)

    def _forget_files(self, before: datetime) -> Deleted:
        file = rows.drop_file.c
        query = delete(rows.drop_file).where(file.taken_at < before, file.drop.not_in(self._standing_drops))
        with self._store.write() as tx:
            return Deleted(marks=tx.connection.execute(query).rowcount)


def deletable(before: datetime) -> ColumnElement[bool]:
    """Say of a row of `story` whether it may go: untouched since `before`, told to nobody, shown by no feed.

    A story that another one absorbed goes with that one.
    """
    story, absorbed, alert = rows.story.c, rows.story.alias("absorbed").c, rows.alert.c
    sent = alert.state == AlertState.OPEN
    told = exists().where(alert.story == story.id, sent)
    told_before = exists().where(absorbed.merged_into == story.id, alert.story == absorbed.id, sent)
    stays = or_(story.merged_into.is_not(None), told, told_before, still_shown())
    return (story.touched_at < before) & ~stays


def delete_stories(connection: Connection, numbers: Sequence[int], before: datetime, now: datetime) -> Deleted:
    """Delete those of the numbered stories that may still go, with all that belongs to them."""
    story, entry = rows.story.c, rows.entry.c
    # Locked on PostgreSQL: whoever adds an entry touches the story first, and a touched one is not given here.
    going = select(story.id).where(story.id.in_(listed()), deletable(before)).with_for_update(of=rows.story)
    stories = [row.id for row in each_of(connection, going, numbers)]
    query = select(entry.id, entry.public, entry.words).where(entry.story.in_(listed()))
    entries = list(each_of(connection, query, stories))
    marked = {row.public: row.words for row in entries} | _by_later_guids(connection, [row.id for row in entries])
    put(connection, rows.forgotten, [{"public": name, "words": words, "at": now} for name, words in marked.items()])
    _delete(connection, rows.entry_key.c.entry, [row.id for row in entries])
    Index(connection).remove(stories)
    absorbed = select(story.id).where(story.merged_into.in_(listed()))
    rest = [row.id for row in each_of(connection, absorbed, stories)]
    alerts = _delete(connection, rows.alert.c.story, [*stories, *rest])
    _delete(connection, story.id, [*stories, *rest])  # entries, events, marks, texts, exact hashes: by cascade
    return Deleted(stories=len(stories), entries=len(entries), alerts=alerts)


def _by_later_guids(connection: Connection, numbers: Sequence[int]) -> dict[EntryId, int]:
    """Give the words of entries under the ids that they would get by guids that they came under later."""
    key, entry = rows.entry_key.c, rows.entry.c
    query = select(key.source, key.key, entry.words).join(rows.entry, entry.id == key.entry)
    query = query.where(key.entry.in_(listed()), key.key.startswith(GUID), key.key != entry.key)
    return {entry_id(row.source, row.key): row.words for row in each_of(connection, query, numbers)}


def _behind(last: AnyRow) -> ColumnElement[bool]:
    """Say of a row of `story` whether it stands behind this one in the order of touch."""
    story = rows.story.c
    return and_(story.touched_at >= last.touched_at, or_(story.touched_at > last.touched_at, story.id > last.id))


def _delete(connection: Connection, column: Column[Any], values: Sequence[Any]) -> int:
    """Delete the rows that have one of these values; give how many."""
    statement = delete(column.table).where(column.in_(listed()))
    chunks = [values[at : at + CHUNK] for at in range(0, len(values), CHUNK)]
    return sum(connection.execute(statement, {"listed": chunk}).rowcount for chunk in chunks)


def _old_notices(before: datetime) -> Select[Any]:
    """Ask for old notices that no channel still waits for."""
    notice, delivery = rows.notice.c, rows.delivery.c
    waiting = exists().where(delivery.notice == notice.id, delivery.state.in_(UNSENT))
    return select(notice.id).where(notice.created_at < before, ~waiting)


def _old_bundles(before: datetime) -> Select[Any]:
    """Ask for old messages of several deliveries that went one after the other, and old digests of none."""
    delivery = rows.delivery.c
    done = delivery.bundle.is_not(None) & delivery.state.not_in(UNSENT)
    return select(delivery.id).where(done, delivery.at < before, ~has_members())
