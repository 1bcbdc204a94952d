"""A PostgreSQL that is restarted while we work: nothing is lost, nothing doubled, and there is still one watcher."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from tests import postgres
from tests.contract.store.builders import NOW, FixedClock, alerting, beginning, document
from tests.contract.store.sending import begin, lease
from watcher.errors import ConnectionLost, StoreBusy
from watcher.model import FeedState
from watcher.store import Outbox, Store, Transaction


@pytest.fixture(scope="module")
def own() -> Iterator[postgres.Server]:
    """A server of this module's own: others go on undisturbed."""
    with postgres.running() as server:
        yield server


@pytest.fixture
def url(own: postgres.Server) -> str:
    return own.new_database()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store.open(url, FixedClock(), patience=timedelta(seconds=5))
    store.upgrade()
    yield store
    store.close()


def restart(server: postgres.Server) -> None:
    server.stop()
    server.start()


def test_a_connection_that_a_restart_cut_is_replaced(own: postgres.Server, store: Store) -> None:
    restart(own)

    with store.write() as tx:
        tx.outcomes.write(beginning(1), document(), NOW)
    with store.read() as tx:
        assert tx.counts().stories == 1


def test_a_unit_that_a_restart_interrupts_is_done_once(own: postgres.Server, store: Store) -> None:
    begun: list[Transaction] = []

    def unit(tx: Transaction) -> int:
        begun.append(tx)
        tx.outcomes.write(alerting(1), document(), NOW)
        restart_once()
        tx.feeds.save(FeedState(name="harbour"))
        return tx.counts().stories

    def restart_once() -> None:
        if len(begun) == 1:
            restart(own)

    assert store.run(unit) == 1
    assert len(begun) == 2
    with store.read() as tx:
        assert len(tx.alerts.list()) == 1


def test_a_unit_waits_for_a_server_that_is_down(own: postgres.Server, store: Store) -> None:
    own.stop()
    starting = threading.Timer(1.0, own.start)
    starting.start()

    store.run(lambda tx: tx.feeds.save(FeedState(name="harbour", failures=3)))

    starting.join()
    with store.read() as tx:
        assert tx.feeds.states(["harbour"])["harbour"].failures == 3


def test_a_server_that_is_down_is_told(own: postgres.Server, store: Store) -> None:
    own.stop()
    with pytest.raises(ConnectionLost, match="does not answer"), store.write():
        pass
    own.start()


def test_a_delivery_whose_lease_was_lost_is_leased_again(own: postgres.Server, store: Store) -> None:
    outbox = Outbox(store)
    with store.write() as tx:
        tx.outcomes.write(alerting(1, "desk", "mail"), document(), NOW)
    being_sent = begin(outbox, "mail")
    taken = lease(outbox, "desk")  # the answer to this one shall not have arrived
    own.stop()
    with pytest.raises(ConnectionLost):
        lease(outbox, "desk")
    own.start()

    again = lease(outbox, "desk")

    assert again.delivery.id == taken.delivery.id
    assert lease(outbox, "mail") is None
    outbox.sent(being_sent.delivery.id, NOW)


def test_the_lock_is_held_again_after_a_restart(own: postgres.Server, store: Store, url: str) -> None:
    other = Store.open(url, FixedClock())
    with store.lock():
        restart(own)
        store.run(lambda tx: tx.feeds.save(FeedState(name="harbour")))
        with pytest.raises(StoreBusy, match="another watcher runs on"), other.lock():
            pass
    assert not store.overtaken
    other.close()


def cut(store: Store, holder: Store) -> None:
    """End the session that holds the lock, as a firewall may that forgets idle connections; others live on."""
    session = holder._sole._holder
    with store.read() as tx:
        tx.connection.exec_driver_sql(f"SELECT pg_terminate_backend({session}, 10000)")


def test_a_lock_whose_session_alone_was_cut_is_taken_again_by_the_next_write(store: Store, url: str) -> None:
    other = Store.open(url, FixedClock())
    with store.lock():
        cut(other, store)
        store.run(lambda tx: tx.feeds.save(FeedState(name="harbour")))
        with pytest.raises(StoreBusy, match="another watcher runs on"), other.lock():
            pass
    other.close()


def test_a_lock_whose_session_broke_while_it_was_looked_after_is_taken_again(store: Store, url: str) -> None:
    other = Store.open(url, FixedClock())
    with store.lock():
        cut(other, store)
        with pytest.raises(DBAPIError):
            store._sole.is_held(store._sole._connection)
        with store.write():
            pass
        with pytest.raises(StoreBusy, match="another watcher runs on"), other.lock():
            pass
    other.close()


def test_a_watcher_whose_session_alone_was_cut_notices_that_it_was_overtaken(store: Store, url: str) -> None:
    hasty = Store.open(url, FixedClock(), patience=timedelta(milliseconds=50))
    with hasty.lock():
        cut(store, hasty)
        with store.lock(), pytest.raises(StoreBusy, match="another watcher has taken over the store"), hasty.write():
            pass
    hasty.close()


def test_a_lock_that_could_not_be_taken_again_at_first_is_taken_when_the_server_is_back(
    own: postgres.Server, store: Store, url: str
) -> None:
    other = Store.open(url, FixedClock())
    with store.lock():
        own.stop()
        with pytest.raises(ConnectionLost), store.write():
            pass
        own.start()
        with store.write():
            pass
        with pytest.raises(StoreBusy, match="another watcher runs on"), other.lock():
            pass
    other.close()


def test_a_watcher_that_was_overtaken_writes_no_more(own: postgres.Server, store: Store, url: str) -> None:
    other = Store.open(url, FixedClock())
    hasty = Store.open(url, FixedClock(), patience=timedelta(milliseconds=50))
    with hasty.lock():
        restart(own)
        with other.lock():
            with pytest.raises(StoreBusy, match="another watcher has taken over the store"):
                hasty.run(lambda tx: tx.feeds.save(FeedState(name="harbour", failures=3)))
            assert hasty.overtaken
        with pytest.raises(StoreBusy, match="another watcher has taken over the store"), hasty.write():
            pass
    with store.read() as tx:
        assert tx.feeds.states(["harbour"])["harbour"].failures == 0
    other.close()
    hasty.close()
