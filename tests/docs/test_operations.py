"""docs/operations.md says what a running watcher logs and measures, and nothing else."""

import ast
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from prometheus_client import Metric, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from tests import stores
from watcher.clock import SystemClock
from watcher.engine.events import EVENTS
from watcher.engine.heartbeat import beat
from watcher.engine.metrics import Metrics
from watcher.model import FeedState
from watcher.settings import load
from watcher.store import Store

TOP = Path(__file__).parents[2]
OPERATIONS = (TOP / "docs" / "operations.md").read_text(encoding="utf-8")
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}

CONFIGURATION = """
data-dir = "data"
rules = ["rules.toml"]
feeds = [{ name = "harbour", path = "harbour.xml" }]
drops = [{ name = "inbox", path = "inbox" }]
channels = [{ name = "desk", url = "console:" }]
"""


def logged(module: Path) -> Iterator[str]:
    """Give the event of each call of a logger; a name that is no literal counts as none and fails the test."""
    for call in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in LEVELS:
            logger = ast.unparse(call.func.value)
            if logger == "log" or logger.startswith("structlog.get_logger"):
                yield ast.literal_eval(call.args[call.func.attr == "log"])


def section(heading: str) -> str:
    return OPERATIONS.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_event_that_is_logged_is_named_and_no_other() -> None:
    events = {event for module in (TOP / "watcher").rglob("*.py") for event in logged(module)}
    assert events | {"library.logged"} == set(EVENTS)  # which the log itself makes


def test_the_events_are_documented_word_for_word() -> None:
    rows = re.findall(r"^\| `([a-z.]+)` \| (.+) \|$", section("Logs"), re.MULTILINE)
    assert dict(rows) == EVENTS


def served(folder: Path) -> dict[str, tuple[frozenset[str], str]]:
    """Give every metric of ours that can be served, with its labels and its meaning."""
    (folder / "rules.toml").write_text('[[rules]]\nname = "votes"\nquery = "vote"\nchannels = ["desk"]\n', "utf-8")
    (folder / "watcher.toml").write_text(CONFIGURATION, "utf-8")
    settings, clock = load(folder / "watcher.toml", stores.ENVIRON), SystemClock()
    metrics = Metrics(clock)
    metrics.follow(settings)
    with closing(Store.open(settings.store_url, clock)) as store:
        store.upgrade()
        beat(settings.data_dir, "poll", clock.now())
        metrics.look_into(store, [FeedState(name="harbour", succeeded_at=clock.now())])
        families = text_string_to_metric_families(generate_latest(metrics.registry).decode())
        return {
            f"{family.name}_total" if family.type == "counter" else family.name: _described(family)
            for family in families
        }


def _described(family: Metric) -> tuple[frozenset[str], str]:
    labels = {label for sample in family.samples for label in sample.labels} - {"le"}
    return frozenset(labels), family.documentation


def documented() -> dict[str, tuple[frozenset[str], str]]:
    rows = re.findall(r"^\| `(\w+)(?:\{([\w,]*)\})?` \| \w+ \| (.+) \|$", section("Metrics"), re.MULTILINE)
    return {name: (frozenset(filter(None, labels.split(","))), meaning) for name, labels, meaning in rows}


def test_every_metric_that_is_served_is_documented_and_no_other(tmp_path: Path) -> None:
    ours = {name: told for name, told in served(tmp_path).items() if not name.startswith("process_")}
    assert documented() == ours


def test_metrics_of_the_process_are_served(tmp_path: Path) -> None:
    assert {"process_resident_memory_bytes", "process_cpu_seconds_total"} <= set(served(tmp_path))
