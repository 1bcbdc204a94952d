"""Stories and their copies, as listings show them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, ScalarSelect, Select, bindparam, exists, func, select

from watcher.alerts import DatedEvent, SameEvent
from watcher.errors import InputError
from watcher.model import Article, Copy, EntryId, Story, StoryEvent, StoryId, Version
from watcher.store import rows
from watcher.store.columns import PublicId
from watcher.store.links import event_of
from watcher.store.prefixes import find_id
from watcher.store.records import AnyRow, article_of, copy_of, story_of
from watcher.store.statements import each_of, listed
from watcher.store.versions import versions_of
from watcher.stories import lead_copy


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySummary:
    """A story with its copies in the order of first sight."""

    story: Story
    copies: tuple[Copy, ...]  # never empty

    @property
    def lead(self) -> Copy:
        """The copy whose headline and time stand for the story."""
        return lead_copy(self.copies)


class Stories:
    """Reads stories. Ids that are not there raise `InputError`; one that was merged away names its survivor."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self, limit: int | None = None, since: datetime | None = None, source: str | None = None
    ) -> Sequence[StorySummary]:
        """Give the newest stories first: those first seen at or after `since`, those that `source` carries."""
        story, entry = rows.story.c, rows.entry.c
        query = select(rows.story).where(story.merged_into.is_(None))
        query = query.order_by(story.first_seen.desc(), story.id.desc()).limit(limit)
        if since is not None:
            query = query.where(story.first_seen >= since)
        if source is not None:
            query = query.where(exists().where(entry.story == story.id, entry.source == source))
        return self._summaries(self._connection.execute(query))

    def touched(self, since: datetime) -> Sequence[StorySummary]:
        """Give the stories that got an entry, or whose entry changed, at or after `since`, newest first."""
        story = rows.story.c
        query = select(rows.story).where(story.touched_at >= since, story.merged_into.is_(None))
        query = query.order_by(story.first_seen.desc(), story.id.desc())
        return self._summaries(self._connection.execute(query))

    def get(self, typed: str) -> StoryId:
        """Give the id that begins as typed, or that of the story which has absorbed the one that does.

        Raises:
            InputError: no id begins so, or several do.
        """
        return self.story(StoryId(find_id(self._connection, rows.story, typed, "story"))).id

    def story(self, name: StoryId) -> Story:
        """Give the story of exactly this id, or the one that has absorbed it."""
        row = self._connection.execute(_STORY, {"name": name}).one_or_none()
        if row is None:
            raise InputError(f"no story has the id {name!r}")
        return story_of(row)

    def summary(self, name: StoryId) -> StorySummary:
        """Give the story as `story` does, with its copies."""
        return StorySummary(story=self.story(name), copies=self.copies(name))

    def copies(self, name: StoryId) -> tuple[Copy, ...]:
        """Give the story's copies in the order of first sight."""
        return tuple(copy_of(row) for row in self._connection.execute(_COPIES_OF, {"name": name}))

    def versions(self, name: StoryId) -> tuple[Version, ...]:
        """Give every text that the story's entries have or had, in the order of time."""
        return versions_of(self._connection, number_of(name))

    def event(self, name: StoryId) -> SameEvent:
        """Say who tells the story's event, and which other stories do."""
        number = self._connection.scalar(_NUMBER, {"name": name})
        if number is None:
            raise InputError(f"no story has the id {name!r}")
        return event_of(self._connection, number)

    def article(self, name: EntryId) -> Article:
        """Give an entry's text as last seen."""
        row = self._connection.execute(select(rows.entry).where(rows.entry.c.public == name)).one_or_none()
        if row is None:
            raise InputError(f"no entry has the id {name!r}")
        return article_of(row)

    def dated(self, events: Sequence[StoryEvent]) -> tuple[DatedEvent, ...]:
        """Give events, as `Events.list` gives them, with their stories, in their order."""
        query = select(rows.story).where(rows.story.c.public.in_(listed()))
        found = each_of(self._connection, query, sorted({each.story for each in events}))
        stories = {summary.story.id: summary for summary in self._summaries(found)}
        told = ((each, stories[each.story]) for each in events)
        return tuple(DatedEvent(event=each, story=one.story, copies=one.copies) for each, one in told)

    def _summaries(self, stories: Iterable[AnyRow]) -> Sequence[StorySummary]:
        found = list(stories)
        copies: defaultdict[int, list[Copy]] = defaultdict(list)
        asked = _copies().where(rows.entry.c.story.in_(listed()))
        for row in each_of(self._connection, asked, [row.id for row in found]):
            copies[row.story].append(copy_of(row))
        return [StorySummary(story=story_of(row), copies=tuple(copies[row.id])) for row in found]


def number_of(name: StoryId | BindParameter[str]) -> ScalarSelect[Any]:
    """Ask for the counted key of the story that has the copies of this one now: itself, unless it was merged away."""
    return _every_number().where(_NAMED.c.public == name).scalar_subquery()


_NAMED = rows.story.alias("named")


@cache
def _every_number() -> Select[Any]:
    return select(func.coalesce(_NAMED.c.merged_into, _NAMED.c.id))


@cache
def _copies() -> Select[Any]:
    """Ask for entries as copies; without their bodies, which are long."""
    columns = [column for column in rows.entry.c if column.name not in {"body", "tags", "credit_evidence"}]
    return (
        select(*columns, rows.story.c.public.label("story_public"))
        .join(rows.story, rows.story.c.id == rows.entry.c.story)
        .order_by(rows.entry.c.first_seen, rows.entry.c.id)
    )


_OF_NAME = number_of(bindparam("name", type_=PublicId))
_NUMBER = select(_OF_NAME)
_STORY = select(rows.story).where(rows.story.c.id == _OF_NAME)
_COPIES_OF = _copies().where(rows.entry.c.story == _OF_NAME)
"""Made once: making a statement takes longer than running it."""
