"""What a trigger asks of its sentence, as far as letters tell: most are common verbs that need a certain noun beside.

Looking for these letters costs a hundredth of taking a sentence apart, and spares it for nineteen hits of twenty.
"""

from collections.abc import Mapping
from typing import NamedTuple

from watcher.events.tables import Anchor, Entries

AHEAD, BEHIND, ANYWHERE = "ahead", "behind", "anywhere"
_SIDES = {"before": AHEAD, "previous": AHEAD, "opening": AHEAD, "after": BEHIND, "next": BEHIND}


class Ask(NamedTuple):
    """Runs of letters of which one stands on a side of a trigger wherever one of its conditions holds."""

    side: str
    anchor: Anchor


def asks(conditions: Mapping[str, Entries], *, is_passive: bool) -> tuple[Ask, ...]:
    """Give what the conditions of a trigger ask for in one of its voices."""
    wanted = ((name, entries.anchor) for name, entries in conditions.items() if not name.startswith("not-"))
    return tuple(Ask(_side(name, is_passive=is_passive), anchor) for name, anchor in wanted if anchor is not None)


def _side(condition: str, *, is_passive: bool) -> str:
    """Give where a condition looks; who acts stands before a verb, and in the passive anywhere: "by parliament"."""
    if condition == "subject":
        return ANYWHERE if is_passive else AHEAD
    if condition == "object":
        return AHEAD if is_passive else BEHIND
    return _SIDES.get(condition, ANYWHERE)


class Surroundings:
    """The runs of letters around a hit in its sentence; `text` is one that `parted` gave."""

    def __init__(self, text: str, sentence: tuple[int, int], hit: tuple[int, int], runs: frozenset[str]) -> None:
        (first, last), (start, end) = sentence, hit
        self._parts = {AHEAD: (first, start), BEHIND: (end, last)}
        self._text = text
        self._runs = {ANYWHERE: runs}

    def give(self, asked: tuple[Ask, ...]) -> bool:
        """Tell whether all that is asked for stands there."""
        for side, anchor in asked:
            runs = self._runs.get(side)
            if runs is None:
                runs = self._runs[side] = frozenset(self._text[slice(*self._parts[side])].split())
            if not anchor.may_stand(runs):
                return False
        return True
