"""HTML pages: what a page says about itself, and its main text."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watcher.parse.original import original_link, original_outlet
from watcher.parse.pasted import read_pasted
from watcher.text import Page, absolute, clean, one_line, read_date, read_page

_TITLES = ("og:title", "twitter:title", "headline", "dc.title")
_SITES = ("og:site_name", "application-name", "dc.publisher")
_ORIGINALS = ("syndication-source", "original-source")  # asked for by a large aggregator in 2010, still written
_ORIGINAL_NAMES = ("sourceOrganization", "provider", "copyrightHolder", "publisher")  # of JSON-LD, best first
_AUTHORS = ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author")
_DATES = (
    *("article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate"),
    *("dc.date", "dc.date.issued", "dcterms.date", "parsely-pub-date", "sailthru.date"),
)
_TAIL = re.compile(r"[\s–—|·•:»-]+$")
_SITE_BEHIND = re.compile(r"\s*[|–—·:-]\s+([^|–—·:-]{2,40})")
_MAX_DEPTH = 6  # of JSON-LD; articles stand at the top, in a list or under @graph
_MAX_NODES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """An HTML page as an article; None where the page does not say."""

    title: str
    body: str
    site: str | None = None
    author: str | None = None
    published: datetime | None = None
    link: str | None = None  # absolute; the address that the page itself prefers
    original_link: str | None = None  # absolute; on another site
    original_outlet: str | None = None
    language: str | None = None


def read_page_text(markup: str, url: str | None = None) -> PageText:
    """Read a page that came from `url`."""
    page = read_page(markup)
    articles = list(_articles(page))
    title = _title(page, articles)
    main = page.main or _first(articles, "articleBody")
    lines = {one_line(line).casefold() for line in main.split("\n")}
    shown = next((heading for heading in (title, *page.headings) if heading.casefold() in lines), title)
    told_apart = read_pasted(main, shown or None)
    site = _meta(page, _SITES)
    return PageText(
        title=title or told_apart.title,
        body=told_apart.body,
        site=site or _first(articles, "publisher") or told_apart.outlet or _behind_heading(page),
        author=_meta(page, _AUTHORS, _is_name) or _first(articles, "author") or told_apart.byline,
        published=_published(page, articles) or told_apart.published,
        link=next(filter(None, (absolute(link, url) for link in _links(page, url))), None),
        original_link=_original_link(page, url),
        original_outlet=original_outlet((_first(articles, name) for name in _ORIGINAL_NAMES), site) if site else None,
        language=(page.language or "").replace("_", "-") or None,
    )


def _title(page: Page, articles: list[Mapping[str, Any]]) -> str:
    stated = _meta(page, _TITLES) or next(iter(page.headings), "") or _first(articles, "headline") or page.title or ""
    site = _meta(page, _SITES)
    if site and stated.endswith(site):
        return _TAIL.sub("", stated.removesuffix(site)) or stated
    return stated


def _behind_heading(page: Page) -> str | None:
    """Give the site that `<title>` names behind the heading: "Harbour opens - Linden Courier"."""
    headings = (heading for heading in page.headings if page.title and page.title.startswith(heading))
    found = next((_SITE_BEHIND.fullmatch((page.title or "").removeprefix(heading)) for heading in headings), None)
    return found[1] if found else None


def _meta(page: Page, names: tuple[str, ...], fits: Callable[[str], bool] = bool) -> str:
    return next((page.meta[name] for name in names if name in page.meta and fits(page.meta[name])), "")


def _is_name(text: str) -> bool:
    return absolute(text) is None


def _links(page: Page, url: str | None) -> Iterator[str]:
    yield page.canonical or ""
    yield page.meta.get("og:url", "")
    yield url or ""


def _original_link(page: Page, url: str | None) -> str | None:
    """Give the address elsewhere that the page names as the first; where it came from itself it may have to say."""
    canonical, shared = page.canonical or "", page.meta.get("og:url", "")
    own = next(filter(None, map(absolute, (url or "", shared, canonical))), None)
    return original_link((*(page.meta.get(name, "") for name in _ORIGINALS), canonical, shared), own)


def _published(page: Page, articles: list[Mapping[str, Any]]) -> datetime | None:
    stated = [page.meta.get(name, "") for name in _DATES] + [_first(articles, "datePublished"), *page.times[:1]]
    return next(filter(None, map(read_date, stated)), None)


def _articles(page: Page) -> Iterator[Mapping[str, Any]]:
    """Give the JSON-LD nodes that describe an article (https://schema.org/Article and what is derived from it)."""
    for script in page.json_ld:
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data, _MAX_DEPTH):
            kinds = node.get("@type")
            if any("Article" in str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield node


def _nodes(data: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth == 0:
        return
    if isinstance(data, list):
        for part in data[:_MAX_NODES]:
            yield from _nodes(part, depth - 1)
    elif isinstance(data, dict):
        yield data
        yield from _nodes(data.get("@graph"), depth - 1)


def _first(articles: list[Mapping[str, Any]], name: str) -> str:
    """Give the first value of a property as text; the names of persons and organisations, joined by commas."""
    for article in articles:
        stated = article.get(name)
        values = stated if isinstance(stated, list) else [stated]
        names = (value.get("name") if isinstance(value, dict) else value for value in values[:_MAX_NODES])
        texts = [value for value in names if isinstance(value, str) and value.strip()]
        if texts:
            return clean(texts[0]) if name == "articleBody" else ", ".join(map(one_line, texts))
    return ""
