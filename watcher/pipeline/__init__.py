"""The whole middle: `prepare(document)` and `decide(prepared, known, rules, now)`.

`prepare` does all the work that costs CPU, in a worker process: parse, credit, fingerprints. `decide` is small and runs
where `Known` was just read, inside the write transaction: identity, story, rules, alerts. Both are pure: no clock, no
network, no database. What they take and give stands in `shapes`.
"""

from watcher.pipeline.decide import decide
from watcher.pipeline.prepare import measure, prepare
from watcher.pipeline.shapes import Arrival, Known, Outcome, Prepared, PreparedEntry, Verdict

__all__ = [
    "Arrival",
    "Known",
    "Outcome",
    "Prepared",
    "PreparedEntry",
    "Verdict",
    "decide",
    "measure",
    "prepare",
]
