"""Alerts through kill -9: `.venv/bin/python benchmarks/crash.py [--alerts N] [--kills N] [--json]`.

A daemon takes dropped documents of 20 entries, each of which alerts, and delivers the alerts to three receivers on
127.0.0.1: any server, through Apprise (`json://`), which has nothing to tell a repeated message by; our webhook, whose
receiver knows messages by their Idempotency-Key; and a Matrix server, which knows them by their transaction id. It is
ended by SIGKILL again and again, and started again: at random moments, from its first second on; at every edge of every
transaction (`crashing.py`); and in the middle of calls, when a receiver has a message and has not answered. The last
one runs until all has arrived. The rule's priority is high, so that no alert is one of several in a message.

Promised: none lost; none shown twice where the receiver knows keys, elsewhere at most one for each kill; a store that
is whole; at most 3 s from a start to a watcher that polls and delivers. Exits 1 where that is not so.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from crashing import POINTS, TOGETHER
from daemon import Daemon
from marked import RULE, document
from receivers import Receiver, by_header, by_transaction

SEED = 20261129  # of the moments
PER_DOCUMENT = 20  # entries
AFTER_START, FROM_BEGIN = (0.0, 3.0), (0.2, 1.5)  # seconds: when a random kill comes after either
FUSES = (1, 30)  # how often a point is passed before it kills
PATIENCE = 60.0  # seconds without an arrival: what is missing then is lost
READY_WITHIN = 3.0  # seconds
KNOWN = {"plain": lambda _: None, "keyed": by_header, "matrix": by_transaction}


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """How a daemon is to end."""

    point: str | None = None  # in its own code
    times: int = 1  # how often that, or a receiver, is passed
    receiver: str | None = None  # in the middle of a call
    from_begin: bool = False  # a random moment also of its start
    moment: float = 0.0  # seconds


@dataclass(slots=True)
class Lives:
    """What became of the daemons."""

    kills: int = 0
    at_points: int = 0
    in_calls: int = 0
    ready: list[float] = field(default_factory=list)  # seconds from a start to `started` in the log
    spent: list[float] = field(default_factory=list)  # CPU seconds of those
    missed: list[str] = field(default_factory=list)  # points that were not passed so often


class Bench:
    """A folder with a watcher's files, and the receivers that it sends to."""

    def __init__(self, folder: Path, receivers: Mapping[str, Receiver]) -> None:
        self._folder = folder
        self._receivers = receivers
        self._handed_in = 0  # alerts
        self.lives = Lives()
        self._configure()

    @property
    def store(self) -> Path:
        """Where the store is."""
        return self._folder / "data" / "watcher.db"

    def hand_in(self, until: int) -> None:
        """Drop documents until so many entries are handed in, each in one step and as if it had rested."""
        while self._handed_in < until:
            numbers = range(self._handed_in, min(until, self._handed_in + PER_DOCUMENT))
            beside = self._folder / "beside.xml"
            beside.write_text(document(numbers), encoding="utf-8")
            os.utime(beside, (time.time() - 60,) * 2)
            beside.rename(self._folder / "drops" / f"{numbers.start}.xml")
            self._handed_in = numbers.stop

    def live(self, death: Death) -> None:
        """Run a daemon until its death."""
        started, began = Event(), time.monotonic()

        def hear(line: Mapping[str, Any]) -> None:
            if line["event"] == "started":
                self.lives.ready.append(time.monotonic() - began)
                self.lives.spent.append(daemon.cpu())
                started.set()

        script = Path(__file__).with_name("crashing.py")
        program = ("-m", "watcher") if death.point is None else (str(script), death.point, str(death.times))
        daemon = Daemon(self._folder / "watcher.toml", hear, program)
        try:
            if death.point is None and death.receiver is None:
                _wait_for_the_moment(death, started)
            else:
                self._at_a_point(daemon, death)
        finally:
            daemon.kill()
        self.lives.kills += 1

    def finish(self) -> float:
        """Run a daemon until all has arrived or nothing more does; give the seconds."""
        daemon, began = Daemon(self._folder / "watcher.toml", lambda _: None), time.monotonic()
        try:
            left, progress = self._missing(), time.monotonic()
            while left and time.monotonic() - progress < PATIENCE:
                time.sleep(0.5)
                before, left = left, self._missing()
                progress = time.monotonic() if left < before else progress
        finally:
            daemon.end()
        return time.monotonic() - began

    def _missing(self) -> int:
        return sum(self._handed_in - len(each.seen()) for each in self._receivers.values())

    def _at_a_point(self, daemon: Daemon, death: Death) -> None:
        """Let the daemon come to the point, or kill it where it does not."""
        if death.receiver is not None:
            self._receivers[death.receiver].heard = partial(_kill_at, daemon, iter(range(death.times)))
        try:
            code = daemon.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.lives.missed.append(death.point or f"call of {death.receiver}")
        else:
            if code != -signal.SIGKILL:
                sys.exit(f"the daemon ended by itself with {code}")
            self.lives.at_points += death.point is not None
            self.lives.in_calls += death.receiver is not None
        finally:
            for receiver in self._receivers.values():
                receiver.heard = lambda: None

    def _configure(self) -> None:
        plain, keyed, matrix = (self._receivers[name].address for name in KNOWN)
        (self._folder / "drops").mkdir()
        (self._folder / "rules.toml").write_text(RULE, encoding="utf-8")
        (self._folder / "watcher.toml").write_text(
            f"""
data-dir = "data"
rules = ["rules.toml"]
drops = [{{ name = "inbox", path = "drops" }}]
defaults = {{ channels = ["plain", "keyed", "matrix"] }}
[[channels]]
name = "plain"
url = "json://{plain}/"
[[channels]]
name = "keyed"
webhook = {{ url = "http://{keyed}/" }}
[[channels]]
name = "matrix"
matrix = {{ homeserver = "http://{matrix}", room = "!quay:harbour.example", token = "an-invented-token" }}
""",
            encoding="utf-8",
        )


def deaths(kills: int) -> Sequence[Death]:
    """Give so many deaths at random moments, and among them those at points and in calls."""
    rng = random.Random(SEED)  # noqa: S311 - moments, not secrets
    every = list(_at_points(rng))
    for number in range(kills):
        from_begin = number % 4 == 0
        moment = rng.uniform(*(FROM_BEGIN if from_begin else AFTER_START))
        every.append(Death(from_begin=from_begin, moment=moment))
    rng.shuffle(every)
    return every


def _at_points(rng: random.Random) -> Iterator[Death]:
    for point in POINTS:
        rare = point.startswith(("document", TOGETHER))  # few come in a life
        yield Death(point=point, times=1 if rare else rng.randint(*FUSES))
    for name in KNOWN:
        yield Death(receiver=name, times=rng.randint(*FUSES))


def _wait_for_the_moment(death: Death, started: Event) -> None:
    if not death.from_begin:
        started.wait(PATIENCE)
    time.sleep(death.moment)


def _kill_at(daemon: Daemon, passed: Iterator[int]) -> None:
    if next(passed, None) is None:
        daemon.process.kill()


def run(folder: Path, alerts: int, kills: int) -> dict[str, Any]:
    """Give all figures."""
    with ExitStack() as stack:
        receivers = {name: stack.enter_context(Receiver(key)) for name, key in KNOWN.items()}
        bench, plan = Bench(folder, receivers), deaths(kills)
        for number, death in enumerate(plan, 1):
            bench.hand_in(alerts * number // len(plan))
            bench.live(death)
        bench.hand_in(alerts)
        seconds = bench.finish()
        lives = bench.lives
        return {
            "alerts": alerts,
            "kills": lives.kills,
            "at points of the code": lives.at_points,
            "in the middle of a call": lives.in_calls,
            "points not reached": lives.missed,
            "lost": {name: alerts - len(each.seen()) for name, each in receivers.items()},
            "doubled": {name: each.doubled() for name, each in receivers.items()},
            "requests whose key was known": {name: each.repeated() for name, each in receivers.items()},
            "integrity_check": _integrity(bench.store),
            "start to ready, s, median": statistics.median(lives.ready),
            "start to ready, s, most": max(lives.ready),
            "start to ready, CPU s, median": statistics.median(lives.spent),
            "last run, s": seconds,
        }


def _integrity(store: Path) -> str:
    with closing(sqlite3.connect(store)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def kept(figures: Mapping[str, Any]) -> bool:
    """Say whether the promise holds."""
    doubled = figures["doubled"]
    return (
        not any(figures["lost"].values())
        and doubled["plain"] <= figures["kills"]
        and doubled["keyed"] == doubled["matrix"] == 0
        and figures["integrity_check"] == "ok"
        and figures["start to ready, s, most"] <= READY_WITHIN
    )


def show(figures: Mapping[str, Any]) -> None:
    """Print a line a figure."""
    for name, value in figures.items():
        shown = ", ".join(f"{each} {count:,}" for each, count in value.items()) if isinstance(value, dict) else value
        print(f"{name:32}{f'{shown:,.2f}' if isinstance(shown, float) else shown}")


def main() -> int:
    """Print the figures; give 1 where the promise does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--alerts", type=int, default=5_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--kills", type=int, default=60, metavar="N", help="at random moments; default: %(default)s")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that the daemon ends with us
    with tempfile.TemporaryDirectory(prefix="watcher-bench-") as name:
        figures = run(Path(name), options.alerts, options.kills)
    if options.json:
        print(json.dumps(figures))
    else:
        show(figures)
    return 0 if kept(figures) else 1


if __name__ == "__main__":
    sys.exit(main())
