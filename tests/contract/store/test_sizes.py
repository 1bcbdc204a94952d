"""What fills a store."""

from datetime import timedelta

from tests.contract.store.builders import NOW, alerting, beginning, document, fingerprint
from watcher.store import Store, rows
from watcher.store.sizes import Sizes, measure, total_bytes

DAY = timedelta(days=1)


def measured(store: Store) -> Sizes:
    with store.read() as tx:
        return measure(tx, NOW + DAY)


def test_every_table_is_counted_the_largest_first(store: Store) -> None:
    with store.write() as tx:
        for number in range(1, 41):
            text = fingerprint(number, shingles=range(number * 1000, number * 1000 + 300))
            tx.outcomes.write(beginning(number, text), document(), NOW)
    tables = {table.name: table for table in measured(store).tables}

    assert set(tables) == set(rows.metadata.tables)
    assert (tables["entry"].rows, tables["story"].rows, tables["alert"].rows) == (40, 40, 0)
    sizes = [table.bytes for table in measured(store).tables]
    assert sizes == sorted(sizes, reverse=True)
    assert tables["story_text"].bytes > 40 * 300 * 4


def test_the_whole_is_not_less_than_its_parts(store: Store) -> None:
    found = measured(store)

    assert found.total - found.log >= sum(table.bytes for table in found.tables) > 0


def test_the_bytes_alone_are_the_same(store: Store) -> None:
    with store.read() as tx:
        assert total_bytes(tx) == measure(tx, NOW).total > 0


def test_what_would_go_is_counted(store: Store) -> None:
    with store.write() as tx:
        tx.outcomes.write(beginning(1), document(), NOW)
        tx.outcomes.write(alerting(2), document(), NOW)
        tx.outcomes.write(beginning(3, at=NOW + DAY), document(), NOW + DAY)
    found = measured(store)

    assert (found.going, found.going_entries) == (1, 1)
    assert 0 < found.going_bytes < found.total
    assert (found.oldest, found.newest) == (NOW, NOW + DAY)


def test_an_empty_store_has_no_oldest_entry(store: Store) -> None:
    found = measured(store)

    assert (found.oldest, found.newest, found.going, found.going_bytes) == (None, None, 0, 0)
