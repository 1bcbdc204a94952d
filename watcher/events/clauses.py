"""The clause of a trigger: what stands before it as its subject, behind it as its object, and its voice."""

from dataclasses import dataclass
from functools import cached_property

from watcher.events.phrases import Phrase, Sentence
from watcher.events.words import DASHES, STOPS

NEAR_AUXILIARY = 4  # words between a form of "be" and its participle
VERBAL = ("auxiliaries", "adverbs", "negations", "passive")  # what may stand between a subject and its verb
SUBJECTS = ("pronouns", "determiners", "possessives")  # what begins the subject of a relative clause
JOINING = ("modals", "conjunctions", "prepositions")  # what ties a verb to one before
QUOTES = frozenset('"“”«»„')


@dataclass(frozen=True)
class Clause:
    """The clause around `words[at:stop]`, the trigger; `is_passive` as its own voice."""

    sentence: Sentence
    at: int
    stop: int
    is_passive: bool

    @cached_property
    def start(self) -> int:
        """The first word of the clause."""
        return _start(self.sentence, self.at)

    @cached_property
    def closed(self) -> int:
        """The comma directly before the verb with its auxiliaries; -1 where none is."""
        place = _before_verb(self.sentence, self.at)
        return place if place > 0 and self.sentence.low[place] == "," else -1

    @cached_property
    def resumed(self) -> tuple[Phrase, ...]:
        """The subject before what commas set apart: "Doe, who led the bank, has resigned", "Doe, its chief, will"."""
        if self.closed < 0:
            return ()
        marks = (i for i in range(self.closed, -1, -1) if self.sentence.low[i] in STOPS)
        return _set_apart(self.sentence, next(marks, -1) + 1, self.closed)

    @cached_property
    def opened(self) -> int:
        """The first word of the clause, or the subordinator before it: "if Doe resigns"."""
        before = self.start - 1
        return before if before >= 0 and self.sentence.is_in("subordinators", before) else self.start

    @cached_property
    def is_relative(self) -> bool:
        """Whether it is said of a phrase before it: "Doe, who resigned"."""
        return self.sentence.is_in("relatives", self.start)

    @cached_property
    def opening(self) -> tuple[int, ...]:
        """The words that may open it: that at its start, that before its start, and that before the trigger."""
        places = () if self.resumed else (self.start, self.start - 1, self.at - 1)
        return tuple(place for place in dict.fromkeys(places) if 0 <= place < self.at)

    @cached_property
    def end(self) -> int:
        """The word behind the clause."""
        return _end(self.sentence, self.stop)

    @cached_property
    def before(self) -> tuple[Phrase, ...]:
        """The phrases that stand before the trigger without a preposition, nearest first."""
        inside = [p for p in self.sentence.phrases if self.start <= p.first and p.last <= self.at and not p.owner]
        if self.resumed:
            return self.resumed
        if not inside and self.is_relative:
            return tuple(p for p in self.sentence.phrases if p.last in {self.start, self.start - 1})[-1:]
        free = [p for p in inside if not self._is_governed(p) and not self._in_relative(p)]
        if inside and inside[-1].last == self.at and self.sentence.is_in("gerunds", self.at):
            return (inside[-1],)  # "with Doe becoming chief"
        return tuple(reversed(free))

    @cached_property
    def behind(self) -> tuple[Phrase, ...]:
        """All phrases that stand behind the trigger, nearest first; what is left of its own phrase among them."""
        return tuple(p for p in self.sentence.phrases if p.first >= self.stop and p.last <= self.end)

    @cached_property
    def own(self) -> Phrase | None:
        """The phrase in which a nominal trigger stands."""
        return next((p for p in self.sentence.phrases if p.first < self.stop and self.at < p.last), None)

    @cached_property
    def objects(self) -> tuple[Phrase, ...]:
        """The phrases directly behind the trigger that no preposition governs, nearest first; no days: "met Friday"."""
        conjunctions = self.sentence.grammar["conjunctions"]
        things = [p for p in self.behind if not self.sentence.is_day(p)]
        free = [p for p in things if not p.preposition or p.link in conjunctions or p.first == self.stop]
        subordinators = self.sentence.grammar["subordinators"]
        return tuple(p for p in free if not p.owner and (p.first == self.stop or p.link not in subordinators))

    def governed(self, preposition: str) -> tuple[Phrase, ...]:
        """Give the phrases that a preposition governs, those behind the trigger first, nearest first."""
        fronted = [p for p in self.sentence.phrases if self.start <= p.first < self.at]
        return tuple(p for p in (*self.behind, *reversed(fronted)) if p.preposition == preposition)

    def _is_governed(self, phrase: Phrase) -> bool:
        return bool(phrase.preposition)

    def _in_relative(self, phrase: Phrase) -> bool:
        """Tell whether a phrase stands in a relative clause that ends before the trigger."""
        low = self.sentence.low
        relatives = self.sentence.grammar["relatives"]
        opened = next((i for i in range(phrase.first - 1, self.start - 1, -1) if low[i] in relatives), None)
        return (
            opened is not None
            and opened > self.start
            and "," not in low[opened : phrase.first]
            and "," in low[phrase.last : self.at]
        )


def _before_verb(sentence: Sentence, at: int) -> int:
    """Give the place before a verb and its auxiliaries."""
    place = at - 1
    while place > 0 and any(sentence.is_in(name, place) for name in VERBAL):
        place -= 1
    return place


def _set_apart(sentence: Sentence, start: int, closed: int) -> tuple[Phrase, ...]:
    """Give what stands before the commas that a comma closes, and the first phrase between: "Doe, its chief, will"."""
    commas = {i for i in range(start, closed) if sentence.low[i] == ","}
    relative = [i for i in commas if sentence.is_in("relatives", i + 1)]
    free = [p for p in sentence.phrases if not p.owner]
    ends = {max(relative)} if relative else commas
    subject = [p for p in free if p.last in ends and (relative or _begins_subject(sentence, p.first - 1, start))][-1:]
    besides = [p for p in free if subject and not relative and subject[0].last < p.first < closed][:1]
    return (*besides, *subject)


def _begins_subject(sentence: Sentence, before: int, start: int) -> bool:
    """Tell whether a subject follows a place: nothing stands before it, or what opens a clause."""
    return before < start or any(sentence.is_in(name, before) for name in ("subordinators", "reporting"))


def _start(sentence: Sentence, at: int) -> int:
    """Walk left to what bounds the clause: a mark, or a conjunction that has a subject of its own behind it."""
    has_subject = False
    for place in range(at - 1, -1, -1):
        low = sentence.low[place]
        if low in STOPS or low in DASHES or low in QUOTES:
            return place + 1
        if low in sentence.grammar["relatives"] and _is_relative(sentence, place, at):
            return place
        has_subject = has_subject or _is_subject(sentence, place)
        if has_subject and (low in sentence.grammar["subordinators"] or low in sentence.grammar["reporting"]):
            return place + 1
        if has_subject and low in sentence.grammar["conjunctions"] and _begins_clause(sentence, place, at):
            return place + 1
    return 0


def _is_subject(sentence: Sentence, place: int) -> bool:
    """Tell whether a phrase that may be a subject begins at a place, or a pronoun stands there."""
    if sentence.is_in("pronouns", place):
        return not sentence.is_in("relatives", place)
    return any(phrase.first == place and not phrase.preposition for phrase in sentence.phrases)


def _is_relative(sentence: Sentence, place: int, at: int) -> bool:
    """Tell whether a relative pronoun opens the clause of a trigger: no comma has closed its own before."""
    follows = any(phrase.last in {place, place - 1} for phrase in sentence.phrases)
    if not follows or sentence.is_in("determiners", place) or "," in sentence.low[place:at]:
        return False
    return not _has_own_verb(sentence, place + 1, at)


def _has_own_verb(sentence: Sentence, place: int, at: int) -> bool:
    """Tell whether a relative clause has its verb before the trigger: "the chief who joked about skiers retires"."""
    while place < at and any(sentence.is_in(name, place) for name in VERBAL):
        place += 1
    before = _before_verb(sentence, at)
    if place > before or sentence.words[place].is_name or any(sentence.is_in(name, place) for name in SUBJECTS):
        return False
    return not any(sentence.is_in(name, before) for name in JOINING)


def _begins_clause(sentence: Sentence, conjunction: int, at: int) -> bool:
    """Tell whether a conjunction joins two clauses: a verb stands before it, a verb or a subject behind it."""
    if not _has_verb(sentence, 0, conjunction):
        return False
    inside = [p for p in sentence.phrases if conjunction < p.first and p.last <= at]
    has_subject = bool(inside) and inside[0].first == conjunction + 1 and not inside[0].preposition
    return has_subject or _has_verb(sentence, conjunction, at)


def _end(sentence: Sentence, stop: int) -> int:
    """Walk right to what bounds the clause: a mark, a subordinate clause, or a verb of another clause."""
    for place in range(stop, len(sentence.low)):
        low = sentence.low[place]
        if low in STOPS or low in DASHES or low in QUOTES or (place > stop and low in sentence.grammar["relatives"]):
            return place
        if low in sentence.grammar["subordinators"] and low not in sentence.grammar["prepositions"]:
            return place
        if place > stop and low in sentence.grammar["reporting"] and not sentence.words[place].is_name:
            comma = next((i for i in range(place, stop - 1, -1) if sentence.low[i] == ","), None)
            return comma or place
    return len(sentence.low)


def _has_verb(sentence: Sentence, first: int, last: int) -> bool:
    names = ("verbs", "auxiliaries", "reporting")
    return any(sentence.is_in(name, place) for place in range(first, last) for name in names)


def is_passive(sentence: Sentence, at: int) -> bool:
    """Tell whether a form of the passive's auxiliary stands shortly before a participle, adverbs between."""
    for place in range(at - 1, max(at - 1 - NEAR_AUXILIARY, -1), -1):
        low = sentence.low[place]
        if low in sentence.grammar["passive"]:
            return True
        if not (
            sentence.is_in("adverbs", place)
            or sentence.is_in("negations", place)
            or sentence.is_in("auxiliaries", place)
        ):
            return False
    return False
