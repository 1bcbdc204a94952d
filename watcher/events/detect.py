"""The events that an article tells."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from watcher.events.clauses import Clause
from watcher.events.conditions import holds
from watcher.events.kinds import Kind
from watcher.events.language import recognise
from watcher.events.letters import parted, small
from watcher.events.lexicons import BUILT_IN, Lexicons
from watcher.events.names import Article
from watcher.events.phrases import Sentence
from watcher.events.realis import realis
from watcher.events.roles import ELSEWHERE, Roles, Value
from watcher.events.tables import Entries
from watcher.events.together import together
from watcher.events.triggers import NOUN, Hit, Use
from watcher.events.units import running
from watcher.events.voice import Clauses
from watcher.events.when import effective_date, event_date, mentions_in
from watcher.model import Event, Evidence
from watcher.text import sentences

if TYPE_CHECKING:
    from watcher.events.grammar import Grammar

TITLE, BODY = "title", "body"


def detect(
    title: str, body: str, *, published: datetime | None, language: str | None, lexicons: Lexicons = BUILT_IN
) -> tuple[Event, ...]:
    """Give the events that an article tells, each once, in the order of its text.

    Args:
        title: its headline.
        body: its text.
        published: the instant from which its dates are counted; without one no date is read.
        language: as the source states it; where the text's own words speak for another language, that is taken.
        lexicons: the kinds of event that are looked for.
    """
    known = recognise(title, body, language, lexicons.grammars)
    if known is None:
        return ()
    reading = _Reading(title, body, known, published, lexicons)
    told = tuple(reading.events())
    kinds = {use.kind.name: use.kind for use, _ in told}
    events = together(told, published, lexicons.grammars[known].within)
    return tuple(reading.dated(event, kinds[event.kind]) for event in events)


class _Reading:
    """One article while it is read. Only sentences with a trigger are taken apart."""

    def __init__(self, title: str, body: str, language: str, published: datetime | None, lexicons: Lexicons) -> None:
        self._grammar: Grammar = lexicons.grammars[language]
        self._index = lexicons.index(language)
        self._article = Article(title, body, self._grammar)
        self._published = published
        self._headline = Sentence(title, TITLE, 0, self._grammar)

    def events(self) -> Iterator[tuple[Use, Event]]:
        for field, text in ((TITLE, self._article.title), (BODY, self._article.body)):
            low = small(text)
            letters = parted(low)
            hits = self._index.promising(field, text, low, letters)
            if hits:
                yield from self._in_text(field, text, letters, hits)

    def _in_text(self, field: str, text: str, letters: str, hits: Sequence[Hit]) -> Iterator[tuple[Use, Event]]:
        spans = sentences(text) if field == TITLE else self._pieces
        starts = [start for start, _ in spans]
        by_sentence: dict[int, list[Hit]] = {}
        for hit in hits:
            number = bisect_right(starts, hit.start) - 1
            if number >= 0 and hit.end <= spans[number][1]:
                by_sentence.setdefault(number, []).append(hit)
        for number, inside in by_sentence.items():
            start, end = spans[number]
            worth = self._index.telling(inside, field, letters, spans[number])
            if not worth:
                continue
            sentence = Sentence(text[start:end], field, start, self._grammar, _verbs(inside, start))
            before = [Sentence(text[s:e], field, s, self._grammar) for s, e in spans[max(number - 1, 0) : number]]
            context = (*before, self._headline) if field == BODY else self._lead
            yield from self._in_sentence(sentence, worth, context)

    def dated(self, event: Event, kind: Kind) -> Event:
        """Give an event without a date that from which on the text says that all holds."""
        if event.when is not None or self._published is None or not kind.effective:
            return event
        texts = (self._article.body[start:end] for start, end in self._pieces)
        when = effective_date(texts, kind.effective, self._published, self._grammar.language)
        return replace(event, when=when)

    @cached_property
    def _pieces(self) -> tuple[tuple[int, int], ...]:
        return running(self._article.body)

    @cached_property
    def _lead(self) -> tuple[Sentence, ...]:
        """The first sentence of the body, none where it has none."""
        body = self._article.body
        return tuple(Sentence(body[start:end], BODY, start, self._grammar) for start, end in self._pieces[:1])

    def _in_sentence(
        self, sentence: Sentence, hits: Sequence[Hit], context: tuple[Sentence, ...]
    ) -> Iterator[tuple[Use, Event]]:
        """Read every trigger of a sentence; the first reading that holds wins where triggers of a kind overlap."""
        taken: list[tuple[str, int, int]] = []
        found: list[tuple[Hit, Use, Event]] = []
        clauses = Clauses(sentence)
        blocked = self._blocked(sentence, hits)
        for hit in hits:
            at, stop = _places(sentence, hit)
            for use in hit.uses:
                name = use.kind.name
                if at < 0 or name in blocked or any(kind == name and at < e and s < stop for kind, s, e in taken):
                    continue
                events = list(self._read(clauses, at, stop, use, context))
                if events:
                    taken.append((name, at, stop))
                    found += ((hit, use, event) for event in events)
        return ((use, event) for hit, use, event in found if use.form != NOUN or not _is_told(hit, use, found))

    def _read(self, clauses: Clauses, at: int, stop: int, use: Use, context: tuple[Sentence, ...]) -> Iterator[Event]:
        kind, trigger = use.kind, use.trigger
        clause = clauses.of(at, stop, use)
        if clause is None or not holds(trigger, clause):
            return
        for filled in Roles(kind, trigger, clause, self._article, context).fill():
            if all(any(name in filled for name in need) for need in trigger.needs):
                yield self._event(use, clause, filled)

    def _blocked(self, sentence: Sentence, hits: Sequence[Hit]) -> frozenset[str]:
        """Give the kinds that tell nothing in a sentence, or in the whole article."""
        kinds = {use.kind.name: use.kind for hit in hits for use in hit.uses}
        return frozenset(
            name
            for name, kind in kinds.items()
            if _has(sentence, kind.block_sentence) or _has(self._headline, kind.block_title)
        )

    def _event(self, use: Use, clause: Clause, filled: Mapping[str, Value]) -> Event:
        when = None
        if self._published is not None:
            when = event_date(clause, mentions_in(clause.sentence, self._published))
        fields = {name: filled[name].text for name in use.kind.fields if name in filled}
        return Event(
            kind=use.kind.name,
            fields={**fields, **use.trigger.sets},
            when=when,
            realis=realis(clause, use.trigger, when, self._published),
            evidence=_evidence(clause, filled),
            confidence=use.trigger.confidence,
        )


def _verbs(hits: Sequence[Hit], start: int) -> frozenset[int]:
    """Give where verbs of the lexicon stand, all their characters in the sentence; the head of a class is a noun."""
    verbs = (hit for hit in hits if any(use.form != NOUN for use in hit.uses) and not hit.is_head)
    return frozenset(place - start for hit in verbs for place in range(hit.start, hit.end))


def _has(sentence: Sentence, entries: Entries) -> bool:
    return sentence.may_hold(entries) and entries.within(sentence.low, 0, len(sentence.low))


def _is_told(hit: Hit, use: Use, found: Sequence[tuple[Hit, Use, Event]]) -> bool:
    """Tell whether a noun stands in what a verb of its kind tells: the bill in "signs the bill to ban bags"."""
    verbs = (event for _, other, event in found if other.kind is use.kind and other.form != NOUN)
    spans = ((event.evidence.start, mark) for event in verbs for mark in event.evidence.marks)
    return any(start + first <= hit.start and hit.end <= start + last for start, (first, last) in spans)


def _places(sentence: Sentence, hit: Hit) -> tuple[int, int]:
    """Give the words of a hit; (-1, -1) where it begins within one."""
    start, end = hit.start - sentence.start, hit.end - sentence.start
    at = next((place for place, word in enumerate(sentence.words) if word.start == start), -1)
    stop = next((place + 1 for place in range(max(at, 0), len(sentence.words)) if sentence.words[place].end >= end), -1)
    return (at, stop) if at >= 0 and stop > at else (-1, -1)


def _evidence(clause: Clause, filled: Mapping[str, Value]) -> Evidence:
    sentence = clause.sentence
    words = sentence.words
    spans = {(clause.at, clause.stop), *(value.span for value in filled.values() if value.span != ELSEWHERE)}
    marks = sorted((words[first].start, words[last - 1].end) for first, last in spans)
    return Evidence(field=sentence.field, sentence=sentence.text, start=sentence.start, marks=_disjoint(marks))


def _disjoint(marks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)
