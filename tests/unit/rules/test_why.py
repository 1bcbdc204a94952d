"""Why a rule does not match, and what examples say of it."""

import pytest

from watcher.errors import QueryError
from watcher.model import Article, Example, Expect, Rule
from watcher.rules import FailedExample, run_examples, why_not

ARTICLE = Article(source="inbox", title="Football law", body="A vote in Velmora.")


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (Rule(name="r", query="law"), ""),
        (Rule(name="r", query="law", feeds=("tag:official",)), "feeds: only tag:official"),
        (Rule(name="r", query="law", feeds=("a", "b")), "feeds: only a, b"),
        (Rule(name="r", query="law", feeds=()), "feeds: none"),
        (Rule(name="r", query="law AND referendum AND court"), "missing: referendum, court"),
        (Rule(name="r", query="referendum OR court"), "missing: one of referendum, court"),
        (Rule(name="r", query="law NOT velm*"), "ruled out by NOT: Velmora"),
        (Rule(name="r", query="court NOT football"), "missing: court; ruled out by NOT: Football"),
        (Rule(name="r", query="law", exclude="football OR cup"), "excluded by: Football"),
        (Rule(name="r", query="law", exclude="source:inbox"), "excluded by: source:inbox"),
        (Rule(name="r", query="law", exclude="cup"), ""),
        (Rule(name="r", query="court", exclude="football"), "missing: court"),
    ],
)
def test_the_first_thing_in_the_way_is_named(rule: Rule, why: str) -> None:
    assert why_not(rule, ARTICLE) == why


def test_a_query_that_does_not_parse_is_an_error_here_too() -> None:
    with pytest.raises(QueryError):
        why_not(Rule(name="r", query="law vote"), ARTICLE)


def test_examples_that_hold_say_nothing() -> None:
    rule = Rule(
        name="r",
        query="law AND vote",
        exclude="football",
        feeds=("tag:official",),
        examples=(
            Example(text="A vote on the law.", expect=Expect.MATCH),
            Example(text="A vote.", expect=Expect.NO_MATCH),
            Example(text="A vote on the football law.", expect=Expect.NO_MATCH),
        ),
    )
    assert run_examples(rule) == ()


def test_each_example_that_fails_says_what_was_expected_and_what_came() -> None:
    rule = Rule(
        name="r",
        query="law AND vote",
        exclude="football",
        examples=(
            Example(text="A law.", expect=Expect.MATCH),
            Example(text="A vote on the law.", expect=Expect.MATCH),
            Example(text="A vote on the football law.", expect=Expect.MATCH),
            Example(text="Vote on the law.", expect=Expect.NO_MATCH),
        ),
    )
    assert run_examples(rule) == (
        FailedExample(index=0, expected=Expect.MATCH, sentence="expected a match, found none: missing: vote"),
        FailedExample(index=2, expected=Expect.MATCH, sentence="expected a match, found none: excluded by: football"),
        FailedExample(
            index=3,
            expected=Expect.NO_MATCH,
            sentence="expected no match, found one: query matched: Vote, law",
        ),
    )


def test_a_rule_without_examples_has_no_failed_one() -> None:
    assert run_examples(Rule(name="r", query="law")) == ()


def test_a_first_line_with_a_blank_line_behind_it_is_an_examples_headline() -> None:
    texts = ("Vote on the law\n\nThe island has one.", "Vote on the law.", "Vote on\nthe law\n\nIt has one.")
    expected = (Expect.MATCH, Expect.NO_MATCH, Expect.NO_MATCH)
    examples = tuple(Example(text=text, expect=expect) for text, expect in zip(texts, expected, strict=True))
    assert run_examples(Rule(name="r", query="title:vote", examples=examples)) == ()
