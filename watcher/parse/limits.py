"""What feedparser must never see: three inputs on which its time grows with the square of their length.

Each limit is far above what feeds hold and is applied to the text of the feed, before feedparser reads it.
"""

import html
import re
from bisect import bisect_left

from watcher.errors import DocumentError

_MAX_FIELD = 1024  # characters of an author; feedparser's search for addresses takes 38 s for 128 KB
_LOOKED_AT = 64  # characters up to which a field needs no look
_MAX_TAGS = 100  # per entry; feedparser compares each with all others: 20,000 take 3 s
_MAX_LISTED = 50  # tags in one list of keywords; the list counts as so many
_MAX_PREFIXES = 200  # namespaces; feedparser goes through all of them at every element

_AUTHORS = ("author|creator|managingEditor", "webMaster|publisher|owner")  # what one end tag may close
_LISTS = "keywords|tags"
_NAME = re.compile(r"<(?:[\w.-]+:)?name(?:\s[^<>]*)?>([^<]{1,200})</", re.IGNORECASE)
_MARKUP = re.compile(r"<!\[CDATA\[|\]\]>|<[^<>]*>|<[^<>]*$|&[^;&\s]*$")
_ADDRESS_LIKE = re.compile(rf"[a-zA-Z0-9_.+@-]{{{_LOOKED_AT},}}")  # what the search for addresses is slow on
_TAG = re.compile(
    r"<(?P<close>/?)(?:[\w.-]+:)?(?P<name>item|entry|category|subject|keywords|tags)(?P<rest>(?:[\s/][^<>]*)?>)",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"\bxmlns:([\w.-]+)\s*=")


def within_limits(xml: str) -> str:
    """Give a feed with authors cut to 1,024 characters, and all but the first 100 tags of an entry renamed.

    Raises DocumentError for a document with more than 200 namespaces.
    """
    if xml.count("xmlns:") > _MAX_PREFIXES and len(set(_PREFIX.findall(xml))) > _MAX_PREFIXES:
        raise DocumentError(f"declares more than {_MAX_PREFIXES} XML namespaces, as no feed does; check its address")
    for names in (*_AUTHORS, _LISTS):
        xml = _with_short_fields(xml, names)
    return _with_few_tags(xml)


def _with_short_fields(xml: str, names: str) -> str:
    start = re.compile(rf"<(?:[\w.-]+:)?(?:{names})(?:\s[^<>]*)?(?<!/)>", re.IGNORECASE)
    end = re.compile(rf"</(?:[\w.-]+:)?(?:{names})\s*>", re.IGNORECASE)
    ends = [found.start() for found in end.finditer(xml)]
    pieces: list[str] = []
    at = 0
    for found in start.finditer(xml):
        index = bisect_left(ends, found.end())
        stop = ends[index] if index < len(ends) else found.end()
        if found.end() >= at and stop - found.end() > _LOOKED_AT:
            content = xml[found.end() : stop]
            pieces += [xml[at : found.end()], _short_list(content) if names == _LISTS else _short_author(content)]
            at = stop
    return "".join([*pieces, xml[at:]])


def _short_author(content: str) -> str:
    if len(content) <= _MAX_FIELD and not _ADDRESS_LIKE.search(content):
        return content
    name = _NAME.search(content[:_MAX_FIELD])
    return html.escape(_ADDRESS_LIKE.sub("", name[1] if name else _plain(content)))


def _short_list(content: str) -> str:
    return html.escape(",".join(_plain(content).split(",")[:_MAX_LISTED]))


def _plain(content: str) -> str:
    return html.unescape(_MARKUP.sub("", content[:_MAX_FIELD]))


def _with_few_tags(xml: str) -> str:
    """Rename tags beyond the hundredth of an entry, or of the feed itself, so that they mean nothing."""
    in_feed = in_entry = 0
    inside = False
    pieces: list[str] = []
    dropped: list[bool] = []  # of the tag elements that are open
    at = 0
    for found in _TAG.finditer(xml):
        name, closes, empty = found["name"].lower(), bool(found["close"]), found["rest"].endswith("/>")
        if name in {"item", "entry"}:
            inside, in_entry = not closes and not empty, 0
            continue
        if closes:
            drop = bool(dropped) and dropped.pop()
        else:
            weight = _MAX_LISTED if name in {"keywords", "tags"} else 1
            in_entry, in_feed = (in_entry + weight, in_feed) if inside else (in_entry, in_feed + weight)
            drop = (in_entry if inside else in_feed) > _MAX_TAGS
            dropped += [] if empty else [drop]
        if drop:
            pieces += [xml[at : found.start()], f"<{found['close']}dropped{found['rest']}"]
            at = found.end()
    return "".join([*pieces, xml[at:]])
