"""What a trigger asks of its sentence, as far as letters tell: most are common verbs that need a certain noun beside.

Looking for these letters costs a hundredth of taking a sentence apart, and spares it for nineteen hits of twenty.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from watcher.events.grammar import Grammar
from watcher.events.kinds import Kind, Trigger
from watcher.events.tables import Anchor, Entries

AHEAD, BEHIND, ANYWHERE = "ahead", "behind", "anywhere"
_SIDES = {"before": AHEAD, "previous": AHEAD, "opening": AHEAD, "after": BEHIND, "next": BEHIND}
ELSEWHERE = frozenset({"context", "pronoun", "lead"})  # sources that look into other sentences


class Ask(NamedTuple):
    """Runs of letters of which one stands on a side of a trigger wherever one of its conditions holds."""

    side: str
    anchors: tuple[Anchor, ...]  # of which one will do
    in_titles: bool = True  # whether it is asked for there too


def asks(kind: Kind, trigger: Trigger, grammar: Grammar, *, is_passive: bool) -> tuple[Ask, ...]:
    """Give what a trigger asks for in one of its voices."""
    found = [*_conditions(trigger, grammar, is_passive=is_passive), *_needs(kind, trigger)]
    if is_passive and not trigger.bare:  # outside headlines an auxiliary makes the passive
        found += _ask(AHEAD, grammar["passive"], grammar, in_titles=False)
    return tuple(found)


def _conditions(trigger: Trigger, grammar: Grammar, *, is_passive: bool) -> Iterator[Ask]:
    for name, entries in trigger.conditions.items():
        if not name.startswith("not-"):
            yield from _ask(_side(name, is_passive=is_passive), entries, grammar)


def _needs(kind: Kind, trigger: Trigger) -> Iterator[Ask]:
    """Give what the fields ask for that must be filled: those of a class have one of its heads in the sentence."""
    for need in trigger.needs:
        classes = [kind.types.get(kind.fields[name]) for name in need]
        sources = [source for name in need for source in trigger.roles.get(name, ())]
        anchors = [None if entries is None else entries.anchor for entries in classes]
        meant = any(source in ELSEWHERE or source.startswith("=") for source in sources)
        if not meant and (known := [anchor for anchor in anchors if anchor]) and len(known) == len(need):
            yield Ask(ANYWHERE, tuple(known))


def _ask(side: str, entries: Entries, grammar: Grammar, *, in_titles: bool = True) -> Iterator[Ask]:
    """Give what a list asks for, if letters tell; a name of a class that it has may reach over the trigger."""
    anchors = _anchors(entries, grammar)
    if anchors:
        yield Ask(side if len(anchors) == 1 else ANYWHERE, anchors, in_titles)


@lru_cache(maxsize=1 << 11)  # triggers share their lists
def _anchors(entries: Entries, grammar: Grammar) -> tuple[Anchor, ...]:
    return entries.anchors(grammar.classes)


def _side(condition: str, *, is_passive: bool) -> str:
    """Give where a condition looks; who acts stands before a verb, and in the passive anywhere: "by parliament"."""
    if condition == "subject":
        return ANYWHERE if is_passive else AHEAD
    if condition == "object":
        return AHEAD if is_passive else BEHIND
    return _SIDES.get(condition, ANYWHERE)
