"""The parsers on a folder or archive of feeds: nothing raises, nothing is lost, nothing is slow, both ways agree.

make bench-corpus CORPUS=feeds.tar.zst [--json]

A feed has fewer entries than it should where feedparser or fastfeedparser, each on the bytes as they are, finds more;
documents that broke off are left out of this, since only their whole entries are taken.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import fastfeedparser
import feedparser

from watcher.errors import DocumentError
from watcher.model import Document, DocumentKind
from watcher.parse import Parsed, parse
from watcher.parse.fast import read_fast
from watcher.parse.feeds import parse_feed
from watcher.parse.mend import find_root
from watcher.stories import entry_keys
from watcher.text import decode

Result = TypeVar("Result")
RECEIVED = datetime(2026, 11, 25, tzinfo=UTC)


@dataclass(kw_only=True)
class Totals:
    """What the corpus showed; the lists name files."""

    files: int = 0
    feeds: int = 0
    refused: int = 0
    broken_off: int = 0
    entries: int = 0
    hollow: int = 0
    admitted: int = 0
    slowest: float = 0.0  # CPU seconds
    slowest_file: str = ""
    fast_seconds: float = 0.0  # on the feeds that the gate admits
    thorough_seconds: float = 0.0  # on the same
    exceptions: list[str] = field(default_factory=list)
    fewer: list[str] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)  # in number of entries or keys
    unequal: list[str] = field(default_factory=list)  # in anything else


def main() -> None:
    """Measure, print, and end with 1 where something is wrong."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        totals = measure(_unpacked(options.corpus, Path(folder)))
    figures = figures_of(totals)
    print(json.dumps(figures, indent=1) if options.json else table(figures))
    sys.exit(bool(totals.exceptions or totals.fewer or totals.disagreements))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder, or an archive that tar can unpack")
    parser.add_argument("--json", action="store_true", help="figures for a program")
    return parser.parse_args()


def _unpacked(corpus: Path, folder: Path) -> Path:
    if corpus.is_dir():
        return corpus
    subprocess.run(["tar", "--extract", "--auto-compress", "--file", str(corpus.resolve())], cwd=folder, check=True)
    return folder


def measure(folder: Path) -> Totals:
    """Read every file below `folder`, in the order of their names."""
    totals = Totals()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, body = str(path.relative_to(folder)), path.read_bytes()
        totals.files += 1
        _read(totals, name, Document(source=name, kind=DocumentKind.FEED, body=body, received_at=RECEIVED))
    return totals


def _read(totals: Totals, name: str, document: Document) -> None:
    parsed, seconds = _timed(lambda: _parsed(totals, name, document))
    if seconds > totals.slowest:
        totals.slowest, totals.slowest_file = seconds, name
    if parsed is None:
        return
    totals.feeds += 1
    totals.entries += len(parsed.entries)
    totals.broken_off += not parsed.complete
    totals.hollow += parsed.hollow
    found, others = len(parsed.entries) + parsed.hollow, max(_counted(document.body))
    if parsed.complete and found < others:
        totals.fewer.append(f"{name}: {found} of {others}")
    _compare(totals, name, document)


def _parsed(totals: Totals, name: str, document: Document) -> Parsed | None:
    try:
        return parse(document)
    except DocumentError as error:
        totals.refused += 1
        if max(_counted(document.body)):
            totals.fewer.append(f"{name}: refused: {error}")
    except Exception as error:  # noqa: BLE001 - that nothing raises is what is measured
        totals.exceptions.append(f"{name}: {error!r}")
    return None


def _counted(body: bytes) -> Iterator[int]:
    """Give how many entries the two libraries find by themselves."""
    yield len(feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False).entries)
    try:
        yield len(fastfeedparser.parse(body)["entries"])
    except Exception:  # noqa: BLE001 - it raises many things
        yield 0


def _compare(totals: Totals, name: str, document: Document) -> None:
    text = decode(document.body)
    if find_root(text) is None or read_fast(text) is None:
        return
    fast, seconds = _timed(lambda: parse_feed(document, text))
    thorough, seconds_thorough = _timed(lambda: parse_feed(document, text, thorough=True))
    totals.admitted += 1
    totals.fast_seconds += seconds
    totals.thorough_seconds += seconds_thorough
    if len(fast.entries) != len(thorough.entries) or entry_keys(fast.entries) != entry_keys(thorough.entries):
        totals.disagreements.append(name)
    elif fast != thorough:
        totals.unequal.append(name)


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    started = time.process_time()
    result = work()
    return result, time.process_time() - started


def figures_of(totals: Totals) -> dict[str, Any]:
    """Give the figures under names that say what they count, and the files behind those that should be 0."""
    return {
        "files": totals.files,
        "feeds": totals.feeds,
        "entries": totals.entries,
        "entries without title, text, guid and link": totals.hollow,
        "refused with a reason": totals.refused,
        "broke off, whole entries taken": totals.broken_off,
        "exceptions": totals.exceptions,
        "slowest, CPU seconds": round(totals.slowest, 2),
        "slowest file": totals.slowest_file,
        "fewer entries than feedparser or fastfeedparser": totals.fewer,
        "admitted to the fast parser": totals.admitted,
        "disagreements in entries or keys": totals.disagreements,
        "unequal in another field": totals.unequal,
        "feeds a second, fast": round(totals.admitted / max(totals.fast_seconds, 1e-9)),
        "the same feeds a second, thorough": round(totals.admitted / max(totals.thorough_seconds, 1e-9)),
    }


def table(figures: dict[str, Any]) -> str:
    """Give the figures a line each, with the files that should not be there."""
    lines = []
    for name, value in figures.items():
        shown = len(value) if isinstance(value, list) else value
        lines.append(f"{name:<50} {shown}")
        lines += [f"    {file}" for file in value] if isinstance(value, list) else []
    return "\n".join(lines)


if __name__ == "__main__":
    main()
