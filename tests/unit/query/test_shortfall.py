"""What is said to be missing."""

import pytest
from hypothesis import given

from tests.unit.query.strategies import articles, patient, queries
from watcher.model import Article
from watcher.query import Query, Shortfall, compile_query, index, parse, shortfall

ARTICLE = Article(source="a-feed", title="New law", body="A vote on the Law in Velmora.", language="en")


@pytest.mark.parametrize(
    ("query", "missing", "unwanted"),
    [
        ("referendum", ("referendum",), ()),
        ("law AND referendum AND minist*", ("referendum", "minist*"), ()),
        ('referendum OR "peace plan"', ('one of referendum, "peace plan"',), ()),
        ("law AND (referendum OR (vote AND court))", ("one of referendum, vote AND court",), ()),
        ("title:(law AND vote)", ("title:vote",), ()),
        ("title:(vote OR velm*)", ("one of title:vote, title:velm*",), ()),
        ("law AND lang:uk", ("lang:uk",), ()),
        ("vote NOT law", (), ("law", "Law")),
        ("referendum NOT vote", ("referendum",), ("vote",)),
        ("body:(vote NOT velm*) AND law", (), ("Velmora",)),
    ],
)
def test_each_part_that_is_not_true_is_named(query: str, missing: tuple[str, ...], unwanted: tuple[str, ...]) -> None:
    found = shortfall(parse(query), index(ARTICLE))
    assert found.missing == missing
    assert tuple(hit.text for hit in found.unwanted) == unwanted


@patient
@given(queries, articles)
def test_something_is_named_exactly_when_the_query_is_not_true(query: Query, article: Article) -> None:
    words = index(article)
    assert (shortfall(query, words) == Shortfall()) == (compile_query(query).find(words) is not None)
