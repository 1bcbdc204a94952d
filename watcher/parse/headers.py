"""Header lines at the top of a drop: `Title: Source: URL: Date: Author: Lang:`, then a blank line."""

import re
from dataclasses import dataclass
from datetime import datetime

from watcher.errors import DocumentError
from watcher.text import absolute, one_line, read_date

_KNOWN = ("title", "source", "url", "date", "author", "lang")
_LINE = re.compile(r"\s*([A-Za-z][A-Za-z-]{1,20})\s*:(?:\s+(.*)|\s*)")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """What the header lines of a drop say; None where a line is missing or empty."""

    title: str | None = None
    source: str | None = None
    url: str | None = None  # absolute http(s)
    date: datetime | None = None
    author: str | None = None
    lang: str | None = None


def read_headers(text: str) -> tuple[Headers, str]:
    """Give the header lines of `text` and the text behind them; empty headers and the whole text where there are none.

    A text has headers when its first line is one. Raises DocumentError naming the line for a header that nobody knows,
    one given twice, and a date, URL or language that cannot be read.
    """
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    end = next((at for at in range(first, len(lines)) if not lines[at].strip()), len(lines))
    pairs = [_LINE.fullmatch(line) for line in lines[first:end]]
    if not pairs or pairs[0] is None or pairs[0][1].lower() not in _KNOWN or None in pairs:
        return Headers(), text
    found: dict[str, str] = {}
    for number, pair in enumerate(filter(None, pairs), start=first + 1):
        name = pair[1].lower()
        _refuse_unknown(name, pair[1], number, found)
        found[name] = one_line(pair[2] or "")
        _refuse_unreadable(name, found[name], number)
    return _headers(found), "\n".join(lines[end:])


def _refuse_unknown(name: str, written: str, number: int, found: dict[str, str]) -> None:
    if name not in _KNOWN:
        raise DocumentError(
            f"line {number}: there is no header {written!r}; known are Title, Source, URL, Date, Author and Lang"
        )
    if name in found:
        raise DocumentError(f"line {number}: the header {written!r} is given twice; keep one of them")


def _refuse_unreadable(name: str, value: str, number: int) -> None:
    if not value:
        return
    if name == "date" and read_date(value) is None:
        raise DocumentError(
            f"line {number}: the date {value!r} cannot be read; write it as 2026-01-03 or 2026-01-03T09:14Z"
        )
    if name == "url" and absolute(value) is None:
        raise DocumentError(
            f"line {number}: {value!r} is no web address; write one that begins with http:// or https://"
        )
    if name == "lang" and not _LANGUAGE.fullmatch(value):
        raise DocumentError(f"line {number}: {value!r} is no language; write a code such as en, uk or pt-BR")


def _headers(found: dict[str, str]) -> Headers:
    return Headers(
        title=found.get("title") or None,
        source=found.get("source") or None,
        url=absolute(found.get("url", "")),
        date=read_date(found.get("date", "")),
        author=found.get("author") or None,
        lang=found.get("lang", "").replace("_", "-") or None,
    )
