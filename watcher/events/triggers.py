"""Where a text has words that may tell an event: one pass for all triggers of all kinds of a language."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import ahocorasick_rs

from watcher.events.asks import Ask, asks
from watcher.events.kinds import Kind, Trigger
from watcher.events.tables import Anchor

ACTIVE, PASSIVE, NOUN = "active", "passive", "noun"


class Use(NamedTuple):
    """One way to read a hit: as a trigger of a kind, in one of its forms."""

    kind: Kind
    trigger: Trigger
    form: str
    asks: tuple[Ask, ...]  # what must stand in its sentence


class Hit(NamedTuple):
    """Words of a text that are a trigger, `text[start:end]`, and how they may be read."""

    start: int
    end: int
    uses: tuple[Use, ...]
    asked: Anchor | None  # what must stand in the sentence for one of the uses to hold; None: one asks for nothing
    is_head: bool  # whether a kind knows the word as the head of a class of nouns too: "head", "chair"


class _Pattern(NamedTuple):
    """One literal of the lexicon; a star lets it stand at the end or the beginning of a word."""

    begins: bool
    ends: bool
    uses: tuple[Use, ...]
    asked: Anchor | None
    is_head: bool


class TriggerIndex:
    """All triggers of some kinds, found together."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        uses: dict[str, list[Use]] = defaultdict(list)
        for kind in kinds:
            for trigger in kind.triggers:
                for form in (ACTIVE, PASSIVE, NOUN):
                    asked = asks(trigger.conditions, is_passive=form == PASSIVE)
                    for literal in getattr(trigger, form):
                        uses[literal].append(Use(kind, trigger, form, asked))
        literals = sorted(uses)
        self._patterns = [_pattern(literal, tuple(uses[literal])) for literal in literals]
        bare = [literal.strip("*") for literal in literals]
        # Small enough to stay in the caches of a processor that does other work between two texts; a DFA is not.
        compact = ahocorasick_rs.Implementation.ContiguousNFA
        self._automaton = ahocorasick_rs.AhoCorasick(bare, implementation=compact) if bare else None

    def hits(self, low: str) -> list[Hit]:
        """Give the hits in a text that `small` gave, ascending, the longer first; of those that overlap, all."""
        if self._automaton is None:
            return []
        found = self._automaton.find_matches_as_indexes(low, overlapping=True)
        return sorted(self._whole(low, found), key=lambda hit: (hit.start, -hit.end))

    def _whole(self, low: str, found: Iterable[tuple[int, int, int]]) -> Iterator[Hit]:
        """Keep those that are whole words, and stretch the stems to theirs."""
        patterns = self._patterns
        for number, first, last in found:
            begins, ends, uses, asked, is_head = patterns[number]
            start = _back(low, first) if low[first - 1 : first].strip() else first  # mostly a blank stands there
            if (begins and start < first) or (ends and low[last : last + 1].isalnum()):
                continue
            end = _forth(low, last)
            if end == last or not ends:
                yield Hit(start, end, uses, asked, is_head)


def _pattern(literal: str, uses: tuple[Use, ...]) -> _Pattern:
    heads = (head for use in uses for head in use.kind.types.values())
    return _Pattern(
        begins=not literal.startswith("*"),
        ends=not literal.endswith("*"),
        uses=uses,
        asked=Anchor.any_of(use.asks[0].anchor for use in uses) if all(use.asks for use in uses) else None,
        is_head=any(literal in head for head in heads),
    )


def _back(low: str, start: int) -> int:
    while start and (low[start - 1].isalnum() or (start > 1 and low[start - 1] == "-" and low[start - 2].isalnum())):
        start -= 1
    return start


def _forth(low: str, end: int) -> int:
    while end < len(low) and (low[end].isalnum() or (low[end] == "-" and low[end + 1 : end + 2].isalnum())):
        end += 1
    return end
