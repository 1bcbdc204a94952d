"""What only PostgreSQL does."""

import pytest

from tests import postgres
from tests.contract.store.builders import FixedClock
from watcher.errors import ConfigurationError, ServiceUnavailable, StoreBusy
from watcher.model import FeedState
from watcher.store import Store


@pytest.fixture
def address(postgresql: postgres.Server) -> str:
    return postgresql.new_database()


def test_a_second_watcher_on_the_same_database_is_turned_away_at_once(address: str) -> None:
    first, second = (Store.open(address, FixedClock()) for _ in range(2))
    with first.lock(), pytest.raises(StoreBusy, match=r"another watcher runs on postgresql://.*; stop"), second.lock():
        pass
    with second.lock():
        pass
    first.close()
    second.close()


def test_watchers_on_two_databases_of_a_server_do_not_meet(address: str, postgresql: postgres.Server) -> None:
    first, second = (Store.open(url, FixedClock()) for url in (address, postgresql.new_database()))
    with first.lock(), second.lock():
        pass
    first.close()
    second.close()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_each_spelling_of_the_scheme_opens(address: str, scheme: str) -> None:
    store = Store.open(address.replace("postgresql", scheme, 1), FixedClock())
    assert str(store).startswith("postgresql://")
    store.close()


def test_a_database_that_is_not_there_is_told(postgresql: postgres.Server) -> None:
    with pytest.raises(ServiceUnavailable, match='database "nowhere" does not exist'):
        Store.open(postgresql.url("nowhere"), FixedClock())


def test_a_database_that_lacks_letters_is_refused(postgresql: postgres.Server) -> None:
    postgresql.command("CREATE DATABASE old TEMPLATE template0 ENCODING 'LATIN1'")
    with pytest.raises(ConfigurationError, match=r"in LATIN1, which lacks letters; make one with: .* ENCODING 'UTF8'"):
        Store.open(postgresql.url("old"), FixedClock())


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(ServiceUnavailable, match="does not answer") as caught:
        Store.open("postgresql://desk:canary-word@127.0.0.1:1/news?password=canary-two", FixedClock())
    assert "canary" not in str(caught.value)


def test_a_connection_that_is_in_use_while_the_store_closes_is_closed_after_it(address: str) -> None:
    store = Store.open(address, FixedClock())
    with store.read() as tx:
        in_use = tx.connection.connection.driver_connection
        store.close()
    assert in_use.closed


def test_a_reader_holds_up_no_writer_and_keeps_its_snapshot(address: str) -> None:
    store = Store.open(address, FixedClock())
    store.upgrade()
    with store.read() as tx:
        before = tx.feeds.states(["harbour"])["harbour"].failures
        store.run(lambda writing: writing.feeds.save(FeedState(name="harbour", failures=3)))
        assert tx.feeds.states(["harbour"])["harbour"].failures == before == 0
    store.close()
