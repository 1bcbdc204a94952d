"""The index that finds a story by its texts: hashes of the text it is known by, and every copy's exact words and page.

The hashes stand in buckets of a week, that of the last copy's arrival. A look-up sees the present week and the two
before; `Retention` and `replay` remove older ones (`watcher.store.expiry`). At most `stories.COMMON` stories of those
weeks are found under one hash: what so many carry is nobody's own. Exact hashes stay for as long as their story.
"""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, func, select

from watcher import stories
from watcher.model import Story
from watcher.store import rows
from watcher.store.bulk import insert_numbered, put_plain
from watcher.store.columns import EPOCH, storable
from watcher.store.postgresql import Crossed
from watcher.store.records import AnyRow
from watcher.store.statements import among, each_of, listed, plain
from watcher.stories.ports import Fingerprint, StoryText

if TYPE_CHECKING:
    from watcher.stories.packing import Outline
    from watcher.stories.same_event import Report

WEEKS = 3
"""Weeks in which stories are looked for. Copies follow within days; later texts of the same words are templates."""

EMPTY = Fingerprint(words=0, tokens=0, page=None, shingles=())
"""The text of a story whose own has left the index."""

Place = tuple[int | None, Fingerprint]
"""A story's week, None where it has no text, and its text."""

_BEGUN = ("public", "title", "first_seen", "touched_at", "published", "origin", "origin_confidence", "distributor")
_CARRIERS = select(*(rows.posting.c[name] for name in ("hash", "week", "story"))).where(
    among(rows.posting.c.hash, "hashes")
)
"""Of any week: there is hardly an older one, and to leave it out for each hash costs a sixth of the look-up."""
_REMOVE = rows.posting.delete().where(
    rows.posting.c.week == bindparam("of_week"),
    among(rows.posting.c.hash, "hashes"),
    rows.posting.c.story == bindparam("number"),
)
_MOVE = rows.story_text.update().where(rows.story_text.c.story == bindparam("number")).values(week=bindparam("to_week"))
_FORGET = rows.story_text.delete().where(among(rows.story_text.c.story, "numbers"))
_PLACES = select(
    *(rows.story_text.c[name] for name in ("story", "week", "words", "tokens", "page", "fingerprint"))
).where(among(rows.story_text.c.story, "numbers"))
_OUTLINES = select(*(rows.story_text.c[name] for name in ("story", "title", "fingerprint"))).where(
    among(rows.story_text.c.story, "numbers")
)
_OWNERS = select(rows.exact).where(among(rows.exact.c.hash, "hashes"))
_NUMBERS = select(rows.story.c.public, rows.story.c.id).where(rows.story.c.public.in_(listed()))
_LOCK = (
    select(rows.story.c.id, rows.story.c.merged_into)
    .where(among(rows.story.c.id, "numbers"))
    .order_by(rows.story.c.id)
    .with_for_update(key_share=True)
)
_TEXTS = (
    select(
        *(rows.story_text.c[name] for name in ("week", "words", "tokens", "page", "fingerprint")),
        func.coalesce(rows.story_text.c.title, rows.story.c.title).label("title"),
        *(rows.story.c[name] for name in ("id", "public", "first_seen", "origin", "origin_confidence", "distributor")),
    )
    .select_from(rows.story.outerjoin(rows.story_text, rows.story_text.c.story == rows.story.c.id))
    .where(among(rows.story.c.id, "numbers"))
    .order_by(rows.story.c.id)
)


def week_of(at: datetime) -> int:
    """Give the whole weeks since 1970, UTC."""
    return (at - EPOCH) // timedelta(weeks=1)


class Index:
    """The index as one transaction sees it: what was read once is not asked again.

    Args:
        connection: of that transaction.
        beside: whether others may write meanwhile: then a story is locked before it is read.
    """

    def __init__(self, connection: Connection, *, beside: bool = False) -> None:
        self._connection = connection
        self._beside = beside
        self._week: int | None = None  # that of `_carriers`
        self._carriers: dict[int, tuple[int, ...]] = {}
        self._asked: set[int] = set()  # hashes of which `_carriers` knows all stories
        self._texts: dict[int, Place] = {}  # by story
        self._numbers: dict[str, int] = {}  # of stories, by id

    def owners(self, texts: Iterable[Fingerprint]) -> dict[int, int]:
        """Give the stories that own the exact words and pages of these texts, by hash."""
        asked = sorted({value for text in texts for value in stories.exact_hashes(text)})
        if not asked:
            return {}
        return {row.hash: row.story for row in self._connection.execute(_OWNERS, {"hashes": asked})}

    def own(self, copies: Iterable[tuple[Fingerprint, int]]) -> None:
        """Note words and page of these copies of the numbered stories; the latest story that had them owns them."""
        found = {value: story for text, story in copies for value in stories.exact_hashes(text)}
        put_plain(self._connection, rows.exact, sorted(found.items()))

    def carriers(self, hashes: Iterable[int], at: datetime) -> Mapping[int, tuple[int, ...]]:
        """Give the stories that carry these hashes, at most `stories.COMMON` under one; nothing under most of them."""
        if self._week != week_of(at):
            self._week, self._carriers, self._asked = week_of(at), {}, set()
        asked = sorted(set(hashes) - self._asked)
        if asked:
            self._asked.update(asked)
            weeks = range(self._week - WEEKS + 1, self._week + 1)
            for value, week, story in plain(self._connection, _CARRIERS, {"hashes": asked}):
                if week in weeks:
                    self._carriers[value] = (*self._carriers.get(value, ()), story)
        return self._carriers

    def outlines(self, numbers: Collection[int]) -> Mapping[int, tuple[str, "Outline"]]:
        """Give title and outline of those of the numbered stories that are in the index; others may yet change them."""
        found = plain(self._connection, _OUTLINES, {"numbers": sorted(numbers)}) if numbers else ()
        return {story: (title, stories.outline(packed)) for story, title, packed in found}

    def hold(self, numbers: Collection[int]) -> None:
        """Keep others from merging the numbered stories until the transaction ends; all at once, in their order.

        Raises:
            Crossed: another story has absorbed one of them since it was looked up.
        """
        if self._beside and numbers:
            locked = self._connection.execute(_LOCK, {"numbers": sorted(numbers)})
            if any(row.merged_into is not None for row in locked):
                raise Crossed("a story was merged into another one meanwhile")

    def texts(self, numbers: Collection[int]) -> dict[int, StoryText]:
        """Give the numbered stories, in the order they began; one that has left the index with an empty text."""
        return {row.id: self._text(row) for row in self._read(numbers)}

    def reports(self, numbers: Collection[int]) -> "tuple[Report, ...]":
        """Give what the events of the numbered stories are known by, but for digests."""
        found = list(self._read(numbers))
        self._numbers.update((row.public, row.id) for row in found)
        return tuple(report for row in found if (report := _report(row)))

    def begin(self, begun: Iterable[Story], at: datetime) -> AbstractSet[int]:
        """Write stories that begin, touched as of `at`, and give their numbers; one that is there stays as it is."""
        written = insert_numbered(self._connection, rows.story, _BEGUN, [_begun(story, at) for story in begun])
        self._numbers.update(written)
        self._texts.update((number, (None, EMPTY)) for number in written.values())
        return frozenset(written.values())

    def numbers(self, names: AbstractSet[str]) -> dict[str, int]:
        """Give the counted keys of stories."""
        asked = sorted(names - self._numbers.keys())
        self._numbers.update((row.public, row.id) for row in each_of(self._connection, _NUMBERS, asked))
        return {name: self._numbers[name] for name in names}

    def put(self, texts: Mapping[int, StoryText], at: datetime) -> None:
        """Make these the texts by which the numbered stories are known, from the week of `at` on."""
        week = week_of(at)
        new = {story: (week, text.fingerprint) for story, text in texts.items()}
        before = self._before(texts)
        put_plain(self._connection, rows.story_text, [_row(story, week, text) for story, text in texts.items()])
        self._repost(before, new, at)

    def refresh(self, numbers: Collection[int], at: datetime) -> None:
        """Move the numbered stories into the week of `at`, where they stand in an older one."""
        week = week_of(at)
        old = {story: known for story, known in self._before(numbers).items() if (known[0] or week) < week}
        if old:
            self._connection.execute(_MOVE, [{"number": story, "to_week": week} for story in old])
            self._repost(old, {story: (week, text) for story, (_, text) in old.items()}, at)

    def remove(self, numbers: Collection[int]) -> None:
        """Take the numbered stories, which are to be deleted or were merged into others, out of the index."""
        for story, place in self._before(numbers).items():
            self._unpost(story, place, stories.postings(place[1]))
            self._texts[story] = (None, EMPTY)
        if numbers:
            self._connection.execute(_FORGET, {"numbers": sorted(numbers)})

    def _read(self, numbers: Collection[int]) -> Iterable[AnyRow]:
        return self._connection.execute(_TEXTS, {"numbers": sorted(numbers)}) if numbers else ()

    def _text(self, row: AnyRow) -> StoryText:
        text = _fingerprint_of(row)
        self._texts[row.id] = (row.week, text)
        self._numbers[row.public] = row.id
        return StoryText(
            id=row.public,
            title=row.title,
            fingerprint=text,
            first_seen=row.first_seen,
            origin=row.origin,
            origin_confidence=row.origin_confidence or 0.0,
            distributor=row.distributor,
        )

    def _before(self, numbers: Collection[int]) -> dict[int, Place]:
        """Give week and text by which the numbered stories are known until now."""
        asked = sorted(set(numbers) - self._texts.keys())
        if asked:
            self._texts.update((number, (None, EMPTY)) for number in asked)
            for row in self._connection.execute(_PLACES, {"numbers": asked}):
                self._texts[row.story] = (row.week, _fingerprint_of(row))
        return {number: self._texts[number] for number in numbers}

    def _repost(self, before: Mapping[int, Place], after: Mapping[int, Place], at: datetime) -> None:
        """Bring the postings of some stories from one state to another."""
        added: dict[int, list[int]] = {}
        for story, place in after.items():
            old, new = stories.postings(before[story][1]), stories.postings(place[1])
            kept = set(old).intersection(new) if before[story][0] == place[0] else set()
            self._unpost(story, before[story], [value for value in old if value not in kept])
            added[story] = [value for value in new if value not in kept]
        self._texts.update(after)
        self._post(added, at)

    def _unpost(self, story: int, place: Place, hashes: Collection[int]) -> None:
        week, _ = place
        if week is None or not hashes:
            return
        self._connection.execute(_REMOVE, {"number": story, "of_week": week, "hashes": hashes})
        for value in self._carriers.keys() & hashes:
            self._carriers[value] = tuple(each for each in self._carriers[value] if each != story)

    def _post(self, added: Mapping[int, Collection[int]], at: datetime) -> None:
        """Add postings, except under hashes that so many stories carry already that they name no candidate."""
        self.carriers(chain.from_iterable(added.values()), at)
        carriers, new, week = self._carriers, [], week_of(at)
        for story, values in added.items():
            for value in values:
                those = carriers.get(value, ())
                if len(those) < stories.COMMON:
                    carriers[value] = (*those, story)
                    new.append((value, week, story))
        put_plain(self._connection, rows.posting, sorted(new))


def _fingerprint_of(row: AnyRow) -> Fingerprint:
    if row.week is None:
        return EMPTY
    return stories.unpack(row.words, row.tokens, row.page, row.fingerprint)


def _report(row: AnyRow) -> "Report | None":
    """Give what a story's event is known by; None for a digest, which tells several."""
    if row.week is None:
        return stories.Report(story=row.public, title=row.title, at=row.first_seen)
    told = stories.unpack_told(row.fingerprint)
    at = stories.published_at(row.first_seen, told.begun)
    writers = frozenset(told.origins)
    return None if told.digest else stories.Report(story=row.public, title=row.title, at=at, writers=writers)


def _begun(story: Story, at: datetime) -> tuple[object, ...]:
    """Give a row of `story` without its number, in the order of `_BEGUN`."""
    confidence = story.origin_confidence or None
    return (
        story.id,
        story.title,
        story.first_seen,
        at,
        story.published,
        story.origin,
        confidence,
        story.distributor,
    )


def _row(story: int, week: int, text: StoryText) -> tuple[object, ...]:
    """Give a row of `story_text`, in the order of its columns."""
    known = text.fingerprint
    return (story, week, known.words, known.tokens, known.page, storable(text.title), stories.pack(known))
