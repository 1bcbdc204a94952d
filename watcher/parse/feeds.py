"""RSS 0.9x, 1.0, 2.0 and Atom to entries: feedparser behind a guard, with our own links, guids, dates and texts."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import feedparser

from watcher.model import Document, Entry, PublishedFrom
from watcher.parse.limits import within_limits
from watcher.parse.mend import AS_WRITTEN, mend
from watcher.parse.original import original_link, original_outlet
from watcher.parse.parsed import Parsed
from watcher.text import absolute, clean, has_markup, html_to_text, one_line, read_date

_Fields = Mapping[str, Any]  # one of feedparser's dictionaries

_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|em|font|i|img|mark|p|q|s|small|span|strike|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CLOSING_TAG = re.compile(r"</(?:a|b|div|em|i|li|p|span|strong|ul)>|<br\s?/?>|<p>", re.IGNORECASE)
_ADDRESS_FIRST = re.compile(r"[^\s()<>]+@[^\s()<>]+\s*\(([^()]+)\)")
_ADDRESS_LAST = re.compile(r"([^()<>]+)[(<][^\s()<>]+@[^\s()<>]+[)>]")
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "html", "xhtml"})
_UNSAID = frozenset({"", "mul", "und", "zxx"})  # ISO 639-2: several, undetermined, none
_HEADLINE_NAMES_OUTLET = frozenset({"news.google.com"})  # "Harbour reopens - Linden Courier"
_ORIGINAL_RELS = ("canonical", "via")  # RFC 6596; RFC 4287, section 4.2.7.2
_MAX_TAG = 200  # characters
_MAX_LANGUAGE = 35  # characters (RFC 5646, section 4.4.1)


def parse_feed(document: Document, text: str) -> Parsed:
    """Read an XML feed; `text` is the decoded body and holds a root element."""
    mended = mend(text)
    raw = feedparser.parse(
        BytesIO(f'<?xml version="1.0" encoding="utf-8"?>\n{within_limits(mended.xml)}'.encode()),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    feed: _Fields = raw["feed"]
    base = absolute(str(feed.get("link") or ""), document.url) or document.url
    language = _language(feed.get("language"))
    entries = (_entry(fields, base, language) for fields in raw["entries"])
    return Parsed(
        entries=tuple(entry for entry in entries if entry.title or entry.body or entry.guid or entry.link),
        title=_title(feed) or None,
        language=language,
        complete=mended.complete,
    )


def _entry(fields: _Fields, base: str | None, language: str | None) -> Entry:
    published = _published(fields)
    link = _link(fields, base)
    outlet = _outlet(fields, link)
    first = one_line(str(fields.get("dc_source") or ""))  # a name or an address
    return Entry(
        guid=_guid(fields),
        link=link,
        title=_title(fields),
        body=_body(fields),
        byline=_byline(fields),
        outlet=outlet,
        original_link=original_link(_originals(fields, first), link),
        original_outlet=original_outlet([first], outlet),
        published=published,
        published_from=PublishedFrom.FEED if published else None,
        language=_language(fields.get("language")) or _stated_language(fields) or language,
        tags=_tags(fields),
    )


def _guid(fields: _Fields) -> str | None:
    return _as_written(fields.get("id")) or None


def _as_written(value: object) -> str:
    return str(value or "").removeprefix(AS_WRITTEN).strip()


def _link(fields: _Fields, base: str | None) -> str | None:
    """Give the first alternate link, else a guid that is a permanent link, else the enclosure."""
    return next(filter(None, (absolute(link, base) for link in _candidates(fields))), None)


def _candidates(fields: _Fields) -> Iterator[str]:
    links: list[_Fields] = fields.get("links") or []
    alternates = [link for link in links if link.get("rel") == "alternate"]
    yield from (_as_written(link.get("href")) for link in sorted(alternates, key=_is_no_page))
    guid = str(fields.get("link") or "")
    if guid.startswith(AS_WRITTEN) and absolute(_as_written(guid)):
        yield _as_written(guid)
    yield from (_as_written(link.get("href")) for link in links if link.get("rel") == "enclosure")


def _is_no_page(link: _Fields) -> bool:
    return str(link.get("type") or "text/html") not in _HTML_TYPES


def _title(fields: _Fields) -> str:
    """Give the title as one line: titles may be HTML, hold stray tags, or be escaped once too often."""
    title = str(fields.get("title") or "")
    if _kind(fields.get("title_detail")) in _HTML_TYPES:
        title = html_to_text(title)
    for _ in range(2):
        title = html.unescape(_INLINE_TAG.sub("", title))
    return one_line(_INLINE_TAG.sub("", title))


def _body(fields: _Fields) -> str:
    """Give the longest text that the entry holds."""
    held = [(str(content.get("value") or ""), content) for content in fields.get("content") or ()]
    held.append((str(fields.get("summary") or ""), fields.get("summary_detail")))
    texts = [_text(value, _kind(detail)) for value, detail in held if value]
    longest = max(texts, key=len, default="")
    return longest or _text(str(fields.get("media_caption") or ""), "text/plain")


def _kind(detail: object) -> str:
    return str(detail.get("type") or "") if isinstance(detail, Mapping) else ""


def _text(value: str, kind: str) -> str:
    if kind == "text/plain" and not _CLOSING_TAG.search(value):
        return clean(value)
    text = html_to_text(value)
    if not has_markup(value) and _CLOSING_TAG.search(text):  # escaped once too often
        text = html_to_text(text)
    return text


def _byline(fields: _Fields) -> str | None:
    """Give the authors' names. A single one is read from what was written: feedparser cuts addresses wrongly."""
    authors: list[_Fields] = fields.get("authors") or []
    names = [fields.get("author")] if len(authors) < 2 else [author.get("name") for author in authors]  # noqa: PLR2004 - one
    written = (_without_address(one_line(html.unescape(str(name or "")))) for name in names)
    return ", ".join(filter(None, dict.fromkeys(written))) or None


def _without_address(author: str) -> str:
    """Take the mail address off "ana@example.org (Ana Reyes)" and "Ana Reyes <ana@example.org>"."""
    found = _ADDRESS_FIRST.fullmatch(author) or _ADDRESS_LAST.fullmatch(author)
    return found[1].strip() if found else author


def _outlet(fields: _Fields, link: str | None) -> str | None:
    source = fields.get("source")
    stated = _title(source) if isinstance(source, Mapping) else ""
    if stated or urlsplit(link or "").hostname not in _HEADLINE_NAMES_OUTLET:
        return stated or None
    return _title(fields).rpartition(" - ")[2] or None


def _originals(fields: _Fields, first: str) -> Iterator[str]:
    """Give what may lead to where an entry came from: dc:source, links "canonical" and "via", RSS and Atom `source`."""
    yield first if absolute(first) else ""
    links: list[_Fields] = fields.get("links") or []
    yield from (_as_written(link.get("href")) for rel in _ORIGINAL_RELS for link in links if link.get("rel") == rel)
    source = fields.get("source")
    if isinstance(source, Mapping):
        yield _as_written(source.get("href") or source.get("link"))


def _published(fields: _Fields) -> datetime | None:
    """Give the first date that can be read. feedparser's own reading is not asked: where ours gives up, it guesses."""
    stated = (str(fields[name]) for name in ("published", "created", "updated") if name in fields)
    return next(filter(None, map(read_date, stated)), None)


def _tags(fields: _Fields) -> tuple[str, ...]:
    stated = (
        one_line(html.unescape(str(tag.get("term") or tag.get("label") or ""))) for tag in fields.get("tags") or ()
    )
    return tuple(dict.fromkeys(tag for tag in stated if tag and len(tag) <= _MAX_TAG))


def _language(stated: object) -> str | None:
    language = one_line(str(stated or "")).replace("_", "-")
    return None if language.lower() in _UNSAID or len(language) > _MAX_LANGUAGE else language


def _stated_language(fields: _Fields) -> str | None:
    details = [fields.get("title_detail"), fields.get("summary_detail"), *(fields.get("content") or ())]
    stated = (_language(detail.get("language")) for detail in details if isinstance(detail, Mapping))
    return next(filter(None, stated), None)
