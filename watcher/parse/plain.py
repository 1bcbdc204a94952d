"""What fastfeedparser keeps to itself, from the strict tree: guids, links, dates, authors, sources, the kinds of texts.

Gives feedparser's fields without the texts. Raises NotPlainError at every element that is not in the tables below and
at which the two parsers might part.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from watcher.parse.fields import AS_WRITTEN
from watcher.parse.gate import (
    ATOM,
    DC,
    ITUNES,
    MEDIA,
    XML_BASE,
    XML_LANG,
    Element,
    NotPlainError,
    is_foreign,
    text_of,
    words,
)
from watcher.parse.limits import is_usual_author

_Draft = dict[str, Any]
_Take = Callable[[_Draft, Element], None]

_MAX_CHILDREN = 100  # of an entry: fewer than there may be tags
_HTML = "text/html"
_KINDS = {None: "text/plain", "text": "text/plain", "text/plain": "text/plain", "html": _HTML, _HTML: _HTML}
_GUESSED = re.compile(r"</\w+>|&#?\w+;")  # feedparser guesses whether such a title is HTML
_DAMAGED = re.compile(r"&\w+;")  # it loses the semicolon of such a link
_TAKEN_BY_NAME = words(
    "guid title description summary link pubdate published issued date lastbuilddate updated modified"
    " author creator category"
)  # fastfeedparser takes these local names in any namespace
_MEDIA_IGNORED = frozenset(
    f"{MEDIA}{name}"
    for name in words("content group thumbnail credit text rating player community statistics starRating adult hash")
)


def entry_fields(entry: Element, takes: Mapping[str, _Take], language: str | None) -> _Draft:
    """Read one entry by a table of what to do with its elements; `language` is that of the document's root."""
    if entry.attrib or len(entry) > _MAX_CHILDREN:
        raise NotPlainError
    draft: _Draft = {"links": [], "authors": [], "tags_of": set(), "language_of_texts": language}
    for element in entry:
        take = takes.get(element.tag)
        if take is not None:
            take(draft, element)
        elif len(element) or not is_foreign(element.tag) or _local(element.tag) in _TAKEN_BY_NAME:
            raise NotPlainError
    _check_authors(draft)
    if len(draft["tags_of"]) > 1 or ("media_title" in draft and "title_detail" not in draft):
        raise NotPlainError
    if "permalink" in draft and all(link["rel"] != "alternate" for link in draft["links"]):
        draft["link"] = f"{AS_WRITTEN}{draft['permalink']}"
    return draft


def feed_fields(feed: Element, takes: Mapping[str, _Take], language: str | None) -> _Draft:
    """Read what a feed says of itself: title, link and language."""
    draft: _Draft = {"links": [], "language": language, "language_of_texts": language}
    for element in feed:
        take = takes.get(element.tag)
        if take is not None:
            take(draft, element)
        elif len(element) or not is_foreign(element.tag) or _local(element.tag) in _TAKEN_BY_NAME:
            raise NotPlainError
    return draft


def _local(tag: str) -> str:
    return tag[tag.rfind("}") + 1 :].lower()


def _once(draft: _Draft, key: str, value: object) -> None:
    if key in draft:
        raise NotPlainError
    draft[key] = value


def _allow(element: Element, *names: str) -> None:
    """Demand that an element has no attributes but these and foreign ones."""
    for name in element.attrib:
        if name not in names and not is_foreign(name):
            raise NotPlainError


def _ignore(_: _Draft, element: Element) -> None:
    text_of(element)


def _skip(_: _Draft, element: Element) -> None:
    """Leave an element alone whatever it holds."""


def _text(key: str) -> _Take:
    def take(draft: _Draft, element: Element) -> None:
        _allow(element)
        _once(draft, key, text_of(element))

    return take


def _guid(draft: _Draft, element: Element) -> None:
    _allow(element, "isPermaLink")
    _once(draft, "id", text_of(element))
    if element.get("isPermaLink", "true") == "true":
        draft["permalink"] = draft["id"]


def _link(draft: _Draft, element: Element) -> None:
    _allow(element)
    address = text_of(element)
    if _DAMAGED.search(address):
        raise NotPlainError
    draft["link_to_page"] = address
    draft["links"].append({"rel": "alternate", "type": _HTML, "href": address})


def _atom_link(draft: _Draft, element: Element) -> None:
    _allow(element, "rel", "href", "type", "title", "length", "hreflang")
    address, rel = element.get("href"), element.get("rel", "alternate")
    if not address or len(element):
        raise NotPlainError
    kind = element.get("type", "application/atom+xml" if rel == "self" else _HTML)
    if rel == "alternate" and _KINDS.get(kind, kind) in {_HTML, "application/xhtml+xml", "xhtml"}:
        draft["link_to_page"] = address
    draft["links"].append({"rel": rel, "type": kind, "href": address})


def _enclosure(draft: _Draft, element: Element) -> None:
    _allow(element, "url", "type", "length")
    text_of(element)
    draft["links"].append({"rel": "enclosure", "href": element.get("url")})


def _title(draft: _Draft, element: Element) -> None:
    _allow(element)
    if _GUESSED.search(text_of(element)):
        raise NotPlainError
    _once(draft, "title_detail", {"type": "text/plain", "language": draft["language_of_texts"]})


def _feed_title(draft: _Draft, element: Element) -> None:
    _title(draft, element)
    draft["title"] = text_of(element)


def _html(key: str) -> _Take:
    def take(draft: _Draft, element: Element) -> None:
        _allow(element)
        _once(draft, f"{key}_detail", {"type": _HTML, "language": draft["language_of_texts"]})
        draft[f"has_{key}"] = bool(text_of(element))

    return take


def _typed(key: str) -> _Take:
    """Read the kind of a text of Atom, which its `type` says."""

    def take(draft: _Draft, element: Element) -> None:
        _allow(element, "type", XML_BASE, XML_LANG)
        kind = _KINDS.get(element.get("type"))
        if kind is None:
            raise NotPlainError
        language = element.get(XML_LANG, draft["language_of_texts"])
        _once(draft, f"{key}_detail", {"type": kind, "language": language})
        draft[f"has_{key}"] = bool(text_of(element))

    return take


def _atom_feed_title(draft: _Draft, element: Element) -> None:
    _typed("title")(draft, element)
    draft["title"] = text_of(element)


def _author(draft: _Draft, element: Element) -> None:
    draft["authors"].append({"name": text_of(element)})


def _atom_author(draft: _Draft, element: Element) -> None:
    said = {child.tag: text_of(child) for child in element}
    name, email = said.pop(f"{ATOM}name", ""), said.pop(f"{ATOM}email", "")
    said.pop(f"{ATOM}uri", None)
    if element.attrib or not all(map(is_foreign, said)) or (element.text or "").strip():
        raise NotPlainError
    draft["authors"].append({"name": name, "written": f"{name} ({email})" if name and email else name or email})


def _check_authors(draft: _Draft) -> None:
    authors = draft["authors"]
    names = [author.get("written", author["name"]) for author in authors]
    if not all(map(is_usual_author, names)) or (len(names) > 1 and any("@" in name for name in names)):
        raise NotPlainError
    if names:
        draft["author"] = names[-1]


def _category(draft: _Draft, element: Element) -> None:
    _allow(element, "domain")
    text_of(element)
    draft["tags_of"].add(element.tag)


def _atom_category(draft: _Draft, element: Element) -> None:
    _allow(element, "term", "scheme", "label")
    if not element.get("term") or text_of(element):
        raise NotPlainError
    draft["tags_of"].add(element.tag)


def _source(draft: _Draft, element: Element) -> None:
    _allow(element, "url")
    _once(draft, "source", {"title": text_of(element), "href": element.get("url")})


def _media(draft: _Draft, element: Element) -> None:
    """Pass by pictures and films with their titles; keep their one caption."""
    for part in element.iter():
        if part.tag == f"{MEDIA}description":
            _once(draft, "media_caption", text_of(part))
        elif part.tag == f"{MEDIA}title":
            draft["media_title"] = True
        elif part.tag not in _MEDIA_IGNORED:
            raise NotPlainError


def _image(_: _Draft, element: Element) -> None:
    for part in element:
        if part.tag not in {"url", "title", "link", "width", "height", "description"}:
            raise NotPlainError
        text_of(part)


def _feed_language(draft: _Draft, element: Element) -> None:
    draft["language"] = text_of(element)


_PODCAST = words("author block category complete explicit image keywords new-feed-url owner subtitle summary type")
_ABOUT_CHANNEL = words(
    "description lastBuildDate pubDate generator docs ttl copyright managingEditor webMaster category cloud rating"
    " author"
)
_ABOUT_FEED = words("id updated published subtitle generator rights icon logo category")
_MEDIA_TAKES: dict[str, _Take] = {
    f"{MEDIA}{name}": _media for name in ("content", "group", "thumbnail", "credit", "text", "rating")
}
RSS_ENTRY: dict[str, _Take] = {
    "guid": _guid,
    "link": _link,
    f"{ATOM}link": _atom_link,
    "enclosure": _enclosure,
    "title": _title,
    "description": _html("summary"),
    "{http://purl.org/rss/1.0/modules/content/}encoded": _html("content"),
    "pubDate": _text("published"),
    f"{DC}date": _text("updated"),
    "author": _author,
    f"{DC}creator": _author,
    "category": _category,
    f"{DC}subject": _category,
    "source": _source,
    f"{DC}source": _text("dc_source"),
    "comments": _ignore,
    **{f"{ITUNES}{name}": _ignore for name in ("duration", "episode", "episodeType", "season", "explicit", "image")},
    **_MEDIA_TAKES,
}
"""What to do with the elements of an entry of RSS 0.9x and 2.0."""

RSS_FEED: dict[str, _Take] = {
    "item": _skip,
    "title": _feed_title,
    "link": _link,
    f"{ATOM}link": _atom_link,
    "language": _feed_language,
    "image": _image,
    "skipHours": _skip,
    "skipDays": _skip,
    **dict.fromkeys(_ABOUT_CHANNEL, _ignore),
    f"{DC}language": _feed_language,
    **dict.fromkeys((f"{DC}{name}" for name in ("creator", "publisher", "rights", "date", "subject")), _ignore),
    **dict.fromkeys((f"{ITUNES}{name}" for name in _PODCAST), _skip),
}
"""What to do with the elements of an RSS channel."""

ATOM_ENTRY: dict[str, _Take] = {
    f"{ATOM}id": _guid,
    f"{ATOM}link": _atom_link,
    f"{ATOM}title": _typed("title"),
    f"{ATOM}summary": _typed("summary"),
    f"{ATOM}content": _typed("content"),
    f"{ATOM}published": _text("published"),
    f"{ATOM}updated": _text("updated"),
    f"{ATOM}author": _atom_author,
    f"{ATOM}category": _atom_category,
    f"{ATOM}rights": _ignore,
    **_MEDIA_TAKES,
}
"""What to do with the elements of an Atom entry."""

ATOM_FEED: dict[str, _Take] = {
    f"{ATOM}entry": _skip,
    f"{ATOM}title": _atom_feed_title,
    f"{ATOM}link": _atom_link,
    f"{ATOM}author": _skip,
    **{f"{ATOM}{name}": _ignore for name in _ABOUT_FEED},
}
"""What to do with the elements of an Atom feed."""
