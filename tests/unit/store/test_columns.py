"""Column types: what goes in comes out."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from watcher.store.columns import Hashes, Moment, Number, PublicId, Words, storable

DIALECT = sqlite.dialect()


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_comes_back_to_the_microsecond(moment: datetime) -> None:
    column = Moment()
    assert column.process_result_value(column.process_bind_param(moment, DIALECT), DIALECT) == moment


def test_the_same_instant_in_any_zone_is_stored_alike() -> None:
    here = datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=3)))
    assert Moment().process_bind_param(here, DIALECT) == 1_782_858_600_000_000


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        Moment().process_bind_param(datetime(2026, 7, 1), DIALECT)  # noqa: DTZ001 - the mistake under test


@given(st.lists(st.integers(-(2**63), 2**63 - 1)).map(tuple))
def test_hashes_come_back_in_their_order(hashes: tuple[int, ...]) -> None:
    column = Hashes()
    packed = column.process_bind_param(hashes, DIALECT)
    assert len(packed) == 8 * len(hashes)
    assert column.process_result_value(packed, DIALECT) == hashes


def test_hashes_are_packed_little_endian() -> None:
    assert Hashes().process_bind_param((1, -2), DIALECT) == b"\x01" + b"\0" * 7 + b"\xfe" + b"\xff" * 7


@pytest.mark.parametrize("column", [Moment(), Hashes(), Words()], ids=lambda column: type(column).__name__)
def test_none_goes_in_as_none(column: Moment | Hashes | Words) -> None:
    assert column.process_bind_param(None, DIALECT) is None


@pytest.mark.parametrize("column", [Moment(), Hashes()], ids=lambda column: type(column).__name__)
def test_none_comes_out_as_none(column: Moment | Hashes) -> None:
    assert column.process_result_value(None, DIALECT) is None


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("plain", "plain"),
        ("Київ 漢字 🦊", "Київ 漢字 🦊"),
        ("a\0b", "a\ufffdb"),
        ("a\ud83d", "a\ufffd"),
        ("\udc00b", "\ufffdb"),
        ("\ud83e\udd8a", "🦊"),
        ("\0\ud83dé", "\ufffd\ufffdé"),
    ],
    ids=ascii,
)
def test_only_what_no_database_takes_is_replaced(text: str, stored: str) -> None:
    assert storable(text) == stored


@given(st.text(st.characters(exclude_categories=[])))
def test_every_text_can_be_stored(text: str) -> None:
    assert "\0" not in storable(text).encode().decode()


def test_a_counted_key_counts_by_itself_on_both_databases() -> None:
    assert Number.compile(sqlite.dialect()) == "INTEGER"
    assert Number.compile(postgresql.dialect()) == "BIGINT"


def test_an_id_is_ordered_by_bytes_on_both_databases() -> None:
    assert PublicId.compile(sqlite.dialect()) == "VARCHAR(13)"
    assert PublicId.compile(postgresql.dialect()) == 'VARCHAR(13) COLLATE "C"'
