"""Recordings for `watcher replay`: a `.jsonl` of entries, or a folder of snapshots `FEED/UNIX-TIME.xml`.

Gives prepared documents, oldest first; the recording's time stands in `received_at`.
"""

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from watcher.clock import utc
from watcher.engine.workers import PrepareWorkers, prepared
from watcher.errors import DocumentError, InputError
from watcher.events import BUILT_IN as OUR_LEXICONS
from watcher.events import Lexicons
from watcher.model import Document, DocumentKind, Entry, PublishedFrom
from watcher.pipeline import Carrier, Prepared, Stated, measure
from watcher.stories import BUILT_IN, Agencies, entry_keys
from watcher.text import html_to_text, one_line, read_date

AHEAD = 16  # documents that workers prepare while earlier ones are decided

Fields = Mapping[str, Any]  # one line of a .jsonl, as interface.md names its fields


def recorded(
    path: Path,
    report: Callable[[str], None],
    agencies: Agencies = BUILT_IN,
    lexicons: Lexicons = OUR_LEXICONS,
    *,
    skip: int = 0,
) -> Iterator[Prepared]:
    """Read a recording, oldest first; `report` is told of what cannot be read, which comes as a document of no entries.

    `agencies` and `lexicons` are those that texts are read by; the first `skip` documents are left out unread.

    Raises:
        InputError: the path is neither a `.jsonl` file nor a folder of snapshots, or a line is not an entry.
    """
    if path.is_dir():
        return _snapshots(path, report, agencies, lexicons, skip)
    if path.is_file():
        return _entries(path, agencies, lexicons, skip)
    raise InputError(f"{path}: is neither a .jsonl file of entries nor a folder of FEED/UNIX-TIME.xml snapshots")


def _snapshots(
    folder: Path, report: Callable[[str], None], agencies: Agencies, lexicons: Lexicons, skip: int
) -> Iterator[Prepared]:
    files = sorted((file for file in folder.glob("*/*.xml") if file.is_file()), key=_polled_at)
    if not files:
        raise InputError(f"{folder}: holds no snapshots FEED/UNIX-TIME.xml")
    with PrepareWorkers(agencies=agencies, lexicons=lexicons) as workers:
        ahead: deque[tuple[Path, Future[Prepared]]] = deque()
        for file in files[skip:]:
            ahead.append((file, workers.submit(_snapshot(file))))
            if len(ahead) > AHEAD:
                yield _next(ahead, report)
        while ahead:
            yield _next(ahead, report)


def _polled_at(file: Path) -> tuple[int, str]:
    if not file.stem.isdecimal() or _moment(int(file.stem)) is None:
        raise InputError(f"{file}: the name must be the time of the poll in unix seconds, as 1771934400.xml")
    return int(file.stem), file.parent.name


def _snapshot(file: Path) -> Document:
    return Document(
        source=file.parent.name,
        kind=DocumentKind.FEED,
        body=file.read_bytes(),
        received_at=_read_at(file),
        file_name=file.name,
    )


def _read_at(file: Path) -> datetime:
    return datetime.fromtimestamp(int(file.stem), UTC)


def _next(ahead: deque[tuple[Path, Future[Prepared]]], report: Callable[[str], None]) -> Prepared:
    file, future = ahead.popleft()
    try:
        return prepared(future)
    except DocumentError as error:
        report(f"{file.parent.name}/{file.name}: {error}")
    return Prepared(source=file.parent.name, kind=DocumentKind.FEED, received_at=_read_at(file), entries=())


def _entries(path: Path, agencies: Agencies, lexicons: Lexicons, skip: int) -> Iterator[Prepared]:
    """Give the lines that one feed showed at one time as one document, as a poll would have."""
    with path.open("rb") as lines:
        read = (_fields(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip())
        groups = groupby(read, key=lambda fields: (_text(fields, "feed"), _seen(fields)))
        for (source, seen), group in islice(groups, skip, None):
            yield _document(source, seen, list(group), agencies, lexicons)


def _fields(line: bytes, where: str) -> Fields:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: is not JSON ({error}); want one object a line") from None
    if not isinstance(fields, dict) or not _text(fields, "feed"):
        raise InputError(f"{where}: is not an entry: want an object with at least 'feed'")
    return fields


def _document(source: str, seen: datetime, lines: list[Fields], agencies: Agencies, lexicons: Lexicons) -> Prepared:
    entries = [_entry(fields) for fields in lines]
    stated = [
        Stated(entry, keys, _text(fields, "key") or None)
        for fields, entry, keys in zip(lines, entries, entry_keys(entries), strict=True)
    ]
    measured = measure(stated, Carrier(source, seen), agencies, lexicons)
    return Prepared(source=source, kind=DocumentKind.FEED, received_at=seen, entries=measured)


def _entry(fields: Fields) -> Entry:
    published = _time(fields.get("published"))
    return Entry(
        guid=_text(fields, "guid") or None,
        link=_text(fields, "link") or None,
        title=one_line(html_to_text(_text(fields, "title"))),
        body=html_to_text(max(_text(fields, "content"), _text(fields, "summary"), key=len)),
        byline=_text(fields, "author") or None,
        published=published,
        published_from=PublishedFrom.FEED if published else None,
    )


def _seen(fields: Fields) -> datetime:
    return _time(fields.get("first_seen")) or _time(fields.get("published")) or datetime.fromtimestamp(0, UTC)


def _text(fields: Fields, name: str) -> str:
    """Read a field as text: a number is taken as written, anything else that is no text counts as missing."""
    value = fields.get(name)
    return str(value) if isinstance(value, str | int | float) else ""


def _moment(seconds: float) -> datetime | None:
    """Give the time of so many unix seconds; None where no calendar holds it."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _time(value: object) -> datetime | None:
    """Read unix seconds or a written date; anything else is "not stated".

    ISO 8601 of any year: a recording may be older than what a feed of today can mean.
    """
    if isinstance(value, int | float):
        return _moment(value)
    read = (_iso(value) or read_date(value)) if isinstance(value, str) else None
    return utc(read) if read else None


def _iso(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
