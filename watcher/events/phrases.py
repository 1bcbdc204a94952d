"""Sentences taken apart into noun phrases: what stands between verbs, prepositions, conjunctions and marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from watcher.events.grammar import Grammar
from watcher.events.letters import runs_of, small
from watcher.events.tables import Entries
from watcher.events.words import POSSESSIVE, Word, is_title_case, read_words

ENDING = ("prepositions", "conjunctions", "subordinators", "relatives", "pronouns", "auxiliaries", "negations")
ENDING_UNLESS_NAME = ("adverbs", "reporting", "verbs")  # "Will", "Rose", "Emily" within a sentence are names
OF = "of"  # of which names are made: "Bank of Japan"
_BRACKETS = re.compile(r"\([^()]*\)")
SINGLE_QUOTES = frozenset("'‘")
BEFORE_GERUND = ("conjunctions", "subordinators", "prepositions")
NOUN_BEFORE = ("determiners", "possessives")  # behind these a verb is a noun: "the plan"


class Phrase(NamedTuple):
    """A noun phrase: `words[first:last]` of its sentence, with what ties it to the phrase before."""

    first: int
    last: int
    preposition: str  # that governs it, or ""
    link: str  # what stands directly before it: a conjunction, ",", "'s", its preposition, or ""
    owner: bool  # a possessive follows: "Kyiv's"


@dataclass(frozen=True)
class Sentence:
    """One sentence of an article's title or body."""

    text: str
    field: str
    start: int  # in its field's text
    grammar: Grammar
    verbs: frozenset[int] = frozenset()  # where words stand that the lexicon knows as verbs, in characters

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words and marks."""
        words = read_words(self.text)
        return tuple(_outside_brackets(words)) if "(" in self.text else words

    @cached_property
    def low(self) -> tuple[str, ...]:
        """Its words and marks in small letters."""
        return tuple(word.low for word in self.words)

    @cached_property
    def is_titled(self) -> bool:
        """Whether capitals say nothing of names: in a headline that begins all words with one."""
        return is_title_case(self.words, self.grammar.joining)

    @cached_property
    def runs(self) -> frozenset[str]:
        """Its runs of letters and digits, small."""
        return runs_of(small(self.text))

    def may_hold(self, entries: Entries) -> bool:
        """Tell quickly whether an entry may stand in it: none does without its letters."""
        return entries.anchor is None or entries.anchor.may_stand(self.runs)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Its noun phrases, ascending and disjoint."""
        found: list[Phrase] = []
        for phrase in _phrases(self):
            inherits = bool(found) and _goes_on(self, phrase)
            found.append(phrase._replace(preposition=found[-1].preposition) if inherits else _freed(self, phrase))
        return tuple(found)

    def is_in(self, name: str, place: int) -> bool:
        """Tell whether the word at a place is one of a class of the grammar."""
        return name in self.grammar.classes_of(self.low[place])

    def is_day(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is nothing but a day or month: "Friday", but not "next month proposals"."""
        return all(self.is_in("calendar", place) for place in range(phrase.first, phrase.last))

    def is_noun(self, place: int) -> bool:
        """Tell whether a capital makes the word at a place a noun: in German, within a sentence."""
        words = self.words
        within = place > 0 and (words[place - 1].is_word or words[place - 1].low == ",") and not self.is_titled
        return self.grammar.nouns_capitalised and within and words[place].is_name

    def is_attributive(self, place: int) -> bool:
        """Tell whether a verb's form goes with the noun behind it: "its newly appointed chief"."""
        before = place - 1
        while before > 0 and self.is_in("adverbs", before):
            before -= 1
        owned = before > 0 and self.low[before] == POSSESSIVE and not self.is_in("pronouns", before - 1)
        return before >= 0 and (owned or any(self.is_in(name, before) for name in NOUN_BEFORE))

    def is_governed(self, place: int) -> bool:
        """Tell whether what else is a verb is a noun behind a preposition: "as chair", "on leave", not "to chair"."""
        governed = place > 0 and self.is_in("prepositions", place - 1) and not self.is_in("modals", place - 1)
        return governed and not any(self.is_in(name, place) for name in ("gerunds", *ENDING))

    def said(self, first: int, last: int) -> str:
        """Give `words[first:last]` as they are written."""
        return " ".join(_BRACKETS.sub(" ", self.text[self.words[first].start : self.words[last - 1].end]).split())

    @cached_property
    def compounds(self) -> frozenset[int]:
        """The places within nouns of several words, but for their first."""
        known = self.grammar["compounds"]
        lengths = ((place, known.at(self.low, place)) for place in range(len(self.low)) if known)
        return frozenset(each for place, length in lengths for each in range(place + 1, place + length))


def _outside_brackets(words: tuple[Word, ...]) -> Iterator[Word]:
    """Leave out what stands in round brackets: the sentence runs past it."""
    closing = [place for place, word in enumerate(words) if word.text == ")"]
    until = -1
    for place, word in enumerate(words):
        if word.text == "(" and place > until:
            until = next((end for end in closing if end > place), until)
        if place > until:
            yield word


def _phrases(sentence: Sentence) -> Iterator[Phrase]:
    """Walk over the words once; a determiner begins a phrase, a possessive ends one."""
    first: int | None = None
    link = preposition = ""
    for place, word in enumerate(sentence.words):
        if word.low == POSSESSIVE and first is not None:
            yield Phrase(first, place, preposition, link, owner=True)
            preposition = "" if preposition == OF and _names(sentence, first - 2) else preposition
            first, link = None, POSSESSIVE
        elif _ends_phrase(sentence, place, first):
            if first is not None:
                yield Phrase(first, place, preposition, link, owner=False)
                first, preposition = None, ""
            preposition, link = _tie(sentence, place, preposition)
        elif first is None:
            first = place
        elif _begins_phrase(sentence, place):
            yield Phrase(first, place, preposition, link, owner=False)
            first, link, preposition = place, "", ""
    if first is not None:
        yield Phrase(first, len(sentence.words), preposition, link, owner=False)


def _begins_phrase(sentence: Sentence, place: int) -> bool:
    """Tell whether a determiner begins a phrase of its own within one: "on Friday its chief"."""
    if sentence.words[place].is_name:
        return False
    owned = sentence.is_in("possessives", place) and not sentence.is_in("determiners", place - 1)
    return owned or sentence.is_in("determiners", place)


def _goes_on(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether a phrase behind "of" ends what a name began: "University of Oslo spokesman"."""
    begun = phrase.first - 2
    if phrase.link != OF or begun < 0 or not sentence.words[begun].is_name:
        return False
    ends = not sentence.words[phrase.last - 1].is_name
    if sentence.is_titled:
        ends = phrase.last - phrase.first > max(1, sentence.grammar["places"].at(sentence.low, phrase.first))
    return ends and sentence.is_in("organisations", begun)


def _names(sentence: Sentence, place: int) -> bool:
    """Tell whether a word is that of a name that goes on behind "of": "Bank of Japan's governor"."""
    if place < 0 or not sentence.words[place].is_name:
        return False
    return not sentence.is_titled or sentence.is_in("organisations", place)


def _freed(sentence: Sentence, phrase: Phrase) -> Phrase:
    """Give a phrase as a subject where a verb follows: "after Doe resigned", which "after" does not govern."""
    opens = phrase.link == phrase.preposition and phrase.preposition in sentence.grammar["subordinators"]
    if phrase.owner or not opens or not _is_definite(sentence, phrase.first):
        return phrase
    place = phrase.last
    while place < len(sentence.words) and sentence.is_in("adverbs", place):
        place += 1
    return phrase._replace(preposition="") if place < len(sentence.words) and is_verb(sentence, place) else phrase


def _is_definite(sentence: Sentence, place: int) -> bool:
    return sentence.words[place].is_name or any(sentence.is_in(name, place) for name in NOUN_BEFORE)


def is_verb(sentence: Sentence, place: int) -> bool:
    """Tell whether a verb stands at a place, or an auxiliary."""
    names = ("auxiliaries", "verbs", "reporting")
    return sentence.words[place].start in sentence.verbs or any(sentence.is_in(name, place) for name in names)


def _tie(sentence: Sentence, place: int, preposition: str) -> tuple[str, str]:
    """Give the preposition and the link of the phrase that follows what stands at a place."""
    low = sentence.low[place]
    if low in sentence.grammar["prepositions"]:
        return low, low
    if low == "," or low in sentence.grammar["conjunctions"]:
        return "", low
    return (preposition, preposition) if sentence.is_in("adverbs", place) else ("", "")


def _ends_phrase(sentence: Sentence, place: int, first: int | None) -> bool:
    word = sentence.words[place]
    if place in sentence.compounds or not word.is_word:
        return not word.is_word and (first is None or not _is_quote_within(sentence, place))
    if word.start in sentence.verbs:
        return not (sentence.is_governed(place) or sentence.is_attributive(place) or _is_behind_verb(sentence, place))
    if word.is_acronym and not sentence.text.isupper():
        return False
    classes = sentence.grammar.classes_of(word.low)
    if not classes.isdisjoint(ENDING):
        return not (_is_name_within(sentence, place) and first is not None) or "conjunctions" in classes
    if not classes.isdisjoint(ENDING_UNLESS_NAME):
        return not (_is_name_within(sentence, place) or _is_noun_here(sentence, place))
    return first is None and "gerunds" in classes and _is_gerund(sentence, place)


def _is_quote_within(sentence: Sentence, place: int) -> bool:
    """Tell whether a single quotation mark, or an apostrophe, stands before a word: "‘emergency’ order"."""
    words = sentence.words
    return words[place].low in SINGLE_QUOTES and place + 1 < len(words) and words[place + 1].is_word


def _is_gerund(sentence: Sentence, place: int) -> bool:
    """Tell whether a form is a verb here: "…, replacing Doe", "by hiring a captain", but not "the building"."""
    behind = sentence.words[place + 1] if place + 1 < len(sentence.words) else None
    if sentence.words[place].is_name or behind is None:
        return False
    takes = behind.is_name or not sentence.grammar.classes_of(behind.low).isdisjoint(NOUN_BEFORE)
    before = sentence.low[place - 1] if place else ","
    return takes and (before == "," or not sentence.grammar.classes_of(before).isdisjoint(BEFORE_GERUND))


def _is_name_within(sentence: Sentence, place: int) -> bool:
    return place > 0 and sentence.words[place].is_name and not sentence.is_titled


def _is_behind_verb(sentence: Sentence, place: int) -> bool:
    """Tell whether a trigger stands directly behind another, and may be a noun: "approves plan"."""
    between = sentence.words[place].start - 1
    if not place or between in sentence.verbs or not sentence.is_in("verbs", place):
        return False
    return sentence.words[place - 1].start in sentence.verbs


def _is_noun_here(sentence: Sentence, place: int) -> bool:
    """Tell whether a verb's form is a noun: "the plan", "Spain's plan", or behind a verb, "approves plan"."""
    if not place:
        return False
    before = sentence.low[place - 1]
    noun = before == POSSESSIVE or not sentence.grammar.classes_of(before).isdisjoint(NOUN_BEFORE)
    return noun or sentence.words[place - 1].start in sentence.verbs
