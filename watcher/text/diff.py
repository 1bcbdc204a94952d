"""What changed between two texts, a sentence at a time.

Sentences are compared as a reader sees them: white space does not count. One that was reworded is found by the words
that both forms share. What may take time quadratic in the length is bounded; beyond the bounds the answer is coarser
(a reworded sentence counts as one removed and one added), never wrong.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from watcher.text.sentences import sentences
from watcher.text.tokens import Token, folded_words, words

ALIKE = 0.5
"""Share of their words that two sentences have in common from which one is the other reworded."""
MOST_SENTENCES = 1_000
"""Sentences of a text up to which their order is looked at."""
MOST_PAIRS = 10_000
"""Pairs of sentences up to which those between two unchanged ones are compared with one another."""
LONGEST = 4_000
"""Characters up to which a sentence is looked at by its words."""
OFTEN = 20
"""Times that a sentence or word is repeated beyond which it does not hold a place by itself."""

_SIGNS = re.compile(r"\S+")

Span = tuple[int, int]
"""Where something stands: characters from the first to behind the last."""


class ChangeKind(StrEnum):
    """What happened to a sentence."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"  # to another place, as it was


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One sentence that changed; white space in it is single spaces."""

    kind: ChangeKind
    before: str | None  # None: added
    after: str | None  # None: removed
    before_marks: tuple[Span, ...] = ()  # where the words of a reworded one differ, in `before`
    after_marks: tuple[Span, ...] = ()  # the same in `after`


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Give what changed from one text to another, in the order of both; empty where no sentence did."""
    old, new = _sentences(before), _sentences(after)
    ordered = max(len(old), len(new)) <= MOST_SENTENCES
    return tuple(_with_moves(list(_in_order(old, new) if ordered else _as_sets(old, new))))


def reworded(before: str, after: str) -> Change:
    """Give the change of one sentence or headline into another, with the words marked that differ."""
    before, after = " ".join(before.split()), " ".join(after.split())
    short = max(len(before), len(after)) <= LONGEST
    before_marks, after_marks = _marks(before, after) if short else (_whole(before), _whole(after))
    return Change(
        kind=ChangeKind.REWORDED, before=before, after=after, before_marks=before_marks, after_marks=after_marks
    )


def _sentences(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in sentences(text)]


def _in_order(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    for tag, old_from, old_to, new_from, new_to in _matcher(old, new).get_opcodes():
        if tag != "equal":
            yield from _between(old[old_from:old_to], new[new_from:new_to])


def _as_sets(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    yield from map(_removed, (Counter(old) - Counter(new)).elements())
    yield from map(_added, (Counter(new) - Counter(old)).elements())


def _matcher(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str]:
    """Match in time that grows with the length only: what is repeated all the time would make it cubic."""
    times = Counter(new)
    return SequenceMatcher(lambda each: times[each] > OFTEN, old, new, autojunk=False)


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Compare what stands between two unchanged sentences."""
    old_at = new_at = 0
    for i, j in (*_pairs(old, new), (len(old), len(new))):
        yield from map(_removed, old[old_at:i])
        yield from map(_added, new[new_at:j])
        if i < len(old):
            yield reworded(old[i], new[j])
        old_at, new_at = i + 1, j + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pair sentences with their reworded forms, in order, so that the pairs are as alike as can be in all."""
    if len(old) * len(new) > MOST_PAIRS:
        return
    counts = [[Counter(folded_words(each) if len(each) <= LONGEST else ()) for each in side] for side in (old, new)]
    alike = [[_alike(one, other) for other in counts[1]] for one in counts[0]]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]  # of what is left from here on
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _alike(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _with_moves(found: Sequence[Change]) -> Iterator[Change]:
    """Say of a sentence that was taken out in one place and put in at another that it moved to the later one."""
    gone = Counter(change.before for change in found if change.kind is ChangeKind.REMOVED)
    moved = gone & Counter(change.after for change in found if change.kind is ChangeKind.ADDED)
    left = {kind: moved.copy() for kind in (ChangeKind.REMOVED, ChangeKind.ADDED)}
    for change in found:
        sentence, waiting = change.after or change.before, left.get(change.kind)
        if waiting is None or not waiting[sentence]:
            yield change
            continue
        waiting[sentence] -= 1
        if change.kind is ChangeKind.ADDED:
            yield Change(kind=ChangeKind.MOVED, before=sentence, after=sentence)


def _removed(sentence: str) -> Change:
    return Change(kind=ChangeKind.REMOVED, before=sentence, after=None)


def _added(sentence: str) -> Change:
    return Change(kind=ChangeKind.ADDED, before=None, after=sentence)


def _places(sentence: str) -> list[Span]:
    """Give where words stand and what stands between them, without white space."""
    found, at = list[Span](), 0
    for word in (*words(sentence), Token("", len(sentence), len(sentence))):
        found += [(at + sign.start(), at + sign.end()) for sign in _SIGNS.finditer(sentence[at : word.start])]
        if word.text:
            found.append((word.start, word.end))
        at = word.end
    return found


def _whole(sentence: str) -> tuple[Span, ...]:
    return ((0, len(sentence)),) if sentence else ()


def _marks(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    old, new = _places(before), _places(after)
    matcher = _matcher([before[slice(*place)] for place in old], [after[slice(*place)] for place in new])
    differ = [place for tag, *place in matcher.get_opcodes() if tag != "equal"]
    return (
        tuple((old[start][0], old[end - 1][1]) for start, end, _, _ in differ if start < end),
        tuple((new[start][0], new[end - 1][1]) for _, _, start, end in differ if start < end),
    )
