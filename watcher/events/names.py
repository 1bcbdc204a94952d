"""Names in noun phrases: of persons, of organisations, of places; and who is meant by a surname."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from watcher.events.grammar import Grammar
from watcher.events.phrases import Phrase, Sentence
from watcher.events.tables import Entries
from watcher.events.words import STOPS

LONGEST_NAME = 5  # words
NO_NAME = ("determiners", "possessives", "demonyms", "calendar", "adverbs", "honorifics", "pronouns")
NO_SURNAME = ("common", "verbs", "auxiliaries", "reporting", "prepositions", "determiners", "adverbs", "conjunctions")
NO_FULL_NAME = ("organisations", "calendar")
_CAPITALS = "".join(filter(str.isupper, map(chr, range(0x0530))))  # Latin, Greek, Cyrillic
_FULL_NAME = re.compile(rf"[{_CAPITALS}][\w’'-]+(?: (?:[a-z]{{2,3}} )?[{_CAPITALS}][\w’'.-]*){{1,3}}")

Span = tuple[int, int]  # of words


@dataclass(frozen=True)
class Article:
    """What the engine knows of the whole text while it reads one sentence of it."""

    title: str
    body: str
    grammar: Grammar

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that the text writes with a small letter somewhere: they are no names in a headline either."""
        return frozenset(word for word in re.findall(r"[^\W\d_]+", self.body) if word[0].islower())

    @cached_property
    def _no_full_name(self) -> tuple[str, ...]:
        """Classes whose words stand in no full name: "Der Bundesrat" is none, where nouns have capitals."""
        return (*NO_FULL_NAME, "common", *NO_NAME) if self.grammar.nouns_capitalised else NO_FULL_NAME

    @cached_property
    def full_names(self) -> dict[str, str]:
        """Full names by their last word in small letters, as first written."""
        names: dict[str, str] = {}
        for match in _FULL_NAME.finditer(self.body):
            name = match.group()
            words = name.lower().split()
            if self._is_full_name(words):
                names.setdefault(_owned(words[-1]), _owned(name))
        return names

    def _is_full_name(self, words: list[str]) -> bool:
        barred = any(word in self.grammar[none] for word in words for none in self._no_full_name)
        return not barred and not any(word in self.grammar[none] for word in words[1:] for none in NO_SURNAME)

    def full_name(self, said: str) -> str:
        """Give the full name of which one word is said: the last one, else the first of one name alone."""
        if said.lower() in self.full_names or said.isupper():
            return self.full_names.get(said.lower(), said)
        fitting = {name for name in self.full_names.values() if name.startswith(f"{said} ")}
        return fitting.pop() if len(fitting) == 1 else said


def _owned(name: str) -> str:
    """Give a name without the mark of the possessive."""
    return name.removesuffix("'s").removesuffix("’s")


def name_runs(sentence: Sentence, first: int, last: int, heads: Entries, article: Article) -> tuple[Span, ...]:
    """Give the runs of words in `words[first:last]` that are names; the heads of a class ("minister") part them."""
    return tuple(_runs(sentence, first, last, heads, article))


def _runs(sentence: Sentence, first: int, last: int, heads: Entries, article: Article) -> Iterator[Span]:
    begin: int | None = None
    end = first
    for place in range(first, last):
        if _is_name(sentence, place, heads, article, within=begin is not None):
            begin, end = (place if begin is None else begin), place + 1
        elif begin is not None and not (sentence.is_in("particles", place) and place + 1 < last):
            yield begin, end
            begin = None
    if begin is not None:
        yield begin, end


def _is_name(sentence: Sentence, place: int, heads: Entries, article: Article, *, within: bool) -> bool:
    """Tell whether a word is of a name; `within` one, an ending does not speak against it: "Jo Fleming"."""
    word = sentence.words[place]
    if not word.is_name or word.low in heads or any(word.low in sentence.grammar[name] for name in NO_NAME):
        return False
    if _is_demonym(sentence, place):
        return False
    if not sentence.is_titled and not sentence.grammar.nouns_capitalised:
        return not _begins(sentence, place) or word.low not in sentence.grammar["common"].words
    if any(word.low in sentence.grammar[name] for name in ("verbs", "reporting")):
        return False
    common = sentence.grammar["common"]
    if word.low in common.words or (word.low in common and not within):
        return False
    return word.low not in article.small or word.is_acronym


def _is_demonym(sentence: Sentence, place: int) -> bool:
    """Tell whether a word is of a demonym of several: "South African"."""
    demonyms = sentence.grammar["demonyms"]
    return any(demonyms.at(sentence.low, first) > place - first for first in (place - 1, place) if first >= 0)


def _begins(sentence: Sentence, place: int) -> bool:
    """Tell whether a word has its capital from where it stands: at the beginning, or behind a colon."""
    return place == 0 or sentence.low[place - 1] in STOPS


def person(
    sentence: Sentence, phrase: Phrase, heads: Entries, article: Article, *, single: bool, before_post: bool
) -> Span | None:
    """Give the name of a person in a phrase.

    Args:
        sentence: the sentence of the phrase.
        phrase: such as "former spy chief Jane Doe".
        heads: the nouns of posts; a name stands behind the last of them, else before.
        article: the whole text.
        single: whether one word will do.
        before_post: whether a name before a post is a person ("named Jane Doe chief executive"); else a house's.
    """
    posts = heads_in(sentence, phrase, heads)
    runs = name_runs(sentence, phrase.first, phrase.last, heads, article)
    if posts:
        behind = [run for run in runs if run[0] >= posts[-1][1]]
        ahead = [run for run in runs if run[1] <= posts[0][0]] if before_post else []
        runs = tuple(behind[:1] or ahead[:1])
    last = posts[-1][1] if posts else len(sentence.words)
    alone = single and not sentence.grammar.nouns_capitalised
    found = [trimmed for run in runs if (trimmed := _person(sentence, run, article, single=alone or run[0] >= last))]
    return found[-1] if found else None


def _person(sentence: Sentence, run: Span, article: Article, *, single: bool) -> Span | None:
    first, last = run
    low = sentence.low[first:last]
    grammar = sentence.grammar
    if not low or last - first > LONGEST_NAME or any(word in grammar["organisations"] for word in low):
        return None
    if grammar["places"].at(low, 0) == len(low):
        return None
    if last - first == 1:
        known = low[0] in article.full_names
        word = sentence.words[first]
        alone = single and not grammar.nouns_capitalised and not word.is_acronym and word.text[0].isupper()
        return run if known or alone else None
    return run


def person_text(sentence: Sentence, span: Span, heads: Entries, article: Article) -> str:
    """Give a person's name in full, where the text has it somewhere, without the posts before it."""
    said = sentence.said(*span)
    words = (article.full_name(said) if span[1] - span[0] == 1 else said).split()
    posts = next((place for place in range(len(words), 0, -1) if words[place - 1].lower() in heads), 0)
    return " ".join(words[posts:] or words)


def organisation(sentence: Sentence, phrase: Phrase, heads: Entries, article: Article) -> Span | None:
    """Give the name of an organisation or country in a phrase: what stands before a post, or the whole of it."""
    runs = name_runs(sentence, phrase.first, phrase.last, heads, article)
    posts = heads_in(sentence, phrase, heads)
    if posts:
        runs = tuple(run for run in runs if run[1] <= posts[0][0] and not _is_adjective(sentence, run))
    return _with_of(sentence, runs[0], phrase) if runs else None


def _is_adjective(sentence: Sentence, run: Span) -> bool:
    """Tell whether a name before a post is only an adjective of one: "the Norvanian president"."""
    return run[1] - run[0] == 1 and sentence.is_in("adjectives", run[0])


def _with_of(sentence: Sentence, run: Span, phrase: Phrase) -> Span:
    """Take what follows "of" into a name that ends its phrase: "Bank of America"."""
    low, words = sentence.low, sentence.words
    if run[1] != phrase.last or phrase.last + 1 >= len(words) or low[phrase.last] != "of":
        return run
    last = phrase.last + 1
    while last < len(words) and words[last].is_name:
        last += 1
    return (run[0], last) if last > phrase.last + 1 else run


def heads_in(sentence: Sentence, phrase: Phrase, heads: Entries) -> list[Span]:
    """Give the heads of a class in a phrase, each with its words, which may reach beyond it: "chief of staff"."""
    found: list[Span] = []
    place = phrase.first
    while place < phrase.last:
        length = heads.at(sentence.low, place)
        if length:
            found.append((place, place + length))
        place += length or 1
    return found


def known_place(sentence: Sentence, phrase: Phrase) -> Span | None:
    """Give the place in a phrase that the grammar knows."""
    for first in range(phrase.first, phrase.last):
        length = sentence.grammar["places"].at(sentence.low[: phrase.last], first)
        if length and sentence.words[first].is_name:
            return first, first + length
    return None


def named_place(sentence: Sentence, phrase: Phrase, article: Article) -> Span | None:
    """Give the name that stands behind a preposition of place, if it is no organisation's: "in Wollongong"."""
    runs = name_runs(sentence, phrase.first, phrase.last, Entries(), article) if phrase.preposition else ()
    return next((run for run in runs if not _is_organisation(sentence, run)), None)


def _is_organisation(sentence: Sentence, run: Span) -> bool:
    inside = range(*run)
    return any(sentence.is_in("organisations", each) or sentence.words[each].is_acronym for each in inside)
