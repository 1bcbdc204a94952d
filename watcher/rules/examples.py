"""A rule's own examples, run as tests of its query and exclude."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from watcher.model import Article, Example, Expect, Rule
from watcher.rules.ruleset import RuleSet
from watcher.rules.why import why_not


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedExample:
    """One example that the rule does not live up to."""

    index: int  # in `rule.examples`, from 0
    expected: Expect
    sentence: str  # for the user: "expected a match, found none: missing: referendum"


def run_examples(rule: Rule) -> tuple[FailedExample, ...]:
    """Give the examples that fail, in their order. An example has no source, so the rule's `feeds` does not bear on it.

    Raises:
        QueryError: the rule's query or exclude does not parse.
    """
    return tuple(_failures(replace(rule, feeds=("*",))))


def _article(example: Example) -> Article:
    """Read an example as a drop is read: a first line with a blank line behind it is the headline."""
    title, blank, body = example.text.strip().partition("\n\n")
    headline = bool(blank) and "\n" not in title
    return Article(
        source="example",
        title=title if headline else "",
        body=body if headline else example.text,
        published=example.published,
    )


def _failures(rule: Rule) -> Iterator[FailedExample]:
    rules = RuleSet([rule])
    for number, example in enumerate(rule.examples):
        article = _article(example)
        matches = rules.matches(article)
        if example.expect is Expect.MATCH and not matches:
            sentence = f"expected a match, found none: {why_not(rule, article)}"
            yield FailedExample(index=number, expected=example.expect, sentence=sentence)
        if example.expect is Expect.NO_MATCH and matches:
            sentence = f"expected no match, found one: {matches[0].reason}"
            yield FailedExample(index=number, expected=example.expect, sentence=sentence)
