"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) to entries."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from watcher.errors import DocumentError
from watcher.model import Document, DocumentKind, Entry, Pace, PublishedFrom
from watcher.parse.entries import as_published
from watcher.parse.limits import refuse_entries
from watcher.parse.parsed import Parsed
from watcher.text import absolute, clean, html_to_text, one_line

_MAX_TAGS = 100


def is_json(text: str) -> bool:
    """Tell whether `text` means to be a JSON object."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def parse_json_feed(document: Document, text: str) -> Parsed:
    """Read a JSON Feed; raises DocumentError where the text is no JSON or no feed."""
    try:
        feed = json.loads(text.lstrip("\ufeff"), parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"is not valid JSON ({_reason(error)}); fetch it again or ask its publisher") from None
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list) or not _is_feed(feed, entries):
        advice = "hand in its text" if document.kind is DocumentKind.DROP else "look for the feed's address"
        raise DocumentError(f'is JSON but not a JSON Feed: "version" and "items" are missing; {advice}')
    refuse_entries(len(entries))
    base = absolute(_text(feed, "home_page_url"), document.url) or document.url
    language = one_line(_text(feed, "language")) or None
    dicts = [fields for fields in entries if isinstance(fields, dict)]
    read = [_entry(document, fields, base, language, feed) for fields in dicts]
    held = tuple(entry for entry in read if entry.title or entry.body or entry.guid or entry.link)
    return Parsed(
        entries=held,
        hollow=len(read) - len(held),
        title=one_line(_text(feed, "title")) or None,
        language=language,
        pace=Pace(next_page=absolute(_text(feed, "next_url"), document.url)),
    )


def _reason(error: Exception) -> str:
    return f"line {error.lineno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else "nested too deeply"


def _is_feed(feed: Mapping[str, Any], entries: list[Any]) -> bool:
    named = "jsonfeed.org" in _text(feed, "version")
    return named or any(isinstance(entry, dict) and ("id" in entry or "url" in entry) for entry in entries)


def _entry(
    document: Document, fields: Mapping[str, Any], base: str | None, language: str | None, feed: Mapping[str, Any]
) -> Entry:
    stated = [_text(fields, name) for name in ("date_published", "date_modified")]
    published, written = as_published(stated, language, document.received_at)
    texts = (clean(_text(fields, "content_text")), *(html_to_text(_text(fields, name)) for name in _MARKUP))
    tags = (one_line(tag) for tag in _list(fields, "tags")[:_MAX_TAGS] if isinstance(tag, str))
    return Entry(
        guid=_identifier(fields.get("id")),
        link=absolute(_text(fields, "url"), base) or absolute(_text(fields, "external_url"), base),
        title=one_line(html_to_text(_text(fields, "title"))),
        body=max(texts, key=len),
        byline=", ".join(dict.fromkeys(_authors(fields))) or ", ".join(dict.fromkeys(_authors(feed))) or None,
        published=published,
        published_from=PublishedFrom.FEED if published else None,
        published_raw=written,
        language=one_line(_text(fields, "language")) or language,
        tags=tuple(dict.fromkeys(filter(None, tags))),
    )


_MARKUP = ("content_html", "summary")


def _identifier(stated: object) -> str | None:
    """Give the id as text; version 1.1 says that readers should take numbers too."""
    if isinstance(stated, str):
        return stated.strip() or None
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        return None
    return str(stated)


def _authors(fields: Mapping[str, Any]) -> Iterator[str]:
    for author in [*_list(fields, "authors"), fields.get("author")]:
        name = one_line(_text(author, "name")) if isinstance(author, dict) else ""
        if name:
            yield name


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _list(fields: Mapping[str, Any], name: str) -> list[Any]:
    value = fields.get(name)
    return value if isinstance(value, list) else []
