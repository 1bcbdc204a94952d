"""Whose text it is, under any of the names by which feeds say so: credit, outlet, the title's end, the page's host."""

import re
from collections.abc import Iterator
from functools import lru_cache

from watcher.model import Article
from watcher.stories.agencies import BUILT_IN, Agencies
from watcher.stories.hashing import hash32
from watcher.stories.titles import outlet_in
from watcher.text import host_of

ENDINGS = re.compile(r"\.(?:com?|org|net|uk|in|sg|jp|au|de|fr|ch|eu)\b")
SECOND_LEVEL = 3
"""Letters of a label that is part of the ending: "co" in "example.co.uk"."""
POOLS = frozenset({"news.google.com"})
"""Hosts under which stand the texts of every publisher: they name none."""


def publishers(article: Article) -> tuple[int, ...]:
    """Give the hashed names under which this text's publisher, or its carrier, is known."""
    return tuple(dict.fromkeys(hash32(f"publisher {name}") for name in _names(article) if name))


def origins(article: Article, agencies: Agencies = BUILT_IN) -> tuple[int, ...]:
    """Give who wrote the text, hashed, as its credit or else the end of its title says; empty where nothing says so."""
    name = article.credit.origin or _agency_in_title(article.title, agencies)
    return (hash32(f"origin {_plain(name)}"),) if name else ()


def site(link: str | None) -> tuple[int, ...]:
    """Give the hashed host of a page."""
    host = host_of(link or "")
    return (hash32(f"site {host.removeprefix('www.')}"),) if host else ()


def _names(article: Article) -> Iterator[str]:
    for name in (article.credit.origin, article.credit.outlet, outlet_in(article.title)):
        yield _plain(name) if name else ""
    host = host_of(article.link or "")
    if host and host not in POOLS:
        yield _own_label(host)


def _own_label(host: str) -> str:
    """Give "example" of "www.example.com" and of "news.example.co.uk"."""
    *labels, _ = host.split(".")
    while len(labels) > 1 and len(labels[-1]) <= SECOND_LEVEL:
        labels.pop()
    return labels[-1] if labels else host


def _agency_in_title(title: str, agencies: Agencies) -> str | None:
    outlet = outlet_in(title)
    agency = (agencies.named(outlet) or agencies.at(outlet)) if outlet else None
    return agency.name if agency and agency.writes else None


@lru_cache(maxsize=4_096)
def _plain(name: str) -> str:
    bare = ENDINGS.sub("", name.casefold().removeprefix("the "))
    return re.sub(r"[\W_]+", "", bare)
