"""Articles: an entry's own text with credit taken apart."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.model.event import Event


class PublishedFrom(StrEnum):
    """Which statement the publication time was taken from, best first."""

    OPTION = "option"  # --published
    HEADER = "header"  # Date: line of a drop
    FEED = "feed"
    TEXT = "text"
    FILE_NAME = "file-name"
    MODIFIED = "modified"  # modification time of the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who wrote a text first and how it came here; None where nothing says so."""

    author: str | None = None  # persons only: "Ana Reyes"
    outlet: str | None = None  # who carries it: "ArcaMax"
    origin: str | None = None  # who wrote it first: "Bloomberg"
    origin_confidence: float = 0.0  # 0 to 1; at least .5 where there is an origin, else 0
    distributor: str | None = None  # who passed it on: "Tribune Content Agency"
    evidence: tuple[str, ...] = ()  # the lines that say so, as written


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What rules see and alerts show: the visible text, `body` without credit lines and furniture."""

    source: str  # name of the feed or drop
    title: str
    body: str
    link: str | None = None
    credit: Credit = Credit()
    published: datetime | None = None
    published_from: PublishedFrom | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()  # categories as the entry states them
    feed_tags: tuple[str, ...] = ()  # as the user configured its feed
    events: tuple[Event, ...] = ()  # that the text tells, in its order
    cites: tuple[str, ...] = ()  # agencies and outlets that the text names as its source; kept with its story only
