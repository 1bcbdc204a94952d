"""The store alone, for commands that only look."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from watcher.clock import Clock
from watcher.settings import Settings
from watcher.store import Store


@contextmanager
def opened_store(settings: Settings, clock: Clock, *, upgrade: bool = False) -> Iterator[Store]:
    """Open the configured store; `upgrade` brings its schema to date first, else an old schema is an error."""
    with closing(Store.open(settings.store_url, clock)) as store:
        if upgrade:
            store.upgrade()
        store.require_current()
        yield store


def data_dir_problem(settings: Settings) -> str | None:
    """Say why the data folder can neither be used nor made; None where it can, or where the store is elsewhere."""
    if str(settings.data_dir) not in settings.store_url:
        return None
    there = next(folder for folder in (settings.data_dir, *settings.data_dir.parents) if folder.exists())
    return _unfit(there)


def _unfit(folder: Path) -> str | None:
    if not folder.is_dir():
        return f"{folder} is a file, not a folder; name another folder"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} may not be written to; change its owner or name another folder"
    return None
