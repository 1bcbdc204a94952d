"""The events of stories: reading them for listings and for what is decided next, and writing them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, select

from watcher.model import NEWS, Realis, StoryEvent, StoryId
from watcher.store import rows
from watcher.store.archive import number_of
from watcher.store.event_records import event_json, story_event_of
from watcher.store.statements import among, insert_by

_event = rows.event.c
_EVERY = (
    select(rows.event, rows.story.c.public.label("story_public"), rows.entry.c.public.label("entry_public"))
    .join(rows.story, rows.story.c.id == _event.story)
    .join(rows.entry, rows.entry.c.id == _event.entry)
)
_OF_STORIES = _EVERY.where(among(_event.story, "numbers")).order_by(_event.id)
_WRITTEN = ("story", "entry", "changed_at", "published", "sequence", "starts", "ends", "realis", "told")
"""What a change overwrites."""


class Order(StrEnum):
    """Which events come first."""

    SOONEST = "soonest"  # by their last day: "in March" stands behind every day that it may mean; undated ones last
    LAST = "last"  # by their first day, the latest first; undated ones last
    TOLD = "told"  # those that were told or changed last


_ORDERS = {
    Order.SOONEST: (_event.ends.asc().nulls_last(), _event.starts.desc()),
    Order.LAST: (_event.starts.desc().nulls_last(), _event.ends),
    Order.TOLD: (_event.changed_at.desc(),),
}


class Events:
    """Reads the events of stories."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        *,
        kind: str | None = None,
        since: date | None = None,
        until: date | None = None,
        story: StoryId | None = None,
        realis: Collection[Realis] = NEWS,
        order: Order = Order.SOONEST,
        limit: int | None = None,
    ) -> tuple[StoryEvent, ...]:
        """Give events in that order, then by uid; each None leaves out that condition.

        Args:
            kind: only of this kind.
            since: only those whose period ends on this day or later; one without a date is not among them.
            until: only those whose period begins on this day or earlier, likewise.
            story: only those of this story, or of the one that has absorbed it.
            realis: only those told in one of these ways.
            order: which of them come first.
            limit: at most so many.
        """
        query = _EVERY.where(_event.realis.in_(sorted(realis)))
        if kind is not None:
            query = query.where(_event.kind == kind)
        if since is not None:
            query = query.where(_event.ends >= since)
        if until is not None:
            query = query.where(_event.starts <= until)
        if story is not None:
            query = query.where(_event.story == number_of(story))
        query = query.order_by(*_ORDERS[order], _event.public).limit(limit)
        return tuple(map(story_event_of, self._connection.execute(query)))


def events_of(connection: Connection, stories: Collection[int]) -> tuple[StoryEvent, ...]:
    """Give the events of the numbered stories in the order in which they were first told."""
    if not stories:
        return ()
    return tuple(map(story_event_of, connection.execute(_OF_STORIES, {"numbers": sorted(stories)})))


def events_beginning(connection: Connection, first: date, last: date) -> tuple[StoryEvent, ...]:
    """Give the events that begin on one of these days, the soonest first; reads no other."""
    query = _EVERY.where(_event.starts.between(first, last)).order_by(_event.starts, _event.public)
    return tuple(map(story_event_of, connection.execute(query)))


def put_events(
    connection: Connection, events: Iterable[StoryEvent], stories: Mapping[str, int], entries: Mapping[str, int]
) -> None:
    """Write the events; one that is there is brought to date.

    `stories` and `entries` hold the counted keys of all that they name.
    """
    new = [
        {
            "public": each.uid,
            "story": stories[each.story],
            "entry": entries[each.entry],
            "first_seen": each.first_seen,
            "changed_at": each.changed_at,
            "published": each.published,
            "sequence": each.sequence,
            "starts": each.event.when and each.event.when.start,
            "ends": each.event.when and each.event.when.end,
            "realis": each.event.realis,
            "kind": each.event.kind,
            "told": event_json(each.event),
        }
        for each in events
    ]
    if new:
        connection.execute(_putting(connection.dialect.name), new)


@cache
def _putting(dialect: str) -> Any:
    statement = insert_by(dialect, rows.event)
    written = {name: statement.excluded[name] for name in _WRITTEN}
    return statement.on_conflict_do_update(index_elements=["public"], set_=written)


def move_events(connection: Connection, absorbed: int, surviving: int) -> None:
    """Let the events of one numbered story be those of the other, which has taken its copies."""
    connection.execute(rows.event.update().where(_event.story == absorbed).values(story=surviving))


def drop_events(connection: Connection, uids: Collection[str]) -> None:
    """Delete events that turned out to be others of their story."""
    if uids:
        connection.execute(delete(rows.event).where(_event.public.in_(sorted(uids))))
