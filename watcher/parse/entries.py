"""Raw fields of a feed to an entry: our own links, guids, dates and texts, the same whichever parser read them."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from watcher.model import Entry, PublishedFrom
from watcher.parse.fields import AS_WRITTEN, Fields
from watcher.parse.original import original_link, original_outlet
from watcher.text import absolute, clean, has_markup, html_to_text, one_line, read_date

_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|em|font|i|img|mark|p|q|s|small|span|strike|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CLOSING_TAG = re.compile(r"</(?:a|b|div|em|i|li|p|span|strong|ul)>|<br\s?/?>|<p>", re.IGNORECASE)
_ADDRESS_FIRST = re.compile(r"[^\s()<>]+@[^\s()<>]+\s*\(([^()]+)\)")
_ADDRESS_LAST = re.compile(r"([^()<>]+)[(<][^\s()<>]+@[^\s()<>]+[)>]")
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "html", "xhtml"})
_UNSAID = frozenset({"", "mul", "und", "zxx"})  # ISO 639-2: several, undetermined, none
_HEADLINE_NAMES_OUTLET = "news.google.com"  # "Harbour reopens - Linden Courier"
_ORIGINAL_RELS = ("canonical", "via")  # RFC 6596; RFC 4287, section 4.2.7.2
_MAX_TITLE = 10_000  # characters of markup
_MAX_TEXT = 4_000_000  # characters of markup; no entry has so much
_MAX_TAG = 200  # characters
_MAX_DATE = 200  # characters
_AHEAD = timedelta(days=2)  # a feed may be of a time zone before ours, and its clock a little wrong
_MAX_LANGUAGE = 35  # characters (RFC 5646, section 4.4.1)


def read_entry(fields: Fields, *, base: str | None, language: str | None, received_at: datetime) -> Entry:
    """Make an entry of raw fields.

    Args:
        fields: what a parser read.
        base: what links are relative to.
        language: that of the feed, for an entry that names none.
        received_at: when it came; a date more than two days later is a mistake.
    """
    link = _link(fields, base)
    outlet = _outlet(fields, link)
    own_language = as_language(fields.get("language")) or _stated_language(fields) or language
    stated = (str(fields[name]) for name in ("published", "created", "updated") if name in fields)
    published, written = as_published(stated, own_language, received_at)
    first = one_line(str(fields.get("dc_source") or ""))  # a name or an address
    return Entry(
        guid=_guid(fields),
        link=link,
        title=as_title(fields),
        body=_body(fields),
        byline=_byline(fields),
        outlet=outlet,
        original_link=original_link(_originals(fields, first), link),
        original_outlet=original_outlet([first], outlet) if first else None,
        published=published,
        published_from=PublishedFrom.FEED if published else None,
        published_raw=written,
        language=own_language,
        tags=_tags(fields),
    )


def as_title(fields: Fields) -> str:
    """Give the title as one line: titles may be HTML, hold stray tags, or be escaped once too often."""
    title = str(fields.get("title") or "")[:_MAX_TITLE]
    if _kind(fields.get("title_detail")) in _HTML_TYPES:
        title = html_to_text(title)
    if "<" in title or "&" in title:
        for _ in range(2):
            title = html.unescape(_INLINE_TAG.sub("", title))
        title = _INLINE_TAG.sub("", title)
    return one_line(title)


def as_language(stated: object) -> str | None:
    """Give a language as stated; None for none, several and undetermined."""
    if not stated:
        return None
    language = one_line(str(stated)).replace("_", "-")
    return None if language.lower() in _UNSAID or len(language) > _MAX_LANGUAGE else language


def as_published(
    stated: Iterable[str], language: str | None, received_at: datetime
) -> tuple[datetime | None, str | None]:
    """Give the first date that can be read and can be true, and how it is written; else how the first is written.

    feedparser's own reading is not asked: where ours gives up, it guesses.
    """
    written = [date.strip()[:_MAX_DATE] for date in stated]
    for date in written:
        moment = read_date(html.unescape(date), language)
        if moment is not None and moment <= received_at + _AHEAD:
            return moment, date
    return None, next(filter(None, written), None)


def _guid(fields: Fields) -> str | None:
    return _as_written(fields.get("id")) or None


def _as_written(value: object) -> str:
    return str(value or "").removeprefix(AS_WRITTEN).strip()


def _link(fields: Fields, base: str | None) -> str | None:
    """Give the first alternate link, else a guid that is a permanent link, else the enclosure."""
    return next(filter(None, (absolute(link, base) for link in _candidates(fields))), None)


def _candidates(fields: Fields) -> Iterator[str]:
    links: list[Fields] = fields.get("links") or []
    alternates = [link for link in links if link.get("rel") == "alternate"]
    yield from (_as_written(link.get("href")) for link in sorted(alternates, key=_is_no_page))
    guid = str(fields.get("link") or "")
    if guid.startswith(AS_WRITTEN) and absolute(_as_written(guid)):
        yield _as_written(guid)
    yield from (_as_written(link.get("href")) for link in links if link.get("rel") == "enclosure")


def _is_no_page(link: Fields) -> bool:
    return str(link.get("type") or "text/html") not in _HTML_TYPES


def _body(fields: Fields) -> str:
    """Give the longest text that the entry holds."""
    held = {str(content.get("value") or ""): content for content in fields.get("content") or ()}
    held.setdefault(str(fields.get("summary") or ""), fields.get("summary_detail"))
    texts = [_text(value[:_MAX_TEXT], _kind(detail)) for value, detail in held.items() if value]
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


def _byline(fields: Fields) -> str | None:
    """Give the authors' names. A single one is read from what was written: feedparser cuts addresses wrongly."""
    authors: list[Fields] = fields.get("authors") or []
    names = [fields.get("author")] if len(authors) < 2 else [author.get("name") for author in authors]  # noqa: PLR2004 - one
    written = (_without_address(one_line(html.unescape(str(name or "")))) for name in names)
    return ", ".join(filter(None, dict.fromkeys(written))) or None


def _without_address(author: str) -> str:
    """Take the mail address off "ana@example.org (Ana Reyes)" and "Ana Reyes <ana@example.org>"."""
    found = _ADDRESS_FIRST.fullmatch(author) or _ADDRESS_LAST.fullmatch(author)
    return found[1].strip() if found else author


def _outlet(fields: Fields, link: str | None) -> str | None:
    source = fields.get("source")
    stated = as_title(source) if isinstance(source, Mapping) else ""
    if stated or not link or _HEADLINE_NAMES_OUTLET not in link or urlsplit(link).hostname != _HEADLINE_NAMES_OUTLET:
        return stated or None
    return as_title(fields).rpartition(" - ")[2] or None


def _originals(fields: Fields, first: str) -> Iterator[str]:
    """Give what may lead to where an entry came from: dc:source, links "canonical" and "via", RSS and Atom `source`."""
    yield first if absolute(first) else ""
    links: list[Fields] = fields.get("links") or []
    yield from (_as_written(link.get("href")) for rel in _ORIGINAL_RELS for link in links if link.get("rel") == rel)
    source = fields.get("source")
    if isinstance(source, Mapping):
        yield _as_written(source.get("href") or source.get("link"))


def _tags(fields: Fields) -> tuple[str, ...]:
    stated = (
        one_line(html.unescape(str(tag.get("term") or tag.get("label") or ""))) for tag in fields.get("tags") or ()
    )
    return tuple(dict.fromkeys(tag for tag in stated if tag and len(tag) <= _MAX_TAG))


def _stated_language(fields: Fields) -> str | None:
    details = [fields.get("title_detail"), fields.get("summary_detail"), *(fields.get("content") or ())]
    stated = (as_language(detail.get("language")) for detail in details if isinstance(detail, Mapping))
    return next(filter(None, stated), None)
