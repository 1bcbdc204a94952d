"""The databases that every test here runs on."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contract.store.builders import FixedClock
from tests.postgres import Server
from watcher.store import Outbox, Store


@pytest.fixture(scope="session")
def upgraded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file at the newest revision, to be copied: the migrations take longer than most tests."""
    file = tmp_path_factory.mktemp("upgraded") / "watcher.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def upgraded_database(postgresql: Server) -> str:
    """Give the name of a PostgreSQL database at the newest revision, likewise."""
    made = postgresql.new_database()
    upgrade(made)
    return postgresql.name(made)


def upgrade(url: str) -> None:
    with closing(Store.open(url, FixedClock())) as store:
        store.upgrade()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a database: the one of `store` where the test asks for that, else an empty one."""
    upgraded = "store" in request.fixturenames
    if request.param == "sqlite":
        folder = tmp_path / "data folder"
        if upgraded:
            folder.mkdir()
            shutil.copy(request.getfixturevalue("upgraded_file"), folder)
        yield f"sqlite:///{folder}/watcher.db"
        return
    server = request.getfixturevalue("postgresql")
    made = server.new_database(request.getfixturevalue("upgraded_database") if upgraded else "template0")
    yield made
    server.drop(made)


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
