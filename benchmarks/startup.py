"""What a short command costs: `.venv/bin/python benchmarks/startup.py [--json] [--runs N]`.

Runs each command in a fresh process on the shipped configuration, with an empty store of its own, and prints the
median of its CPU seconds (user and system, never wall). A first run is not counted: it may write bytecode.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from watcher.engine.heartbeat import LOOPS, beat

COMMANDS = ("--help", "--version", "healthcheck", "stories list", "feeds list", "check --offline")
CONFIG = Path(__file__).parents[1] / "config" / "watcher.toml"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="of each command; default: %(default)s")
    options = parser.parse_args()
    figures = run(max(1, options.runs))
    if options.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
        return
    for name, value in figures.items():
        print(f"watcher {name:24}{value:8.3f} s")


def run(runs: int) -> dict[str, float]:
    """Give the CPU seconds of each command."""
    with tempfile.TemporaryDirectory(prefix="watcher-bench-") as folder:
        data = Path(folder, "data")
        environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("WATCHER", "PYTHON"))},
            "WATCHER_CONFIG": str(CONFIG),
            "WATCHER__DATA_DIR": str(data),
        }
        for loop in LOOPS:
            beat(data, loop, datetime.now(UTC))
        return {command: _median(command, environ, runs) for command in COMMANDS}


def _median(command: str, environ: dict[str, str], runs: int) -> float:
    _spent(command, environ)
    return statistics.median(_spent(command, environ) for _ in range(runs))


def _spent(command: str, environ: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [sys.executable, "-m", "watcher", *command.split()]
    subprocess.run(words, env=environ, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
