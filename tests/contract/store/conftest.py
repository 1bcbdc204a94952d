"""The databases that every test here runs on: the next one is one more of `params`, and where `url` finds it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.store.builders import FixedClock
from watcher.store import Outbox, Store


@pytest.fixture(params=["sqlite"])
def url(tmp_path: Path) -> str:
    """Give the URL of an empty database."""
    return f"sqlite:///{tmp_path}/data folder/watcher.db"


@pytest.fixture
def empty(url: str) -> Iterator[Store]:
    """Open a store without tables."""
    store = Store.open(url, FixedClock(), patience=timedelta(seconds=5))
    yield store
    store.close()


@pytest.fixture
def store(empty: Store) -> Store:
    """Open a store at the newest revision."""
    empty.upgrade()
    return empty


@pytest.fixture
def outbox(store: Store) -> Outbox:
    return Outbox(store)
