"""Which language a text is in, among those that a lexicon is there for."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from watcher.events.grammar import Grammar

LOOKED_AT = 400  # characters
LEAST = 1.5  # words, and
CLEARLY = 2  # times as many speak against what is stated
_WORD = re.compile(r"[^\W\d_]+")


def recognise(title: str, body: str, stated: str | None, grammars: Mapping[str, Grammar]) -> str | None:
    """Give the language whose common words the text has most of; one that several have counts for each in part.

    What is stated holds unless another language has more than twice as many. None where no language fits: nothing is
    looked for there.
    """
    counted = _counted(_WORD.findall(f"{title} {body[:LOOKED_AT]}".lower()), grammars)
    base = (stated or "").partition("-")[0].lower()
    best = max(counted, key=lambda language: (counted[language], grammars[language].default), default=None)
    if base in grammars and (best is None or counted[best] <= max(LEAST, CLEARLY * counted[base])):
        return base
    return best if best is not None and counted[best] > 0 else None


def _counted(words: Iterable[str], grammars: Mapping[str, Grammar]) -> dict[str, float]:
    """Count different words."""
    there = set(words)
    found = {language: there & grammar.small for language, grammar in grammars.items()}
    shared = Counter(word for each in found.values() for word in each)
    return {
        language: sum(1 / shared[word] for word in each) - len(there & grammars[language].foreign)
        for language, each in found.items()
    }
