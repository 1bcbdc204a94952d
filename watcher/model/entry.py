"""Entries: what parsing gives, as the source stated it, in plain text."""

from dataclasses import dataclass
from datetime import datetime

from watcher.model.article import PublishedFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed, or one dropped text. Text fields are plain text without markup or control characters.

    `body` keeps paragraphs apart by one blank line and may still hold credit, copyright and byline lines:
    `stories.credit` reads and removes those.
    """

    guid: str | None = None  # as written; None where the source gives none
    link: str | None = None  # absolute http(s) URL
    title: str = ""
    body: str = ""
    byline: str | None = None  # author as written: "Ana Reyes, Example News on"
    outlet: str | None = None  # who publishes it here, where the document says so (Source:, site line, <source>)
    original_link: str | None = None  # absolute http(s) URL that the document names as the text's first, if elsewhere
    original_outlet: str | None = None  # who published it first, where the document's data says so; a name or a host
    published: datetime | None = None
    published_from: PublishedFrom | None = None
    published_raw: str | None = None  # the date of a feed as written, also where it cannot be read or cannot be true
    language: str | None = None  # BCP 47 as stated
    tags: tuple[str, ...] = ()  # categories as stated
