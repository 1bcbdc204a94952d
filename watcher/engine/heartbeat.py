"""Signs of life of the running loops, in a file of the data folder: `watcher healthcheck` reads it without a store."""

import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

FILE = "heartbeat"
LOOPS = ("poll", "deliver")
SILENT_AT_MOST = timedelta(seconds=60)  # the daemon leaves a sign of life every 10 s


def beat(data_dir: Path, name: str, at: datetime) -> None:
    """Leave a sign of life of one loop; whoever reads sees the old file or the new one whole. For one thread.

    Raises:
        OSError: the file cannot be written.
    """
    data_dir.mkdir(parents=True, exist_ok=True)  # a store elsewhere has not made it
    left = beats(data_dir) | {name: at}
    beside = data_dir / f"{FILE}.new"
    beside.write_text(json.dumps({name: at.isoformat() for name, at in left.items()}), encoding="utf-8")
    os.replace(beside, data_dir / FILE)  # noqa: PTH105 - atomic, over what is there


def beats(data_dir: Path) -> dict[str, datetime]:
    """Give the last sign of life of each loop; empty where none was left or the file cannot be read as one."""
    try:
        found = json.loads((data_dir / FILE).read_text(encoding="utf-8"))
        left = {name: datetime.fromisoformat(at) for name, at in found.items()}
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return {}
    return {name: at for name, at in left.items() if at.tzinfo}


def ailments(data_dir: Path, now: datetime) -> Iterator[str]:
    """Say of each loop that should have left a sign of life lately and has not; nothing where all is well.

    A sign from the future counts as none: a wall clock was set back, and the daemon has been silent since.
    """
    left = beats(data_dir)
    if not left:
        yield f"no daemon has left a sign of life in {data_dir}; start one with: watcher run"
        return
    for name in LOOPS:
        at = left.get(name)
        if at is None:
            yield f"the {name} loop has left no sign of life"
        elif abs(now - at) > SILENT_AT_MOST:
            yield f"the {name} loop is silent since {at:%Y-%m-%d %H:%M:%S} UTC"
