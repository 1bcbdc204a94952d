"""Where a text has words that may tell an event: one pass for all triggers of all kinds of a language."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import ahocorasick_rs

from watcher.events.kinds import Kind, Trigger
from watcher.events.tables import Entries

ACTIVE, PASSIVE, NOUN = "active", "passive", "noun"


class Use(NamedTuple):
    """One way to read a hit: as a trigger of a kind, in one of its forms."""

    kind: Kind
    trigger: Trigger
    form: str


class Hit(NamedTuple):
    """Words of a text that are a trigger, `text[start:end]`, and how they may be read."""

    start: int
    end: int
    uses: tuple[Use, ...]
    is_head: bool  # whether a kind knows the word as the head of a class of nouns too: "head", "chair"


class TriggerIndex:
    """All triggers of some kinds, found together."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        uses: dict[str, list[Use]] = defaultdict(list)
        for kind in kinds:
            for trigger in kind.triggers:
                for form in (ACTIVE, PASSIVE, NOUN):
                    for literal in getattr(trigger, form):
                        uses[literal].append(Use(kind, trigger, form))
        self._patterns = [(literal, tuple(each)) for literal, each in sorted(uses.items())]
        literals = [literal.strip("*") for literal, _ in self._patterns]
        self._automaton = ahocorasick_rs.AhoCorasick(literals) if literals else None

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Give the hits in a text, ascending; of those that overlap, all."""
        if self._automaton is None:
            return ()
        low = small(text)
        found = self._automaton.find_matches_as_indexes(low, overlapping=True)
        return tuple(sorted(self._whole(low, found), key=lambda hit: (hit.start, -hit.end)))

    def _whole(self, low: str, found: Iterable[tuple[int, int, int]]) -> Iterator[Hit]:
        """Keep those that are whole words, and stretch the stems to theirs."""
        for number, first, last in found:
            literal, uses = self._patterns[number]
            start, end = _back(low, first), _forth(low, last)
            if (start == first or literal.startswith("*")) and (end == last or literal.endswith("*")):
                yield Hit(start, end, uses, is_head=any(literal in head for use in uses for head in _heads(use)))


def _heads(use: Use) -> Iterable[Entries]:
    return use.kind.types.values()


def small(text: str) -> str:
    """Give a text in small letters and with straight apostrophes, every character in its place."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(each if len(each) == 1 else letter for letter, each in ((c, c.lower()) for c in text))
    return low.replace("’", "'").replace("\u02bc", "'")


def _back(low: str, start: int) -> int:
    while start and (low[start - 1].isalnum() or (start > 1 and low[start - 1] == "-" and low[start - 2].isalnum())):
        start -= 1
    return start


def _forth(low: str, end: int) -> int:
    while end < len(low) and (low[end].isalnum() or (low[end] == "-" and low[end + 1 : end + 2].isalnum())):
        end += 1
    return end
