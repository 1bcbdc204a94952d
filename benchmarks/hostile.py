"""What hostile servers can do to a watcher: `.venv/bin/python benchmarks/hostile.py [--json] [--only WORDS]`.

A daemon polls twenty healthy feeds every two seconds, each of which brings a new entry. One after the other, hostile
feeds are added to its configuration. Printed are for each: seconds that fetching, reading and storing took, CPU seconds
of all processes meanwhile, the highest resident size of all of them together beyond that before the attack, and how
much later a healthy feed was polled than ever before the first attack. Fails where one takes more than 6 s (by the
clock or of CPU), 300 MB or 1 s of the others' time.
"""

import argparse
import json
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Any

from daemon import Daemon
from villains import ATTACKS, HEALTHY, feed_of, villains

SECONDS, MEGABYTES, LATE = 6.0, 300.0, 1.0  # the most that one may take
OTHERS = 20
EVERY = 2.0  # seconds
ONCE = "6h"  # between two polls of a hostile feed
USUAL = 8  # polls of a healthy feed before the first attack, of which the longest gap is a usual one
SAMPLE_EVERY = 0.05  # seconds
AFTERWARDS = 2 * EVERY  # seconds in which others may show that they were held up
GIVE_UP_AFTER = 120.0  # seconds
CONFIG = """data-dir = "data"
rules = []
[collect]
proxy = "{proxy}"
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one attack took."""

    seconds: float
    cpu: float
    megabytes: float
    late: float
    said: str  # what came of its poll

    @property
    def broken(self) -> bool:
        """Whether a bound is broken."""
        return max(self.seconds, self.cpu) > SECONDS or self.megabytes > MEGABYTES or self.late > LATE


class Log:
    """What the daemon's log said of each feed."""

    def __init__(self) -> None:
        self.polled: dict[str, list[tuple[float, Mapping[str, Any]]]] = defaultdict(list)

    def hear(self, event: Mapping[str, Any]) -> None:
        """Note a poll."""
        if event["event"] == "feed.polled":
            self.polled[event["feed"]].append((time.monotonic(), event))

    def knows_the_healthy(self) -> bool:
        """Say whether it is known how each healthy feed usually comes."""
        return sum(len(polls) > USUAL for polls in self.polled.values()) == OTHERS

    def late(self, since: float) -> float:
        """Give the longest gap between two polls of a healthy feed that ended since then, beyond its usual ones."""
        return max(
            _late([at for at, _ in polls], since) for name, polls in self.polled.items() if name.startswith(HEALTHY)
        )


def main() -> int:
    """Print the table; give 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--only", default="", metavar="WORDS", help="attacks whose name holds these")
    options = parser.parse_args()
    names = [name for name in ATTACKS if options.only in name]
    costs = dict(attacked(names, show=not options.json))
    if options.json:
        print(json.dumps({name: {**_rounded(cost), "broken": cost.broken} for name, cost in costs.items()}))
    return int(not costs or any(cost.broken for cost in costs.values()))


def attacked(names: Sequence[str], *, show: bool) -> Iterator[tuple[str, Cost]]:
    """Let a daemon be attacked so, one after the other; give what each took."""
    if show:
        print(f"{'attack':24}{'s':>7}{'CPU s':>7}{'MB':>7}{'late s':>8}  what came of it")
    with running(names) as (log, daemon, add):
        for name in names:
            cost = _cost(name, log, daemon, add)
            if show:
                figures = f"{cost.seconds:7.2f}{cost.cpu:7.2f}{cost.megabytes:7.0f}{cost.late:8.2f}"
                print(f"{name:24}{figures}  {cost.said}{'  TOO MUCH' if cost.broken else ''}", flush=True)
            yield name, cost


@contextmanager
def running(names: Sequence[str]) -> Iterator[tuple[Log, Daemon, Callable[[str], None]]]:
    """Run a daemon that knows how its healthy feeds come; gives what adds a hostile one."""
    log = Log()
    with tempfile.TemporaryDirectory(prefix="watcher-bench-") as folder, villains(names) as proxy:
        configuration = Path(folder) / "watcher.toml"
        healthy = [_feed(f"{HEALTHY}{number}", f"{EVERY:g}s") for number in range(OTHERS)]
        configuration.write_text(CONFIG.format(proxy=proxy) + "".join(healthy), encoding="utf-8")
        daemon = Daemon(configuration, log.hear)

        def add(name: str) -> None:
            with configuration.open("a", encoding="utf-8") as file:
                file.write(_feed(name, ONCE))
            daemon.process.send_signal(signal.SIGHUP)

        try:
            _wait(daemon, "the healthy feeds", log.knows_the_healthy)
            yield log, daemon, add
        finally:
            daemon.end()


def _cost(name: str, log: Log, daemon: Daemon, add: Callable[[str], None]) -> Cost:
    feed = feed_of(name)
    before, cpu, began = daemon.resident(), daemon.cpu(), time.monotonic()
    ended = Event()
    peaks: list[float] = []
    sampler = Thread(target=_sample, args=[daemon, ended, peaks])
    sampler.start()
    try:
        add(feed)
        _wait(daemon, feed, lambda: bool(log.polled[feed]))
        cpu = daemon.cpu() - cpu
        time.sleep(AFTERWARDS)
    finally:
        ended.set()
        sampler.join()
    _, event = log.polled[feed][0]
    seconds = sum(value for key, value in event.items() if key.endswith("seconds"))
    said = event.get("error") or f"{event.get('new', 0)} new"
    return Cost(seconds, cpu, max(peaks) - before, log.late(began), said)


def _sample(daemon: Daemon, ended: Event, peaks: list[float]) -> None:
    while not ended.wait(SAMPLE_EVERY):
        peaks.append(daemon.resident())


def _wait(daemon: Daemon, what: str, reached: Callable[[], bool]) -> None:
    give_up = time.monotonic() + GIVE_UP_AFTER
    while not reached():
        if not daemon.runs() or time.monotonic() > give_up:
            sys.exit(f"nothing came of {what} within {GIVE_UP_AFTER:g} s" if daemon.runs() else "the daemon has ended")
        time.sleep(SAMPLE_EVERY)


def _late(polls: Sequence[float], since: float) -> float:
    gaps = [(later, later - earlier) for earlier, later in pairwise(polls)]
    usual = max(gap for _, gap in gaps[1:USUAL])  # a daemon looks once a second what is due: gaps differ by so much
    return max([0.0, *(gap - usual for later, gap in gaps if later > since)])


def _feed(name: str, interval: str) -> str:
    return f'[[feeds]]\nname = "{name}"\nurl = "http://{name}.example/"\ninterval = "{interval}"\n'


def _rounded(cost: Cost) -> dict[str, float | str]:
    figures = {"seconds": cost.seconds, "cpu": cost.cpu, "megabytes": cost.megabytes, "late": cost.late}
    return {**{name: round(value, 2) for name, value in figures.items()}, "said": cost.said}


if __name__ == "__main__":
    sys.exit(main())
