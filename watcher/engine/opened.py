"""The store alone, for commands that only look."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

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
