"""Stories and the copies that make them up."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.model.article import PublishedFrom
from watcher.model.ids import EntryId, StoryId


class Label(StrEnum):
    """What an entry is to its story."""

    NEW = "new"
    COPY = "copy"
    UPDATE = "update"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One piece of news, however many carry it.

    Title and time are those of the entry that began it; origin and distributor are the first that any copy named.
    """

    id: StoryId
    title: str
    first_seen: datetime
    published: datetime | None = None
    origin: str | None = None
    distributor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One entry's place in a story, with the reason for it."""

    entry: EntryId
    story: StoryId
    label: Label
    score: float  # 0 to 1: share of the smaller text that the other holds; 1 for the first
    reason: str  # for the user: "92 % of the shorter text", "same link", "first seen"
    source: str  # name of the feed or drop
    title: str
    first_seen: datetime
    outlet: str | None = None
    origin: str | None = None
    distributor: str | None = None
    author: str | None = None
    link: str | None = None
    published: datetime | None = None
    published_from: PublishedFrom | None = None
