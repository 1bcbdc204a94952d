"""From hits to the sentences that show them, best first."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from watcher.model import Evidence
from watcher.query.compile import Hit
from watcher.query.index import IndexedArticle, IndexedText
from watcher.text import sentences

MOST = 3  # sentences shown; a reader of an alert decides on the first
LONGEST = 400  # characters shown of one sentence; a text without full stops counts as one
_MARGIN = 80  # characters shown before the first mark of a shortened sentence
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class _Sentence:
    field: str
    text: str  # of the whole field
    start: int
    end: int
    hits: Sequence[Hit] = ()  # those that begin in it, ascending
    terms: frozenset[str] = frozenset()


def evidence(article: IndexedArticle, hits: Iterable[Hit]) -> tuple[Evidence, ...]:
    """Give the sentences that hold hits, at most three and never none; a headline counts as one sentence.

    The best holds the most distinct terms; of equals a body sentence goes before the title, unless the title alone
    holds every term, and an earlier one before a later. If there are more than three, those go that show no term of
    their own. Terms found outside title and body leave no mark; where nothing else was found, the headline or else the
    first sentence stands unmarked.
    """
    shown = [hit for hit in hits if hit.field in {"title", "body"}]
    everything = frozenset(hit.term for hit in shown)
    found = [
        sentence for field, of in groupby(shown, lambda hit: hit.field) for sentence in _holding(article, field, of)
    ]
    chosen = sorted(_choose(found, everything), key=lambda sentence: _rank(sentence, everything))
    return tuple(_show(sentence) for sentence in chosen or [_first(article)])


def _holding(article: IndexedArticle, field: str, hits: Iterable[Hit]) -> Iterator[_Sentence]:
    text = _text(article, field)
    for span, group in groupby(hits, lambda hit: _span(text, field, hit.start)):
        within = tuple(group)
        yield _Sentence(field, text.text, *span, within, frozenset(hit.term for hit in within))


def _first(article: IndexedArticle) -> _Sentence:
    if title := article.title.text:
        return _Sentence("title", title, 0, len(title))
    body = article.body.text
    return _Sentence("body", body, *next(iter(sentences(body)), (0, 0)))


def _text(article: IndexedArticle, field: str) -> IndexedText:
    return article.title if field == "title" else article.body


def _span(text: IndexedText, field: str, at: int) -> tuple[int, int]:
    """Give where the sentence stands that holds a character; a headline counts as one."""
    return (0, len(text.text)) if field == "title" else text.sentence(at)


def _rank(sentence: _Sentence, everything: frozenset[str]) -> tuple[int, int, int]:
    title = 0 if sentence.terms == everything else 2
    return -len(sentence.terms), title if sentence.field == "title" else 1, sentence.start


def _choose(found: Sequence[_Sentence], everything: frozenset[str]) -> Sequence[_Sentence]:
    """Take the sentences that together show the most terms."""
    left = list(found)
    chosen: list[_Sentence] = []
    seen: frozenset[str] = frozenset()
    while left and len(chosen) < MOST:
        best = min(left, key=lambda sentence: (-len(sentence.terms - seen), _rank(sentence, everything)))
        left.remove(best)
        chosen.append(best)
        seen |= best.terms
    return chosen


def _show(sentence: _Sentence) -> Evidence:
    start, end = _window(sentence)
    shown = sentence.text[start:end]
    if start > sentence.start:
        shown = f"…{shown[1:]}"  # in the place of one character, so that offsets stay right
    if end < sentence.end:
        shown = f"{shown}…"
    marks = _merged((max(hit.start, start) - start, min(hit.end, end) - start) for hit in sentence.hits)
    return Evidence(field=sentence.field, sentence=shown, start=start, marks=tuple(marks))


def _window(sentence: _Sentence) -> tuple[int, int]:
    """Choose what is shown of a sentence: all of it, or up to `LONGEST` characters from blank to blank."""
    if sentence.end - sentence.start <= LONGEST:
        return sentence.start, sentence.end
    mark, behind = _densest(sentence.hits) if sentence.hits else (sentence.start, sentence.start)
    start = max(sentence.start, mark - _MARGIN)
    if start > sentence.start and (blank := _BLANK.search(sentence.text, start, mark)):
        start = blank.start()
    end = min(sentence.end, start + LONGEST)
    if end < sentence.end and (blanks := list(_BLANK.finditer(sentence.text, min(behind, end), end))):
        end = blanks[-1].start()
    return start, end


def _densest(hits: Sequence[Hit]) -> tuple[int, int]:
    """Give where the hit stands from which on the most distinct terms fit into the window."""
    best, most, first = hits[0], 0, 0
    inside: Counter[str] = Counter()
    for hit in hits:
        inside[hit.term] += 1
        while hit.end - hits[first].start > LONGEST - _MARGIN and hits[first] is not hit:
            inside -= Counter([hits[first].term])
            first += 1
        if len(inside) > most:
            best, most = hits[first], len(inside)
    return best.start, best.end


def _merged(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(mark for mark in marks if mark[0] < mark[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
