"""An HTML page taken apart: what its head says about it, and its main text."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watcher.text.clean import one_line
from watcher.text.html import UNSEEN, parse, with_breaks, without_breaks

_FURNITURE_TAGS = ("nav", "footer", "aside", "form", "button", "dialog", "figure", "video", "audio", "label")
_FURNITURE_ROLES = '[role="navigation"], [role="complementary"], [role="banner"], [role="contentinfo"], [role="dialog"]'
_FURNITURE_NAMES = frozenset(
    {"comments", "comment", "disqus", "share", "sharing", "social", "related", "recommended", "recirculation"}
    | {"newsletter", "subscribe", "subscription", "promo", "advert", "advertisement", "ads", "ad", "sponsored"}
    | {"cookie", "cookies", "consent", "paywall", "breadcrumb", "breadcrumbs", "toolbar", "sidebar", "menu", "nav"}
    | {"popular", "trending"}
)
_NAMED = "div[class], section[class], ul[class], div[id], section[id], ul[id]"
_FEED_LINK = 'link[rel="alternate"][type="application/rss+xml"], link[rel="alternate"][type="application/atom+xml"]'
_FEED_LINK += ', link[rel="alternate"][type="application/feed+json"]'
_MIN_ARTICLE = 200  # characters; a shorter <article> is a teaser, not the text
_MIN_BLOCK = 60  # characters; less beside the text is a caption or a button
_MAX_SCRIPTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says about itself. Strings are one line of clean text, except `main` (paragraphs) and `json_ld`."""

    title: str | None = None  # <title>
    headings: tuple[str, ...] = ()  # <h1>, in order
    meta: Mapping[str, str] = field(default_factory=dict)  # by name, property or itemprop in lower case; the first wins
    canonical: str | None = None  # <link rel=canonical>, as written
    feeds: tuple[str, ...] = ()  # <link rel=alternate> to feeds, as written
    language: str | None = None  # <html lang>
    times: tuple[str, ...] = ()  # <time datetime>, in order
    json_ld: tuple[str, ...] = ()  # <script type=application/ld+json>, as written
    main: str = ""  # the main text, without navigation, captions, forms and the like


def read_page(markup: str) -> Page:
    """Take a page apart. Never raises; a page without any main text has an empty `main`."""
    head = parse(markup)
    root = head.root
    return Page(
        title=_text(head.css_first("title")),
        headings=tuple(filter(None, map(_text, head.css("h1")))),
        meta=_meta(head),
        canonical=_attribute(head.css_first('link[rel="canonical"]'), "href"),
        feeds=tuple(filter(None, (_attribute(node, "href") for node in head.css(_FEED_LINK)))),
        language=_attribute(root if root and root.tag == "html" else head.css_first("html"), "lang"),
        times=tuple(filter(None, (_attribute(node, "datetime") for node in head.css("time[datetime]")))),
        json_ld=tuple(node.text() for node in head.css('script[type="application/ld+json"]')[:_MAX_SCRIPTS]),
        main=_main_text(markup),
    )


def _text(node: LexborNode | None) -> str | None:
    return (one_line(html.unescape(node.text())) or None) if node else None


def _attribute(node: LexborNode | None, name: str) -> str | None:
    return (one_line(node.attributes.get(name) or "") or None) if node else None


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = one_line(attributes.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _main_text(markup: str) -> str:
    tree = parse(with_breaks(markup))
    tree.strip_tags([*UNSEEN, *_FURNITURE_TAGS])
    if tree.body is None:
        return ""
    for node in [*tree.css(_FURNITURE_ROLES), *tree.css("[hidden]"), *filter(_is_furniture, tree.css(_NAMED))]:
        if node.tag not in {"html", "body"}:
            node.decompose()
    return _main(tree.body)


def _is_furniture(node: LexborNode) -> bool:
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower()
    return any(not _FURNITURE_NAMES.isdisjoint(name.replace("_", "-").split("-")) for name in names.split())


def _main(body: LexborNode) -> str:
    articles = [without_breaks(node.text()) for node in body.css('article, [itemprop="articleBody"]')]
    longest = max(articles, key=len, default="")
    if len(longest) >= _MIN_ARTICLE:
        return longest
    for node in body.css("main, [role=main]"):
        text = without_breaks(node.text())
        if len(text) >= _MIN_ARTICLE:
            return text
    return _largest_block(body)


def _largest_block(body: LexborNode) -> str:
    """Give the text of the element with most text in paragraphs of its own, and of those that go on with it.

    Where no element holds paragraphs, of the body.
    """
    held: dict[int, int] = {}
    blocks: dict[int, LexborNode] = {}
    for paragraph in body.css("p"):
        block = paragraph.parent
        if block is not None:
            blocks.setdefault(block.mem_id, block)
            held[block.mem_id] = held.get(block.mem_id, 0) + len(paragraph.text().strip())
    best = max(held, key=held.__getitem__, default=None)
    if best is None:
        return without_breaks(body.text())
    parts = [block for name, block in blocks.items() if name == best or _goes_on(blocks[best], block, held[name])]
    return "\n\n".join(without_breaks(part.text()) for part in parts)


def _goes_on(best: LexborNode, block: LexborNode, held: int) -> bool:
    """Tell whether a block beside the largest is more of its text: of the same kind, not short, not a list of links."""
    beside = block.parent is not None and best.parent is not None and block.parent.mem_id == best.parent.mem_id
    alike = block.tag == best.tag and block.attributes.get("class") == best.attributes.get("class")
    linked = sum(len(link.text()) for link in block.css("a"))
    return beside and alike and held >= _MIN_BLOCK and linked < held // 2
