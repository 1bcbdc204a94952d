"""From the tree of a query to a matcher: each node becomes two small functions, one that decides and one that shows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from watcher.query.index import IndexedArticle, Zone
from watcher.query.tree import And, Field, Not, Or, Phrase, Prefix, Query, Term, Word

MOST_PLACES = 1000  # shown of one term in one field: a hostile text may repeat a word a million times

_IN_TEXT = frozenset({None, "title", "body", "lead"})  # fields of which `vocabulary` holds every word
_FIELD_ORDER = {"title": 0, "body": 1, "source": 2, "author": 3, "lang": 4, "tag": 5}


class Hit(NamedTuple):
    """Words of an article that helped to make a query true. Offsets count characters in that field's text."""

    field: str  # title, body, source, author, lang or tag; what `lead:` finds is in the title or the body
    start: int
    end: int
    text: str  # as written in the article
    term: str  # the term of the query, in its canonical form


@dataclass(frozen=True, slots=True)
class Matcher:
    """A query, ready to be asked about any number of articles."""

    query: Query
    _holds: Callable[[IndexedArticle], bool]
    _hits: Callable[[IndexedArticle], Iterator[Hit]]

    def find(self, text: IndexedArticle) -> tuple[Hit, ...] | None:
        """Give the words that make the query true, title before body, in the order of the text; None: it is not true.

        Both sides of an OR are shown where both hold; what a NOT forbids is never shown. Of a term that stands in a
        field more than `MOST_PLACES` times, that many are shown.
        """
        if not self._holds(text):
            return None
        return tuple(sorted(set(self._hits(text)), key=lambda hit: (_FIELD_ORDER[hit.field], hit[1:])))


class _Compiled(NamedTuple):
    holds: Callable[[IndexedArticle], bool]
    hits: Callable[[IndexedArticle], Iterator[Hit]]  # only to be asked where `holds`


def compile_query(query: Query) -> Matcher:
    """Compile a query; the work is done once, here."""
    compiled = _compile(query, None)
    return Matcher(query, compiled.holds, compiled.hits)


def _compile(node: Query, field: str | None) -> _Compiled:
    match node:
        case Field(name, of):
            return _compile(of, name)
        case And(parts):
            return _all_of(parts, field)
        case Or(parts):
            return _any_of([_compile(part, field) for part in parts])
    return _term(node, field)


def _all_of(parts: tuple[Query | Not, ...], field: str | None) -> _Compiled:
    wanted = [_compile(part, field) for part in parts if not isinstance(part, Not)]
    unwanted = [_compile(part.of, field) for part in parts if isinstance(part, Not)]

    def holds(article: IndexedArticle) -> bool:
        return all(part.holds(article) for part in wanted) and not any(part.holds(article) for part in unwanted)

    def hits(article: IndexedArticle) -> Iterator[Hit]:
        return (hit for part in wanted for hit in part.hits(article))

    return _Compiled(holds, hits)


def _any_of(branches: list[_Compiled]) -> _Compiled:
    def holds(article: IndexedArticle) -> bool:
        return any(branch.holds(article) for branch in branches)

    def hits(article: IndexedArticle) -> Iterator[Hit]:
        return (hit for branch in branches if branch.holds(article) for hit in branch.hits(article))

    return _Compiled(holds, hits)


def _term(term: Term, field: str | None) -> _Compiled:
    spans = _spans(term)
    name = str(Field(field, term) if field else term)

    needed = _words_of(term) if field in _IN_TEXT else frozenset()

    def holds(article: IndexedArticle) -> bool:
        if not needed <= article.vocabulary:  # far cheaper than looking for the places, and most often the answer
            return False
        return any(True for zone in article.zones(field) for _ in spans(zone))

    def hits(article: IndexedArticle) -> Iterator[Hit]:
        for zone in article.zones(field):
            for first, last in islice(spans(zone), MOST_PLACES):
                start, end = zone.text.span(first, last)
                yield Hit(zone.field, start, end, zone.text.text[start:end], name)

    if field is None and isinstance(term, Word):
        return _Compiled(lambda article: term.text in article.vocabulary, hits)  # the commonest case by far
    return _Compiled(holds, hits)


def _words_of(term: Term) -> frozenset[str]:
    """Give the words without which a term is not in a text."""
    match term:
        case Word(word):
            return frozenset({word})
        case Phrase(words):
            return frozenset(words)
    return frozenset()


def _spans(term: Term) -> Callable[[Zone], Iterator[tuple[int, int]]]:
    """Give the function that finds a term in a zone, as word numbers: (first, last)."""
    match term:
        case Word(word):
            return lambda zone: ((at, at) for at in zone.text.places(word) if _inside(zone, at, at))
        case Prefix(prefix):
            return lambda zone: (
                (at, at)
                for word in zone.text.beginning_with(prefix)
                for at in zone.text.places(word)
                if _inside(zone, at, at)
            )
        case Phrase(words):
            return lambda zone: _phrase(words, zone)


def _phrase(words: tuple[str, ...], zone: Zone) -> Iterator[tuple[int, int]]:
    places = zone.text.places
    ahead, rarest = min(enumerate(words), key=lambda numbered: len(places(numbered[1])))
    for place in places(rarest):
        first, last = place - ahead, place - ahead + len(words) - 1
        if first >= 0 and zone.text.folded[first : last + 1] == words and _inside(zone, first, last):
            yield first, last


def _inside(zone: Zone, first: int, last: int) -> bool:
    return (zone.end is None or last < zone.end) and not (zone.anchored and first)
