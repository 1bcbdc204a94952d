"""A daemon whose PostgreSQL is killed and started again while it polls, reads drops and delivers: nothing is lost."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests import loopback, postgres, stores
from tests.integration.engine.running import Running, running, until
from tests.integration.farm import Farm, Request, reply
from tests.integration.servers import Receiver
from watcher.clock import SystemClock
from watcher.engine.opened import opened_store
from watcher.model import AlertState, DeliveryState
from watcher.settings import load
from watcher.store import Store

FEEDS = ("harbour", "quay", "pier")
RESTARTS = 2
SHOWN = 5  # entries: a request that never reached us may have been counted


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[postgres.Server]:
    """A server of this test's own, whatever store others are asked to use."""
    monkeypatch.setattr(stores, "ENVIRON", dict(loopback.ENVIRON))
    with postgres.running() as own:
        yield own


class Catch:
    """A feed that shows another entry at each poll, beside the last few, until it is told to rest."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.shown: list[str] = []
        self.rests = Event()
        self._numbers = itertools.count(1)

    def __call__(self, _: Request) -> list[bytes]:
        if not self.rests.is_set():
            self.shown.append(f"{self.name} {next(self._numbers)}")
        entries = "".join(
            f"<item><title>{title}</title><guid>{title}</guid><description>Catch of {title}.</description></item>"
            for title in self.shown[-SHOWN:]
        )
        return [reply(body=f"<rss version='2.0'><channel><title>Quays</title>{entries}</channel></rss>".encode())]


@pytest.fixture
def catches(farm: Farm) -> dict[str, Catch]:
    """Give the feeds by their addresses."""
    return {farm.plays(f"/{name}", catch): catch for name, catch in ((name, Catch(name)) for name in FEEDS)}


@pytest.fixture
def configuration(tmp_path: Path, server: postgres.Server, catches: dict[str, Catch], receiver: Receiver) -> Path:
    feeds = "".join(
        f'[[feeds]]\nname = "{catch.name}"\nurl = "{url}"\ninterval = "1s"\nfirst-run = "alert"\n'
        for url, catch in catches.items()
    )
    (tmp_path / "drops").mkdir()
    (tmp_path / "rules.toml").write_text('[[rules]]\nname = "catches"\nquery = "catch"\n', encoding="utf-8")
    (tmp_path / "watcher.toml").write_text(
        f"""
data-dir = "data"
rules = ["rules.toml"]
drops = [{{ name = "inbox", path = "drops" }}]
channels = [{{ name = "desk", url = "json://127.0.0.1:{receiver.port}/" }}]
defaults = {{ channels = ["desk"] }}
store = {{ url = "{server.new_database()}" }}
{feeds}""",
        encoding="utf-8",
    )
    return tmp_path / "watcher.toml"


def polls(daemon: Running) -> int:
    return sum(daemon.polled(name) for name in FEEDS)


def restart_amid(server: postgres.Server, daemon: Running, folder: Path, number: int) -> None:
    """Kill the server when polls are going on and a drop has just come, and start it again."""
    before = polls(daemon)
    until(lambda: polls(daemon) > before)
    (folder / "drops" / f"{number}.txt").write_text(f"Boat {number}\n\nCatch of boat {number}.\n", encoding="utf-8")
    server.stop()
    server.start()


def stored(store: Store) -> set[str]:
    """Give the titles of all entries."""
    with store.read() as tx:
        return {copy.title for summary in tx.stories.list() for copy in summary.copies}


def all_sent(store: Store) -> bool:
    with store.read() as tx:
        deliveries = tx.counts().deliveries
    return deliveries[DeliveryState.SENT] == sum(deliveries.values())


def test_no_entry_drop_or_alert_is_lost_over_restarts(
    server: postgres.Server, configuration: Path, catches: dict[str, Catch], receiver: Receiver
) -> None:
    boats = {f"Boat {number}" for number in range(RESTARTS)}
    with running(configuration) as daemon:
        for number in range(RESTARTS):
            restart_amid(server, daemon, configuration.parent, number)
        before = polls(daemon)
        until(lambda: polls(daemon) >= before + len(FEEDS))
        for catch in catches.values():
            catch.rests.set()
        shown = {title for catch in catches.values() for title in catch.shown}
        with opened_store(load(configuration, stores.ENVIRON), SystemClock()) as store:
            until(lambda: stored(store) == shown | boats)
            until(lambda: all_sent(store))
            with store.read() as tx:
                alerts = tx.alerts.list()
    assert {alert.state for alert in alerts} == {AlertState.OPEN}
    assert len(receiver.requests) >= len(alerts) > RESTARTS
