"""What an answer to Prometheus costs: `.venv/bin/python benchmarks/scrape.py [--json] [--feeds N]`.

Follows so many feeds, all polled once, and prints the series and bytes of one answer of `/metrics` and its CPU time
(median of ten).
"""

import argparse
import json
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import generate_latest

from watcher.clock import SystemClock
from watcher.engine.metrics import Metrics
from watcher.model import FeedState
from watcher.settings import load

TIMES = 10


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--feeds", type=int, default=10_000, metavar="N", help="default: %(default)s")
    options = parser.parse_args()
    figures = run(max(1, options.feeds))
    if options.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
        return
    for name, value in figures.items():
        print(f"{name:24}{value:12,.3f}")


def run(feeds: int) -> dict[str, float]:
    """Give the figures of one answer."""
    metrics = _following([f"feed-{number}" for number in range(feeds)])
    answer, seconds = b"", []
    for _ in range(TIMES):
        begun = time.process_time()
        answer = generate_latest(metrics.registry)
        seconds.append(time.process_time() - begun)
    series = sum(not line.startswith(b"#") for line in answer.splitlines())
    return {"feeds": feeds, "series": series, "MB": len(answer) / 1e6, "CPU seconds": statistics.median(seconds)}


def _following(names: list[str]) -> Metrics:
    metrics, now = Metrics(SystemClock()), datetime.now(UTC)
    tables = "".join(f'[[feeds]]\nname = "{name}"\nurl = "https://quay.example/{name}"\n' for name in names)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "watcher.toml")
        path.write_text(tables, encoding="utf-8")
        metrics.follow(load(path, {}))
    for name in names:
        metrics._feeds.note(FeedState(name=name, succeeded_at=now))  # noqa: SLF001 - `look_into` wants a store
    return metrics


if __name__ == "__main__":
    main()
