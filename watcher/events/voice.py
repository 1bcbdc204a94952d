"""The clauses of a sentence's triggers, each in the voice that its form and what stands around it give it."""

from watcher.events.clauses import Clause, is_passive
from watcher.events.names import heads_in
from watcher.events.phrases import NOUN_BEFORE, Sentence
from watcher.events.triggers import NOUN, PASSIVE, Use

TITLE = "title"
AFTER_PASSIVE = ("prepositions", "conjunctions", "subordinators", "adverbs")
"""What a participle alone is passive before: "Doe named to the board", "chief fired abruptly"."""


class Clauses:
    """Gives the clause of every use of a trigger; two uses in one voice share theirs."""

    def __init__(self, sentence: Sentence) -> None:
        self._sentence = sentence
        self._made: dict[tuple[int, int, bool], Clause] = {}
        self._with_auxiliary: dict[int, bool] = {}

    def of(self, at: int, stop: int, use: Use) -> Clause | None:
        """Give the clause around `words[at:stop]`; None where the use is of the other voice."""
        if use.form == NOUN:
            return self._clause(at, stop, passive=False)
        if stop - at == 1 and _is_no_verb(self._sentence, at, use):
            return None
        passive = self._is_passive(at, stop, use)
        if passive and not use.trigger.bare and self._sentence.field != TITLE and not self._with_auxiliary[at]:
            return None
        return self._clause(at, stop, passive=passive) if passive == (use.form == PASSIVE) else None

    def _clause(self, at: int, stop: int, *, passive: bool) -> Clause:
        key = at, stop, passive
        if key not in self._made:
            self._made[key] = Clause(self._sentence, at, stop, is_passive=passive)
        return self._made[key]

    def _is_passive(self, at: int, stop: int, use: Use) -> bool:
        if at not in self._with_auxiliary:
            self._with_auxiliary[at] = is_passive(self._sentence, at)
        if self._sentence.is_in("gerunds", at) or _is_perfect(self._sentence, at):
            return False
        said = " ".join(self._sentence.low[at:stop])
        return self._with_auxiliary[at] or (said in use.trigger.passive and _is_bare(self._sentence, said, stop, use))


def _is_no_verb(sentence: Sentence, at: int, use: Use) -> bool:
    return sentence.is_noun(at) or sentence.is_governed(at) or _is_adjective(sentence, at, use)


def _is_perfect(sentence: Sentence, at: int) -> bool:
    """Tell whether an auxiliary that makes no passive stands before a form: "has named"."""
    before = at - 1
    while before > 0 and sentence.is_in("adverbs", before):
        before -= 1
    return before >= 0 and sentence.is_in("auxiliaries", before) and not sentence.is_in("passive", before)


def _is_adjective(sentence: Sentence, at: int, use: Use) -> bool:
    """Tell whether a form goes with a noun: "the ousted chief", "Sacked chief Doe sues", "Doe, named in May, sued".

    In a headline a comma stands for "and": "Firm beats forecasts, named in suit".
    """
    if sentence.is_attributive(at):
        return True
    behind = at + 1
    if sentence.low[at] not in use.trigger.passive or behind >= len(sentence.words):
        return False
    opens = at == 0 or sentence.is_in("prepositions", at - 1)
    comma = sentence.low[at - 1] == ","
    opens = opens or (comma and sentence.field != TITLE) or not (comma or sentence.words[at - 1].is_word)
    if comma:
        return opens and use.form == PASSIVE
    return opens and sentence.words[behind].is_word and not sentence.is_in("prepositions", behind)


def _is_bare(sentence: Sentence, said: str, stop: int, use: Use) -> bool:
    """Tell whether a participle without an auxiliary is passive: "Doe named chief", "Doe tapped to run the fund"."""
    if said not in use.trigger.active or stop >= len(sentence.words):
        return True
    if _is_dated(sentence, stop):
        return False
    if not sentence.words[stop].is_word or any(sentence.is_in(name, stop) for name in AFTER_PASSIVE):
        return True
    heads = use.kind.types.get("post")
    phrases = sentence.phrases if heads is not None and sentence.may_hold(heads) else ()
    phrase = next((p for p in phrases if p.first <= stop < p.last), None)
    if phrase is None or heads is None:
        return False
    posts = {place for first, last in heads_in(sentence, phrase, heads) for place in range(first, last)}
    if not posts or any(sentence.is_in(name, phrase.first) for name in NOUN_BEFORE):
        return False
    others = [place for place in range(phrase.first, phrase.last) if place not in posts]
    return not any(sentence.words[place].is_name and not _is_plain(sentence, place, use) for place in others)


def _is_plain(sentence: Sentence, place: int, use: Use) -> bool:
    """Tell whether a word goes with a post and is no name, whatever its capital: "Named New Finance Chief"."""
    modifiers = use.kind.modifiers.get("post")
    known = modifiers is not None and sentence.low[place] in modifiers
    return known or (sentence.is_titled and sentence.is_in("common", place))


def _is_dated(sentence: Sentence, place: int) -> bool:
    """Tell whether a day stands between a verb and its object: "approved on Tuesday the bill"."""
    day, behind = place + 1, place + 2
    if behind >= len(sentence.words) or not sentence.is_in("prepositions", place):
        return False
    return sentence.is_in("calendar", day) and any(sentence.is_in(name, behind) for name in NOUN_BEFORE)
