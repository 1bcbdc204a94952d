"""What is new in a text since an alert told of it: the sentences that changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.alerts.parts import Part, parts
from watcher.alerts.view import AlertView
from watcher.model import EntryId, Evidence, Label, Version
from watcher.stories.history import Step, history
from watcher.text.diff import Change, ChangeKind

MOST = 4
"""Changes that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One line on what changed: a sentence as it was or as it is now."""

    label: str  # "Was", "Now", "Added", "Removed", "Headline was", "Headline now"
    parts: tuple[Part, ...]  # of a reworded sentence the words that differ are marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What changed in the text of an alert's entry."""

    lines: tuple[Edit, ...] = ()
    more: int = 0  # sentences that changed too
    withdrawn: bool = False  # the text takes its story back


def edits(view: AlertView, since: datetime) -> Edits:
    """Give what changed in the text that an update or correction tells, from a moment on until the alert began.

    Those sentences come first that the alert quotes. One that only moved is none that changed. A text that came since
    is compared with the one before it that is most like it, where it says that it corrects or updates one.
    """
    step = _step(view, since)
    if step is None:
        return Edits()
    changed = [each for each in step.sentences if each.kind is not ChangeKind.MOVED]
    told = sorted(changed, key=lambda each: not _is_quoted(each, view.alert.evidence))
    shown = ([step.title] if step.title else []) + told
    lines = (line for each in shown[:MOST] for line in _lines(each, "Headline " if each is step.title else ""))
    return Edits(lines=tuple(lines), more=max(0, len(shown) - MOST), withdrawn=step.withdrawn)


def _step(view: AlertView, since: datetime) -> Step | None:
    """Give the step from what was there when the recipient was told to the text of the alert."""
    alert = view.alert
    before: dict[EntryId, Version] = {each.entry: each for each in view.versions if each.at <= since}
    after = [each for each in view.versions if each.entry == alert.entry and since < each.at <= alert.created_at]
    if not after:
        return None
    # No step is asked for that leads to another copy.
    others = (replace(copy, label=Label.COPY) for copy in view.copies if copy.entry != alert.entry)
    mine = (copy for copy in view.copies if copy.entry == alert.entry)
    return next(iter(history([*before.values(), after[-1]], [*others, *mine])), None)


def _is_quoted(change: Change, evidence: Sequence[Evidence]) -> bool:
    """Say whether the alert quotes a sentence; white space does not count."""
    return change.after in {" ".join(found.sentence.split()) for found in evidence}


def _lines(change: Change, what: str) -> Iterator[Edit]:
    if change.before is not None:
        yield _edit("was" if change.after is not None else "removed", what, change.before, change.before_marks)
    if change.after is not None:
        yield _edit("now" if change.before is not None else "added", what, change.after, change.after_marks)


def _edit(label: str, what: str, sentence: str, marks: Sequence[tuple[int, int]]) -> Edit:
    said = f"{what}{label}"
    return Edit(label=said[:1].upper() + said[1:], parts=tuple(parts(sentence, marks)))
