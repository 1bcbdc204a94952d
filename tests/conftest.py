"""What all tests share: the databases."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests import stores

if TYPE_CHECKING:
    from tests import postgres


# How long something takes decides no test: the machine may be busy.
settings.register_profile("watcher", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("watcher")


def pytest_addoption(parser: pytest.Parser) -> None:
    choices = ("sqlite", "postgresql")
    parser.addoption("--store", choices=choices, default="sqlite", help="the store of tests that do not care which")
    matrix = "Python of an environment that has matrix-synapse, for what is marked matrix"
    parser.addoption("--synapse", default=".venv/synapse/bin/python", help=matrix)
    parser.addoption("--pairs", type=int, default=200, help="copies that race each other in tests/contract/store")


@pytest.fixture(scope="session")
def postgresql() -> "Iterator[postgres.Server]":
    from tests import postgres  # noqa: PLC0415 - most tests need no server

    with postgres.running() as server:
        yield server


@pytest.fixture(autouse=True)
def _store(request: pytest.FixtureRequest) -> Iterator[None]:
    """Have what names no store use the one that was asked for."""
    if request.config.getoption("--store") == "sqlite" or {"unit", "contract"} & set(request.path.parts):
        yield
        return
    server = request.getfixturevalue("postgresql")
    stores.ENVIRON["WATCHER__STORE__URL"] = url = server.new_database()
    yield
    del stores.ENVIRON["WATCHER__STORE__URL"]
    server.drop(url)
