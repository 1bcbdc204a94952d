"""What `parse` and `str` promise together, on trees and on nonsense."""

import pytest
from hypothesis import given

from tests.unit.query.strategies import patient, queries, query_texts
from watcher.errors import QueryError
from watcher.query import And, Field, Not, Or, Phrase, Prefix, Query, Word, parse


@patient
@given(queries)
def test_a_query_printed_and_read_is_the_same_query(query: Query) -> None:
    assert parse(str(query)) == query


def read(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


@patient
@given(query_texts)
def test_any_text_is_a_query_with_a_stable_form_or_an_error_in_its_place(text: str) -> None:
    outcome = read(text)
    assert stands_in(outcome, text) if isinstance(outcome, QueryError) else parse(str(outcome)) == outcome


def stands_in(error: QueryError, text: str) -> bool:
    return 0 <= error.start < error.end <= max(len(text), 1) and bool(error.hint)


def test_the_tree_holds_folded_words_and_no_needless_level() -> None:
    query = parse('title:("Prime Minister" OR Minist*) AND ((Velmora AND (lead:law)) NOT (football))')
    assert query == And(
        (
            Field("title", Or((Phrase(("prime", "minister")), Prefix("minist")))),
            Word("velmora"),
            Field("lead", Word("law")),
            Not(Word("football")),
        )
    )


def test_an_error_names_the_characters_of_the_query_as_it_was_given() -> None:
    with pytest.raises(QueryError) as refusal:
        parse("law AND\n  titel:vote")
    assert (refusal.value.start, refusal.value.end) == (10, 16)
    assert refusal.value.problem == "there is no field “titel”"
    assert refusal.value.hint == "did you mean title:?; a colon as text stands in quotes"


def test_the_first_of_several_mistakes_in_words_is_named() -> None:
    with pytest.raises(QueryError, match="no letter or digit") as refusal:
        parse("law AND -- AND *vote AND (")
    assert refusal.value.start == 8


def test_fifty_parentheses_are_no_problem() -> None:
    assert parse("(" * 50 + "law" + ")" * 50) == Word("law")


def test_a_long_query_is_no_problem() -> None:
    names = [f"name{number}" for number in range(1000)]
    assert parse(" OR ".join(names)) == Or(tuple(map(Word, names)))
