"""Matching against what the words plainly mean, and what a hit says."""

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.query.strategies import articles, patient, plain_queries, queries, texts
from watcher.model import Article
from watcher.query import (
    And,
    Hit,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Required,
    Word,
    compile_query,
    index,
    parse,
    required,
)


def true_of(query: Query | Not, words: list[str]) -> bool:
    """The meaning of a query without fields, in the plainest way."""
    match query:
        case Word(text):
            return text in words
        case Prefix(text):
            return any(word.startswith(text) for word in words)
        case Phrase(row):
            return any(tuple(words[at : at + len(row)]) == row for at in range(len(words)))
        case Not(of):
            return not true_of(of, words)
        case And(parts):
            return all(true_of(part, words) for part in parts)
        case Or(parts):
            return any(true_of(part, words) for part in parts)
    raise AssertionError(query)


@patient
@given(plain_queries, texts)
def test_a_query_matches_exactly_when_it_is_true(query: Query, body: str) -> None:
    article = index(Article(source="a-feed", title="", body=body))
    assert (compile_query(query).find(article) is not None) == true_of(query, body.split())


@patient
@given(queries, articles)
def test_every_match_holds_a_required_literal(query: Query, article: Article) -> None:
    words = index(article)
    literals = required(query)
    assert (
        compile_query(query).find(words) is None
        or literals is None
        or any(f" {word} " in words.line for word in literals.words)
        or any(f" {prefix}" in words.line for prefix in literals.prefixes)
        or any(f" {first} {second} " in words.line for first, second in literals.neighbours)
    )


@patient
@given(queries, articles)
def test_hits_are_in_the_order_of_the_text_and_say_what_stands_there(query: Query, article: Article) -> None:
    hits = compile_query(query).find(index(article)) or ()
    shown = [hit for hit in hits if hit.field in {"title", "body"}]
    assert [hit.text for hit in shown] == [getattr(article, hit.field)[hit.start : hit.end] for hit in shown]
    assert [(hit.field != "title", hit.start) for hit in shown] == sorted(
        (hit.field != "title", hit.start) for hit in shown
    )


@patient
@given(st.sampled_from(["law AND vote", "lead:law AND tag:law"]), articles)
def test_an_article_may_be_asked_again_and_again(text: str, article: Article) -> None:
    words, matcher = index(article), compile_query(parse(text))
    assert matcher.find(words) == matcher.find(words) == matcher.find(index(article))


def test_a_hit_names_its_field_its_place_and_its_term() -> None:
    article = index(Article(source="a-feed", title="Vote in Velmora", body="The Peace  Plan passed."))
    assert compile_query(parse('velm* AND body:"peace plan"')).find(article) == (
        Hit(field="title", start=8, end=15, text="Velmora", term="velm*"),
        Hit(field="body", start=4, end=15, text="Peace  Plan", term='body:"peace plan"'),
    )


def test_a_term_that_stands_twice_in_a_query_hits_once() -> None:
    article = index(Article(source="a-feed", title="", body="A law."))
    assert compile_query(parse("law AND (law OR vote)")).find(article) == (
        Hit(field="body", start=2, end=5, text="law", term="law"),
    )


def test_of_a_term_without_end_a_thousand_places_are_shown() -> None:
    article = index(Article(source="a-feed", title="law", body="law " * 3000))
    hits = compile_query(parse("law")).find(article) or ()
    assert [hit.field for hit in hits] == ["title", *["body"] * 1000]


def test_the_required_literals_are_the_rarest_choice() -> None:
    assert required(parse("law AND (referendum OR plebiscit*) NOT football")) == (
        frozenset({"referendum"}),
        frozenset({"plebiscit"}),
        frozenset(),
    )


def test_of_a_phrase_the_two_longest_neighbours_are_required() -> None:
    assert required(parse('"the peace plan now"')) == Required(neighbours=frozenset({("peace", "plan")}))


def test_a_query_that_metadata_alone_may_satisfy_requires_no_literal() -> None:
    assert required(parse("law OR tag:official")) is None


def test_metadata_beside_a_word_leaves_the_word_required() -> None:
    assert required(parse("lead:law AND tag:official")) == Required(words=frozenset({"law"}))
