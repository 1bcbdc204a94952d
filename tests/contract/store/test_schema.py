"""Migrations: the way from an empty or an older database to the tables in `rows.py`."""

from contextlib import suppress

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from tests.contract.store.builders import HOSTILE, LATER, name
from tests.contract.store.filling import ROWS, Rows, rows_of, store_at
from tests.contract.store.sending import lease
from watcher.errors import ConfigurationError, ServiceUnavailable
from watcher.model import AlertId, AlertState, DeliveryState
from watcher.store import Outbox, Store, rows
from watcher.store.check import problems
from watcher.store.migrate import migrate, revisions
from watcher.store.schema import NEWEST, REVISIONS, TABLES, VERSION_TABLE

DROPPED = {"heartbeat"}  # it held nothing but signs of life
EMPTIED = {"posting", "story_text"}  # by 0004, as an index that what comes fills again


def test_an_empty_database_is_brought_to_the_newest_revision(empty: Store) -> None:
    before, needed = empty.revision()
    applied = empty.upgrade()

    assert before is None
    assert applied[-1] == needed
    assert empty.revision() == (needed, needed)


def test_the_stated_revisions_are_those_of_the_migrations() -> None:
    assert revisions() == REVISIONS


def test_upgrading_again_applies_nothing(store: Store) -> None:
    assert store.upgrade() == ()


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(store: Store) -> None:
    with store.read() as tx:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, rows.metadata) == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_table_that_a_migration_makes_is_known_for_ours(empty: Store, revision: str) -> None:
    with empty.write() as tx:
        migrate(tx.connection, None, revision)
        assert set(inspect(tx.connection).get_table_names()) - {VERSION_TABLE} <= TABLES


def kept(before: Rows, after: Rows) -> Rows:
    """Give of what is there now what was there before: the same tables and columns, without new ones."""
    return {
        table: [{column: value for column, value in row.items() if column in before[table][0]} for row in after[table]]
        for table in before.keys() & after.keys()
    }


@pytest.mark.parametrize("revision", REVISIONS)
def test_all_that_an_older_store_holds_is_there_after_the_upgrade(empty: Store, revision: str) -> None:
    before = store_at(empty, revision)
    applied = empty.upgrade()
    after = rows_of(empty)

    assert (revision, *applied) == REVISIONS[REVISIONS.index(revision) :]
    gone = DROPPED | (EMPTIED if revision < "0004" else set())
    assert before.keys() - after.keys() <= gone
    before, after = ({table: found for table, found in each.items() if table not in gone} for each in (before, after))
    assert kept(before, after) == before
    assert problems(empty) == ()


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_an_older_store_holds_can_be_read_and_sent_after_the_upgrade(empty: Store, revision: str) -> None:
    before = store_at(empty, revision)
    empty.upgrade()

    with empty.read() as tx:
        alerts = tx.alerts.list(state=AlertState.OPEN)
        [delivery] = tx.alerts.deliveries(AlertId(name(2)))
        counts = tx.counts()
        view = tx.alerts.view(AlertId(name(2)))
        states = tx.feeds.states([row["name"] for row in before["feed_state"]])
    [alert] = [alert for alert in alerts if alert.id == name(2)]
    assert (len(alerts), alert.evidence[0].sentence, alert.channels) == (ROWS, HOSTILE, ("desk",))
    assert (delivery.alert, delivery.state) == (name(2), DeliveryState.NEW)
    assert counts.deliveries[DeliveryState.NEW] == len(before["delivery"])
    assert [copy.title for copy in view.copies] == [before["entry"][1]["title"]]
    assert {state.failures for state in states.values()} == set(range(1, ROWS + 1))
    assert lease(Outbox(empty), delivery.channel, LATER).delivery.alert == name(2)


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_an_upgrade_that_fails_changes_nothing(empty: Store, revision: str) -> None:
    before = store_at(empty, revision)

    with suppress(RuntimeError), empty.write() as tx:
        migrate(tx.connection, revision)
        raise RuntimeError("no power")

    assert empty.revision() == (revision, NEWEST)
    assert rows_of(empty) == before


def test_a_store_at_the_newest_revision_is_current(store: Store) -> None:
    store.require_current()


def test_an_empty_store_is_not_current_and_the_error_says_what_fills_it(empty: Store) -> None:
    with pytest.raises(ServiceUnavailable, match="holds nothing yet; `watcher run` fills it"):
        empty.require_current()


def test_an_older_store_is_not_current_and_the_error_says_what_to_do(empty: Store) -> None:
    store_at(empty, REVISIONS[0])

    with pytest.raises(ConfigurationError, match=rf"at revision 0001, .* needs {NEWEST}; run: watcher db upgrade"):
        empty.require_current()


@pytest.mark.parametrize("attempt", [Store.upgrade, Store.require_current], ids=["upgraded", "read"])
def test_a_store_of_a_newer_watcher_is_left_alone(store: Store, attempt) -> None:
    with store.write() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(ConfigurationError, match=r"newer watcher \(revision 9999\); use that one"):
        attempt(store)
