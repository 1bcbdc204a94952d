"""Stories and their copies, as listings show them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, select

from watcher.errors import InputError
from watcher.model import Article, Copy, EntryId, Story, StoryId
from watcher.store import rows
from watcher.store.prefixes import find_id
from watcher.store.records import AnyRow, article_of, copy_of, story_of
from watcher.store.statements import each_of, listed
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
    """Reads stories. Ids that are not there raise `InputError`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self, limit: int | None = None, since: datetime | None = None, source: str | None = None
    ) -> Sequence[StorySummary]:
        """Give the newest stories first: those first seen at or after `since`, those that `source` carries."""
        story, entry = rows.story.c, rows.entry.c
        query = select(rows.story).order_by(story.first_seen.desc(), story.id.desc()).limit(limit)
        if since is not None:
            query = query.where(story.first_seen >= since)
        if source is not None:
            query = query.where(exists().where(entry.story == story.id, entry.source == source))
        return self._summaries(query)

    def touched(self, since: datetime) -> Sequence[StorySummary]:
        """Give the stories that got an entry, or whose entry changed, at or after `since`, newest first."""
        story = rows.story.c
        query = select(rows.story).where(story.touched_at >= since)
        return self._summaries(query.order_by(story.first_seen.desc(), story.id.desc()))

    def get(self, typed: str) -> StoryId:
        """Give the id that begins as typed; raises `InputError` when none or several do."""
        return StoryId(find_id(self._connection, rows.story, typed, "story"))

    def story(self, name: StoryId) -> Story:
        """Give the story of exactly this id."""
        row = self._connection.execute(select(rows.story).where(rows.story.c.public == name)).one_or_none()
        if row is None:
            raise InputError(f"no story has the id {name!r}")
        return story_of(row)

    def summary(self, name: StoryId) -> StorySummary:
        """Give the story of exactly this id with its copies."""
        return StorySummary(story=self.story(name), copies=self.copies(name))

    def copies(self, name: StoryId) -> tuple[Copy, ...]:
        """Give the story's copies in the order of first sight."""
        return tuple(copy_of(row) for row in self._connection.execute(_copies().where(rows.story.c.public == name)))

    def article(self, name: EntryId) -> Article:
        """Give an entry's text as last seen."""
        row = self._connection.execute(select(rows.entry).where(rows.entry.c.public == name)).one_or_none()
        if row is None:
            raise InputError(f"no entry has the id {name!r}")
        return article_of(row)

    def _summaries(self, query: Select[Any]) -> Sequence[StorySummary]:
        found: Sequence[AnyRow] = self._connection.execute(query).all()
        copies: defaultdict[int, list[Copy]] = defaultdict(list)
        asked = _copies().where(rows.entry.c.story.in_(listed()))
        for row in each_of(self._connection, asked, [row.id for row in found]):
            copies[row.story].append(copy_of(row))
        return [StorySummary(story=story_of(row), copies=tuple(copies[row.id])) for row in found]


def _copies() -> Select[Any]:
    """Ask for entries as copies; without their bodies, which are long."""
    columns = [column for column in rows.entry.c if column.name not in {"body", "tags", "credit_evidence"}]
    return (
        select(*columns, rows.story.c.public.label("story_public"))
        .join(rows.story, rows.story.c.id == rows.entry.c.story)
        .order_by(rows.entry.c.first_seen, rows.entry.c.id)
    )
