"""The whole middle: `prepare(document)` and `decide(prepared, known, rules, now)`.

`prepare` does all the work that costs CPU, in a worker process: parse, credit, fingerprints. `decide` is small and runs
where `Known` was just read, inside the write transaction: identity, story, rules, alerts. Both are pure: no clock, no
network, no database. What they take and give stands in `shapes`.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand

if TYPE_CHECKING:
    from watcher.pipeline.decide import decide
    from watcher.pipeline.floods import Flood, Usual, flood_notice
    from watcher.pipeline.measuring import Carrier, Stated, measure
    from watcher.pipeline.prepare import prepare
    from watcher.pipeline.seen import NotAsItWasError, seen_in
    from watcher.pipeline.shapes import Arrival, Known, Outcome, Prepared, PreparedEntry, Verdict

__all__ = [
    "Arrival",
    "Carrier",
    "Flood",
    "Known",
    "NotAsItWasError",
    "Outcome",
    "Prepared",
    "PreparedEntry",
    "Stated",
    "Usual",
    "Verdict",
    "decide",
    "flood_notice",
    "measure",
    "prepare",
    "seen_in",
]

__getattr__ = on_demand(
    __name__,
    {
        "decide": ("decide",),
        "floods": ("Flood", "Usual", "flood_notice"),
        "measuring": ("Carrier", "Stated", "measure"),
        "prepare": ("prepare",),
        "seen": ("NotAsItWasError", "seen_in"),
        "shapes": ("Arrival", "Known", "Outcome", "Prepared", "PreparedEntry", "Verdict"),
    },
)
