"""A replay that is killed beside one that is not: `benchmarks/resume.py [RECORDING] [--kills N] [--rules FILE]`.

The recording (default: invented entries, the same on every machine) is replayed once undisturbed, and once in a process
that gets SIGKILL at random moments and goes on with `--resume`. Prints how many verdicts and rows of the outbox each
gave and whether they are the same; exits 1 where they are not.
"""

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from adversarial import lines, made

SEED = 20261129  # of the moments
SIZE = 300  # of the invented set
OUTBOX = (
    "SELECT alert.public, alert.rule, alert.state, delivery.channel, delivery.state, delivery.attempts, alert.reason,"
    " alert.evidence FROM alert LEFT JOIN delivery ON delivery.alert = alert.id ORDER BY 1, 4"
)
RULES = """[[rules]]
name = "any"
query = "council OR minister OR court OR harbour"
channels = ["desk"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a replay left behind."""

    verdicts: list[str]
    outbox: list[tuple[object, ...]]
    seconds: float  # wall, of the last process or of all
    kills: int = 0


def main() -> int:
    """Replay both ways and compare."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="watcher-bench-") as folder:
        recording = options.recording or _invented(Path(folder))
        rules = options.rules or Path(folder, "rules.toml")
        if options.rules is None:
            rules.write_text(RULES, encoding="utf-8")
        whole = undisturbed(Path(folder, "whole"), recording, rules)
        killed = disturbed(Path(folder, "killed"), recording, rules, options.kills, whole.seconds)
    return _tell(whole, killed, as_json=options.json)


def undisturbed(folder: Path, recording: Path, rules: Path) -> Run:
    """Replay from the beginning to the end."""
    folder.mkdir()
    began = time.monotonic()
    subprocess.run(_command(folder, recording, rules), check=True, capture_output=True)
    return _left(folder, time.monotonic() - began, 0)


def disturbed(folder: Path, recording: Path, rules: Path, kills: int, seconds: float) -> Run:
    """Replay with so many kills, at random moments of the `seconds` that a whole run takes."""
    folder.mkdir()
    rng, began, done = random.Random(SEED), time.monotonic(), 0  # noqa: S311 - moments, not secrets
    while done < kills:
        process = subprocess.Popen(
            [*_command(folder, recording, rules), "--resume"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(rng.uniform(0.1, max(0.2, 2.5 * seconds / kills)))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            done += 1
        else:
            break  # it came to its end before all kills
    subprocess.run([*_command(folder, recording, rules), "--resume"], check=True, capture_output=True)
    return _left(folder, time.monotonic() - began, done)


def _command(folder: Path, recording: Path, rules: Path) -> list[str]:
    store = f"sqlite:///{folder}/watcher.db"
    watcher = [sys.executable, "-m", "watcher", "replay", str(recording), "--out", str(folder / "out.jsonl")]
    return [*watcher, "--store", store, "--rules", str(rules)]


def _left(folder: Path, seconds: float, kills: int) -> Run:
    with closing(sqlite3.connect(folder / "watcher.db")) as store:
        outbox = store.execute(OUTBOX).fetchall()
    return Run(
        verdicts=(folder / "out.jsonl").read_text(encoding="utf-8").splitlines(),
        outbox=outbox,
        seconds=seconds,
        kills=kills,
    )


def _tell(whole: Run, killed: Run, *, as_json: bool) -> int:
    figures = {
        "kills": killed.kills,
        "verdicts": len(whole.verdicts),
        "verdicts are the same": killed.verdicts == whole.verdicts,
        "outbox rows": len(whole.outbox),
        "outbox is the same": killed.outbox == whole.outbox,
    }
    text = json.dumps(figures) if as_json else "\n".join(f"{name:24} {value!s:>8}" for name, value in figures.items())
    sys.stdout.write(f"{text}\n")
    return 0 if figures["verdicts are the same"] and figures["outbox is the same"] else 1


def _invented(folder: Path) -> Path:
    recording = folder / "entries.jsonl"
    recording.write_text("".join(lines(made(SIZE))), encoding="utf-8")
    return recording


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("recording", type=Path, nargs="?", help="a .jsonl of entries or a folder of snapshots")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rules", type=Path, help="a rule file; default: one rule that matches much")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
