"""The fast way to read an XML feed: fastfeedparser, for the feeds that `gate` lets through.

Its titles, texts and tags are taken as they are. It makes ids of links and moments of dates, and does not say what kind
a text is: `plain` reads these from the strict tree that the gate builds anyway. Gives what feedparser would give.
"""

import warnings
from collections.abc import Mapping
from typing import Any

import fastfeedparser

from watcher.parse import plain
from watcher.parse.fields import Fields, RawFeed
from watcher.parse.gate import ATOM, XML_LANG, Element, NotPlainError, plain_tree

_REFUSALS = (ValueError, ArithmeticError, LookupError, SyntaxError)  # of fastfeedparser and what it reads dates with


def read_fast(text: str) -> RawFeed | None:
    """Read a feed that has a root element (`mend.find_root`); None where only the thorough way is sure."""
    try:
        body, root = plain_tree(text)
        feed, drafts = _read_tree(root)
        read = _read_texts(body)
    except (NotPlainError, *_REFUSALS):
        return None
    if len(read) != len(drafts):
        return None
    return RawFeed(feed=feed, entries=[_with_texts(*pair) for pair in zip(drafts, read, strict=True)])


def _read_tree(root: Element) -> tuple[Fields, list[dict[str, Any]]]:
    language = root.get(XML_LANG)
    if not root.attrib.keys() <= {"version", XML_LANG}:
        raise NotPlainError
    if root.tag == f"{ATOM}feed":
        feed, entries, takes = plain.feed_fields(root, plain.ATOM_FEED, language), f"{ATOM}entry", plain.ATOM_ENTRY
    elif root.tag == "rss" and len(root) == 1 and root[0].tag == "channel" and not root[0].attrib:
        root = root[0]
        feed, entries, takes = plain.feed_fields(root, plain.RSS_FEED, language), "item", plain.RSS_ENTRY
    else:
        raise NotPlainError
    feed["link"] = feed.get("link_to_page")
    return feed, [plain.entry_fields(entry, takes, language) for entry in root.iterfind(entries)]


def _read_texts(body: bytes) -> list[Mapping[str, Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of dates, which are not taken
        read: list[Mapping[str, Any]] = fastfeedparser.parse(body, include_media=False, include_enclosures=False)[
            "entries"
        ]
    return read


def _with_texts(draft: dict[str, Any], read: Mapping[str, Any]) -> Fields:
    if "title_detail" in draft:
        draft["title"] = read["title"]
    if draft.get("has_summary"):
        draft["summary"] = read["description"]
    if draft.get("has_content"):
        draft["content"] = [{**draft["content_detail"], "value": read["content"][0]["value"]}]
    draft["tags"] = read.get("tags", ())
    return draft
