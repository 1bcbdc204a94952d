"""Marks by which a text says that it changes an earlier one: update, correction, withdrawal.

They count at the beginning of a title or body and at the end of a title, in the forms that agencies and sites give
them. The words alone are no marks: a "correction in tech stocks" corrects nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from watcher.stories.mark_forms import LETTERS, MarkKind, mark_forms, mark_words

MARKED = 300
"""Characters at the beginning in which a mark stands."""
PARAGRAPHS = 3
"""Paragraphs at the beginning of a body that may be notes on it."""
FIRST = 30
"""Characters in which the first word of a mark ends."""
SHOWN = 40
"""Characters that are shown of a mark."""

_DATELINE = re.compile(r"[^\n(]{0,80}\([^\n()]{2,40}\)\s*[-–—:]+\s*")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark."""

    kind: MarkKind
    written: str  # as in the text, at most `SHOWN` characters: "UPDATE 2", "(Corrects the minister's name)"


class _Found(NamedTuple):
    kind: MarkKind
    start: int
    end: int  # with the sign that divides it from the text


def mark_in(title: str, body: str) -> Mark | None:
    """Give the weightiest mark that a text bears, the title's before the body's; None where it bears none."""
    found = [*_title_marks(title[:MARKED]), *_body_marks(body.lstrip()[:MARKED])]
    return min(found, key=lambda mark: list(MarkKind).index(mark.kind), default=None)


@lru_cache(maxsize=4_096)
def unmarked(title: str) -> str:
    """Give a title without its marks, however many it has; as it was where nothing would be left."""
    start = max((found.end for found in _in_front(title)), default=0)
    note = mark_forms().note.match(title, start)
    if note and note["closed"]:
        start = note.end()
    rest = title[start:]
    for found in _behind(rest):
        rest = rest[: found.start] + rest[found.end :]
    return rest.strip() or title


@lru_cache(maxsize=4_096)
def _title_marks(title: str) -> tuple[Mark, ...]:
    front = list(_in_front(title))
    rest = title[front[-1].end :] if front else title
    return (*_marks(title, front), *_marks(rest, _notes(rest)), *_marks(rest, _behind(rest)))


def _body_marks(beginning: str) -> Iterator[Mark]:
    yield from _marks(beginning, _in_front(beginning))
    for line in beginning.split("\n"):
        yield from _marks(line, _to_editors(line))
    parts = _PARAGRAPH.split(beginning)[:PARAGRAPHS]
    if dateline := _DATELINE.match(beginning):
        parts.append(beginning[dateline.end() :])
    for part in parts:
        yield from _marks(part, _notes(part))


def _in_front(text: str) -> Iterator[_Found]:
    """Find the marks with which a text begins, each behind the one before."""
    at = 0
    while found := _first(text, at):
        yield found
        at = found.end


def _first(text: str, at: int) -> _Found | None:
    forms = mark_forms()
    if not _may_be_one(text, at):
        return None
    if written := forms.write_through.match(text, at):
        return _Found(MarkKind.UPDATE, at, written.end())
    if (match := forms.in_brackets.match(text, at)) and (kind := _kind(match["mark"], brackets=True)):
        return _Found(kind, at, match.end())
    if (match := forms.in_front.match(text, at)) and _divided(match) and (kind := _kind(match["mark"])):
        return _Found(kind, at, match.end())
    return None


def _may_be_one(text: str, at: int) -> bool:
    """Look quickly whether the first word could begin a mark; an ordinal ("2nd UPDATE") may stand in front."""
    first = LETTERS.search(text, at, at + FIRST)
    return first is not None and (
        first[0].lower() in mark_words().first or text[first.start() - 1 : first.start()].isdigit()
    )


def _divided(match: re.Match[str]) -> bool:
    """Tell a mark from a word that is part of a compound ("Update-free") or of a sentence."""
    written, sign = match["mark"], match["sign"]
    if sign == "-":
        return written.isupper() or not match.string[match.end() : match.end() + 1].islower()
    if sign.strip() in {"", ".", "/"}:
        ends_line = not sign.strip() and ("\n" in sign or match.end() == len(match.string))
        return written.isupper() and (bool(sign.strip()) or ends_line or written.lower() in mark_words().bare)
    return True


def _behind(title: str) -> Iterator[_Found]:
    """Find the marks at the end of a title, the last first."""
    forms, letters = mark_forms(), {word.lower() for word in LETTERS.findall(title)}
    if letters.isdisjoint(mark_words().behind):
        return
    if match := forms.write_through_behind.search(title):
        yield _Found(MarkKind.UPDATE, match.start(), match.end())
        title = title[: match.start()]
    for pattern, brackets in ((forms.in_brackets_behind, True), (forms.behind, False)):
        match = pattern.search(title)
        if match and (brackets or match["mark"].isupper()) and (kind := _kind(match["mark"], brackets=brackets)):
            yield _Found(kind, match.start(), match.end())
            title = title[: match.start()]


def _notes(text: str) -> Iterator[_Found]:
    """Find a note in brackets at the beginning, or a sentence on the text itself."""
    forms = mark_forms()
    if ("(" in text[:4] or "[" in text[:4]) and (match := forms.note.match(text)):
        yield from _noted(match)
    for kind, sentence in forms.sentences if forms.sentence.match(text) else ():
        if match := sentence.match(text):
            yield _Found(kind, 0, match.end())


def _to_editors(line: str) -> Iterator[_Found]:
    if match := mark_forms().to_editors.match(line):
        yield from _noted(match)


def _noted(match: re.Match[str]) -> Iterator[_Found]:
    # A pattern without case also takes letters such as the long s, which no word of the table has.
    if kind := mark_words().notes.get(match["mark"].lower()):
        yield _Found(kind, 0, match.end())


def _kind(written: str, *, brackets: bool = False) -> MarkKind | None:
    """Say what a word is a mark of; None where it would be one only in capitals, or in brackets."""
    words, plain = mark_words(), written.lower()
    if kind := words.anywhere.get(plain):
        return kind
    if brackets and (kind := words.brackets.get(plain)):
        return kind
    return words.capitals.get(plain) if written.isupper() else None


def _marks(text: str, found: Iterator[_Found] | list[_Found]) -> tuple[Mark, ...]:
    return tuple(Mark(kind=each.kind, written=_shown(text[each.start : each.end])) for each in found)


def _shown(written: str) -> str:
    plain = " ".join(written.split()).strip(" ,:;.-–—|/*_")
    return plain if len(plain) <= SHOWN else f"{plain[: SHOWN - 1].rstrip()}…"
