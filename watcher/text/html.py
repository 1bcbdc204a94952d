"""Markup to plain text."""

import html
import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser

from watcher.text.clean import clean
from watcher.text.simple_html import simple_text

UNSEEN = (
    "title",
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "iframe",
    "svg",
    "object",
    "canvas",
    "select",
    "math",
)
"""Elements without visible text of their own."""

_BLOCKS = (
    "address|article|aside|blockquote|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6]|header|hgroup|hr|li|main|menu|nav|ol|p|pre|section|summary|table|tr|ul"
)
# HTML has two white-space characters that texts do not need: they carry the structure through the parser, which
# leaves white space where it stands, also inside tables. "\f" is a paragraph break, "\t" a line break.
_BLOCK_TAG = re.compile(rf"<(/?(?:{_BLOCKS})\b)", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<(br\b)", re.IGNORECASE)
_CELL_TAG = re.compile(r"<(t[dh]\b)", re.IGNORECASE)
_PRE_TAG = re.compile(r"(</?pre\b)", re.IGNORECASE)
_UNSEEN_BY_STYLE = '[hidden], [style*="display:none"], [style*="display: none"]'

_MARKUP = re.compile(r"<(?:[a-zA-Z]|/[a-zA-Z]|!--|!\[CDATA\[|!doctype)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]+);")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNSEEN_TAG = re.compile(rf"(</?(?:{'|'.join(UNSEEN)})\b[^<>]*>)", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_NEVER_NESTED = frozenset(
    {"area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p"}
    | {"param", "source", "td", "th", "tr", "track", "wbr"}
)
_MAX_DEPTH = 400  # browsers stop at 512; the parser takes 5 s for 50,000 nested <div>


def has_markup(text: str) -> bool:
    """Tell whether `text` holds at least one tag, comment or CDATA section."""
    return _MARKUP.search(text) is not None


def html_to_text(markup: str) -> str:
    """Give the visible text of an HTML fragment or page, cleaned.

    Block elements become paragraphs with one blank line between them, `<br>` a newline, other white space folds to
    one space. Text without any tag keeps its own line breaks; its entities are decoded all the same.
    """
    if not has_markup(markup):
        return clean(html.unescape(markup) if _ENTITY.search(markup) else markup)
    marked = simple_text(markup)
    return without_breaks(_seen_text(markup) if marked is None else marked)


def _seen_text(markup: str) -> str:
    tree = parse(f"<body>{with_breaks(markup)}")  # so that nothing in a fragment counts as head
    tree.strip_tags(list(UNSEEN))
    if "hidden" in markup or "none" in markup:
        for node in tree.css(_UNSEEN_BY_STYLE):
            if node.tag not in {"html", "body"}:
                node.decompose()
    return tree.body.text() if tree.body else ""


def parse(markup: str) -> LexborHTMLParser:
    """Give the tree of `markup`; markup nested deeper than 400 elements loses its tags first."""
    return LexborHTMLParser(_flattened(markup) if _too_deep(markup) else markup)


def with_breaks(markup: str) -> str:
    """Mark in `markup` where paragraphs and lines end; `without_breaks` reads the marks from the extracted text."""
    markup = markup.replace("\f", " ").replace("\t", " ")
    parts = _PRE_TAG.split(markup)
    inside = False
    for at, part in enumerate(parts):
        if at % 2:
            inside = not part.startswith("</")
        elif inside:
            parts[at] = part.replace("\r\n", "\t").replace("\n", "\t")
    marked = _BLOCK_TAG.sub(r"\f<\1", "".join(parts))
    return _CELL_TAG.sub(r" <\1", _BREAK_TAG.sub(r"\t<\1", marked))


def without_breaks(text: str) -> str:
    """Give clean text for what was extracted from markup that went through `with_breaks`."""
    text = text.replace("\xa0", " ").replace("\n", " ").replace("\r", " ")
    paragraphs = (paragraph.strip(" \t") for paragraph in text.split("\f"))
    return clean("\n\n".join(filter(None, paragraphs)).replace("\t", "\n"))


def _too_deep(markup: str) -> bool:
    if markup.count("<") < _MAX_DEPTH:
        return False
    depth = 0
    opened: Counter[str] = Counter()
    for close, written in _TAG.findall(markup):
        name = written.lower()
        if not close and name not in _NEVER_NESTED:
            opened[name] += 1
            depth += 1
        elif opened[name] > 0:
            opened[name] -= 1
            depth -= 1
        if depth > _MAX_DEPTH:
            return True
    return False


def _flattened(markup: str) -> str:
    """Give `markup` without tags, and without what stands between those of an unseen element."""
    parts = _UNSEEN_TAG.split(markup)
    seen = [part for at, part in enumerate(parts) if at % 2 == 0 and not (at and _opens(parts[at - 1]))]
    return _ANY_TAG.sub(" ", " ".join(seen))


def _opens(tag: str) -> bool:
    return not tag.startswith("</")
