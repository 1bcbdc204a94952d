"""Migrations: the way from an empty database to the tables in `rows.py`."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from watcher.errors import ConfigurationError
from watcher.store import Store, rows
from watcher.store.migrate import newest
from watcher.store.schema import NEWEST


def test_an_empty_database_is_brought_to_the_newest_revision(empty: Store) -> None:
    before, needed = empty.revision()
    applied = empty.upgrade()

    assert before is None
    assert applied[-1] == needed
    assert empty.revision() == (needed, needed)


def test_the_stated_newest_revision_is_that_of_the_migrations() -> None:
    assert newest() == NEWEST


def test_upgrading_again_applies_nothing(store: Store) -> None:
    assert store.upgrade() == ()


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(store: Store) -> None:
    with store.read() as tx:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, rows.metadata) == []


def test_a_store_at_the_newest_revision_is_current(store: Store) -> None:
    store.require_current()


def test_an_empty_store_is_not_current_and_the_error_says_what_to_do(empty: Store) -> None:
    with pytest.raises(ConfigurationError, match=r"is empty.*run: watcher db upgrade"):
        empty.require_current()


def test_a_store_of_a_newer_watcher_is_left_alone(store: Store) -> None:
    with store.write() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(ConfigurationError, match=r"newer watcher \(revision 9999\)"):
        store.upgrade()
