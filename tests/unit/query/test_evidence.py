"""Which sentences show a match, in which order, and where the marks stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.query.strategies import articles, patient, queries
from watcher.model import Article, Evidence
from watcher.query import Query, compile_query, evidence, index, parse

LONG = " ".join(f"word{number}" for number in range(200))


def shown(query: str, body: str, title: str = "") -> tuple[Evidence, ...]:
    words = index(Article(source="a-feed", title=title, body=body))
    return evidence(words, compile_query(parse(query)).find(words) or ())


def marked(found: Evidence) -> list[str]:
    return [found.sentence[start:end] for start, end in found.marks]


def test_the_sentence_with_the_most_distinct_terms_is_the_best() -> None:
    found = shown("law AND vote", "The law, the law. A vote on the law. A vote.")
    assert [piece.sentence for piece in found] == ["A vote on the law.", "The law, the law.", "A vote."]
    assert [piece.start for piece in found] == [18, 0, 37]
    assert [marked(piece) for piece in found] == [["vote", "law"], ["law", "law"], ["vote"]]


def test_of_equal_sentences_the_body_goes_before_the_title() -> None:
    found = shown("law AND vote", "The law passed. The vote is over.", title="New law")
    assert [(piece.field, piece.sentence) for piece in found] == [
        ("body", "The law passed."),
        ("body", "The vote is over."),
        ("title", "New law"),
    ]


def test_a_title_that_holds_every_term_goes_first() -> None:
    found = shown("law AND vote", "They vote on the law.", title="Vote on law")
    assert [piece.field for piece in found] == ["title", "body"]


def test_a_title_with_more_terms_goes_before_the_body() -> None:
    found = shown("law AND vote AND court", "The court met.", title="Vote on law")
    assert [piece.field for piece in found] == ["title", "body"]


def test_a_headline_of_two_sentences_is_shown_whole() -> None:
    assert shown("law", "", title="It passed. A law!")[0].sentence == "It passed. A law!"


def test_at_most_three_sentences_are_shown_and_the_earliest() -> None:
    found = shown("law", "One law. Two law. Three law. Four law.")
    assert [piece.sentence for piece in found] == ["One law.", "Two law.", "Three law."]


def test_a_term_of_its_own_is_worth_one_of_the_three_sentences() -> None:
    found = shown("law AND vote AND court", "Law, vote. Law, vote. Law, vote. Law, vote. A court.")
    assert [piece.start for piece in found] == [0, 11, 44]


def test_marks_that_overlap_are_one() -> None:
    found = shown('"prime minister" OR "minister reyes" OR minister', "Prime Minister Reyes resigned.")
    assert [marked(piece) for piece in found] == [["Prime Minister Reyes"]]


def test_a_long_sentence_is_cut_around_its_marks() -> None:
    (found,) = shown("law AND vote", f"{LONG} a vote on the law was {LONG}")
    assert found.sentence.startswith("…word")
    assert found.sentence.endswith("…")
    assert 300 < len(found.sentence) <= 401
    assert marked(found) == ["vote", "law"]


def test_the_beginning_of_a_long_sentence_is_not_cut_where_a_mark_is_near() -> None:
    (found,) = shown("law", f"The law is {LONG}")
    assert (found.start, found.sentence[:10], found.sentence[-1]) == (0, "The law is", "…")


def test_the_end_of_a_long_sentence_is_not_cut_where_a_mark_is_near() -> None:
    (found,) = shown("law", f"{LONG} is the law")
    assert found.sentence.endswith(" is the law")


def test_a_long_sentence_is_cut_where_most_terms_stand_together() -> None:
    (found,) = shown("law AND vote AND court", f"law {LONG} vote {LONG} a court on the law {LONG}")
    assert marked(found) == ["court", "law"]


def test_a_word_longer_than_a_sentence_may_be_is_cut_itself() -> None:
    (found,) = shown("aaaa*", f"see {'a' * 1000} there")
    assert marked(found) == ["a" * 396]
    assert len(found.sentence) == 401


@pytest.mark.parametrize(
    ("title", "body", "field", "sentence"),
    [
        ("New law", "It passed.", "title", "New law"),
        ("", "It passed. It did.", "body", "It passed."),
        ("", "", "body", ""),
    ],
    ids=["headline", "no headline", "no text"],
)
def test_a_match_outside_the_text_shows_the_article_without_marks(
    title: str, body: str, field: str, sentence: str
) -> None:
    assert shown("source:a-feed", body, title) == (Evidence(field=field, sentence=sentence, start=0, marks=()),)


def test_a_long_sentence_without_a_mark_is_cut_at_its_end() -> None:
    (found,) = shown("source:a-feed", LONG)
    assert (found.sentence[:6], found.sentence[-1], found.marks) == ("word0 ", "…", ())
    assert len(found.sentence) <= 401


@patient
@given(queries, articles, st.integers(1, 60))
def test_evidence_is_never_empty_and_its_offsets_are_those_of_the_field(
    query: Query, article: Article, times: int
) -> None:
    stretched = Article(source="law", title=article.title, body=f"{article.body} " * times, tags=article.tags)
    words = index(stretched)
    found = evidence(words, compile_query(query).find(words) or ())
    assert 1 <= len(found) <= 3
    assert all(map(stands_right, found, [stretched] * 3))


def stands_right(found: Evidence, article: Article) -> bool:
    """Marks are ascending and disjoint, and what they mark is in the same place of the field."""
    text = getattr(article, found.field)
    bounds = [bound for mark in found.marks for bound in mark]
    same = all(found.sentence[a:b] == text[found.start + a : found.start + b] for a, b in found.marks)
    return same and bounds == sorted(set(bounds)) and len(found.sentence) <= 401
