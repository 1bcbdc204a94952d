"""How those who take part in an event are called: "the NATO chief Jo Doe", "Peru's envoys", "ministers of Chile"."""

from watcher.events.names import Span
from watcher.events.phrases import OF, Phrase, Sentence
from watcher.events.words import POSSESSIVE

LONGEST = 8  # words; what is longer is no name to put into a subject line
NO_PARTY = ("calendar", "adverbs")  # such words begin what is no party: "Monday"
NOT_BEGINNING = ("determiners", "possessives")


def party(sentence: Sentence, phrase: Phrase, begin: int) -> Span | None:
    """Give the words of a phrase that name a party, with their owner, or what "of" adds.

    Args:
        sentence: the sentence of the phrase.
        phrase: such as "the old envoys".
        begin: the word from which it counts, where a trigger stands within it: "meeting Chilean envoys".
    """
    first, last = _owner(sentence, max(phrase.first, begin)), phrase.last
    while first < last and any(sentence.is_in(name, first) for name in NOT_BEGINNING):
        first += 1
    if first >= last or last - first > LONGEST or any(sentence.is_in(name, first) for name in NO_PARTY):
        return None
    return first, last if sentence.words[last - 1].is_name else _with_of(sentence, last)


def _owner(sentence: Sentence, first: int) -> int:
    """Give where the owner of what begins at a word begins: "Peru's envoys"."""
    if first < 1 or sentence.low[first - 1] != POSSESSIVE:
        return first
    return next((each.first for each in sentence.phrases if each.owner and each.last == first - 1), first)


def _with_of(sentence: Sentence, last: int) -> int:
    """Give where what "of" adds ends: "ministers of Chile"."""
    return next((each.last for each in sentence.phrases if each.preposition == OF and each.first == last + 1), last)
