"""Feed XML made fit for feedparser: begun at its root, closed where it broke off, readable where it was ill-formed.

Takes and gives text, in time linear in its length. Content is never changed except where XML could not hold it:
unknown entities and bare ampersands become text, forbidden characters go.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from watcher.parse.fields import AS_WRITTEN

_ROOT = re.compile(r"<((?:[\w.-]+:)?(?:rss|feed|RDF|channel))(?=[\s>/])", re.IGNORECASE)
_OTHER_ROOT = re.compile(r"<([a-z][\w.:-]*)(?=[\s>])(?!\s*html)", re.IGNORECASE)
_EMPTY_ROOT = re.compile(r"<[^<>]*/>")
ENTRY_START = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_ROOT_END = re.compile(r"</((?:[\w.-]+:)?(?:rss|feed|RDF|channel))\s*>", re.IGNORECASE)
_LITERALS = (("<![CDATA[", "]]>"), ("<!--", "-->"))

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(#[0-9]{1,8};|#[xX][0-9a-fA-F]{1,8};|[a-zA-Z][a-zA-Z0-9]{1,31};)?"
)
_UNDECLARED = re.compile(r"(</?|<[^<>]*?\s)rss:(?=\w)", re.IGNORECASE)
_BARE_LESS_THAN = re.compile(r"<(?=[\s0-9=<&$])")
_GUID = re.compile(r"(<(?:[\w.-]+:)?(?:guid|id)(?:\s[^<>]*)?(?<!/)>)", re.IGNORECASE)
# The caption of a picture, which feedparser would take for the entry's text.
_CAPTION = re.compile(r"<(/?)media:description\b[^<>]*?(/?)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A feed that feedparser may read. `complete` is False where the document broke off: its whole entries are left."""

    xml: str  # begins with the root element; has no DOCTYPE and no XML declaration
    complete: bool


def mend(text: str) -> Mended:
    """Make a feed readable; `text` must hold a root element (`find_root`)."""
    text, complete = _closed(_with_plain_names(_from_root(_FORBIDDEN.sub("", text))))
    return Mended(xml="".join(part if literal else _repaired(part) for literal, part in parts(text)), complete=complete)


def find_root(text: str) -> int | None:
    """Give where the feed's root element begins, behind declarations, DOCTYPE and any junk; None where none does."""
    found = _ROOT.search(text)
    return found.start() if found else None


def with_root(text: str) -> str | None:
    """Give a document with another root, but with entries and whole, inside the root of a feed; None for any other."""
    root = _OTHER_ROOT.search(text)
    if root is None or not ENTRY_START.search(text, root.start()) or not text.rstrip().endswith(f"</{root[1]}>"):
        return None
    return f"<channel>{text[root.start() :]}</channel>"


def _from_root(text: str) -> str:
    """Skip what stands before the root, and a first root that is empty where another follows."""
    start = find_root(text) or 0
    empty = _EMPTY_ROOT.match(text, start)
    second = _ROOT.search(text, empty.end()) if empty else None
    return text[second.start() if second else start :]


def _with_plain_names(text: str) -> str:
    """Take a prefix off that is declared nowhere: "rss:item" is an item."""
    if "<rss:" not in text or "xmlns:rss" in text:
        return text
    return "".join(part if literal else _UNDECLARED.sub(r"\1", part) for literal, part in parts(text))


def parts(text: str) -> Iterator[tuple[bool, str]]:
    """Divide XML into markup (False) and what stands in CDATA sections and comments (True), nothing left out."""
    at = 0
    nexts = {opening: text.find(opening) for opening, _ in _LITERALS}
    while True:
        opening, closing = min(_LITERALS, key=lambda pair: nexts[pair[0]] if nexts[pair[0]] >= 0 else len(text))
        start = nexts[opening]
        if start < 0:
            yield False, text[at:]
            return
        end = text.find(closing, start + len(opening))
        end = len(text) if end < 0 else end + len(closing)
        yield False, text[at:start]
        yield True, text[start:end]
        at = end
        for other, found in nexts.items():
            if 0 <= found < at:
                nexts[other] = text.find(other, at)


def _closed(text: str) -> tuple[str, bool]:
    """Cut a document that broke off behind its last whole entry; give it closed, and whether it was whole."""
    root = _ROOT.match(text)
    if root is None or _EMPTY_ROOT.match(text):
        return text, True
    name = root.group(1)
    last_entry, first_entry, closed, closing = 0, None, 0, ""
    at = 0
    for literal, part in parts(text):
        if not literal:
            for found in _ENTRY_END.finditer(part):
                last_entry = at + found.end()
            begun = None if first_entry is not None else ENTRY_START.search(part)
            first_entry = at + begun.start() if begun else first_entry
            for found in _ROOT_END.finditer(part):
                if _closes(name, found.group(1)):
                    closed, closing = at + found.end(), found.group(1)
        at += len(part)
    if closed > last_entry:
        return text[:closed] + ("" if closing == name else f"</{name}>"), True
    end = last_entry or (first_entry if first_entry is not None else text.rfind(">") + 1)
    return text[:end] + _closing_tags(name), False


def _closes(root: str, name: str) -> bool:
    """Tell whether the end of `name` ends the document: its root's, or that of the channel that holds the entries."""
    return name.lower() == root.lower() or (root.lower().endswith("rss") and name.lower().endswith("channel"))


def _closing_tags(root: str) -> str:
    return f"</channel></{root}>" if root.lower() == "rss" else f"</{root}>"


def _repaired(markup: str) -> str:
    if "&" in markup:
        markup = _AMPERSAND.sub(_reference, markup)
    markup = _BARE_LESS_THAN.sub("&lt;", markup)
    if "media:description" in markup:
        markup = _CAPTION.sub(r"<\1media:caption\2>", markup)
    return _GUID.sub(rf"\1{AS_WRITTEN}", markup)


def _reference(found: re.Match[str]) -> str:
    """Give the text that a reference unknown to XML stands for; the reference itself where nobody knows it."""
    if found[1] is None:
        return "&amp;"
    return html.escape(_FORBIDDEN.sub("", html.unescape(found[0]).replace("\ufffd", "")))
