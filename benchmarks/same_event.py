"""Links between stories of one event: `.venv/bin/python benchmarks/same_event.py [--json] PAIRS ENTRIES`.

ENTRIES is a recording as `watcher replay` takes it (.jsonl); it goes the same way into a SQLite file. PAIRS says what
pairs of its keys are: one JSON object a line, with `a`, `b` and `label`. Prints how many pairs of each label ended in
linked stories, and how many in one story: "rewrite" should be linked, "same_topic" and "different" should not.
docs/benchmarks.md says how to read it.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from watcher.engine.recordings import recorded
from watcher.engine.replay import Replay, ReplayClock
from watcher.model import StoryId
from watcher.rules import RuleSet
from watcher.store import Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two entries of the recording, and what somebody says they are to each other."""

    one: str
    other: str
    label: str


def read_pairs(file: Path) -> list[Pair]:
    """Read the judged pairs."""
    lines = map(json.loads, filter(str.strip, file.read_text(encoding="utf-8").splitlines()))
    return [Pair(one=line["a"], other=line["b"], label=line["label"]) for line in lines]


def run(pairs: Iterable[Pair], entries: Path) -> dict[str, dict[str, float]]:
    """Replay the entries; give the figures of each label, and under "all" those of the whole recording."""
    clock = ReplayClock()
    with (
        tempfile.TemporaryDirectory(prefix="watcher-bench-") as folder,
        closing(Store.open(f"sqlite:///{folder}/watcher.db", clock)) as store,
    ):
        store.upgrade()
        replay = Replay(store, clock)
        replay.run(recorded(entries, _tell), RuleSet([]), lambda _: None)
        with store.read() as tx:
            stories = {raw: tx.stories.story(one.story).id for raw, one in replay.seen.items()}
            return {**_by_label(tx, pairs, stories), "all": _whole(tx, set(stories.values()))}


def _by_label(tx: Transaction, pairs: Iterable[Pair], stories: Mapping[str, StoryId]) -> dict[str, dict[str, float]]:
    found: dict[str, Counter[str]] = {}
    for pair in pairs:
        one, other = stories[pair.one], stories[pair.other]
        counts = found.setdefault(pair.label, Counter())
        counts["pairs"] += 1
        counts["one story"] += one == other
        counts["linked"] += other in _linked(tx, one)
    return {
        label: {**counts, "share linked": round(counts["linked"] / counts["pairs"], 3)}
        for label, counts in sorted(found.items())
    }


def _whole(tx: Transaction, stories: set[StoryId]) -> dict[str, float]:
    linked = [len(_linked(tx, story)) for story in stories]
    return {
        "stories": len(linked),
        "links": sum(linked) // 2,
        "stories with a link": sum(map(bool, linked)),
        "most links of a story": max(linked, default=0),
    }


def _linked(tx: Transaction, story: StoryId) -> set[StoryId]:
    return {each.story for each in tx.stories.event(story).linked}


def _tell(problem: str) -> None:
    print(problem, file=sys.stderr)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("pairs", type=Path, help="judged pairs, one JSON object a line")
    parser.add_argument("entries", type=Path, help="a recording, .jsonl")
    options = parser.parse_args()
    figures = run(read_pairs(options.pairs), options.entries)
    if options.json:
        print(json.dumps(figures))
        return
    for label, counts in figures.items():
        print(f"{label}: {', '.join(f'{name} {value:,}' for name, value in counts.items())}")


if __name__ == "__main__":
    main()
