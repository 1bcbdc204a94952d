"""A rule's own examples, run as tests of its event, query and exclude."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from watcher.events import BUILT_IN, Lexicons, detect
from watcher.model import Article, Example, Expect, Rule
from watcher.rules.ruleset import RuleSet
from watcher.rules.why import why_not

UNSAID = "en"
"""What an example is taken to be in where neither its words nor its rule say: "Koval named minister"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedExample:
    """One example that the rule does not live up to."""

    index: int  # in `rule.examples`, from 0
    expected: Expect
    sentence: str  # for the user: "expected a match, found none: missing: referendum"


def run_examples(rule: Rule, lexicons: Lexicons = BUILT_IN) -> tuple[FailedExample, ...]:
    """Give the examples that fail, in their order; `lexicons` find their events.

    An example has no source, so neither the rule's `feeds` nor its `languages` bear on it.

    Raises:
        QueryError: a query of the rule does not parse.
    """
    return tuple(_failures(replace(rule, feeds=("*",)), lexicons))


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


def _with_events(article: Article, language: str, lexicons: Lexicons) -> Article:
    """Find the events of an example; its dates are counted from the day on which it was published, if it has one."""
    events = detect(article.title, article.body, published=article.published, language=language, lexicons=lexicons)
    return replace(article, events=events)


def _failures(rule: Rule, lexicons: Lexicons) -> Iterator[FailedExample]:
    rules = RuleSet([rule])
    for number, example in enumerate(rule.examples):
        article = _article(example)
        if rule.event is not None:
            article = _with_events(article, next(iter(rule.languages), UNSAID), lexicons)
        matches = rules.matches(article)
        if example.expect is Expect.MATCH and not matches:
            sentence = f"expected a match, found none: {why_not(rule, article)}"
            yield FailedExample(index=number, expected=example.expect, sentence=sentence)
        if example.expect is Expect.NO_MATCH and matches:
            sentence = f"expected no match, found one: {matches[0].reason}"
            yield FailedExample(index=number, expected=example.expect, sentence=sentence)
