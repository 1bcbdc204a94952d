"""What polling costs, beside the reader `reader`: `.venv/bin/python benchmarks/polling.py [--tools FOLDER] [--json]`.

Serves 200 and 1,000 invented feeds on 127.0.0.1 and runs `watcher run --once` on them under 1,000 rules, with all that
it does switched on and every run in processes of its own: cold, when nothing changed, when a tenth did. Printed are the
medians of several rounds of CPU seconds, user and system, of all processes that a run starts, and never wall time. A
round counts only where the farm has answered what the work says.

With --tools, a folder with `farm.py` (the feeds) and `reader_peer.py` (the peer), product and peer take turns on the
same farm, and their ratio is printed with what it must be and what we aim at. The peer is set up in an environment of
its own below a temporary folder, or taken from --peer PYTHON. Without --tools the farm is ours, and there is no peer.
"""

import argparse
import json
import math
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from daemon import Daemon
from served import OwnFarm, Served, ToolFarm, words_of
from spent import Spent, spent

SMALL, LARGE, LARGEST = 200, 1_000, 10_000  # feeds
RULES = 1_000
SHARE = 0.1  # of the feeds that change
PORT = 8_790  # of the tools' farm, and the next ones
PEER = ("reader", "sgmllib3k")  # without the second it updates nothing
IDLE_FOR = 60.0  # seconds
INTERVAL = 900.0  # seconds
STAGES = "cold, collect to store only"
COLD, UNCHANGED, CHANGED = "cold", "nothing changed", "10 % changed"

GOALS: Mapping[tuple[str, int], tuple[float, float]] = {  # ratio of CPU to the peer's: must, aim
    (COLD, SMALL): (0.6, 0.4),
    (STAGES, LARGE): (0.45, 0.30),
    (COLD, LARGE): (0.8, 0.45),
    (UNCHANGED, LARGE): (0.5, 0.35),
    (CHANGED, LARGE): (0.4, 0.2),
}


@dataclass(frozen=True, slots=True)
class Bench:
    """Where and with what is measured."""

    folder: Path
    peer: Path | None  # the Python that has it
    tools: Path | None

    @contextmanager
    def serving(self, feeds: int) -> Iterator[Served]:
        """Serve so many feeds."""
        farm: Served = OwnFarm(feeds)
        if self.tools:
            farm = ToolFarm(self.tools, self.folder / f"farm{feeds}", feeds, PORT + int(math.log10(feeds)))
        with farm:
            yield farm


class Round:
    """Product and peer on one farm, from nothing to a tenth changed; each measured as often as it is run."""

    def __init__(self, bench: Bench, served: Served) -> None:
        self._bench = bench
        self._served = served
        self._feeds = len(served.urls)
        self._home = bench.folder / f"watcher{self._feeds}"
        self._other = bench.folder / f"peer{self._feeds}.db"
        self._addresses = bench.folder / f"urls{self._feeds}.txt"
        self._addresses.write_text("\n".join(served.urls), encoding="utf-8")
        self.taken: dict[tuple[str, str], list[Spent]] = defaultdict(list)  # by work and program
        self.stages: list[dict[str, float]] = []
        configure(self._home, served)

    def run(self, *, apart: bool) -> None:
        """Run everything once; `apart`: also the cold round by stage."""
        self._forget()
        self._both(COLD, {200: self._feeds, 304: 0})
        self._both(UNCHANGED, {200: 0, 304: self._feeds})
        changed = self._served.advance(SHARE)
        self._both(CHANGED, {200: changed, 304: self._feeds - changed})
        if apart:
            self._forget()
            self.stages.append(self._by_stage())

    def median(self, work: str, program: str) -> float:
        """Give the median CPU seconds of a program's work."""
        return statistics.median(one.cpu for one in self.taken[work, program])

    def _forget(self) -> None:
        shutil.rmtree(self._home / "data", ignore_errors=True)
        for file in self._other.parent.glob(f"{self._other.name}*"):
            file.unlink()
        if self._bench.peer:
            subprocess.run([*self._peer("init"), str(self._addresses)], check=True)
        self._served.answers()

    def _both(self, work: str, wanted: Mapping[int, int]) -> None:
        product = [sys.executable, "-m", "watcher", "run", "--once", "--config", str(self._home / "watcher.toml")]
        self._one(work, "watcher", product, wanted)
        if self._bench.peer:
            self._one(work, "reader", [*self._peer("update"), "16"], wanted)

    def _one(self, work: str, program: str, command: Sequence[str], wanted: Mapping[int, int]) -> None:
        taken = spent(command, self._bench.folder)
        answers = self._served.answers()
        if answers != wanted:
            sys.exit(f"{program}, {work}: the farm answered {answers}, not {wanted}: this figure says nothing")
        self.taken[work, program].append(taken)

    def _peer(self, operation: str) -> list[str]:
        assert self._bench.tools  # noqa: S101 - who has a peer has tools
        return [str(self._bench.peer), str(self._bench.tools / "reader_peer.py"), operation, str(self._other)]

    def _by_stage(self) -> dict[str, float]:
        script = str(Path(__file__).with_name("stages.py"))
        command = [sys.executable, script, str(self._home / "watcher.toml")]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        seconds: dict[str, float] = json.loads(said)
        return seconds


def configure(home: Path, served: Served) -> None:
    """Write a configuration of all feeds of a farm and a thousand rules of its words."""
    home.mkdir(exist_ok=True)
    chance, words = Random(1), words_of(served)  # noqa: S311 - reproducible, not secret
    drawn = (chance.sample(words, 3) for _ in range(RULES))
    rules = (f"""name = "r{n}"\nquery = '"{a} {b}" OR "{c} {a} {b}"'""" for n, (a, b, c) in enumerate(drawn))
    (home / "rules.toml").write_text("".join(f"[[rules]]\n{rule}\n" for rule in rules), encoding="utf-8")
    feeds = (f'[[feeds]]\nname = "f{number}"\nurl = "{url}"\n' for number, url in enumerate(served.urls))
    head = """\
data-dir = "data"
rules = ["rules.toml"]
channels = [{ name = "desk", url = "console:" }]
defaults = { channels = ["desk"] }
collect = { allow-private = ["127.0.0.0/8"] }
"""
    (home / "watcher.toml").write_text(head + "".join(feeds), encoding="utf-8")


def run(bench: Bench, rounds: int, *, large: bool, idle: bool) -> dict[str, Any]:
    """Give all figures."""
    rows: list[dict[str, Any]] = []
    cold: dict[int, float] = {}
    figures: dict[str, Any] = {"rows": rows}
    for feeds in (SMALL, LARGE):
        with bench.serving(feeds) as served:
            one = Round(bench, served)
            for _ in range(rounds):
                one.run(apart=feeds == LARGE)
        rows += _rows(one, feeds, with_peer=bench.peer is not None)
        cold[feeds] = one.median(COLD, "watcher")
        figures[f"MB at {feeds} feeds"] = max(each.memory for each in one.taken[COLD, "watcher"])
    figures["exponent"] = math.log(cold[LARGE] / cold[SMALL]) / math.log(LARGE / SMALL)
    if large or idle:
        figures |= _largest(bench, large=large, idle=idle)
    return figures


def _rows(one: Round, feeds: int, *, with_peer: bool) -> Iterator[dict[str, Any]]:
    peer = partial(one.median, program="reader") if with_peer else lambda _: None
    for work in (COLD, UNCHANGED, CHANGED):
        yield _row(work, feeds, one.median(work, "watcher"), peer(work))
    if one.stages:
        parts = {name: statistics.median(each[name] for each in one.stages) for name in one.stages[0]}
        yield _row(STAGES, feeds, sum(parts.values()), peer(COLD)) | {"parts": parts}


def _row(work: str, feeds: int, watcher: float, reader: float | None) -> dict[str, Any]:
    must, aim = GOALS.get((work, feeds), (None, None))
    ratio = None if reader is None else watcher / reader
    return {
        "work": work,
        "feeds": feeds,
        "watcher": watcher,
        "reader": reader,
        "ratio": ratio,
        "must": must,
        "aim": aim,
    }


def _largest(bench: Bench, *, large: bool, idle: bool) -> dict[str, float]:
    """Give the memory of a cold round of ten thousand feeds, and what a daemon that follows them takes at rest."""
    with bench.serving(LARGEST) as served:
        home = bench.folder / f"watcher{LARGEST}"
        configure(home, served)
        command = [sys.executable, "-m", "watcher", "run", "--once", "--config", str(home / "watcher.toml")]
        taken = spent(command, bench.folder)
        figures = {f"MB at {LARGEST} feeds": taken.memory, f"cold {LARGEST} feeds, CPU s": taken.cpu} if large else {}
        return figures | (_at_rest(home, served) if idle else {})


def _at_rest(home: Path, served: Served) -> dict[str, float]:
    """Follow a daemon for a minute once it has begun; every feed is due within a quarter of an hour."""
    _spread(home / "data" / "watcher.db")
    daemon = Daemon(home / "watcher.toml", lambda _: None)
    try:
        time.sleep(IDLE_FOR / 4)
        served.answers()
        before, began = daemon.cpu(), time.monotonic()
        time.sleep(IDLE_FOR)
        seconds = time.monotonic() - began
        polls = sum(served.answers().values())
        share = (daemon.cpu() - before) / seconds
        return {
            "idle, % of a core": 100 * share,
            "idle, MB": daemon.resident(),
            "idle, polls a second": polls / seconds,
        }
    finally:
        daemon.end()


def _spread(file: Path) -> None:
    """Have feeds fall due evenly over the interval, as those do that have been followed for long."""
    chance, now = Random(1), time.time()  # noqa: S311 - reproducible, not secret
    with closing(sqlite3.connect(file)) as store, store:
        names = store.execute("SELECT name FROM feed_state").fetchall()
        due = [(round((now + chance.random() * INTERVAL) * 1e6), name) for (name,) in names]
        store.executemany("UPDATE feed_state SET next_due = ? WHERE name = ?", due)


def peer_in(folder: Path) -> Path:
    """Set up the peer below a folder and give its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *PEER], check=True)
    return python


def show(figures: Mapping[str, Any]) -> None:
    """Print the table."""
    print(f"{'work':30}{'feeds':>7}{'watcher s':>11}{'reader s':>10}{'ratio':>8}{'must':>7}{'aim':>7}")
    for row in figures["rows"]:
        cells = (("watcher", 11), ("reader", 10), ("ratio", 8), ("must", 7), ("aim", 7))
        shown = "".join(f"{'-':>{width}}" if row[key] is None else f"{row[key]:{width}.2f}" for key, width in cells)
        print(f"{row['work']:30}{row['feeds']:7,}{shown}")
        if "parts" in row:
            print("  " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in row["parts"].items()))
    for name, value in figures.items():
        if name != "rows":
            print(f"{name:37}{value:11.2f}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--tools", type=Path, metavar="FOLDER", help="with farm.py and reader_peer.py")
    parser.add_argument("--peer", type=Path, metavar="PYTHON", help="of an environment that has the peer")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="default: %(default)s")
    parser.add_argument("--large", action="store_true", help="ten thousand feeds too")
    parser.add_argument("--idle", action="store_true", help="a daemon of ten thousand feeds at rest too")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that farm and daemon end with us
    with tempfile.TemporaryDirectory(prefix="watcher-bench-") as name:
        folder = Path(name)
        tools = options.tools and options.tools.resolve()
        peer = (options.peer or peer_in(folder / "peer")) if tools else None
        bench = Bench(folder, peer, tools)
        figures = run(bench, max(1, options.rounds), large=options.large, idle=options.idle)
    if options.json:
        print(json.dumps(figures))
    else:
        show(figures)


if __name__ == "__main__":
    main()
