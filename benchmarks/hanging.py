"""What servers that hang cost the others: `.venv/bin/python benchmarks/hanging.py [--json] [--feeds N] [--runs N]`.

A daemon polls so many feeds for the first time, each on a server of its own, once without and once with a share of them
(5 %) that take the request and never answer. Printed is how long the others waited from being due, at the start, to
being stored, by the daemon's own log: the medians of three runs of each kind, which alternate. Fails where the slowest
hundredth of them waits more than 1.2 times as long as it does when none hangs.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from crowd import address, crowd
from daemon import Daemon

ONE_OF = 20  # feeds hangs
WORST_RATIO = 1.2
GIVE_UP_AFTER = 1_800  # seconds
LOOK_EVERY = 0.2  # seconds
CONFIG = """data-dir = "data"
rules = []
[collect]
proxy = "{proxy}"
poll-interval = "6h"
max-interval = "1d"
"""


class Log:
    """When, by its own log, a daemon was started and stored each feed; seconds of Unix time."""

    def __init__(self) -> None:
        self.began = 0.0
        self.stored: dict[str, float] = {}

    def hear(self, event: Mapping[str, Any]) -> None:
        """Take note of an event."""
        at = datetime.fromisoformat(event["timestamp"]).timestamp()
        if event["event"] == "started":
            self.began = at
        elif event["event"] == "feed.polled" and "error" not in event:
            self.stored.setdefault(event["feed"], at)


def main() -> int:
    """Print the figures; give 1 where hanging servers hold up others."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--feeds", type=int, default=10_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="of each kind; default: %(default)s")
    options = parser.parse_args()
    figures = compared(options.feeds, options.runs)
    if options.json:
        print(json.dumps({name: round(value, 2) for name, value in figures.items()}))
    else:
        for name, value in figures.items():
            print(f"{name:32}{value:10,.2f}")
    return 1 if figures["p99, ratio"] > WORST_RATIO else 0


def compared(feeds: int, runs: int) -> dict[str, float]:
    """Give the median and the slowest hundredth of the waits, in seconds, and how those of the two kinds compare."""
    hanging = frozenset(range(0, feeds, ONE_OF))
    others = [number for number in range(feeds) if number not in hanging]
    without, beside = [], []
    for _ in range(runs):
        without.append(quantiles(latencies(others, others, ()), n=100))
        beside.append(quantiles(latencies(range(feeds), others, hanging), n=100))
    figures: dict[str, float] = {}
    for name, place in (("p50", 49), ("p99", 98)):
        one, other = (median(run[place] for run in kind) for kind in (without, beside))
        figures |= {f"{name} without, s": one, f"{name} beside hanging, s": other, f"{name}, ratio": other / one}
    return figures


def latencies(feeds: Collection[int], measured: Sequence[int], hanging: Collection[int]) -> list[float]:
    """Let a daemon poll these feeds; give how long those measured took from the start to the store."""
    with tempfile.TemporaryDirectory(prefix="watcher-bench-") as folder, crowd(hanging) as proxy:
        tables = "".join(f'[[feeds]]\nname = "feed-{number}"\nurl = "{address(number)}"\n' for number in feeds)
        configuration = Path(folder) / "watcher.toml"
        configuration.write_text(CONFIG.format(proxy=proxy) + tables, encoding="utf-8")
        log = Log()
        daemon = Daemon(configuration, log.hear)
        try:
            _wait(daemon, log, len(measured))
        finally:
            daemon.end()
        return [log.stored[f"feed-{number}"] - log.began for number in measured]


def _wait(daemon: Daemon, log: Log, feeds: int) -> None:
    give_up = time.monotonic() + GIVE_UP_AFTER
    while len(log.stored) < feeds:
        if not daemon.runs() or time.monotonic() > give_up:
            sys.exit(f"the daemon stored {len(log.stored)} of {feeds} feeds and no more")
        time.sleep(LOOK_EVERY)


if __name__ == "__main__":
    sys.exit(main())
