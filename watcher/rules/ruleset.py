"""The rule set: all rules, compiled once, asked about one article after the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from watcher.model import Article, Match, Rule
from watcher.query import Hit, IndexedArticle, Matcher, Required, compile_query, evidence, index, parse, required
from watcher.rules.literals import LiteralIndex
from watcher.rules.reason import reason
from watcher.rules.scope import listens


class RuleSet:
    """Rules that listen together.

    Raises:
        QueryError: a rule's query or exclude does not parse; `settings` checks each first and can say where it stands.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(_compile(rule) for rule in rules)
        self._by_name = {rule.name: rule for rule in rules}
        self._literals = LiteralIndex([compiled.required for compiled in self._rules])

    @property
    def by_name(self) -> Mapping[str, Rule]:
        """The rules of this set by their names."""
        return self._by_name

    def matches(self, article: Article) -> tuple[Match, ...]:
        """Give the rules that match, in their order in the set, each with its evidence."""
        return tuple(self._matches(article, index(article)))

    def _matches(self, article: Article, words: IndexedArticle) -> Iterator[Match]:
        for number in self._literals.candidates(words.vocabulary):
            compiled = self._rules[number]
            if listens(compiled.rule, article) and (hits := compiled.find(words)) is not None:
                yield Match(rule=compiled.rule.name, evidence=evidence(words, hits), reason=reason(hits))


@dataclass(frozen=True, slots=True)
class _CompiledRule:
    rule: Rule
    query: Matcher
    exclude: Matcher | None
    required: Required | None

    def find(self, words: IndexedArticle) -> tuple[Hit, ...] | None:
        hits = self.query.find(words)
        if hits is None or (self.exclude is not None and self.exclude.find(words) is not None):
            return None
        return hits


def _compile(rule: Rule) -> _CompiledRule:
    query = parse(rule.query)
    exclude = None if rule.exclude is None else compile_query(parse(rule.exclude))
    return _CompiledRule(rule, compile_query(query), exclude, required(query))
