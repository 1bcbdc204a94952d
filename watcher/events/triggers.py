"""Where a text has words that may tell an event: one pass for all triggers of all kinds of a language."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import ahocorasick_rs

from watcher.events.asks import asks
from watcher.events.glance import Bits, Glance, Want
from watcher.events.grammar import Grammar
from watcher.events.kinds import Kind, Trigger
from watcher.text import stretches

ACTIVE, PASSIVE, NOUN = "active", "passive", "noun"


class Use(NamedTuple):
    """One way to read a hit: as a trigger of a kind, in one of its forms."""

    kind: Kind
    trigger: Trigger
    form: str
    want: Want  # what must stand in its sentence


class Hit(NamedTuple):
    """Words of a text that are a trigger, `text[start:end]`, and how they may be read."""

    start: int
    end: int
    uses: tuple[Use, ...]
    is_head: bool  # whether a kind knows the word as the head of a class of nouns too: "head", "chair"


class _Pattern(NamedTuple):
    """One literal of the lexicon; a star lets it stand at the end or the beginning of a word."""

    begins: bool
    ends: bool
    uses: tuple[Use, ...]
    is_head: bool


class TriggerIndex:
    """All triggers of some kinds, found together."""

    def __init__(self, kinds: Iterable[Kind], grammar: Grammar) -> None:
        bits = Bits()
        uses = _uses(kinds, grammar, bits)
        literals = sorted(uses)
        self._patterns = [_pattern(literal, tuple(uses[literal])) for literal in literals]
        self._glance = Glance(bits)
        bare = [literal.strip("*") for literal in literals]
        # Small enough to stay in the caches of a processor that does other work between two texts; a DFA is not.
        compact = ahocorasick_rs.Implementation.ContiguousNFA
        self._automaton = ahocorasick_rs.AhoCorasick(bare, implementation=compact) if bare else None

    def promising(self, field: str, text: str, low: str, letters: str) -> list[Hit]:
        """Give the hits of the stretches of a text in which an event may be told, as `hits` does.

        Args:
            field: of the article whose text it is.
            text: as it is written.
            low: what `small` gave of it.
            letters: what `parted` gave of that.
        """
        hits = self.hits(low)
        if not hits:
            return []
        found: list[Hit] = []
        starts = [hit.start for hit in hits]
        for start, end in stretches(text):
            inside = hits[bisect_left(starts, start) : bisect_left(starts, end)]
            if inside and self.telling(inside, field, letters, (start, end)):
                found += inside
        return found

    def telling(self, hits: Iterable[Hit], field: str, letters: str, sentence: tuple[int, int]) -> list[Hit]:
        """Leave out the uses that miss in their sentence what they want on their sides, and hits without another."""
        around = self._glance.around(field, letters, sentence)
        kept: list[Hit] = []
        for hit in hits:
            uses = [use for use in hit.uses if not use.want.bits & around.missing]  # most want what is not there at all
            if uses:
                ahead, behind = around.sides(hit.start, hit.end)
                uses = [use for use in uses if not (use.want.ahead & ahead or use.want.behind & behind)]
            if uses:
                kept.append(hit._replace(uses=tuple(uses)))
        return kept

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
            begins, ends, uses, is_head = patterns[number]
            start = _back(low, first) if low[first - 1 : first].strip() else first  # mostly a blank stands there
            if (begins and start < first) or (ends and low[last : last + 1].isalnum()):
                continue
            end = _forth(low, last)
            if end == last or not ends:
                yield Hit(start, end, uses, is_head)


def _uses(kinds: Iterable[Kind], grammar: Grammar, bits: Bits) -> Mapping[str, list[Use]]:
    """Give how each literal may be read."""
    uses: dict[str, list[Use]] = defaultdict(list)
    for kind in kinds:
        for trigger in kind.triggers:
            for form in (ACTIVE, PASSIVE, NOUN):
                if literals := getattr(trigger, form):
                    want = bits.want(trigger.where, asks(kind, trigger, grammar, is_passive=form == PASSIVE))
                    for literal in literals:
                        uses[literal].append(Use(kind, trigger, form, want))
    return uses


def _pattern(literal: str, uses: tuple[Use, ...]) -> _Pattern:
    heads = (head for use in uses for head in use.kind.types.values())
    return _Pattern(
        begins=not literal.startswith("*"),
        ends=not literal.endswith("*"),
        uses=uses,
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
