"""What no parser must see: input on which time or memory would grow beyond what a feed can need.

Each limit is far above what feeds hold and is applied to the text of the feed, before a parser reads it. Beyond some
a feed is refused; of fields on which feedparser's time grows with the square of their length, a part is left.
"""

import html
import re
from bisect import bisect_left
from itertools import islice

from watcher.errors import DocumentError
from watcher.parse.mend import ENTRY_START, parts

_MAX_ENTRIES = 5_000  # in one document
_MAX_ELEMENTS = 200_000  # what a tree of them takes of memory is bounded so
_MAX_ELEMENTS_THOROUGH = 30_000  # feedparser takes 2 s for as many
_HONEST_ELEMENTS = 12  # of an entry; so many are read in each of 5,000 entries
_MAX_LITERALS = 50_000  # comments and CDATA sections
_MAX_REFERENCES = 1_000_000  # each is a piece of text of its own to feedparser
_MAX_ATTRIBUTES = 256  # of one element; both parsers compare each with all others: 50,000 take 30 s
_MAX_PREFIXES = 200  # namespaces; feedparser goes through all of them at every element
_MAX_FIELD = 1024  # characters of an author; feedparser's search for addresses takes 38 s for 128 KB
_LOOKED_AT = 64  # characters up to which a field needs no look
_MAX_TAGS = 100  # per entry; feedparser compares each with all others: 20,000 take 3 s
_MAX_LISTED = 50  # tags in one list of keywords; the list counts as so many

_LONG_TAG = 1024  # characters; a shorter one has few attributes
_IN_TAG = re.compile(r"""(?:[^<>"']++|"[^"]*+"?|'[^']*+'?)*+""")
_QUOTED = re.compile(r"""\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]*)""")
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


def refuse_excessive(text: str, *, thorough: bool = False) -> None:
    """Raise DocumentError for a feed that no parser should read; `thorough`: that feedparser should not."""
    excess = _excess_of_literals(text)
    if not excess:
        markup = "".join(part for literal, part in parts(text) if not literal)
        excess = _excess(markup, _MAX_ELEMENTS_THOROUGH if thorough else _MAX_ELEMENTS)
    if excess:
        raise DocumentError(f"{excess}, as no feed does; check its address")


def refuse_entries(count: int) -> None:
    """Raise DocumentError for a document with more than 5,000 entries."""
    if count > _MAX_ENTRIES:
        raise DocumentError(f"holds more than {_MAX_ENTRIES:,} entries, as no feed does; check its address")


def _excess_of_literals(text: str) -> str | None:
    if text.count("<!") > _MAX_LITERALS and any(
        islice((1 for literal, _ in parts(text) if literal), _MAX_LITERALS, None)
    ):
        return f"holds more than {_MAX_LITERALS:,} comments and CDATA sections"
    return None


def _excess(markup: str, max_elements: int) -> str | None:
    elements = markup.count("<") - markup.count("</")
    entries = sum(1 for _ in ENTRY_START.finditer(markup)) if elements > _MAX_ENTRIES else 0
    if entries > _MAX_ENTRIES:
        return f"holds more than {_MAX_ENTRIES:,} entries"
    if elements > max(max_elements, entries * _HONEST_ELEMENTS):
        return f"holds more than {max_elements:,} elements"
    if markup.count("&") > _MAX_REFERENCES:
        return f"holds more than {_MAX_REFERENCES:,} references"
    if markup.count("xmlns:") > _MAX_PREFIXES and len(set(_PREFIX.findall(markup))) > _MAX_PREFIXES:
        return f"declares more than {_MAX_PREFIXES} XML namespaces"
    if any(_has_many_attributes(piece) for piece in markup.split("<") if len(piece) > _LONG_TAG):
        return f"holds an element with more than {_MAX_ATTRIBUTES} attributes"
    return None


def _has_many_attributes(piece: str) -> bool:
    tag = _IN_TAG.match(piece)
    return tag is not None and len(_QUOTED.sub(" ", tag.group()).split()) > _MAX_ATTRIBUTES + 1


def within_limits(xml: str) -> str:
    """Give a feed with authors cut to 1,024 characters, and all but the first 100 tags of an entry renamed."""
    for names in (*_AUTHORS, _LISTS):
        xml = _with_short_fields(xml, names)
    return _with_few_tags(xml)


def is_usual_author(author: str) -> bool:
    """Tell whether an author would be left as it is."""
    return len(author) <= _LOOKED_AT or (len(author) <= _MAX_FIELD and not _ADDRESS_LIKE.search(author))


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
    """Leave out tags beyond the hundredth of an entry, or of the feed itself."""
    in_feed = in_entry = 0
    inside = False
    pieces: list[str] = []
    opened: list[int] = []  # where the tag elements that are open begin; -1: one that stays
    at = 0
    for found in _TAG.finditer(xml):
        name, closes, empty = found["name"].lower(), bool(found["close"]), found["rest"].endswith("/>")
        if name in {"item", "entry"}:
            inside, in_entry = not closes and not empty, 0
            opened.clear()
            continue
        if closes:
            start = opened.pop() if opened else -1
        else:
            weight = _MAX_LISTED if name in {"keywords", "tags"} else 1
            in_entry, in_feed = (in_entry + weight, in_feed) if inside else (in_entry, in_feed + weight)
            start = found.start() if (in_entry if inside else in_feed) > _MAX_TAGS else -1
            if not empty:
                opened.append(start)
                continue
        if start >= at:
            pieces.append(xml[at:start])
            at = found.end()
    return "".join([*pieces, xml[at:]])
