"""Stories that turn out to be one: the one takes all that the other had, and the other's row only leads there."""

from collections.abc import Mapping

from sqlalchemy import Connection, exists, update

from watcher.model import StoryId
from watcher.store import rows
from watcher.store.events import move_events
from watcher.store.index import Index
from watcher.store.links import merge_links, merge_waiting


def surviving(merged: Mapping[StoryId, StoryId]) -> dict[StoryId, StoryId]:
    """Give for each absorbed story the one that has its copies in the end, where one absorbs another in turn."""
    ends = dict(merged)
    for absorbed in merged:
        while (further := merged.get(ends[absorbed])) is not None:
            ends[absorbed] = further
    return ends


def merge(connection: Connection, index: Index, merged: Mapping[int, int]) -> None:
    """Let each numbered story on the left be absorbed by the one on the right, which itself is absorbed by none.

    Entries, events, exact hashes and links move. So do alerts, but where the survivor has one of the same rule the
    absorbed story keeps its own: both went out. Of the texts by which stories are found that of the survivor stays.
    """
    index.remove(merged.keys())
    for absorbed, survivor in merged.items():
        merge_links(connection, absorbed, survivor)
        merge_waiting(connection, absorbed, survivor)
        _move_alerts(connection, absorbed, survivor)
        move_events(connection, absorbed, survivor)
        for column in (rows.entry.c.story, rows.exact.c.story):
            connection.execute(update(column.table).where(column == absorbed).values(story=survivor))
        story = rows.story.c
        leading = (story.id == absorbed) | (story.merged_into == absorbed)
        connection.execute(update(rows.story).where(leading).values(merged_into=survivor))


def _move_alerts(connection: Connection, absorbed: int, survivor: int) -> None:
    alert, there = rows.alert, rows.alert.alias("there")
    has_one = exists().where(there.c.story == survivor, there.c.rule == alert.c.rule)
    connection.execute(update(alert).where(alert.c.story == absorbed, ~has_one).values(story=survivor))
