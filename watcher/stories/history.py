"""What happened to a story's texts: each step from one to the next, sentence by sentence.

An entry's text leads to its next one. To a copy that came as an update or correction a step leads from the text before
it that is most like it: of all that stood there, the one it changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from watcher.model import Copy, EntryId, Label, Version
from watcher.stories.labels import version_mark, withdrawn
from watcher.text import folded_words
from watcher.text.diff import Change, changes, reworded

CHANGING = frozenset({Label.UPDATE, Label.CORRECTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one text to a later one."""

    before: Version
    after: Version
    label: Label  # of `after`
    withdrawn: bool  # `after` takes the story back
    title: Change | None  # None: the headline stayed
    sentences: tuple[Change, ...]

    @property
    def missing(self) -> int:
        """How many texts that stood between the two are no longer kept; 0 between two entries."""
        return self.after.number - self.before.number - 1 if self.after.entry == self.before.entry else 0


def history(versions: Sequence[Version], copies: Sequence[Copy]) -> tuple[Step, ...]:
    """Give the steps in the order in which the later texts came.

    Args:
        versions: all texts of the story's entries, in the order of time.
        copies: these entries; their labels are those of their present texts.
    """
    by_entry: dict[EntryId, list[Version]] = {}
    for version in versions:
        by_entry.setdefault(version.entry, []).append(version)
    labels = _labels(by_entry, copies)
    before = {_place(new): old for texts in by_entry.values() for old, new in pairwise(texts)}
    steps = []
    for at, version in enumerate(versions):
        old = before.get(_place(version))
        if old is None and version.number == 1 and labels[_place(version)] in CHANGING:
            old = _most_alike(version, versions[:at])
        if old is not None:
            steps.append(_step(old, version, labels[_place(version)]))
    return tuple(steps)


def lost(versions: Sequence[Version]) -> int:
    """Give how many texts the entries had that are no longer kept."""
    newest: dict[EntryId, int] = {}
    for version in versions:
        newest[version.entry] = max(version.number, newest.get(version.entry, 0))
    return sum(newest.values()) - len(versions)


def _labels(by_entry: Mapping[EntryId, Sequence[Version]], copies: Sequence[Copy]) -> dict[tuple[EntryId, int], Label]:
    """Say what each text was to the story: the present ones as stored, earlier ones by what they say themselves."""
    present = {copy.entry: copy.label for copy in copies}
    labels = {}
    for entry, texts in by_entry.items():
        for version in texts[:-1]:
            usual = Label.COPY if version.number == 1 else Label.UPDATE
            labels[_place(version)] = version_mark(version.title, version.body) or usual
        labels[_place(texts[-1])] = present[entry]
    return labels


def _place(version: Version) -> tuple[EntryId, int]:
    return version.entry, version.number


def _most_alike(version: Version, before: Sequence[Version]) -> Version | None:
    """Give the text that shares most words with this one, the latest of equals; None where there is none."""
    mine = _words(version)
    return max(reversed(before), key=lambda other: _alike(mine, _words(other)), default=None)


def _words(version: Version) -> frozenset[str]:
    return frozenset(folded_words(f"{version.title} {version.body}"))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _step(before: Version, after: Version, label: Label) -> Step:
    return Step(
        before=before,
        after=after,
        label=label,
        withdrawn=withdrawn(after.title, after.body),
        title=None if before.title == after.title else reworded(before.title, after.title),
        sentences=changes(before.body, after.body),
    )
