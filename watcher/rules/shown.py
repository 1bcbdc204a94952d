"""The sentences that show what a rule found: those of the events first, then those of its query."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from watcher.model import Event, Evidence
from watcher.query import Hit, IndexedArticle, evidence

MOST = 3  # sentences of events; one event is what most alerts tell
_TEXTS = frozenset({"title", "body"})


def shown(words: IndexedArticle, events: Sequence[Event], hits: Sequence[Hit]) -> tuple[Evidence, ...]:
    """Give the evidence of a match, best first and never none: the first event's sentence leads.

    What the query found in the sentence of an event is marked there; its other sentences follow.
    """
    if not events:
        return evidence(words, hits)
    told = _sentences(events)
    rest = [hit for hit in hits if hit.field in _TEXTS and not any(_is_in(each, hit) for each in told)]
    return *(_marked(each, hits) for each in told), *(evidence(words, rest) if rest else ())


def _sentences(events: Sequence[Event]) -> Sequence[Evidence]:
    """Give the first sentences in which events are told, each once with the marks of all that it tells."""
    told: dict[tuple[str, int], Evidence] = {}
    for each in (event.evidence for event in events):
        known = told.setdefault((each.field, each.start), each)
        told[each.field, each.start] = replace(known, marks=_joined((*known.marks, *each.marks)))
    return list(told.values())[:MOST]


def _marked(told: Evidence, hits: Iterable[Hit]) -> Evidence:
    found = ((hit.start - told.start, hit.end - told.start) for hit in hits if _is_in(told, hit))
    return replace(told, marks=_joined((*told.marks, *found)))


def _is_in(told: Evidence, hit: Hit) -> bool:
    return hit.field == told.field and told.start <= hit.start and hit.end <= told.start + len(told.sentence)


def _joined(marks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)
