"""An article, split into words once for all rules, with the places where each folded word stands."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from watcher.model import Article
from watcher.text import Token, folded_words, sentences, words

LEAD_WORDS = 60  # of the body; the lead of a wire report is one or two paragraphs


class IndexedText:
    """One text and its words. Word numbers count from 0 in the order of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = folded_words(text)

    @cached_property
    def words(self) -> Sequence[Token]:
        """The words with their places; most texts match no rule, and nobody asks where their words stand."""
        return words(self.text)

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Folded word to its word numbers, ascending."""
        places: dict[str, list[int]] = {}
        for number, word in enumerate(self.folded):
            places.setdefault(word, []).append(number)
        return places

    @cached_property
    def sentences(self) -> Sequence[tuple[int, int]]:
        """Where each sentence stands: (start, end) in characters, ascending."""
        return sentences(self.text)

    @cached_property
    def _sorted(self) -> Sequence[str]:
        return sorted(self.places)

    def beginning_with(self, prefix: str) -> Iterator[str]:
        """Give the distinct folded words that begin with `prefix`."""
        first = bisect_left(self._sorted, prefix)
        return takewhile(lambda word: word.startswith(prefix), self._sorted[first:])


class Zone(NamedTuple):
    """A stretch of a text in which a field looks for terms."""

    field: str  # what a hit calls it
    text: IndexedText
    end: int | None = None  # word number at which it ends; None: with the text
    anchored: bool = False  # a term must stand at its very beginning


class IndexedArticle:
    """An article as matchers read it. Nothing is split into words before a term asks for it, and nothing twice."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._zones: dict[str | None, tuple[Zone, ...]] = {}

    @cached_property
    def title(self) -> IndexedText:
        """The headline."""
        return IndexedText(self.article.title)

    @cached_property
    def body(self) -> IndexedText:
        """The text below it."""
        return IndexedText(self.article.body)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The distinct folded words of title and body."""
        return frozenset(self.title.folded).union(self.body.folded)

    def zones(self, field: str | None) -> tuple[Zone, ...]:
        """Give where the terms of a field are looked for; None: title and body."""
        if field not in self._zones:
            self._zones[field] = tuple(self._make_zones(field))
        return self._zones[field]

    def _make_zones(self, field: str | None) -> Iterator[Zone]:
        credit = self.article.credit
        match field:
            case "source":
                names = (self.article.source, credit.outlet, credit.origin)
                yield from (Zone("source", IndexedText(name)) for name in dict.fromkeys(names) if name)
            case "author":
                yield Zone("author", IndexedText(credit.author or ""))
            case "lang":
                yield Zone("lang", IndexedText(self.article.language or ""), anchored=True)
            case "tag":
                yield from (Zone("tag", IndexedText(tag)) for tag in self.article.tags + self.article.feed_tags)
            case _:
                if field != "body":
                    yield Zone("title", self.title)
                if field != "title":
                    yield Zone("body", self.body, end=LEAD_WORDS if field == "lead" else None)


def index(article: Article) -> IndexedArticle:
    """Prepare an article for any number of matchers."""
    return IndexedArticle(article)
