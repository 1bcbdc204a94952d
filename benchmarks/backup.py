"""What a backup costs: `.venv/bin/python benchmarks/backup.py [--json] [--entries N]`.

Writes invented entries (those of benchmarks/pipeline.py) into a SQLite store, backs it up and restores it into another
one. Prints bytes, and CPU milliseconds an entry.
"""

import argparse
import json
import tempfile
import time
from contextlib import closing
from pathlib import Path

from pipeline import Stream  # the script beside this one

from watcher.clock import SystemClock
from watcher.pipeline import decide, prepare
from watcher.rules import RuleSet
from watcher.store import Store
from watcher.store.backup import back_up
from watcher.store.backup_file import BackupFile
from watcher.store.restore import restore

RULES = 5


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--entries", type=int, default=3_000, metavar="N", help="default: %(default)s")
    options = parser.parse_args()
    figures = run(max(1, options.entries))
    if options.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
        return
    for name, value in figures.items():
        print(f"{name:24}{value:12,.3f}")


def run(entries: int) -> dict[str, float]:
    """Give the figures of one backup and its way back."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        full, empty, file = Path(folder, "full.db"), Path(folder, "empty.db"), Path(folder, "backup")
        with closing(Store.open(f"sqlite:///{full}", clock)) as store:
            _fill(store, entries)
            begun = time.process_time()
            back_up(store, file)
            written = time.process_time()
        backup = BackupFile(file)
        with closing(Store.open(f"sqlite:///{empty}", clock)) as store:
            restore(store, backup, backup.verify())
            restored = time.process_time()
        return {
            "store, MB": full.stat().st_size / 1e6,
            "backup, MB": file.stat().st_size / 1e6,
            "backup, ms an entry": (written - begun) * 1e3 / entries,
            "restore, ms an entry": (restored - written) * 1e3 / entries,
        }


def _fill(store: Store, entries: int) -> None:
    store.upgrade()
    stream = Stream()
    documents, rules = stream.documents(entries), RuleSet(stream.rules(RULES))
    for document in documents:
        prepared = prepare(document)
        with store.write() as tx:
            known = tx.memory.known(prepared.source, prepared.entries, prepared.received_at)
            tx.outcomes.write(decide(prepared, known, rules, document.received_at), prepared, document.received_at)
    store.empty_log()


if __name__ == "__main__":
    main()
