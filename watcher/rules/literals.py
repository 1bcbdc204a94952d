"""The literal index: which rules an article could match at all, from its words alone."""

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from watcher.query import Required

_HEAD = 3  # letters; the query language allows no shorter prefix


class LiteralIndex:
    """Rules, named by their number, under the literals of which one must be in an article."""

    def __init__(self, requirements: Sequence[Required | None]) -> None:
        self._always = [number for number, required in enumerate(requirements) if required is None]
        self._words: dict[str, list[int]] = defaultdict(list)
        self._prefixes: dict[str, dict[str, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )  # by their first letters
        for number, required in enumerate(requirements):
            for word in required.words if required else ():
                self._words[word].append(number)
            for prefix in required.prefixes if required else ():
                self._prefixes[prefix[:_HEAD]][prefix].append(number)

    def candidates(self, vocabulary: AbstractSet[str]) -> Sequence[int]:
        """Give the numbers of all rules that could match an article of these folded words, ascending."""
        found = set(self._always)
        for word in self._words.keys() & vocabulary:
            found.update(self._words[word])
        for word in vocabulary:
            if prefixes := self._prefixes.get(word[:_HEAD]):
                found.update(*(numbers for prefix, numbers in prefixes.items() if word.startswith(prefix)))
        return sorted(found)
