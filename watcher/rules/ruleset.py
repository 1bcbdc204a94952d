"""The rule set: all rules, compiled once, asked about one article after the other."""

from collections.abc import Iterator, Mapping, Sequence

from watcher.model import Article, Match, Rule
from watcher.query import IndexedArticle, index
from watcher.rules.compiled import compile_rule
from watcher.rules.literals import LiteralIndex
from watcher.rules.scope import listens


class RuleSet:
    """Rules that listen together.

    Raises:
        QueryError: a query of a rule does not parse; `settings` checks each first and can say where it stands.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(compile_rule(rule) for rule in rules)
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
            if listens(compiled.rule, article) and (match := compiled.match(words)) is not None:
                yield match
