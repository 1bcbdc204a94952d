"""Who and what: the fields of an event, filled from the phrases around its trigger."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from watcher.events.clauses import Clause
from watcher.events.conditions import TITLE
from watcher.events.kinds import Kind, Trigger
from watcher.events.names import Article, Span, heads_in, known_place, named_place, organisation, person, person_text
from watcher.events.parties import party
from watcher.events.phrases import Phrase, Sentence, is_verb
from watcher.events.tables import Entries

NOTHING = Entries()
SINGLE = frozenset({"subject", "object", "object2", "possessive", "of", "by", "pronoun", "trigger"})
"""Sources in which one word is name enough: "Trump taps Overton"."""
GAP = 1  # words between: the preposition itself
INFINITIVE = 2  # words between a thing and what it is for: "to" and a verb
MOST_CONTINUED = 3  # phrases that a noun takes along: "law on a referendum on peace"
LEAD = "lead"
OTHER_SENTENCES = frozenset({"context", "pronoun", LEAD})
ELSEWHERE = (-1, -1)  # the place of what another sentence says
_PASSIVE = {"subject": "by", "object": "subject"}


class Value(NamedTuple):
    """What fills a field, and the words it was read from."""

    text: str | tuple[str, ...]
    span: Span


@dataclass(frozen=True)
class Roles:
    """Fills the fields of one trigger in one clause."""

    kind: Kind
    trigger: Trigger
    clause: Clause
    article: Article
    context: tuple[Sentence, ...]  # sentences to look into after this one: that before, the headline

    def fill(self) -> Iterator[Mapping[str, Value]]:
        """Give the fields, once for every person where several share one role."""
        filled: dict[str, Value] = {}
        several: tuple[str, list[Value]] | None = None
        for field, sources in self.trigger.roles.items():
            values = self._values(self.kind.fields[field], sources, filled)
            if values:
                filled[field] = values[0]
            if len(values) > 1:
                several = field, values
        for value in several[1] if several else [None]:
            yield filled if value is None or several is None else {**filled, several[0]: value}
        yield from self._without_verb(filled)

    def _without_verb(self, filled: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
        """Read on where a series leaves the verb out: "Doe was named chief, Roe the captain and Poe the cook"."""
        if not {"person", "post"} <= filled.keys():
            return
        sentence, phrases = self.clause.sentence, self.clause.behind
        for who, what in pairwise(phrases):
            joined = who.link == "," or sentence.grammar["conjunctions"].at((who.link,), 0)
            if joined and what.first == who.last and sentence.is_in("determiners", what.first):
                named = self._read("person", sentence, who, "clause")
                post = self._read("post", sentence, what, "object")
                if named and post and not _is_taken(named, filled):
                    yield {**filled, "person": named, "post": post}

    def _values(self, kind: str, sources: tuple[str, ...], filled: Mapping[str, Value]) -> list[Value]:
        """Give what the sources hold, else what the trigger itself means, written as "=phone"."""
        meant = (source[1:] for source in sources if source.startswith("="))
        here = self.clause.at, self.clause.stop
        return self._stated(kind, sources, filled) or [Value(each, here) for each in meant][:1]

    def _stated(self, kind: str, sources: tuple[str, ...], filled: Mapping[str, Value]) -> list[Value]:
        """Give what the first source holds that has something of a type; several persons where they are joined."""
        if kind == "names":
            return self._all_names(sources)
        if kind == "place":
            return self._place(sources, filled)
        for source in sources:
            sentence, phrases = self._phrases(source)
            for phrase in phrases:
                value = self._read(kind, sentence, phrase, source)
                if value is None or _is_taken(value, filled):
                    continue
                if sentence is not self.clause.sentence:
                    return [value._replace(span=ELSEWHERE)]
                return self._joined(kind, sentence, phrase, source) if kind == "person" else [value]
        return []

    def _place(self, sources: tuple[str, ...], filled: Mapping[str, Value]) -> list[Value]:
        """Give the first place that is known, else the first name that stands where one would."""
        found = [(sentence, each) for source in sources for sentence, each in self._places(source)]
        known = ((sentence, known_place(sentence, each)) for sentence, each in found)
        named = ((sentence, named_place(sentence, each, self.article)) for sentence, each in found)
        values = (Value(sentence.said(*span), span) for sentence, span in (*known, *named) if span)
        return [value for value in values if not _is_taken(value, filled)][:1]

    def _places(self, source: str) -> Iterator[tuple[Sentence, Phrase]]:
        """Give where a place may stand; the object may be something of it: "visits Chile's parliament"."""
        sentence, phrases = self._phrases(source)
        owners = self.clause.behind[:1] if source == "object" else ()
        yield from ((sentence, each) for each in (*phrases, *owners))

    def _joined(self, kind: str, sentence: Sentence, phrase: Phrase, source: str) -> list[Value]:
        """Give what all phrases of a series hold: "Doe, Roe and Poe"."""
        series = _series(sentence, phrase)
        those = (each for each in series if each is phrase or not self._is_next_subject(sentence, each))
        read = (self._read(kind, sentence, each, source) for each in those)
        return [value for value in read if value is not None]

    def _is_next_subject(self, sentence: Sentence, phrase: Phrase) -> bool:
        """Tell whether a phrase behind the trigger has a verb of its own: "named Doe, and Roe has quit"."""
        behind = sentence is self.clause.sentence and phrase.first >= self.clause.stop
        return behind and phrase.last < len(sentence.words) and is_verb(sentence, phrase.last)

    def _all_names(self, sources: tuple[str, ...]) -> list[Value]:
        """Give those whom all sources name together, who meets whom; the nameless where they stand at the trigger."""
        found: dict[str, Span] = {}
        for source in sources:
            sentence, phrases = self._phrases(source)
            free = [each for each in phrases if source == "possessive" or not each.owner]
            first = next((each for each in free if self._read("name", sentence, each, source)), None)
            first = first or next((each for each in free if self._is_at_trigger(sentence, each)), None)
            begin = self.clause.stop if source == "trigger" else 0
            for phrase in _series(sentence, first, by_comma=sentence.field == TITLE) if first else ():
                span = party(sentence, phrase, begin)
                if span:
                    found.setdefault(sentence.said(*span), span)
        return [Value(tuple(found), next(iter(found.values())))] if found else []

    def _is_at_trigger(self, sentence: Sentence, phrase: Phrase) -> bool:
        span = party(sentence, phrase, 0)
        return span is not None and self._distance(phrase._replace(first=span[0], last=span[1])) <= GAP

    def _phrases(self, source: str) -> tuple[Sentence, tuple[Phrase, ...]]:
        clause = self.clause
        source = _PASSIVE.get(source, source) if clause.is_passive else source
        if source in OTHER_SENTENCES:
            return self._lead() if source == LEAD else self._elsewhere(source)
        match source:
            case "subject":
                found = clause.before
            case "object":
                found = clause.objects[:1] if not clause.is_passive else clause.before
            case "object2":
                found = clause.objects
            case "possessive":
                found = tuple(p for p in reversed(clause.sentence.phrases) if p.owner and p.last <= clause.stop)
            case "apposition":
                found = tuple(p for p in clause.sentence.phrases if self._is_apposed(p))
            case "trigger":
                found = (clause.own,) if clause.own else ()
            case "clause":
                inside = [p for p in clause.sentence.phrases if clause.start <= p.first and p.last <= clause.end]
                found = tuple(sorted(inside, key=self._distance))
            case "sentence":
                found = tuple(sorted(clause.sentence.phrases, key=self._distance))
            case _:
                found = clause.governed(source)
        return clause.sentence, found

    def _elsewhere(self, source: str) -> tuple[Sentence, tuple[Phrase, ...]]:
        """Look into the sentence before; a pronoun must stand for what is looked for there."""
        sentence = self.clause.sentence
        if source == "pronoun" and not sentence.grammar["persons"].within(
            sentence.low, self.clause.start, self.clause.end
        ):
            return sentence, ()
        earlier = tuple(p for p in reversed(sentence.phrases) if p.last <= self.clause.start)
        if source == "pronoun" and earlier:
            subjects = tuple(p for p in earlier if not p.preposition and is_verb(sentence, p.last))
            return sentence, (*subjects, *earlier)
        return (self.context[0], self.context[0].phrases) if self.context else (sentence, ())

    def _is_apposed(self, phrase: Phrase) -> bool:
        """Tell whether a phrase stands behind the comma of the object or of the subject: "fired its chief, Ana Doe"."""
        clause = self.clause
        those = (*clause.objects[:1], *clause.before)
        return phrase.link == "," and not phrase.preposition and any(p.last == phrase.first - 1 for p in those)

    def _lead(self) -> tuple[Sentence, tuple[Phrase, ...]]:
        """Where a headline names nobody, look into the first sentence of the text for one whom it does not name."""
        sentence = self.clause.sentence
        if sentence.field != "title" or not self.context:
            return sentence, ()
        lead = self.context[0]
        if lead.is_titled:
            return lead, ()
        return lead, tuple(p for p in lead.phrases[:1] if not p.owner and lead.low[p.last - 1] not in sentence.low)

    def _is_of_a_post(self, sentence: Sentence, span: Span, heads: Entries) -> bool:
        """Tell whether what has capitals only says what a post is for: "Sacks Finance Minister"."""
        modifiers = self.kind.modifiers.get("post", NOTHING)
        return heads.at(sentence.low, span[1]) > 0 and all(sentence.low[place] in modifiers for place in range(*span))

    def _may_stand_before_post(self, source: str, phrase: Phrase) -> bool:
        """Tell whether a name before a post is who gets it ("named Doe chief"), not a house: "names new Acme chief"."""
        clause = self.clause
        if source not in {"object", "of"} or clause.is_passive or "object2" not in self.trigger.roles.get("post", ()):
            return False
        if clause.sentence.low[phrase.first] in self.kind.modifiers.get("post", NOTHING):
            return False
        behind = phrase.last < len(clause.sentence.low) and clause.sentence.is_in("modals", phrase.last)
        return not behind and not any(p.first > phrase.first for p in clause.governed("as"))

    def _may_be_anything(self, source: str) -> bool:
        """Tell whether one word with a capital says too little: the subject of a headline with capitals throughout."""
        return self.clause.sentence.is_titled and source == "subject" and not self.clause.is_passive

    def _distance(self, phrase: Phrase) -> int:
        return phrase.first - self.clause.stop if phrase.first >= self.clause.stop else self.clause.at - phrase.last

    def _read(self, kind: str, sentence: Sentence, phrase: Phrase, source: str) -> Value | None:
        heads = self.kind.types.get("post", NOTHING)
        match kind:
            case "person":
                span = person(
                    sentence,
                    phrase,
                    heads,
                    self.article,
                    single=source in SINGLE and not self._may_be_anything(source),
                    before_post=self._may_stand_before_post(source, phrase),
                )
                if span is None or self._is_of_a_post(sentence, span, heads):
                    return None
                return Value(person_text(sentence, span, heads, self.article), span)
            case "org" | "name" | "names":
                span = organisation(sentence, phrase, heads, self.article)
            case "phrase" if sentence.is_day(phrase):
                span = None  # "on Friday" tells when, not what
            case "phrase":
                span = _without_determiner(sentence, phrase.first, phrase.last), _with_infinitive(sentence, phrase)
            case _:
                span = self._classed(kind, sentence, phrase)
        return span and Value(sentence.said(*span), span)

    def _classed(self, name: str, sentence: Sentence, phrase: Phrase) -> Span | None:
        """Read a phrase of a class: its head with what belongs to it."""
        heads = heads_in(sentence, phrase, self.kind.types[name])
        if not heads:
            return None
        first, last = phrase.first, max(heads[-1][1], phrase.last) if heads[-1][1] >= phrase.last else heads[-1][1]
        if name in self.kind.modifiers:
            first = self._modified(name, sentence, phrase, heads[0][0])
        first = _without_determiner(sentence, first, last)
        return (first, _continued(sentence, phrase, last)) if last >= phrase.last else (first, last)

    def _modified(self, name: str, sentence: Sentence, phrase: Phrase, first: int) -> int:
        modifiers = self.kind.modifiers[name]
        while first > phrase.first:
            word = sentence.words[first - 1]
            if not (word.low in modifiers or (word.is_word and not word.is_name)):
                break
            first -= 1
        return first


def _series(sentence: Sentence, phrase: Phrase, *, by_comma: bool = False) -> tuple[Phrase, ...]:
    """Give the phrases that stand in one series with a phrase: joined by commas, and by a conjunction somewhere.

    A comma alone will do `by_comma`, as in headlines: "Peru, Chile hold talks".
    """
    phrases, conjunctions = sentence.phrases, sentence.grammar["conjunctions"]
    first = last = phrases.index(phrase)
    while first and _is_joined(phrases[first - 1], phrases[first], conjunctions):
        first -= 1
    while last + 1 < len(phrases) and _is_joined(phrases[last], phrases[last + 1], conjunctions):
        last += 1
    series = phrases[first : last + 1]
    return series if by_comma or any(each.link in conjunctions for each in series[1:]) else (phrase,)


def _is_joined(one: Phrase, other: Phrase, conjunctions: Entries) -> bool:
    return (other.link == "," or other.link in conjunctions) and other.first - one.last <= GAP + 1


def _continued(sentence: Sentence, phrase: Phrase, last: int) -> int:
    """Give where a phrase ends with the prepositional ones that follow at once: "law on a referendum"."""
    taken = 0
    continuing = sentence.grammar["continuing"]
    for other in sentence.phrases:
        follows = other.first > last and other.preposition in continuing and other.first - last <= GAP
        follows = follows and not sentence.is_in("calendar", other.first)
        if other.first >= phrase.last and follows and taken < MOST_CONTINUED:
            last, taken = other.last, taken + 1
    return last


def _with_infinitive(sentence: Sentence, phrase: Phrase) -> int:
    """Give where a thing ends with what it is for: "order to pay the guards"."""
    last = _continued(sentence, phrase, phrase.last)
    behind = next((other for other in sentence.phrases if other.first >= last), None)
    if behind is None or behind.first - last != INFINITIVE:
        return last
    follows = sentence.is_in("continuing", last) and sentence.is_in("modals", last) and is_verb(sentence, last + 1)
    return _continued(sentence, behind, behind.last) if follows else last


def _without_determiner(sentence: Sentence, first: int, last: int) -> int:
    while first + 1 < last and (sentence.is_in("determiners", first) or sentence.is_in("possessives", first)):
        first += 1
    return first


def _is_taken(value: Value, filled: Mapping[str, Value]) -> bool:
    return any(_overlap(value.span, other.span) for other in filled.values())


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
