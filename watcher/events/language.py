"""Which language a text is in, among those that a lexicon is there for."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache

from watcher.events.grammar import Grammar
from watcher.events.letters import letters_of

LOOKED_AT = 400  # characters
LEAST = 1.5  # words, and
CLEARLY = 2  # times as many speak against what is stated


def recognise(title: str, body: str, stated: str | None, grammars: Mapping[str, Grammar]) -> str | None:
    """Give the language whose common words the text has most of; one that several have counts for each in part.

    What is stated holds unless another language has more than twice as many. None where no language fits: nothing is
    looked for there.
    """
    counted = _counted(letters_of(f"{title} {body[:LOOKED_AT]}".lower()), grammars)
    base = (stated or "").partition("-")[0].lower()
    best = max(counted, key=lambda language: (counted[language], grammars[language].default), default=None)
    if base in grammars and (best is None or counted[best] <= max(LEAST, CLEARLY * counted[base])):
        return base
    return best if best is not None and counted[best] > 0 else None


def _counted(words: frozenset[str], grammars: Mapping[str, Grammar]) -> dict[str, float]:
    """Count different words."""
    speakers = _speakers(tuple(grammars.values()))
    spoken, foreign = dict.fromkeys(grammars, 0.0), dict.fromkeys(grammars, 0)
    for word in words:
        for language, share in speakers.get(word, ()):
            if share:
                spoken[language] += share
            else:
                foreign[language] += 1
    return {language: spoken[language] - foreign[language] for language in grammars}


@lru_cache(maxsize=8)
def _speakers(grammars: tuple[Grammar, ...]) -> Mapping[str, list[tuple[str, float]]]:
    """Give for each word the languages that have it and what it counts for each; 0 where it speaks against one."""
    shared = Counter(word for grammar in grammars for word in grammar.small)
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for grammar in grammars:
        for word in grammar.small:
            found[word].append((grammar.language, 1 / shared[word]))
        for word in grammar.foreign:
            found[word].append((grammar.language, 0.0))
    return dict(found)
