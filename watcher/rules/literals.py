"""The literal index: which rules an article could match at all, from its words alone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import ahocorasick_rs

from watcher.query import IndexedArticle, Required


class LiteralIndex:
    """Rules, named by their number, under the literals of which one must be in an article.

    One pass of an article finds them all: to look its words and pairs of words up, one by one, takes seven times as
    long.
    """

    def __init__(self, requirements: Sequence[Required | None]) -> None:
        rules: defaultdict[str, list[int]] = defaultdict(list)
        for number, required in enumerate(requirements):
            for literal in _literals(required) if required else ():
                rules[literal].append(number)
        self._always = [number for number, required in enumerate(requirements) if required is None]
        self._rules = list(rules.values())
        compact = ahocorasick_rs.Implementation.ContiguousNFA  # a DFA takes four times as long to make
        self._automaton = ahocorasick_rs.AhoCorasick(rules, implementation=compact)

    def candidates(self, article: IndexedArticle) -> Sequence[int]:
        """Give the numbers of all rules that could match the article, ascending."""
        found = set(self._always)
        for literal, _, _ in self._automaton.find_matches_as_indexes(article.line, overlapping=True):
            found.update(self._rules[literal])
        return sorted(found)


def _literals(required: Required) -> Iterator[str]:
    """Give them as they stand in `IndexedArticle.line`, where blanks say at which end a word ends."""
    yield from (f" {word} " for word in required.words)
    yield from (f" {first} {second} " for first, second in required.neighbours)
    yield from (f" {prefix}" for prefix in required.prefixes)
