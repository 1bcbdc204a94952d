"""Queries and articles made by chance, from so few words that they often meet."""

from hypothesis import settings
from hypothesis import strategies as st

from watcher.model import Article, Credit
from watcher.query import And, Field, Not, Or, Phrase, Prefix, Query, Word
from watcher.query.tree import FIELDS

WORDS = ("law", "laws", "lawyer", "vote", "votes", "velmora", "and", "ana", "reyes", "2027")
SOUP = (
    *'()"“”*~-:, ',
    " AND ",
    " OR ",
    " NOT ",
    " and ",
    "title:",
    "lead:",
    "nofield:",
    "law",
    "velm*",
    "peace-plan",
    "U.S.",
    "Né",
    "NEAR/5",
)

patient = settings(deadline=None)
"""For a busy machine: the first query of a process also builds the parser."""

words = st.sampled_from(WORDS)
terms = st.one_of(
    words.map(Word),
    st.sampled_from(("law", "vot", "velm")).map(Prefix),
    st.lists(words, min_size=2, max_size=3).map(lambda row: Phrase(tuple(row))),
)


def _and(parts: list[Query], negated: list[Query]) -> Query:
    wanted = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    clauses = (*wanted, *map(Not, negated))
    return And(clauses) if len(clauses) > 1 else parts[0]


def _or(parts: list[Query]) -> Query:
    return Or(tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))))


def _joined(children: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(children, min_size=2, max_size=3)
    return st.one_of(
        st.builds(_and, st.lists(children, min_size=1, max_size=3), st.lists(children, max_size=2)),
        several.map(_or),
    )


plain_queries: st.SearchStrategy[Query] = st.recursive(terms, _joined, max_leaves=6)
fielded: st.SearchStrategy[Query] = st.builds(Field, st.sampled_from(FIELDS), plain_queries)
queries: st.SearchStrategy[Query] = st.recursive(terms | fielded, _joined, max_leaves=6)
"""Canonical trees, as `parse` builds them."""


query_texts = st.one_of(st.text(), st.lists(st.sampled_from(SOUP), max_size=12).map("".join))
"""Mostly nonsense."""

texts = st.lists(words, max_size=12).map(" ".join)
articles = st.builds(
    Article,
    source=st.sampled_from(("velmora-press", "law", "inbox")),
    title=texts,
    body=texts,
    credit=st.builds(Credit, author=st.none() | texts, outlet=st.none() | texts, origin=st.none() | texts),
    language=st.sampled_from((None, "en", "en-GB", "uk")),
    tags=st.lists(words, max_size=2).map(tuple),
    feed_tags=st.lists(words, max_size=2).map(tuple),
)
