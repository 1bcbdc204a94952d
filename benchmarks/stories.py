"""Copies among hard invented news: `.venv/bin/python benchmarks/stories.py [--json] [--size N] [--write DIR]`.

`adversarial` makes the entries, the same on every machine. They go the way of `watcher replay` into a SQLite file, and
the verdicts are measured against what is true; `adversarial/scores.py` defines the figures. "Held back" are the same
figures on other texts and on families of templates on which nobody tunes. Seconds are CPU seconds (user and system).
docs/benchmarks.md says how to read it and what is known to fail.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from adversarial import Shown, lines, made  # the package beside this script
from adversarial.measured import in_memory, through_the_store

SIZE = 600
LEAST = 20
HELD_BACK = 0.3  # share of the size at which the held-back set is made
FIGURES = ("precision", "recall", "f1", "ari", "bcubed_precision", "bcubed_recall", "bcubed_f1", "entries", "stories")
KINDS = ("copies", "false_merges", "labels")

Figures = dict[str, float | dict[str, float]]


def both(size: int) -> tuple[list[Shown], list[Shown]]:
    """Make the set, and the one that is held back."""
    return made(size), made(max(LEAST, round(HELD_BACK * size)), seed=2, held_back=True)


def run(size: int) -> dict[str, Figures]:
    """Measure both sets; give their figures and what the larger one cost."""
    shown, held_back = both(size)
    measured = through_the_store(shown)
    entries = len(shown)
    cost: Figures = {
        "prepare, ms an entry": 1_000 * measured.prepare_seconds / entries,
        "in memory, entries per CPU second": entries / in_memory(measured.documents),
        "through the store, entries per CPU second": entries / measured.store_seconds,
        "index, bytes per story": sum(measured.sizes.values()) / measured.stories,
        **{f"  {table}": size / measured.stories for table, size in measured.sizes.items()},
    }
    return {
        "set": measured.scores.figures(),
        "held back": through_the_store(held_back).scores.figures(),
        "cost": cost,
    }


def write(folder: Path, size: int) -> None:
    """Write both sets as recordings, with the truth of each beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, shown in zip(("entries", "held-back"), both(size), strict=True):
        folder.joinpath(f"{name}.jsonl").write_text("".join(lines(shown)), encoding="utf-8")
        truth = "".join(f"{each.truth()}\n" for each in shown)
        folder.joinpath(f"{name}.gold.jsonl").write_text(truth, encoding="utf-8")


def table(figures: Mapping[str, Figures]) -> str:
    """Set the figures beside those that are held back; behind them the number of entries of the kind."""
    here, held_back = figures["set"], figures["held back"]
    rows = [f"{'':44}{'set':>10}{'held back':>12}{'entries':>10}"]
    rows += [_row(name.replace("_", " "), here[name], held_back[name]) for name in FIGURES]
    for part in KINDS:
        mine, theirs, counts = _kinds(here, part), _kinds(held_back, part), _kinds(here, "counts")
        rows += ["", part.replace("_", " ")]
        rows += [
            _row(f"  {kind}", mine.get(kind), theirs.get(kind), counts.get(kind)) for kind in sorted({*mine, *theirs})
        ]
    return "\n".join([*rows, "", *(_row(name, value) for name, value in figures["cost"].items())])


def _kinds(figures: Figures, part: str) -> dict[str, float]:
    kinds = figures[part]
    return kinds if isinstance(kinds, dict) else {}


def _row(name: str, *values: object) -> str:
    return f"{name:44}" + "".join(
        f"{_cell(value):>{width}}" for value, width in zip(values, (10, 12, 10), strict=False)
    )


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}" if value <= 1 else f"{value:,.1f}"
    return "" if value is None else f"{value:,}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--size", type=int, default=SIZE, metavar="N", help="stories with copies; default: %(default)s")
    parser.add_argument("--write", type=Path, metavar="DIR", help="write entries and truth there, measure nothing")
    options = parser.parse_args()
    size = max(LEAST, options.size)
    if options.write:
        write(options.write, size)
        return
    figures = run(size)
    print(json.dumps(figures) if options.json else table(figures))


if __name__ == "__main__":
    main()
