"""Why a query is not true of an article, in its own terms: for people who write rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from watcher.query.compile import Hit, compile_query
from watcher.query.index import IndexedArticle
from watcher.query.tree import And, Field, Not, Or, Query


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What stands between an article and a query; both are empty when the query is true."""

    missing: tuple[str, ...] = ()  # terms that are not there: "referendum", "one of kyiv, ukrain*"
    unwanted: tuple[Hit, ...] = ()  # what the article holds and a NOT forbids


def shortfall(query: Query, article: IndexedArticle) -> Shortfall:
    """Give what is missing or unwanted, in the order of the query, each once."""
    return Shortfall(
        missing=tuple(dict.fromkeys(_missing(query, article))),
        unwanted=tuple(dict.fromkeys(_unwanted(query, article))),
    )


def _missing(query: Query, article: IndexedArticle) -> Iterator[str]:
    if compile_query(query).find(article) is not None:
        return
    match _spread(query):
        case And(parts):
            for part in parts:
                if not isinstance(part, Not):
                    yield from _missing(part, article)
        case Or(parts):
            yield f"one of {', '.join(map(str, parts))}"
        case term:
            yield str(term)


def _unwanted(query: Query, article: IndexedArticle) -> Iterator[Hit]:
    spread = _spread(query)
    if isinstance(spread, And):
        for part in spread.parts:
            if isinstance(part, Not):
                yield from compile_query(part.of).find(article) or ()
            else:
                yield from _unwanted(part, article)


def _spread(query: Query) -> Query:
    """Move a field from a group to each of its parts."""
    match query:
        case Field(name, And(parts)):
            return And(tuple(Not(Field(name, p.of)) if isinstance(p, Not) else Field(name, p) for p in parts))
        case Field(name, Or(parts)):
            return Or(tuple(Field(name, part) for part in parts))
    return query
