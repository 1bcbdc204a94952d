"""The store alone, for commands that only look."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from watcher.clock import Clock
from watcher.errors import ServiceUnavailable, StoreBusy
from watcher.settings import Settings
from watcher.store import Store


@contextmanager
def existing_store(settings: Settings, clock: Clock) -> Iterator[Store]:
    """Open the configured store as it is, at whatever revision; nothing is created.

    Raises:
        ServiceUnavailable: there is none, it is empty, or it cannot be opened.
    """
    if missing := Store.missing(settings.store_url):
        raise ServiceUnavailable(f"there is no store {missing} yet; `watcher run` makes it")
    with closing(Store.open(settings.store_url, clock)) as store:
        if store.revision()[0] is None:
            store.require_current()
        yield store


def is_unused(settings: Settings, clock: Clock) -> bool:
    """Tell whether no watcher ever ran on the configured store; nothing is created.

    Raises:
        ServiceUnavailable: it cannot be opened.
    """
    if Store.missing(settings.store_url):
        return True
    with closing(Store.open(settings.store_url, clock)) as store:
        return store.revision()[0] is None


@contextmanager
def opened_store(settings: Settings, clock: Clock, *, upgrade: bool = False) -> Iterator[Store]:
    """Open the configured store at the revision that this program needs.

    Args:
        settings: name the store.
        clock: says when "now" is.
        upgrade: whether an older one is brought to date, unless a watcher runs on it.

    Raises:
        ServiceUnavailable: as `existing_store`.
        StoreBusy: an older watcher runs on it.
        ConfigurationError: a newer watcher wrote it, or an older one and it is not to be upgraded.
    """
    with existing_store(settings, clock) as store:
        if upgrade and store.is_older():
            _upgrade(store)
        store.require_current()
        yield store


def _upgrade(store: Store) -> None:
    with ExitStack() as stack:
        try:
            stack.enter_context(store.lock())
        except StoreBusy as error:
            # Under a running watcher the tables must not change; one that starts anew upgrades them itself.
            current, needed = store.revision()
            at = f"at revision {current}, this watcher needs {needed}"
            raise StoreBusy(f"the store {store} is {at}, and an older watcher runs on it; restart that one") from error
        store.upgrade()


def data_dir_problem(settings: Settings) -> str | None:
    """Say why the data folder can neither be used nor made, and what to do; None where it can."""
    there = next(folder for folder in (settings.data_dir, *settings.data_dir.parents) if folder.exists())
    return _unfit(there)


def require_data_dir(settings: Settings) -> None:
    """Raise ServiceUnavailable, saying what to do, where the store is in the data folder and that cannot be used.

    Where the store is elsewhere only the heartbeat file is missed, which is no reason not to run.
    """
    problem = data_dir_problem(settings)
    if problem and str(settings.data_dir) in settings.store_url:
        raise ServiceUnavailable(f"data-dir: {problem}")


def _unfit(folder: Path) -> str | None:
    if not folder.is_dir():
        return f"{folder} is a file, not a folder; name another folder"
    if os.access(folder, os.W_OK | os.X_OK, effective_ids=True):
        return None
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        return f"{folder} is mounted read-only: mount it writable, or name another folder"
    user = os.geteuid()
    return f"user {user} may not write to {folder}: chown {user} {folder}, or name another folder"
