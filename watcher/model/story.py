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

    Title and time are those of the entry that began it; origin and distributor are what its copies together say.
    """

    id: StoryId
    title: str
    first_seen: datetime
    published: datetime | None = None
    origin: str | None = None
    origin_confidence: float = 0.0  # 0 to 1; 0 without an origin
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
    origin_confidence: float = 0.0  # that this copy's own credit gives
    distributor: str | None = None
    author: str | None = None
    link: str | None = None
    published: datetime | None = None
    published_from: PublishedFrom | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLink:
    """Two stories that tell one event, each in a text of its own; they stay two. Of two stories there is one link."""

    story: StoryId  # the later one; the one that names its source, where one does
    other: StoryId
    cites: str | None  # the origin that `story` names as its source, whose `other` is or which it names too
    score: float  # 0 to 1: how far the two agree
    reason: str  # for the user: "names Reuters as its source; shares 4 names; 3 h apart"
