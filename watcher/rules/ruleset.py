"""The rule set: all rules, each compiled when an article comes that it may match."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from watcher.model import Article, Match, Rule
from watcher.query import IndexedArticle, index, parse, required
from watcher.rules.compiled import CompiledRule, compile_rule
from watcher.rules.literals import LiteralIndex
from watcher.rules.scope import listens


class RuleSet:
    """Rules that listen together."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._by_name = {rule.name: rule for rule in rules}
        self._compiled: dict[int, CompiledRule] = {}  # by their number

    @property
    def by_name(self) -> Mapping[str, Rule]:
        """The rules of this set by their names."""
        return self._by_name

    def matches(self, article: Article, title: str | None = None, body: str | None = None) -> tuple[Match, ...]:
        """Give the rules that match, in their order in the set, each with its evidence.

        Args:
            article: the article.
            title: the folded words of its title with blanks between them; None: they are found here.
            body: those of its body.

        Raises:
            QueryError: a query of a rule does not parse; `settings` checks each first and can say where it stands.
        """
        return tuple(self._matches(article, index(article, title, body))) if self._rules else ()

    def _matches(self, article: Article, words: IndexedArticle) -> Iterator[Match]:
        for number in self._literals.candidates(words):
            compiled = self._compile(number)
            if listens(compiled.rule, article) and (match := compiled.match(words)) is not None:
                yield match

    def _compile(self, number: int) -> CompiledRule:
        """Give a rule compiled: most rules of a large set match nothing for a long time."""
        if number not in self._compiled:
            self._compiled[number] = compile_rule(self._rules[number])
        return self._compiled[number]

    @cached_property
    def _literals(self) -> LiteralIndex:
        return LiteralIndex([None if rule.query is None else required(parse(rule.query)) for rule in self._rules])
