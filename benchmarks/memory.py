"""What a daemon holds in memory: `.venv/bin/python benchmarks/memory.py [--json] [--feeds N] [--entries N]`.

A daemon polls so many feeds of a farm on 127.0.0.1 once. Then the resident and the proportional size (RSS, PSS: pages
that processes share are divided among them) of the daemon's process and of its whole tree are read from /proc, and the
highest RSS sum of the tree while it polled. docs/benchmarks.md says what is promised.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

from farm import Farm

CONFIG = """data-dir = "data"
rules = ["rules.toml"]
[collect]
allow-private = ["127.0.0.1"]
first-run = "alert"
[[channels]]
name = "file"
url = "console:"
"""
RULES = 100
GIVE_UP_AFTER = 1_800  # seconds
SAMPLE_EVERY = 0.5  # seconds
SETTLE = 5  # seconds after the last poll
KIB = {"Rss:": "rss", "Pss:": "pss"}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--feeds", type=int, default=1_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--entries", type=int, default=10, metavar="N", help="of each feed; default: %(default)s")
    options = parser.parse_args()
    figures = run(options.feeds, options.entries)
    if options.json:
        print(json.dumps({name: round(value, 1) for name, value in figures.items()}))
        return
    for name, value in figures.items():
        print(f"{name:32}{value:10,.1f}")


def run(feeds: int, entries: int) -> dict[str, float]:
    """Let a daemon poll every feed once; give the figures, sizes in MB (1,000,000 bytes)."""
    with tempfile.TemporaryDirectory(prefix="watcher-bench-") as folder, Farm(feeds, entries) as farm:
        configuration = _configuration(Path(folder), farm, feeds)
        command = [sys.executable, "-m", "watcher", "run", "--config", str(configuration)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder) as daemon:
            polled: set[str] = set()
            follower = Thread(target=_follow, args=[daemon, polled])
            follower.start()
            try:
                return {"feeds": feeds, "entries": feeds * entries, **_measured(daemon, feeds, polled)}
            finally:
                daemon.terminate()
                follower.join()


def _configuration(folder: Path, farm: Farm, feeds: int) -> Path:
    tables = "".join(f'[[feeds]]\nname = "feed-{number}"\nurl = "{farm.url(number)}"\n' for number in range(feeds))
    rules = "".join(
        f'[[rules]]\nname = "rule-{number}"\nquery = "stovu AND kanlo{number}"\nchannels = ["file"]\n'
        for number in range(RULES)
    )
    (folder / "watcher.toml").write_text(CONFIG + tables, encoding="utf-8")
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    return folder / "watcher.toml"


def _measured(daemon: "subprocess.Popen[bytes]", feeds: int, polled: set[str]) -> dict[str, float]:
    began = time.monotonic()
    most = 0.0
    while len(polled) < feeds:
        if daemon.poll() is not None or time.monotonic() - began > GIVE_UP_AFTER:
            sys.exit(f"the daemon polled {len(polled)} of {feeds} feeds and no more")
        time.sleep(SAMPLE_EVERY)
        most = max(most, sum(_sizes(process)["rss"] for process in _tree(daemon.pid)))
    wall = time.monotonic() - began
    time.sleep(SETTLE)
    sizes = [_sizes(process) for process in _tree(daemon.pid)]
    return {
        "first poll, s": wall,
        "daemon RSS, MB": sizes[0]["rss"],
        "daemon PSS, MB": sizes[0]["pss"],
        "processes": len(sizes),
        "tree RSS, MB": sum(size["rss"] for size in sizes),
        "tree PSS, MB": sum(size["pss"] for size in sizes),
        "tree RSS at most, MB": most,
    }


def _follow(daemon: "subprocess.Popen[bytes]", polled: set[str]) -> None:
    """Note the feeds that the daemon's log names as polled; what is no event is shown."""
    assert daemon.stderr is not None  # noqa: S101 - a pipe was asked for
    for line in daemon.stderr:
        try:
            event = json.loads(line)
        except ValueError:
            print(line.decode(errors="replace"), end="", file=sys.stderr)
            continue
        if event.get("event") == "feed.polled":
            polled.add(event["feed"])


def _tree(pid: int) -> Iterator[int]:
    """Give a process and all below it, itself first."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            yield from _tree(int(child))


def _sizes(pid: int) -> dict[str, float]:
    """Give the sizes of a process in MB; zero where it has just ended."""
    sizes = {"rss": 0.0, "pss": 0.0}
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return sizes
    for fields in map(str.split, lines):
        if fields[0] in KIB:
            sizes[KIB[fields[0]]] = int(fields[1]) * 1024 / 1e6
    return sizes


if __name__ == "__main__":
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("this needs Linux: sizes are read from /proc")
    main()
