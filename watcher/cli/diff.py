"""How the changes of a story's texts look on screen and as data."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from watcher.cli.show import counted, local

if TYPE_CHECKING:
    from watcher.model import EntryId, Version
    from watcher.store import StorySummary
    from watcher.stories.history import Step
    from watcher.text.diff import Change, Span

HASH = 8
"""Digits of a text's hash on screen."""
RED, GREEN, YELLOW = "red", "green", "yellow"


def in_colour() -> bool:
    """Tell whether stdout is a terminal that wants colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def harmless(versions: "Sequence[Version]") -> "list[Version]":
    """Give the texts as a terminal may show them; before they are compared, since marks are places in them."""
    from watcher.text import clean, one_line

    return [replace(each, title=one_line(each.title), body=clean(each.body)) for each in versions]


def diff_lines(
    summary: "StorySummary", versions: "Sequence[Version]", zone: ZoneInfo, *, colour: bool
) -> Iterator[str]:
    """Give what changed in a story, a block of lines for each text that changed one before.

    `versions` are harmless to a terminal.
    """
    from watcher.stories.history import history, lost
    from watcher.text import one_line

    outlets = {copy.entry: one_line(copy.outlet or copy.source) for copy in summary.copies}
    yield f"{one_line(summary.lead.title)}  [{summary.story.id}]"
    steps = history(versions, summary.copies)
    for step in steps:
        yield ""
        yield from _head(step, outlets, zone)
        yield from _body(step, colour=colour)
    number = lost(versions)
    if not steps:
        yield _unchanged(versions, number, zone)
    elif number:
        yield f"\n{counted(number, 'earlier text is', 'earlier texts are')} no longer kept."


def diff_json(summary: "StorySummary", versions: "Sequence[Version]") -> dict[str, Any]:
    """Give the same as data."""
    from watcher.stories.history import history

    return {
        "id": summary.story.id,
        "title": summary.lead.title,
        "versions": [{**_named(each), "title": each.title} for each in versions],
        "changes": [_step_json(step) for step in history(versions, summary.copies)],
    }


def _unchanged(versions: "Sequence[Version]", missing: int, zone: ZoneInfo) -> str:
    if missing:
        return "  Only present texts are kept, no earlier ones: there is nothing to compare."
    if len(versions) == 1:
        return f"  It has one text, first seen {local(versions[0].at, zone)}: there is nothing to compare."
    return f"  Its {len(versions)} copies stayed as they were first seen, and none came as an update or correction."


def _head(step: "Step", outlets: "Mapping[EntryId, str]", zone: ZoneInfo) -> Iterator[str]:
    after, before = step.after, step.before
    label = f"{step.label}, withdrawn" if step.withdrawn else str(step.label)
    yield f"{local(after.at, zone)}  {outlets[after.entry]}  {label}  {after.hash[:HASH]}"
    whose = "" if before.entry == after.entry else f" of {outlets[before.entry]}"
    missing = f"; {counted(step.missing, 'text', 'texts')} between no longer kept" if step.missing else ""
    yield f"  against the text{whose} of {local(before.at, zone)}, {before.hash[:HASH]}{missing}"


def _body(step: "Step", *, colour: bool) -> Iterator[str]:
    if step.title is not None:
        yield from _change_lines(step.title, colour=colour, what="headline ")
    for change in step.sentences:
        yield from _change_lines(change, colour=colour)
    if step.title is None and not step.sentences:
        yield "  no sentence differs"


def _change_lines(change: "Change", *, colour: bool, what: str = "") -> Iterator[str]:
    from watcher.text.diff import ChangeKind

    before, after = change.before or "", change.after or ""
    if change.kind is ChangeKind.ADDED:
        yield _painted(f"  + {after}", GREEN, colour=colour)
    elif change.kind is ChangeKind.REMOVED:
        yield _painted(f"  - {before}", RED, colour=colour)
    elif change.kind is ChangeKind.MOVED:
        yield f"  > moved: {after}"
    else:
        was = _marked(before, change.before_marks, ("[-", "-]"), RED, colour=colour)
        now = _marked(after, change.after_marks, ("{+", "+}"), GREEN, colour=colour)
        yield f"{_painted('  ~', YELLOW, colour=colour)} {what}was: {was}"
        yield f"    {what}now: {now}"


def _marked(sentence: str, marks: "Sequence[Span]", brackets: tuple[str, str], paint: str, *, colour: bool) -> str:
    """Mark the words that differ: by colour, or by brackets where there is none."""
    parts, at = list[str](), 0
    for start, end in marks:
        words = sentence[start:end]
        marked = click.style(words, fg=paint, bold=True) if colour else f"{brackets[0]}{words}{brackets[1]}"
        parts += (sentence[at:start], marked)
        at = end
    return "".join((*parts, sentence[at:]))


def _painted(text: str, paint: str, *, colour: bool) -> str:
    return click.style(text, fg=paint) if colour else text


def _named(version: "Version") -> dict[str, Any]:
    return {"entry": version.entry, "number": version.number, "at": version.at, "hash": version.hash}


def _step_json(step: "Step") -> dict[str, Any]:
    return {
        **_named(step.after),
        "label": step.label,
        "withdrawn": step.withdrawn,
        "before": _named(step.before),
        "missing": step.missing,
        "title": step.title and _change_json(step.title),
        "sentences": [_change_json(change) for change in step.sentences],
    }


def _change_json(change: "Change") -> dict[str, Any]:
    return {
        "kind": change.kind,
        "before": change.before,
        "after": change.after,
        "before_marks": [list(mark) for mark in change.before_marks],
        "after_marks": [list(mark) for mark in change.after_marks],
    }
