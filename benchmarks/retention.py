"""News for months under `[store] keep`: `.venv/bin/python benchmarks/retention.py [--json] [--days N] [--keep DAYS]`.

Feeds bring invented entries (those of benchmarks/pipeline.py), the clock is moved by hand, and retention runs once a
simulated day. Prints after each 30 days what is stored, the size of file and log, and the longest of retention's
transactions; at the end the bytes of an entry by table. docs/benchmarks.md says how to read it.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pipeline import BEGIN, Stream  # the script beside this one

from watcher.model import FeedState
from watcher.pipeline import Prepared, decide, prepare
from watcher.rules import RuleSet
from watcher.store import Deleted, Retention, Store
from watcher.store.sizes import measure

MONTH = 30  # days
RULES = 5  # few: what alerts is kept for ever, and would hide how the rest levels off
FEEDS = [f"feed-{number}" for number in range(40)]


class MovedClock:
    """A clock that stands where it was put."""

    def __init__(self) -> None:
        self.at = BEGIN

    def now(self) -> datetime:
        """Give the simulated time."""
        return self.at

    def monotonic(self) -> float:
        """Give real seconds."""
        return time.monotonic()


@dataclass(slots=True, kw_only=True)
class Month:
    """What was found at the end of a simulated month."""

    day: int
    entries: int
    stories: int
    alerts: int
    file_mb: float
    log_mb: float
    free_mb: float
    step_ms: float  # the longest transaction of retention, wall time
    deleted: int  # stories
    seconds: float  # CPU of retention, all steps of the month


@dataclass(slots=True)
class Deletions:
    """What retention did since the last month ended."""

    longest: float = 0.0
    cpu: float = 0.0
    done: Deleted = field(default_factory=Deleted)

    def run(self, retention: Retention, now: datetime) -> None:
        """Run it whole, and time each step."""
        before, used = time.perf_counter(), time.process_time()
        for step in retention.steps(now):
            self.longest = max(self.longest, time.perf_counter() - before)
            self.done += step
            before = time.perf_counter()
        self.cpu += time.process_time() - used


def run(store: Store, clock: MovedClock, days: int, keep: timedelta, daily: int) -> Iterator[Month]:
    """Let the days go by; `daily` entries each, in documents of ten."""
    stream = Stream()
    rules = RuleSet(stream.rules(RULES))
    retention, deletions = Retention(store, keep, feeds=FEEDS), Deletions()
    with store.write() as tx:
        for name in FEEDS:
            tx.feeds.save(FeedState(name=name, polled_at=clock.now()))
    for day in range(1, days + 1):
        clock.at = BEGIN + timedelta(days=day)
        for document in stream.documents(daily):
            _take(store, rules, prepare(document), clock.at)
        deletions.run(retention, clock.at)
        store.empty_log()
        if day % MONTH == 0:
            yield _month(store, day, clock.at - keep, deletions)
            deletions = Deletions()


def _take(store: Store, rules: RuleSet, document: Prepared, at: datetime) -> None:
    with store.write() as tx:
        known = tx.memory.known(document.source, document.entries, at)
        tx.outcomes.write(decide(document, known, rules, at), document, at)


def _month(store: Store, day: int, before: datetime, deletions: Deletions) -> Month:
    with store.read() as tx:
        sizes, counts = measure(tx, before), tx.counts()
    return Month(
        day=day,
        entries=counts.entries,
        stories=counts.stories,
        alerts=sum(counts.alerts.values()),
        file_mb=(sizes.total - sizes.log) / 1e6,
        log_mb=sizes.log / 1e6,
        free_mb=sizes.free / 1e6,
        step_ms=1e3 * deletions.longest,
        deleted=deletions.done.stories,
        seconds=deletions.cpu,
    )


def bytes_of_an_entry(store: Store, before: datetime) -> dict[str, float]:
    """Give each table's bytes, indexes included, over the number of entries."""
    with store.read() as tx:
        sizes, entries = measure(tx, before), tx.counts().entries
    return {table.name: (table.bytes or 0) / max(1, entries) for table in sizes.tables if table.rows}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--days", type=int, default=360, metavar="N", help="default: %(default)s")
    parser.add_argument("--keep", type=int, default=90, metavar="DAYS", help="default: %(default)s")
    parser.add_argument("--daily", type=int, default=40, metavar="N", help="entries a day; default: %(default)s")
    options = parser.parse_args()
    clock, keep = MovedClock(), timedelta(days=options.keep)
    with (
        tempfile.TemporaryDirectory(prefix="watcher-bench-") as folder,
        closing(Store.open(f"sqlite:///{Path(folder) / 'watcher.db'}", clock)) as store,
    ):
        store.upgrade()
        months = [asdict(month) for month in run(store, clock, options.days, keep, options.daily)]
        parts = bytes_of_an_entry(store, clock.now() - keep)
    if options.json:
        print(json.dumps({"months": months, "bytes of an entry": parts}))
        return
    _print(months, parts)


def _print(months: list[dict[str, float]], parts: dict[str, float]) -> None:
    print("".join(f"{name:>10}" for name in Month.__slots__))
    for month in months:
        print("".join(f"{value:10,.1f}" if isinstance(value, float) else f"{value:10,}" for value in month.values()))
    print("\nbytes of an entry")
    for name, size in parts.items():
        print(f"{name:24}{size:12,.0f}")
    print(f"{'all':24}{sum(parts.values()):12,.0f}")


if __name__ == "__main__":
    main()
