"""Which rules match an article, in which order, and what they say."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.query.strategies import articles, patient, queries
from watcher.errors import QueryError
from watcher.model import Article, Evidence, Match, Rule
from watcher.query import compile_query, index, parse
from watcher.rules import RuleSet

ARTICLE = Article(
    source="velmora-press",
    title="Referendum in Velmora",
    body="The referendum on the water law is in May. The law is new.",
    tags=("self-styled",),
    feed_tags=("Official",),
)


def names(rules: Sequence[Rule], article: Article = ARTICLE) -> list[str]:
    return [match.rule for match in RuleSet(rules).matches(article)]


def test_a_match_has_the_rule_its_evidence_and_its_reason() -> None:
    (match,) = RuleSet([Rule(name="votes", query="referendum AND law")]).matches(ARTICLE)
    assert match == Match(
        rule="votes",
        evidence=(
            Evidence(
                field="body",
                sentence="The referendum on the water law is in May.",
                start=0,
                marks=((4, 14), (28, 31)),
            ),
            Evidence(field="body", sentence="The law is new.", start=43, marks=((4, 7),)),
            Evidence(field="title", sentence="Referendum in Velmora", start=0, marks=((0, 10),)),
        ),
        reason="query matched: Referendum, law",
    )


def test_rules_match_in_their_order() -> None:
    rules = [Rule(name="b", query="law"), Rule(name="a", query="source:press"), Rule(name="c", query="refer*")]
    assert names(rules) == ["b", "a", "c"]
    assert names(rules[::-1]) == ["c", "a", "b"]


def test_no_rules_match_nothing() -> None:
    assert RuleSet([]).matches(ARTICLE) == ()


def test_exclude_is_a_query_that_must_not_match() -> None:
    rules = [
        Rule(name="in", query="law", exclude="football OR (may AND june)"),
        Rule(name="out", query="law", exclude="water AND tag:official"),
    ]
    assert names(rules) == ["in"]


@pytest.mark.parametrize(
    ("feeds", "listens"),
    [
        (("*",), True),
        (("velmora-press",), True),
        (("inbox", "velmora-press"), True),
        (("tag:official",), True),
        (("tag:self-styled",), False),
        (("tag:OFFICIAL",), True),
        (("inbox", "tag:official"), True),
        (("inbox",), False),
        (("velmora",), False),
        (("official",), False),
        (("tag:offic",), False),
        (("tag:velmora-press",), False),
        ((), False),
    ],
)
def test_feeds_names_sources_tags_or_all(feeds: tuple[str, ...], listens: bool) -> None:  # noqa: FBT001 -- a table's column
    assert names([Rule(name="r", query="law", feeds=feeds)]) == ["r"] * listens


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("law", "law"),
        ("velmora AND water", "Velmora, water"),
        ('"water law" OR refer*', "Referendum, water law"),
        ("source:press AND law", "law, source:press"),
        ("title:in AND tag:official NOT football", "in, tag:Official"),
        (
            "the OR referendum OR on OR water OR law OR is OR in OR may OR velmora OR new",
            "Referendum, in, Velmora, The, on, water, law, is, 2 more",
        ),
    ],
)
def test_the_reason_names_each_word_once_as_written(query: str, reason: str) -> None:
    (match,) = RuleSet([Rule(name="r", query=query)]).matches(ARTICLE)
    assert match.reason == f"query matched: {reason}"


def test_a_query_over_a_line_break_gives_a_reason_of_one_line() -> None:
    article = Article(source="inbox", title="", body="the water\nlaw")
    (match,) = RuleSet([Rule(name="r", query='"water law"')]).matches(article)
    assert match.reason == "query matched: water law"


def test_a_word_without_end_does_not_fill_the_reason() -> None:
    article = Article(source="inbox", title="", body="a" * 5000)
    (match,) = RuleSet([Rule(name="r", query="aaaa*")]).matches(article)
    assert match.reason == f"query matched: {'a' * 60}…"


@pytest.mark.parametrize("rule", [Rule(name="r", query="law AND"), Rule(name="r", query="law", exclude="law AND")])
def test_a_rule_that_does_not_parse_is_an_error(rule: Rule) -> None:
    with pytest.raises(QueryError, match="nothing after AND"):
        RuleSet([rule]).matches(ARTICLE)


rules = st.lists(
    st.builds(
        Rule,
        name=st.uuids().map(str),
        query=queries.map(str),
        exclude=st.none() | queries.map(str),
        feeds=st.sampled_from((("*",), ("law", "inbox"), ("tag:law", "velmora-press"))),
    ),
    max_size=5,
)


def check_all(rules: Sequence[Rule], article: Article) -> list[str]:
    """The same question without index, shared words or compiled rules."""
    return [rule.name for rule in rules if listens(rule, article) and holds(rule, article)]


def listens(rule: Rule, article: Article) -> bool:
    return bool({"*", article.source, *(f"tag:{tag}" for tag in article.feed_tags)} & set(rule.feeds))


def holds(rule: Rule, article: Article) -> bool:
    wanted = compile_query(parse(rule.query)).find(index(article))
    unwanted = compile_query(parse(rule.exclude)).find(index(article)) if rule.exclude else None
    return wanted is not None and unwanted is None


@patient
@given(rules, articles)
def test_the_index_never_changes_what_matches(rules: list[Rule], article: Article) -> None:
    assert names(rules, article) == check_all(rules, article)
