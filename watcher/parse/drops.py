"""Dropped texts and pages to one entry, and the date of a drop: header, text, file name, modification time."""

import re
from datetime import datetime

from watcher.clock import utc
from watcher.errors import DocumentError
from watcher.model import Document, Entry, PublishedFrom
from watcher.parse.headers import read_headers
from watcher.parse.pages import read_page_text
from watcher.parse.parsed import Parsed
from watcher.parse.pasted import read_pasted
from watcher.text import absolute, read_date

_DATE_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")


def parse_text(document: Document, text: str) -> Parsed:
    """Read a plain text with or without header lines; raises DocumentError for headers that cannot be read."""
    headers, rest = read_headers(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    pasted = read_pasted(rest, headers.title)
    published, published_from = _published(document, headers.date, pasted.published)
    entry = Entry(
        link=headers.url or absolute(document.url or ""),
        title=pasted.title,
        body=pasted.body,
        byline=headers.author or pasted.byline,
        outlet=headers.source or pasted.outlet,
        published=published,
        published_from=published_from,
        language=headers.lang,
    )
    return _parsed(entry, "holds no title and no text; write the text below the header lines and a blank line")


def parse_page(document: Document, text: str) -> Parsed:
    """Read an HTML page; raises DocumentError where it shows no text."""
    page = read_page_text(text, document.url)
    published, published_from = _published(document, None, page.published)
    entry = Entry(
        link=page.link,
        title=page.title,
        body=page.body,
        byline=page.author or None,
        outlet=page.site or None,
        original_link=page.original_link,
        original_outlet=page.original_outlet,
        published=published,
        published_from=published_from,
        language=page.language,
    )
    return _parsed(entry, "is an HTML page without any text; save it again once the browser shows the article")


def _parsed(entry: Entry, empty: str) -> Parsed:
    if not entry.title and not entry.body:
        raise DocumentError(empty)
    return Parsed(entries=(entry,), title=entry.title or None, language=entry.language)


def _published(
    document: Document, in_header: datetime | None, in_text: datetime | None
) -> tuple[datetime | None, PublishedFrom | None]:
    """Give the best statement of when the text was published, and which it is."""
    stated = (
        (in_header, PublishedFrom.HEADER),
        (in_text, PublishedFrom.TEXT),
        (_date_in_name(document.file_name or ""), PublishedFrom.FILE_NAME),
        (utc(document.modified_at) if document.modified_at else None, PublishedFrom.MODIFIED),
    )
    return next(((moment, origin) for moment, origin in stated if moment), (None, None))


def _date_in_name(name: str) -> datetime | None:
    """Read the first date in a file name, as 2026-01-03, 2026_01_03 or 20260103."""
    dates = (read_date(f"{year}-{month}-{day}") for year, _, month, day in _DATE_IN_NAME.findall(name))
    return next(filter(None, dates), None)
