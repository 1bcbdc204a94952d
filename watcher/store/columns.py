"""Column types that behave the same on SQLite and PostgreSQL."""

import sys
from array import array
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import BigInteger, Integer, LargeBinary, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Number = BigInteger().with_variant(Integer, "sqlite")
"""A counted key: 64 bits everywhere. SQLite counts up by itself only in a column of type INTEGER."""

PublicId = String(13).with_variant(String(13, collation="C"), "postgresql")
"""An id made from content, in byte order, so that a beginning of it is a range of the index."""


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as whole microseconds since 1970 in UTC; exact and ordered on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Give the microseconds; a time without a zone is a bug and raises TypeError."""
        del dialect
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Give the time back, in UTC."""
        del dialect
        return None if value is None else EPOCH + value * MICROSECOND


class Day(TypeDecorator[date]):
    """A date, kept as whole days since 1970; ordered on every database."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        """Give the days."""
        del dialect
        return None if value is None else value.toordinal() - EPOCH.toordinal()

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        """Give the date back."""
        del dialect
        return None if value is None else date.fromordinal(EPOCH.toordinal() + value)


def storable(text: str) -> str:
    """Put U+FFFD for what no database takes: NUL (PostgreSQL) and halves of surrogate pairs (both).

    Parsing lets neither through; should one slip past, the feed must not fail at every poll for it.
    """
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


class Words(TypeDecorator[str]):
    """Text from outside, of any length."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Give the text as every database takes it."""
        del dialect
        return None if value is None else storable(value)


class Hashes(TypeDecorator[tuple[int, ...]]):
    """Signed 64-bit integers, packed little-endian."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> bytes | None:
        """Pack; eight bytes each."""
        del dialect
        return None if value is None else _little_endian(array("q", value)).tobytes()

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> tuple[int, ...] | None:
        """Unpack, in the order they were given."""
        del dialect
        if value is None:
            return None
        numbers = array("q")
        numbers.frombytes(value)
        return tuple(_little_endian(numbers))


def _little_endian(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
