"""The forms in which marks of versions are written, made from the words in `marks.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from watcher.lazy import late

EDITORS = (
    r"(?:eds?|editors?|editor['’]?s['’]?\snote|note\sto\seditors|redaktionshinweis"
    r"|anm(?:erkung|\.)?\sd(?:er|\.)?\sred(?:aktion)?)"
)
"""Whom a note speaks to."""
ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
WRITE_THROUGH = frozenset({"ld", "writethru"})
LETTERS = re.compile(r"[^\W\d_]+")
NOTE = 200
"""Characters that a note in brackets may have."""


class MarkKind(StrEnum):
    """What a mark says, the weightiest first: of several marks that one counts."""

    WITHDRAWN = "withdrawn"
    CORRECTION = "correction"
    UPDATE = "update"
    REPEAT = "repeat"  # sent once more, as it was


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of the table, each with what it says; in small letters, one space between two."""

    anywhere: Mapping[str, MarkKind]
    capitals: Mapping[str, MarkKind]  # only where written in capitals
    brackets: Mapping[str, MarkKind]  # only in brackets
    notes: Mapping[str, MarkKind]  # only at the beginning of a note
    bare: frozenset[str]  # of `capitals`: those that need no sign behind them
    first: frozenset[str]  # the first run of letters of each: a quick look that spares most texts the patterns
    behind: frozenset[str]  # those, and what a title with a write-through at its end has


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Patterns; each but the sentences and `write_through` has the word as `mark`."""

    in_front: re.Pattern[str]  # "UPDATE 2-", with what stands behind the word as `number` and `sign`
    in_brackets: re.Pattern[str]  # "(CORRECTED)-", in front
    behind: re.Pattern[str]  # " - UPDATE"
    in_brackets_behind: re.Pattern[str]  # "(Update2)", also in front of an outlet's name
    note: re.Pattern[str]  # "(Adds quotes)", with its bracket as `closed`
    to_editors: re.Pattern[str]  # "Eds: Adds quotes"
    sentences: tuple[tuple[MarkKind, re.Pattern[str]], ...]
    sentence: re.Pattern[str]  # any of these
    write_through: re.Pattern[str]  # "1st Ld-Writethru:"
    write_through_behind: re.Pattern[str]  # ", 1st Ld-Writethru,127"


@cache
def mark_words() -> Words:
    """Give the table's words, read once."""
    table = _table()
    known = {word for key in ("words", "capitals", "bare", "brackets", "notes") for word in _of(table, key)}
    first = frozenset(LETTERS.findall(word)[0] for word in known)
    return Words(
        anywhere=_of(table, "words"),
        capitals=_of(table, "capitals") | _of(table, "bare"),
        brackets=_of(table, "brackets"),
        notes=_of(table, "notes"),
        bare=frozenset(_of(table, "bare")),
        first=first,
        behind=first | WRITE_THROUGH,
    )


@cache
def mark_forms() -> Forms:
    """Give the patterns, made once."""
    words = mark_words()
    plain = _any_of({*words.anywhere, *words.capitals})
    bracketed = _any_of({*words.anywhere, *words.capitals, *words.brackets})
    note = _any_of(words.notes)
    end = r"(?=\s*$|\s+[-–—|]\s+[^-–—|\n]{2,40}$)"  # of the title, or of what stands before an outlet's name
    return Forms(
        in_front=_compiled(
            rf"[\W_]{{0,3}}?(?:{ORDINAL}\s+)?(?P<mark>{plain})(?:\s*\(official\))?[^\S\n]*(?P<number>\d{{0,2}})[*_]*"
            r"(?P<sign>[^\S\n]*(?:[:|/–—]\s*|-[^\S\n]*|\.\s+|\n\s*|$)|\s+)"
        ),
        in_brackets=_compiled(rf"[^\w(\[]{{0,2}}[(\[]\s*(?P<mark>{bracketed})\s*\d{{0,2}}\s*[)\]](?:\s*[-–—:|/])?\s*"),
        behind=_compiled(rf"(?:\s*[,–—|:]\s*|\s+-\s*)(?P<mark>{plain})\s*\d{{0,2}}{end}"),
        in_brackets_behind=_compiled(
            rf"\s*[(\[]\s*(?P<mark>{bracketed})(?:\s*[\d:.,]+|\s+(?:at|um|am|à|a\slas|о|в|o)\s[^)\]\n]{{1,20}})?\s*[)\]]{end}"
        ),
        note=_compiled(rf"[^\w(\[]{{0,3}}[(\[]\s*(?P<mark>{note})[^)\]\n]{{0,{NOTE}}}(?P<closed>[)\]])?\s*"),
        to_editors=_compiled(rf"\W{{0,3}}{EDITORS}\s*[.:–—-]\s*(?P<mark>{note})"),
        sentence=_sentences(each for kind in MarkKind for each in _table()[kind].get("sentences", ())),
        sentences=tuple((kind, _sentences(_table()[kind].get("sentences", ()))) for kind in MarkKind),
        write_through=_compiled(rf"\W{{0,3}}{ORDINAL}\s*ld\s*-?\s*writethru\b\W*"),
        write_through_behind=_compiled(rf",\s*{ORDINAL}\s*ld\b.*$|[,\s]\s*(?:{ORDINAL}\s*ld\s*-?\s*)?writethru\b.*$"),
    )


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("marks.toml").read_text("utf-8"))


def _of(table: Mapping[str, Any], key: str) -> dict[str, MarkKind]:
    return {word.lower(): MarkKind(kind) for kind, group in table.items() for word in group.get(key, ())}


def _any_of(words: Iterable[str]) -> str:
    """Match one of the words, whole, the longest that fits."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word) for word in ordered)})(?![^\\W\\d])"


def _sentences(written: Iterable[str]) -> re.Pattern[str]:
    """Match one of the sentences, also where it is addressed to editors; nothing where there are none."""
    return _compiled(rf"\W{{0,3}}(?:{EDITORS}\s*[.:–—-]\s*)?(?:{'|'.join(written) or '(?!)'})")


def _compiled(pattern: str) -> re.Pattern[str]:
    return late(pattern, re.IGNORECASE)
