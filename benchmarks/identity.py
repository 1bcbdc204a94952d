"""What a reader forgets when a feed changes: `.venv/bin/python benchmarks/identity.py [--json] [PATH]`.

Takes every feed of PATH, a folder or tar archive with at least four entries, or feeds invented here. It is fetched
twice: first without its newest one to three entries, then with them, and with one thing changed in all its entries.
"Missed" are new entries that are taken for old ones, "duplicated" old ones taken for new. In the last rows every new
entry repeats the title and text of an old one, under its own guid, link and date: news that must not be missed.
"""

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlsplit, urlunsplit

from watcher.errors import DocumentError
from watcher.model import Article, Document, DocumentKind, Entry, EntryId, EntryKey, StoryId
from watcher.parse import parse
from watcher.pipeline.decide import SAME_ENTRY_LEAST
from watcher.stories import (
    Fingerprint,
    KnownEntry,
    compare,
    entry_id,
    entry_keys,
    fingerprint,
    keyed,
    recognise,
    stored_keys,
    surely_same,
    without,
)

LEAST = 4
"""Entries of a feed that is taken."""
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
_VOCABULARY = (
    "harbour council bridge ferry herring budget island school storm vote fire court museum tram tunnel minister strike"
    " lighthouse referendum hospital market river forest library airport pension rent census quarry opera"
)
WORDS = _VOCABULARY.split()

Feed = list[Entry]  # newest first
Change = Callable[[Entry, Random], Entry]


@dataclass(slots=True)
class Row:
    """What came of one change over all feeds, in entries."""

    new: int = 0
    old: int = 0
    missed: int = 0
    duplicated: int = 0


def feeds_of(path: Path) -> Iterator[Feed]:
    """Give the feeds of a folder, or of a tar archive, that can be read."""
    if path.is_file():
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["tar", "-xf", path, "-C", folder], check=True)
            yield from feeds_of(Path(folder))
        return
    for file in sorted(each for each in path.rglob("*") if each.is_file()):
        body = file.read_bytes()
        try:
            parsed = parse(Document(source=file.name, kind=DocumentKind.FEED, body=body, received_at=NOON))
        except DocumentError:
            continue
        yield list(parsed.entries)


def invented(count: int = 60) -> Iterator[Feed]:
    """Make feeds of all habits: with guids that are links or not, without guids, dates or bodies."""
    for number in range(count):
        random = Random(number)  # noqa: S311 - reproducible, not secret
        yield [_invented(random, number, place) for place in range(random.randint(10, 40))]


def _invented(random: Random, feed: int, place: int) -> Entry:
    title = " ".join(random.choices(WORDS, k=random.randint(4, 9))).capitalize()
    link = f"http://site{feed}.example/{random.randint(2019, 2026)}/{'-'.join(title.lower().split())}"
    guids = (link, f"tag:site{feed}.example,2026:{place}", None)
    at = NOON - timedelta(hours=7 * place, minutes=random.randint(0, 59), seconds=random.randint(0, 59))
    body = f"{' '.join(random.choices(WORDS, k=60)).capitalize()}."
    return Entry(
        guid=guids[feed % 3],
        link=link,
        title=title,
        body=body if feed % 4 else "",
        published=at if feed % 5 else None,
    )


def _links(change: Callable[[str], str]) -> Change:
    def changed(entry: Entry, _: Random) -> Entry:
        return replace(
            entry,
            link=change(entry.link) if entry.link else None,
            guid=change(entry.guid) if entry.guid and "://" in entry.guid else entry.guid,
        )

    return changed


def _scheme(link: str) -> str:
    parts = urlsplit(link)
    return urlunsplit(parts._replace(scheme="http" if parts.scheme == "https" else "https"))


def _host(link: str) -> str:
    return urlunsplit(urlsplit(link)._replace(netloc="moved.example"))


def _all_new(entry: Entry, random: Random) -> Entry:
    name = f"{random.getrandbits(64):x}"
    return replace(entry, guid=f"urn:made:{name}", link=f"https://moved.example/posts/{name}")


def _new_guid(entry: Entry, random: Random) -> Entry:
    return replace(entry, guid=f"urn:made:{random.getrandbits(64):x}") if entry.guid and entry.link else entry


def _edited_title(entry: Entry, random: Random) -> Entry:
    words = entry.title.split()
    if not words:
        return entry
    at = random.randrange(len(words))
    edits = ([*words, "(updated)"], [*words[:at], random.choice(WORDS), *words[at + 1 :]], ["Update:", *words])
    return replace(entry, title=" ".join(random.choice(edits)))


def _slug(entry: Entry, random: Random) -> Entry:
    entry = _edited_title(entry, random)
    name = f"-{random.getrandbits(24):x}"
    return _links(lambda link: f"{link.rstrip('/')}{name}")(entry, random)


def _later(entry: Entry, by: timedelta) -> Entry:
    return replace(entry, published=entry.published + by if entry.published else None)


def _share(percent: int, change: Change) -> Change:
    return lambda entry, random: change(entry, random) if random.randrange(100) < percent else entry


def _utm(link: str) -> str:
    return f"{link}{'&' if '?' in link else '?'}utm_source=feed&utm_medium=rss"


CHANGES: Mapping[str, Change] = {
    "none": lambda entry, _: entry,
    "http and https swapped": _links(_scheme),
    "host changed, path kept": _links(_host),
    "guid and link all new": _all_new,
    "guid all new, link kept": _new_guid,
    "30 % of titles edited": _share(30, _edited_title),
    "30 % of dates moved 1 h": _share(30, lambda entry, _: _later(entry, timedelta(hours=1))),
    "all dates equal": lambda entry, _: replace(entry, published=NOON if entry.published else None),
    "20 % slug and title edited": _share(20, _slug),
    "utm added to links": _links(_utm),
}

REPEATS: Mapping[str, tuple[int, Change]] = {
    "a quarter repeats, 7 days later": (25, lambda entry, _: _later(entry, timedelta(days=7))),
    "all repeats, 7 days later": (100, lambda entry, _: _later(entry, timedelta(days=7))),
    "all repeats, 400 days later": (100, lambda entry, _: _later(entry, timedelta(days=400))),
    "all repeats, without dates": (100, lambda entry, _: replace(entry, published=None)),
}


class Reader:
    """Keeps of one feed what a store would, and says of each entry whether it is new."""

    def __init__(self) -> None:
        self._known: dict[EntryKey, KnownEntry] = {}
        self._texts: dict[EntryId, Entry] = {}
        self._shared: set[EntryKey] = set()

    def new(self, feed: Feed) -> list[bool]:
        """Read one document."""
        given = keyed(feed)
        self._shared |= given.shared
        keys = [without(each, self._shared) for each in given.keys]
        found = recognise(keys, [entry.title for entry in feed], self._asked(keys))
        return [self._read(*each) for each in zip(feed, keys, found, strict=True)]

    def _asked(self, keys: Sequence[tuple[EntryKey, ...]]) -> dict[EntryKey, KnownEntry]:
        """Look only for first keys, and for the others of entries that are not found so, as the store does."""
        own = {names[0]: self._known.get(names[0]) for names in keys}
        rest = {key for names in keys if not _began(own[names[0]], names[0]) for key in names}
        return {key: entry for key in (*own, *rest) if (entry := self._known.get(key))}

    def _read(self, entry: Entry, names: tuple[EntryKey, ...], before: KnownEntry | None) -> bool:
        words = hash((entry.title, entry.body))
        sure = before and surely_same(before, names, entry.title, words, self._known)
        if before and not sure and self._differs(entry, before):
            before = None
        name = before.id if before else entry_id("feed", names[0])
        known = KnownEntry(
            id=name, key=before.key if before else names[0], story=StoryId(name), words=words, title=entry.title
        )
        if not before:
            self._known[names[0]] = known
            self._texts[known.id] = entry
        for key in (names[0], *stored_keys(names)):
            self._known.setdefault(key, known)
        return before is None

    def _differs(self, entry: Entry, before: KnownEntry) -> bool:
        return compare(_fingerprint(entry), _fingerprint(self._texts[before.id])) < SAME_ENTRY_LEAST


def _fingerprint(entry: Entry) -> Fingerprint:
    return fingerprint(Article(source="feed", title=entry.title, body=entry.body), None)


def _began(entry: KnownEntry | None, key: EntryKey) -> bool:
    return entry is not None and entry.key == key


def distinct(feed: Feed) -> Feed:
    """Leave out what a document shows twice."""
    names = [keys[0] for keys in entry_keys(feed)]
    return [entry for i, entry in enumerate(feed) if names.index(names[i]) == i]


def changed(feeds: Sequence[Feed], change: Change) -> Row:
    """Fetch every feed, let it bring entries and change, and fetch it again."""
    row = Row()
    for number, feed in enumerate(feeds):
        random = Random(number)  # noqa: S311 - reproducible, not secret
        newest = random.randint(1, 3)
        reader = Reader()
        reader.new(feed[newest:])
        new = reader.new([change(entry, random) for entry in feed])
        _count(row, new[:newest], new[newest:])
    return row


def repeated(feeds: Sequence[Feed], percent: int, change: Change) -> Row:
    """Fetch every feed, and then with so much of it replaced by new entries that repeat old titles and texts."""
    row = Row()
    for number, feed in enumerate(feeds):
        random = Random(number)  # noqa: S311 - reproducible, not secret
        share = -(-len(feed) * percent // 100)
        reader = Reader()
        reader.new(feed)
        again = [change(_all_new(entry, random), random) for entry in feed[:share]]
        new = reader.new(again + feed[: len(feed) - share])
        _count(row, new[:share], new[share:])
    return row


def _count(row: Row, fresh: Sequence[bool], stale: Sequence[bool]) -> None:
    row.new += len(fresh)
    row.old += len(stale)
    row.missed += fresh.count(False)
    row.duplicated += stale.count(True)


def run(feeds: Sequence[Feed]) -> dict[str, Row]:
    """Measure all changes."""
    rows = {name: changed(feeds, change) for name, change in CHANGES.items()}
    return rows | {name: repeated(feeds, *each) for name, each in REPEATS.items()}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("path", type=Path, nargs="?", help="folder or tar archive of feeds; default: invented ones")
    options = parser.parse_args()
    feeds = [distinct(feed) for feed in (feeds_of(options.path) if options.path else invented())]
    feeds = [feed for feed in feeds if len(feed) >= LEAST]
    began = time.process_time()
    rows = run(feeds)
    cost = time.process_time() - began
    if options.json:
        print(json.dumps({"feeds": len(feeds), "seconds": cost, **{name: vars_of(row) for name, row in rows.items()}}))
        return
    print(f"{len(feeds)} feeds, {sum(map(len, feeds)):,} entries, {cost:.0f} CPU seconds")
    print(f"{'':36}{'new':>8}{'missed':>8}{'old':>8}{'duplicated':>12}")
    for name, row in rows.items():
        print(f"{name:36}{row.new:>8,}{row.missed:>8,}{row.old:>8,}{row.duplicated:>12,}")


def vars_of(row: Row) -> dict[str, int]:
    """Give a row by name."""
    return {"new": row.new, "old": row.old, "missed": row.missed, "duplicated": row.duplicated}


if __name__ == "__main__":
    main()
