"""The index of stories when it is large: `.venv/bin/python benchmarks/stories_scale.py [--json] [--stories N] …`.

Fills the index with synthetic stories (random hashes, texts of real sizes), then lets invented entries (those of
benchmarks/pipeline.py) through it: candidates read, decided on; story, text and hashes written. No entries are written,
and no alerts: it is the index alone. Before and after the filling, in feeds of fifty entries a transaction and with
one entry a transaction. SQLite stands in a temporary file; PostgreSQL is a server from the wheel, with its default
settings but for those it prints; both are gone afterwards. docs/benchmarks.md says how to read it.
"""

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from pipeline import BEGIN, FixedClock, Stream  # the scripts beside this one
from stories_fill import fill

from tests import postgres
from watcher import stories
from watcher.model import Article, DocumentKind, EntryKey, Story, StoryId
from watcher.pipeline import Prepared, PreparedEntry
from watcher.store import Store, Transaction
from watcher.store.index import Index
from watcher.store.memory import candidates
from watcher.store.sizes import measure
from watcher.stories import StoryIndex, StoryText

TOGETHER = 50  # entries of a feed
FEEDS, SINGLES = 2_000, 500  # entries that go in feeds, and one by one
SETTINGS = ("shared_buffers=256MB", "max_wal_size=4GB")
NOW = BEGIN + timedelta(days=1)
INDEX = ("posting", "story_text", "exact")
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Pace:
    """What some entries took."""

    entries: int
    wall: list[float] = field(default_factory=list)  # seconds of each transaction
    own: float = 0.0  # CPU seconds of this process
    server: float = 0.0  # and of the server's process for it; 0 with SQLite

    def figures(self) -> dict[str, float]:
        """Give them as they are printed."""
        percent = statistics.quantiles(self.wall, n=100)
        return {
            "entries/s wall": self.entries / sum(self.wall),
            "entries/s CPU": self.entries / (self.own + self.server),
            "own ms": 1e3 * self.own / self.entries,
            "server ms": 1e3 * self.server / self.entries,
            **{f"p{at} ms": 1e3 * percent[at - 1] for at in (50, 95, 99)},
        }


def texts(seed: int, wanted: int) -> list[PreparedEntry]:
    """Give so many invented entries."""
    stream = Stream(seed)
    return [_entry(f"{seed}-{number}", *stream.text()) for number in range(wanted)]


def _entry(name: str, title: str, body: str) -> PreparedEntry:
    plain, link = re.sub("<[^>]+>", "\n", body), f"https://{name}.example/"
    article = Article(source=name, title=title, body=plain, link=link, published=NOW)
    fingerprint = stories.fingerprint(article, link)
    return PreparedEntry(raw=name, keys=(EntryKey(link),), article=article, fingerprint=fingerprint)


def run(store: Store, entries: Sequence[PreparedEntry], together: int, name: str) -> Pace:
    """Put the entries through the index, so many a transaction."""
    pace, rest = Pace(entries=len(entries)), iter(entries)
    while group := tuple(islice(rest, together)):
        source = f"{name}-{len(pace.wall)}"
        document = Prepared(source=source, kind=DocumentKind.FEED, received_at=NOW, entries=group)
        began, own = time.perf_counter(), time.process_time()
        with store.write(partial(stories.lock_keys, source, [entry.fingerprint for entry in group])) as tx:
            worker = _worker(tx)
            served = _spent(worker)
            place(tx, document)
        pace.wall.append(time.perf_counter() - began)
        pace.own += time.process_time() - own
        pace.server += _spent(worker) - served
    return pace


def place(tx: Transaction, document: Prepared) -> None:
    """Do for one document what the store does for its index, and nothing else."""
    index = Index(tx.connection, beside=True)
    prints = [entry.fingerprint for entry in document.entries]
    near, _ = candidates(index, prints, NOW)
    owners = index.owners(prints)
    known = index.texts({story for found in near.values() for story in found} | set(owners.values()))
    past = StoryIndex(
        known.values(),
        {value: known[story].id for value, story in owners.items()},
        {words: [known[story].id for story in found] for words, found in near.items()},
    )
    texts: dict[StoryId, StoryText] = {}
    placed = [_placed(entry, document.source, past, texts) for entry in document.entries]
    index.begin([Story(id=name, title=texts[name].title, first_seen=NOW) for name, begins in placed if begins], NOW)
    numbers = index.numbers({name for name, _ in placed})
    index.own(zip(prints, [numbers[name] for name, _ in placed], strict=True))
    index.put({numbers[name]: text for name, text in texts.items()}, NOW)
    index.refresh(numbers.values(), NOW)


def _placed(
    entry: PreparedEntry, source: str, past: StoryIndex, texts: dict[StoryId, StoryText]
) -> tuple[StoryId, bool]:
    """Give the story of an entry, and whether it begins it; note the texts to write."""
    found = stories.assign(entry.article, entry.fingerprint, past, NOW)
    known = None if found.story is None else past.get(found.story)
    if known is None:
        name = StoryId(stories.entry_id(source, entry.keys[0]))
        text = stories.begin(name, entry.article, entry.fingerprint, NOW)
    else:
        text = stories.grown(known, entry.fingerprint, entry.article)
    if text is not None:
        past.put(text)
        texts[text.id] = text
    story = known.id if text is None else text.id
    past.put_exact(entry.fingerprint, story)
    return story, known is None


def _worker(tx: Transaction) -> int | None:
    """Give the process of the server that works for this transaction."""
    info = getattr(tx.connection.connection.driver_connection, "info", None)
    return None if info is None else int(info.backend_pid)


def _spent(process: int | None) -> float:
    """Give the CPU seconds of another process so far."""
    if process is None:
        return 0.0
    user, system = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICK


@contextmanager
def opened(kind: str) -> Iterator[Store]:
    """Give an empty store of this kind, gone without a trace at the end."""
    if kind == "sqlite":
        with (
            tempfile.TemporaryDirectory(prefix="watcher-bench-") as folder,
            closing(Store.open(f"sqlite:///{folder}/watcher.db", FixedClock())) as store,
        ):
            yield store
        return
    with postgres.running(SETTINGS) as server, closing(Store.open(server.new_database(), FixedClock())) as store:
        yield store


def compare(kind: str, wanted: int) -> Iterator[dict[str, object]]:
    """Give the figures of one database, empty and filled."""
    with opened(kind) as store:
        store.upgrade()
        _figures(store, 9, 100)  # what is loaded on first use is no cost of an entry
        yield {"store": kind, "stories": 0, **_figures(store, 1)}
        samples = [stories.sampled(entry.fingerprint) for entry in texts(5, 300)]
        began = time.perf_counter()
        fill(
            store,
            wanted,
            samples,
            NOW,
            lambda done: print(f"\r{kind}: {done:,} synthetic stories", end="", file=sys.stderr),
        )
        print(f" in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        sizes = _sizes(store)
        _figures(store, 10, 200)
        yield {"store": kind, "stories": wanted, **_figures(store, 2), "bytes of a story": sizes}


def _figures(store: Store, seed: int, entries: int = FEEDS) -> dict[str, object]:
    feeds, singles = texts(seed, entries), texts(seed + 100, min(entries, SINGLES))
    return {
        "feeds": run(store, feeds, TOGETHER, f"feed-{seed}").figures(),
        "singles": run(store, singles, 1, f"single-{seed}").figures(),
    }


def _sizes(store: Store) -> dict[str, float]:
    with store.read() as tx:
        tables = {table.name: table for table in measure(tx, NOW).tables}
    return {name: (tables[name].bytes or 0) / tables["story_text"].rows for name in INDEX}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--stories", type=int, default=1_000_000, metavar="N", help="default: %(default)s")
    parser.add_argument(
        "--store", choices=["sqlite", "postgresql", "both"], default="both", help="default: %(default)s"
    )
    options = parser.parse_args()
    kinds = ["sqlite", "postgresql"] if options.store == "both" else [options.store]
    found = [each for kind in kinds for each in compare(kind, max(1, options.stories))]
    if options.json:
        print(json.dumps({"settings": SETTINGS, "figures": found}))
        return
    _print(found)


def _print(found: Sequence[dict]) -> None:
    print(f"the index is filled with synthetic stories, not with news; PostgreSQL: {', '.join(SETTINGS)}\n")
    names = list(found[0]["feeds"])
    print(f"{'':34}" + "".join(f"{name:>16}" for name in names))
    for each in found:
        for way, told in (("feeds", "feeds of 50"), ("singles", "one by one")):
            row = f"{each['store']} at {each['stories']:,}, {told}"
            print(f"{row:38}" + "".join(f"{each[way][name]:16,.2f}" for name in names))
    for each in found:
        for name, size in each.get("bytes of a story", {}).items():
            print(f"{each['store']}, bytes of a story in {name:14}{size:10,.0f}")


if __name__ == "__main__":
    main()
