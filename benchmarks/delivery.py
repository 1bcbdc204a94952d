"""How fast alerts leave: `.venv/bin/python benchmarks/delivery.py [--tools FOLDER] [--feeds N] [--json]`.

A daemon follows 1,000 feeds on 127.0.0.1, each polled every ten seconds, and delivers to a webhook whose receiver takes
50 ms for an answer. First so many alerts wait (the outbox is filled by `watcher replay`): printed is how many leave a
second from the first to the last, by how many the channel may have under way, and how many polls went on beside. Then
feeds get new entries, ten in the first minute, then one about every 0.2 s: printed is how long each alert of the latter
took from the moment that the entry was first served, so without the polling interval. Nothing is collapsed: the alerts
are of high priority, one a message.

With --tools, a folder with `farm.py`, the feeds are that farm's, otherwise our own. Exits 1 where an alert is lost or
told twice, or one of the promised figures is missed.
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from daemon import Daemon
from marked import RULE, marked, text, title
from receivers import Receiver
from served import OwnFarm, Served, ToolFarm, Version

FEEDS = 1_000
PORT = 8_790  # of the tools' farm
POLLED_EVERY = 10  # seconds
ANSWER_TAKES = 0.05  # seconds
CASES = {1: 100, 8: 1_000, 16: 1_000, 32: 1_000}  # alerts that wait, by how many may be under way
PUBLISHED, PUBLISHED_EVERY = 210, 0.2  # entries, seconds
WARMING_UP, WARM_UP_EVERY = 10, 6.0  # the first of them: after a minute workers run, and feeds are due one by one
PATIENCE = 30.0  # seconds without an arrival: what is missing then is lost

RATE, RATE_AIM = 80.0, 250.0  # alerts a second of the fastest case
LATENCY, LATENCY_AIM = 0.75, 0.15  # seconds, of all but the slowest hundredth


class Bench:
    """A watcher that has polled every feed once, and the receiver of its alerts."""

    def __init__(self, folder: Path, served: Served, receiver: Receiver) -> None:
        self._folder = folder
        self._served = served
        self._receiver = receiver
        self._numbers = count()  # of alerts
        self._polls = 0
        (folder / "rules.toml").write_text(f'{RULE}channels = ["desk"]\n', encoding="utf-8")
        self._configure(1)
        self._watcher("run", "--once", "--config", str(folder / "watcher.toml"))

    def drain(self, parallel: int, alerts: int) -> dict[str, Any]:
        """Let so many alerts wait, and have them delivered, so many at a time."""
        numbers = [next(self._numbers) for _ in range(alerts)]
        self._configure(parallel)
        self._fill(numbers)
        with self._running():
            self._wait_for(alerts)
            polls = self._polls
        arrived = sorted(each.at for each in self._receiver.arrivals)
        seconds = arrived[-1] - arrived[0] if len(arrived) > 1 else float("nan")
        return {
            "parallel": parallel,
            "alerts a second": (len(arrived) - 1) / seconds,
            "polls a second": polls / seconds,
        } | self._balance(numbers)

    def follow(self, entries: int) -> dict[str, Any]:
        """Publish so many entries while the daemon polls, each in a feed of its own; the first ones only warm it up."""
        self._configure(None)
        chance = random.Random(1)  # noqa: S311 - reproducible, not secret
        feeds = chance.sample(range(len(self._served.urls)), entries)
        published: dict[int, Version] = {}
        with self._running():
            for place, feed in enumerate(feeds):
                number = next(self._numbers)
                published[number] = self._served.publish(feed, marked(number))
                pause = PUBLISHED_EVERY if place >= WARMING_UP else WARM_UP_EVERY
                time.sleep(pause * chance.uniform(0.5, 1.5))
            self._wait_for(entries)
        served = self._served.first_served()
        arrived = {number: each.at for each in self._receiver.arrivals for number in each.numbers}
        measured = [number for number in list(published)[WARMING_UP:] if number in arrived]
        took = sorted(arrived[number] - served[published[number]] for number in measured)
        return _quantiles(took) | self._balance(list(published))

    @contextmanager
    def _running(self) -> Iterator[None]:
        self._receiver.forget()
        self._polls = 0
        daemon = Daemon(self._folder / "watcher.toml", self._hear)
        try:
            yield
        finally:
            daemon.end()

    def _hear(self, line: Mapping[str, Any]) -> None:
        self._polls += line["event"] == "feed.polled"

    def _wait_for(self, alerts: int) -> None:
        arrived, progress = 0, time.monotonic()
        while arrived < alerts and time.monotonic() - progress < PATIENCE:
            time.sleep(0.1)
            before, arrived = arrived, len(self._receiver.seen())
            progress = time.monotonic() if arrived > before else progress

    def _balance(self, numbers: Sequence[int]) -> dict[str, int]:
        seen = self._receiver.seen()
        return {"lost": len(set(numbers) - seen), "doubled": self._receiver.doubled()}

    def _fill(self, numbers: Sequence[int]) -> None:
        recording = self._folder / "entries.jsonl"
        recording.write_text("".join(map(_recorded, numbers)), encoding="utf-8")
        store = f"sqlite:///{self._folder / 'data' / 'watcher.db'}"
        rules, out = str(self._folder / "rules.toml"), str(self._folder / "verdicts.jsonl")
        self._watcher("replay", str(recording), "--store", store, "--rules", rules, "--out", out)

    def _watcher(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "watcher", *arguments], capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"watcher {arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}")

    def _configure(self, parallel: int | None) -> None:
        several = "" if parallel is None else f"parallel = {parallel}"
        feeds = "".join(
            f'[[feeds]]\nname = "f{number}"\nurl = "{url}"\ninterval = "{POLLED_EVERY}s"\n'
            for number, url in enumerate(self._served.urls)
        )
        (self._folder / "watcher.toml").write_text(
            f"""\
data-dir = "data"
rules = ["rules.toml"]
collect = {{ allow-private = ["127.0.0.0/8"] }}
[[channels]]
name = "desk"
webhook = {{ url = "http://{self._receiver.address}/" }}
{several}
{feeds}""",
            encoding="utf-8",
        )


def _recorded(number: int) -> str:
    link, now = f"https://quay.example/{number}", datetime.now(UTC).isoformat()
    entry = {"feed": "quays", "guid": link, "link": link, "title": title(number), "summary": text(number)}
    return f"{json.dumps(entry | {'key': link, 'published': now, 'first_seen': now})}\n"


def _quantiles(took: Sequence[float]) -> dict[str, float]:
    """Give the median, the value that all but the slowest hundredth keep, and the slowest, in seconds."""
    if not took:
        return {}
    return {"p50 s": took[len(took) // 2], "p99 s": took[min(len(took) - 1, len(took) * 99 // 100)], "most s": took[-1]}


def run(folder: Path, make: Callable[[], Served]) -> dict[str, Any]:
    """Give all figures."""
    with make() as served, Receiver(takes=ANSWER_TAKES) as receiver:
        bench = Bench(folder, served, receiver)
        waiting = [bench.drain(parallel, alerts) for parallel, alerts in CASES.items()]
        return {
            "waiting": waiting,
            "alerts a second": max(row["alerts a second"] for row in waiting),
            "served to alert": bench.follow(min(PUBLISHED, len(served.urls))),
        }


def kept(figures: Mapping[str, Any]) -> bool:
    """Say whether the promise holds."""
    latency = figures["served to alert"]
    whole = not any(row["lost"] or row["doubled"] for row in (*figures["waiting"], latency))
    return whole and figures["alerts a second"] >= RATE and latency["p99 s"] <= LATENCY


def show(figures: Mapping[str, Any]) -> None:
    """Print the tables."""
    for rows in (figures["waiting"], [figures["served to alert"]]):
        print("".join(f"{name:>17}" for name in rows[0]))
        for row in rows:
            print("".join(f"{value:17,.2f}" if isinstance(value, float) else f"{value:17,}" for value in row.values()))
        print()
    print(f"alerts a second: {figures['alerts a second']:,.0f}, promised {RATE:.0f}, aim {RATE_AIM:.0f}")
    took = figures["served to alert"].get("p99 s", float("nan"))
    print(f"served to alert, p99 s: {took:.2f}, promised {LATENCY}, aim {LATENCY_AIM}")


def main() -> int:
    """Print the figures; give 1 where the promise does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--tools", type=Path, metavar="FOLDER", help="with farm.py")
    parser.add_argument("--feeds", type=int, default=FEEDS, metavar="N", help="default: %(default)s")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that farm and daemon end with us
    with tempfile.TemporaryDirectory(prefix="watcher-bench-") as name:
        folder = Path(name)

        def make() -> Served:
            if options.tools:
                return ToolFarm(options.tools.resolve(), folder / "farm", options.feeds, PORT)
            return OwnFarm(options.feeds)

        figures = run(folder, make)
    if options.json:
        print(json.dumps(figures))
    else:
        show(figures)
    return 0 if kept(figures) else 1


if __name__ == "__main__":
    sys.exit(main())
