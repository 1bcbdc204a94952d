"""An article, split into words once for all rules, with the places where each folded word stands."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

from watcher.model import Article
from watcher.text import Places, folded_words, paragraphs, sentences_in

LEAD_WORDS = 60  # of the body; the lead of a wire report is one or two paragraphs
SHORT = 1_000  # words up to which the few that are asked for are looked for one by one


class IndexedText:
    """One text and its words. Word numbers count from 0 in the order of the text."""

    def __init__(self, text: str, folded: str | None = None) -> None:
        """`folded`: the folded words of the text with blanks between them, where that is known."""
        self.text = text
        self._folded = folded
        self._looked_for: dict[str, Sequence[int]] = {}
        self._sentences: dict[tuple[int, int], Sequence[tuple[int, int]]] = {}  # by their paragraph

    @cached_property
    def folded(self) -> Sequence[str]:
        """The folded words of the text."""
        return folded_words(self.text) if self._folded is None else tuple(self._folded.split())

    @property
    def line(self) -> str:
        """The folded words with blanks between them."""
        return " ".join(self.folded) if self._folded is None else self._folded

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Give where the words from one number to another stand in the text: (start, end) in characters."""
        return self._spans.span(first, last)

    @cached_property
    def _spans(self) -> Places:
        """Most texts match no rule, and nobody asks where their words stand."""
        return Places(self.text)

    def places(self, word: str) -> Sequence[int]:
        """Give the numbers under which a folded word stands in the text, ascending."""
        if len(self.folded) > SHORT:
            return self._places.get(word, ())
        if word not in self._looked_for:
            self._looked_for[word] = tuple(_numbers_of(word, self.folded))
        return self._looked_for[word]

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.folded):
            places[word].append(number)
        return places

    def sentence(self, at: int) -> tuple[int, int]:
        """Give where the sentence stands that holds the character number `at` of a word; reads its paragraph only."""
        paragraph = self._paragraphs[_last(self._paragraphs, at)]
        if paragraph not in self._sentences:
            self._sentences[paragraph] = tuple(sentences_in(self.text, paragraph))
        found = self._sentences[paragraph]
        return found[_last(found, at)]

    @cached_property
    def _paragraphs(self) -> Sequence[tuple[int, int]]:
        return tuple(paragraphs(self.text))

    @cached_property
    def _sorted(self) -> Sequence[str]:
        return sorted(set(self.folded))

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

    def __init__(self, article: Article, title: str | None = None, body: str | None = None) -> None:
        """`title`, `body`: their folded words with blanks between them, where those are known."""
        self.article = article
        self._title, self._body = title, body
        self._zones: dict[str | None, tuple[Zone, ...]] = {}

    @cached_property
    def title(self) -> IndexedText:
        """The headline."""
        return IndexedText(self.article.title, self._title)

    @cached_property
    def body(self) -> IndexedText:
        """The text below it."""
        return IndexedText(self.article.body, self._body)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The distinct folded words of title and body."""
        return frozenset(self.title.folded).union(self.body.folded)

    @property
    def line(self) -> str:
        """The folded words of title and body: a blank on either side of each, a line break between the two texts."""
        return f" {self.title.line} \n {self.body.line} "

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


def index(article: Article, title: str | None = None, body: str | None = None) -> IndexedArticle:
    """Prepare an article for any number of matchers.

    Args:
        article: the article.
        title: the folded words of its title with blanks between them; None: they are found here.
        body: those of its body.
    """
    return IndexedArticle(article, title, body)


def _numbers_of(word: str, words: Sequence[str]) -> Iterator[int]:
    number = -1
    with suppress(ValueError):  # there is no further one
        while True:
            yield (number := words.index(word, number + 1))


def _last(spans: Sequence[tuple[int, int]], at: int) -> int:
    """Give the number of the last span that begins at `at` or before."""
    return bisect_right(spans, at, key=itemgetter(0)) - 1
