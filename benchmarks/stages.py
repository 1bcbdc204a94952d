"""Part of `polling.py`: the CPU seconds of one cold round without rules, events and copies: `stages.py CONFIGURATION`.

Polls every feed, reads the documents, looks their entries up and writes them, in one process. What stands between, all
that recognises copies and events and asks rules, is done too, for there would be nothing to write without it, but is
not counted. Its rows are: they are written with the entries.
"""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from watcher.clock import SystemClock
from watcher.collect import Collector
from watcher.engine.program import client_options
from watcher.model import Document, FeedState
from watcher.parse import parse
from watcher.pipeline import Prepared, decide, prepare
from watcher.rules import RuleSet
from watcher.settings import Settings, load
from watcher.store import Store

AT_MOST = 600  # seconds for all polls together


class Stopwatch:
    """CPU seconds of this process by stage; all before the first is the start."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float, start=time.process_time())

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what the block uses."""
        before = time.process_time()
        yield
        self.seconds[name] += time.process_time() - before


def main() -> None:
    """Print the CPU seconds by stage as one JSON object."""
    watch = Stopwatch()
    with watch.stage("start"):
        settings = load(Path(sys.argv[1]), os.environ)
        store = Store.open(settings.store_url, SystemClock())
        store.upgrade()
    with closing(store):
        with watch.stage("collect"):
            documents = _collected(settings)
        for document in documents:
            with watch.stage("parse"):
                parse(document)
            _keep(store, prepare(document), watch)
    print(json.dumps({name: round(seconds, 3) for name, seconds in watch.seconds.items()}))


def _collected(settings: Settings) -> list[Document]:
    collector = Collector(client_options(settings.collect), SystemClock())
    polls = {feed.name: collector.submit(feed, FeedState(name=feed.name)) for feed in settings.feeds}
    documents = []
    for name, poll in polls.items():
        document = poll.result(AT_MOST).document
        collector.release(name)
        if document is not None:
            documents.append(document)
    collector.close(timedelta(seconds=1))
    return documents


def _keep(store: Store, prepared: Prepared, watch: Stopwatch) -> None:
    now, rules = prepared.received_at, RuleSet(())
    with watch.stage("store"), store.write() as tx:  # what is not counted is taken out again
        known = tx.memory.known(prepared.source, prepared.entries, now, first_run=True)
        between = time.process_time()
        outcome = decide(prepared, known, rules, now)
        watch.seconds["store"] -= time.process_time() - between
        tx.outcomes.write(outcome, prepared, now)


if __name__ == "__main__":
    main()
