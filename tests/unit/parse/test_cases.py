"""Runs every case under tests/cases/feeds and tests/cases/drops; tests/cases/README.md says how to add one."""

import json
import re
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from watcher.errors import DocumentError
from watcher.model import Document, DocumentKind
from watcher.parse import Parsed, parse

CASES = Path(__file__).parents[2] / "cases"
ENDING = ".expected.json"
REPEATED = re.compile(r"\[\[(\d+) x (.*?)\]\]")


def cases(folder: str) -> list[Any]:
    found = sorted((CASES / folder).glob(f"*{ENDING}"))
    return [pytest.param(path, id=path.name.removesuffix(ENDING)) for path in found]


def document(path: Path, kind: DocumentKind, expected: dict[str, Any]) -> Document:
    name = path.name.removesuffix(ENDING)
    (given,) = (other for other in path.parent.glob(f"{name}.*") if other != path)
    fields = {"file_name": given.name, **expected.get("document", {})}
    encoding = fields.pop("encoding", None)
    modified = fields.pop("modified_at", None)
    body = given.read_bytes()
    if expected.get("expand"):
        body = REPEATED.sub(repeated, body.decode()).encode()
    if encoding:
        body = body.decode().encode(encoding)
    return Document(
        source="case",
        kind=kind,
        body=body,
        received_at=datetime(2026, 12, 1, tzinfo=UTC),
        modified_at=datetime.fromisoformat(modified) if modified else None,
        **fields,
    )


def repeated(found: re.Match[str]) -> str:
    return "".join(found[2].replace("#", str(number)) for number in range(int(found[1])))


def wanted_and_got(path: Path, kind: DocumentKind) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what the case expects and what came out, the latter narrowed to what the case names."""
    expected: dict[str, Any] = json.loads(path.read_text("utf-8"))
    given = document(path, kind, expected)
    wanted = {key: expected[key] for key in expected.keys() - {"about", "document", "expand"}}
    started = time.process_time()
    try:
        parsed = parse(given)
    except DocumentError as error:
        return wanted, {"error": str(error)}
    spent = time.process_time() - started
    got = {**told(parsed, wanted.get("entries", [])), "cpu_seconds": max(spent, wanted.get("cpu_seconds", spent))}
    return wanted, {key: got.get(key) for key in wanted}


def told(parsed: Parsed, wanted: list[dict[str, Any]]) -> dict[str, Any]:
    entries = [{key: plain(value) for key, value in asdict(entry).items()} for entry in parsed.entries]
    if len(entries) == len(wanted):
        entries = [{key: entry[key] for key in named} for entry, named in zip(entries, wanted, strict=True)]
    return {"title": parsed.title, "language": parsed.language, "complete": parsed.complete, "entries": entries}


def plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("path", cases("feeds"))
def test_a_feed_gives_the_entries_its_case_expects(path: Path) -> None:
    wanted, got = wanted_and_got(path, DocumentKind.FEED)
    assert got == wanted


@pytest.mark.parametrize("path", cases("drops"))
def test_a_drop_gives_the_entry_its_case_expects(path: Path) -> None:
    wanted, got = wanted_and_got(path, DocumentKind.DROP)
    assert got == wanted
