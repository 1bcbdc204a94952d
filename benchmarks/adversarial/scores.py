"""Verdicts against the truth, in plain Python.

All figures are over entries. With n(s, t) the number of entries of true story s in found story t, and pairs(n) =
n (n - 1) / 2:

- pair precision: pairs that are together rightly / pairs that were put together; recall: the same / pairs that belong
  together; F1: their harmonic mean.
- ARI (Hubert and Arabie 1985): (right - expected) / (mean - expected), where `right` is the sum of pairs(n(s, t)),
  `expected` is pairs that belong x pairs found / all pairs, `mean` half the sum of pairs that belong and pairs found.
- B-cubed (Bagga and Baldwin 1998): an entry's precision is the share of its found story that is its true story, its
  recall the share of its true story that is in its found story; the means over all entries, F1 of the two means.
- recall of a kind of copy: of such entries of stories with more than one, the share that is in the found story which
  holds most of its true story (of two that hold as much, the one that was there first).
- false merge of a kind that must not join: the share of such entries whose found story holds an entry of another story.
  "template" is the figure of all families together.
- label: of the entries that should be called so and sit with an earlier entry of their true story, the share that is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from .shown import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """All shares from 0 to 1."""

    precision: float
    recall: float
    f1: float
    ari: float
    bcubed_precision: float
    bcubed_recall: float
    bcubed_f1: float
    copies: dict[str, float]  # recall by kind
    false_merges: dict[str, float]  # by kind
    labels: dict[str, float]
    counts: dict[str, int]  # entries by kind
    entries: int
    stories: int

    def figures(self) -> dict[str, float | dict[str, float]]:
        """Give everything as plain values."""
        return asdict(self)


def score(shown: Sequence[Shown], found: Mapping[str, str], labels: Mapping[str, str]) -> Scores:
    """Measure found stories and labels, both by key, against the truth; `shown` in the order of arrival."""
    true_sizes = Counter(each.story for each in shown)
    found_sizes = Counter(found[each.key] for each in shown)
    together = Counter((each.story, found[each.key]) for each in shown)
    homes = _homes(together)
    right, belong, put = (_pairs(sizes.values()) for sizes in (together, true_sizes, found_sizes))
    precision, recall = _share(right, put), _share(right, belong)
    b_precision = sum(n * n / found_sizes[t] for (_, t), n in together.items()) / len(shown)
    b_recall = sum(n * n / true_sizes[s] for (s, _), n in together.items()) / len(shown)
    return Scores(
        precision=precision,
        recall=recall,
        f1=_f1(precision, recall),
        ari=_ari(right, belong, put, len(shown)),
        bcubed_precision=b_precision,
        bcubed_recall=b_recall,
        bcubed_f1=_f1(b_precision, b_recall),
        copies=_shares(
            (each.kind, found[each.key] == homes[each.story])
            for each in shown
            if each.copy and true_sizes[each.story] > 1
        ),
        false_merges=_shares(
            (kind, found_sizes[found[each.key]] > together[each.story, found[each.key]])
            for each in shown
            if not each.copy
            for kind in dict.fromkeys((each.kind, each.kind.partition(":")[0]))
        ),
        labels=_labels(shown, found, labels),
        counts=dict(sorted(Counter(each.kind for each in shown).items())),
        entries=len(shown),
        stories=len(true_sizes),
    )


def _homes(together: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Give the found story that holds most of each true one; `together` is in the order of arrival."""
    most: dict[str, tuple[int, str]] = {}
    for (true, found), entries in together.items():
        if entries > most.get(true, (0, ""))[0]:
            most[true] = entries, found
    return {true: found for true, (_, found) in most.items()}


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _ari(right: int, belong: int, put: int, entries: int) -> float:
    expected = belong * put / max(1, entries * (entries - 1) // 2)
    mean = (belong + put) / 2
    return 1.0 if mean == expected else (right - expected) / (mean - expected)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _f1(precision: float, recall: float) -> float:
    return _share(2 * precision * recall, precision + recall)


def _labels(shown: Sequence[Shown], found: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, float]:
    earlier: set[tuple[str, str]] = set()
    said: list[tuple[str, bool]] = []
    for each in shown:
        place = each.story, found[each.key]
        if each.label and place in earlier:
            said.append((each.label, labels[each.key] == each.label))
        earlier.add(place)
    return _shares(said)


def _shares(said: Iterable[tuple[str, bool]]) -> dict[str, float]:
    counted: defaultdict[str, list[bool]] = defaultdict(list)
    for kind, yes in said:
        counted[kind].append(yes)
    return {kind: sum(each) / len(each) for kind, each in sorted(counted.items())}
