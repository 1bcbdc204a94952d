"""The literal index: which rules an article could match at all, from its words alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from watcher.query import IndexedArticle, Required

_HEAD = 3  # letters; the query language allows no shorter prefix


class LiteralIndex:
    """Rules, named by their number, under the literals of which one must be in an article."""

    def __init__(self, requirements: Sequence[Required | None]) -> None:
        self._always = [number for number, required in enumerate(requirements) if required is None]
        self._words: defaultdict[str, list[int]] = defaultdict(list)
        self._neighbours: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._prefixes: defaultdict[str, list[int]] = defaultdict(list)
        for number, required in enumerate(requirements):
            if required is not None:
                self._add(number, required)
        self._pairs = frozenset(self._neighbours)
        self._first = frozenset(first for first, _ in self._pairs)
        self._by_head = _by_head(self._prefixes)

    def _add(self, number: int, required: Required) -> None:
        for word in required.words:
            self._words[word].append(number)
        for pair in required.neighbours:
            self._neighbours[pair].append(number)
        for prefix in required.prefixes:
            self._prefixes[prefix].append(number)

    def candidates(self, article: IndexedArticle) -> Sequence[int]:
        """Give the numbers of all rules that could match the article, ascending."""
        vocabulary = article.vocabulary
        found = set(self._always)
        for word in self._words.keys() & vocabulary:
            found.update(self._words[word])
        if not self._first.isdisjoint(vocabulary):
            for pair in self._pairs.intersection(article.neighbours()):
                found.update(self._neighbours[pair])
        for word in vocabulary if self._by_head else ():
            for prefix in self._by_head.get(word[:_HEAD], ()):
                if word.startswith(prefix):
                    found.update(self._prefixes[prefix])
        return sorted(found)


def _by_head(prefixes: Mapping[str, object]) -> Mapping[str, Sequence[str]]:
    """Give the prefixes by their first letters."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for prefix in prefixes:
        found[prefix[:_HEAD]].append(prefix)
    return dict(found)
