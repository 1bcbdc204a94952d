"""Every case in tests/cases/queries: a new one needs no Python."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from watcher.errors import QueryError
from watcher.model import Article, Credit
from watcher.query import compile_query, index, parse

CASES = Path(__file__).parents[2] / "cases" / "queries"


def cases(kind: str) -> list[Any]:
    table = tomllib.loads((CASES / f"{kind}.toml").read_text(encoding="utf-8"))[kind]
    return [pytest.param(case, id=case["name"]) for case in table]


def article(case: dict[str, Any]) -> Article:
    return Article(
        source=case.get("source", "a-feed"),
        title=case.get("title", ""),
        body=case.get("body", ""),
        credit=Credit(author=case.get("author"), outlet=case.get("outlet"), origin=case.get("origin")),
        language=case.get("language"),
        tags=tuple(case.get("tags", ())),
    )


@pytest.mark.parametrize("case", cases("found"))
def test_a_query_finds_exactly_these_words(case: dict[str, Any]) -> None:
    hits = compile_query(parse(case["query"])).find(index(article(case)))
    assert hits is not None
    assert [hit.text for hit in hits] == case["words"]


@pytest.mark.parametrize("case", cases("found"))
def test_a_query_has_this_canonical_form(case: dict[str, Any]) -> None:
    canonical = str(parse(case["query"]))
    assert canonical == case.get("canonical", case["query"])
    assert parse(canonical) == parse(case["query"])


@pytest.mark.parametrize("case", cases("not-found"))
def test_a_query_is_not_true_of_this(case: dict[str, Any]) -> None:
    assert compile_query(parse(case["query"])).find(index(article(case))) is None


@pytest.mark.parametrize("case", cases("refused"))
def test_a_doubtful_query_is_refused_with_this_message(case: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as refusal:
        parse(case["query"])
    assert str(refusal.value) == case["message"]
