"""Whether what stands around a trigger lets it tell an event."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from watcher.events.clauses import Clause
from watcher.events.kinds import Trigger
from watcher.events.phrases import Phrase, Sentence
from watcher.events.tables import Entries

NAMES, PLACES = "names", "places"
NAMED = (NAMES, PLACES, "demonyms", "organisations", "persons")
"""What a list may name for all words that are such: "[places]". Of places only one that ends its phrase counts."""
TITLE, LEAD = "title", "lead"
LEAD_LENGTH = 1200  # characters of a body: what a report is about stands there, behind it what once happened
NO_NAME = ("determiners", "possessives", "calendar", "adverbs", "pronouns")
NO_NAME_IN_HEADLINE = ("common", "verbs", "reporting", "prepositions", "conjunctions", "auxiliaries")
STOP = "."  # a list that has it holds at the end of a headline too
SKIPPED = ("determiners", "possessives", "adverbs", "auxiliaries")  # between a trigger and what stands directly at it


def holds(trigger: Trigger, clause: Clause) -> bool:
    """Tell whether all conditions of a trigger hold in its clause."""
    for name, entries in trigger.conditions.items():
        wanted = not name.startswith("not-")
        if _stands(name.removeprefix("not-"), entries, clause) != wanted:
            return False
    return True


def _stands(name: str, entries: Entries, clause: Clause) -> bool:
    sentence = clause.sentence
    low = sentence.low
    if name in _WHOLE:
        first, last = _WHOLE[name](clause)
        return _within(sentence, first, last, entries)
    if name == "opening":
        return any(_opens(clause, place, entries) for place in clause.opening)
    if name == "previous":
        ends = (clause.at, _skipped_back(sentence, clause.at))
        return any(entries.ending(low, end) or _is_listed_before(sentence, end, entries) for end in ends)
    if name == "next":
        places = (clause.stop, _skipped(sentence, clause.stop))
        listed = any(entries.at(low, place) or _is_listed(sentence, place, entries) for place in places)
        return listed or (places[1] == len(low) and STOP in entries)
    phrases = _subjects(clause) if name == "subject" else _objects(clause)
    return any(_has(sentence, phrase, entries) for phrase in phrases)


_WHOLE: Mapping[str, Callable[[Clause], tuple[int, int]]] = {
    "before": lambda clause: (clause.opened, clause.at),
    "after": lambda clause: (clause.stop, clause.end),
    "sentence": lambda clause: (0, len(clause.sentence.low)),
}


def _opens(clause: Clause, place: int, entries: Entries) -> bool:
    """Tell whether an entry opens the clause without a comma or a word of what is to come between: "after Doe quit"."""
    sentence = clause.sentence
    between = range(place + 1, clause.at)
    closed = "," in sentence.low[place + 1 : clause.at] or any(sentence.is_in("modals", each) for each in between)
    return not (closed or sentence.words[place].is_acronym) and bool(entries.ending(sentence.low, place + 1))


def _subjects(clause: Clause) -> tuple[Phrase, ...]:
    return clause.governed("by") if clause.is_passive else clause.before


def _objects(clause: Clause) -> tuple[Phrase, ...]:
    return clause.before if clause.is_passive else clause.objects[:1]


def _has(sentence: Sentence, phrase: Phrase, entries: Entries) -> bool:
    return _within(sentence, phrase.first, phrase.last, entries)


def _within(sentence: Sentence, first: int, last: int, entries: Entries) -> bool:
    """Tell whether an entry stands among some words, or a word of a class that the list names."""
    if entries.within(sentence.low, first, last):
        return True
    return bool(_classes(entries)) and any(_is_listed(sentence, place, entries) for place in range(first, last))


def _is_listed(sentence: Sentence, place: int, entries: Entries) -> bool:
    """Tell whether a word is of a listed class, or joined of two of which one is listed: "Roe-Doe", "US-China"."""
    if not 0 <= place < len(sentence.words):
        return False
    parts = sentence.low[place].split("-") if sentence.words[place].is_name else ()
    names = _classes(entries)
    joined = len(parts) > 1 and any(
        part in entries or (PLACES in names and part in sentence.grammar[PLACES]) for part in parts
    )
    return joined or any(_is_such(name, sentence, place) for name in names)


def _is_listed_before(sentence: Sentence, end: int, entries: Entries) -> bool:
    """Tell whether a word of a listed class stands directly before; a place, also within a phrase: "a Moscow trip"."""
    is_place = PLACES in _classes(entries) and bool(sentence.grammar[PLACES].ending(sentence.low, end))
    return _is_listed(sentence, end - 1, entries) or (is_place and sentence.words[end - 1].is_name)


@lru_cache(maxsize=1 << 10)
def _classes(entries: Entries) -> tuple[str, ...]:
    return tuple(name for name in NAMED if entries.at(("[", name, "]"), 0))


def _is_such(name: str, sentence: Sentence, place: int) -> bool:
    word = sentence.words[place]
    if not word.is_name:
        return False
    if name == NAMES:
        return _is_name(sentence, place)
    length = sentence.grammar[name].at(sentence.low, place)
    return bool(length) and (name != PLACES or _ends_phrase(sentence, place + length))


def _ends_phrase(sentence: Sentence, end: int) -> bool:
    """Tell whether a phrase ends there, but for the time that may follow: "Taiwan next month"."""
    return end == len(sentence.words) or sentence.is_in("calendar", end) or any(p.last == end for p in sentence.phrases)


def _is_name(sentence: Sentence, place: int) -> bool:
    barred = NO_NAME + NO_NAME_IN_HEADLINE if sentence.is_titled else NO_NAME
    return not any(sentence.is_in(name, place) for name in barred)


def _skipped(sentence: Sentence, place: int) -> int:
    while place < len(sentence.low) and any(sentence.is_in(name, place) for name in SKIPPED):
        place += 1
    return place


def _skipped_back(sentence: Sentence, place: int) -> int:
    while place and any(sentence.is_in(name, place - 1) for name in SKIPPED):
        place -= 1
    return place
