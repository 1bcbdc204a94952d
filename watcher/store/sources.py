"""What is remembered of feeds and drop folders."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from watcher.model import FeedState, Validators
from watcher.store import rows
from watcher.store.records import AnyRow
from watcher.store.statements import each_of, listed, put


class Feeds:
    """Feed states, by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def states(self, names: Iterable[str]) -> dict[str, FeedState]:
        """Give the state of each name, in the order asked; a feed never polled has the default state."""
        states = {name: FeedState(name=name) for name in names}
        query = select(rows.feed_state).where(rows.feed_state.c.name.in_(listed()))
        return states | {row.name: _state(row) for row in each_of(self._connection, query, tuple(states))}

    def save(self, state: FeedState) -> None:
        """Replace what is remembered of the feed."""
        row = {
            "name": state.name,
            "address": state.address,
            "etag": state.validators.etag,
            "last_modified": state.validators.last_modified,
            "body_hash": state.body_hash,
            "next_due": state.next_due,
            "polled_at": state.polled_at,
            "succeeded_at": state.succeeded_at,
            "failures": state.failures,
            "last_error": state.last_error,
        }
        put(self._connection, rows.feed_state, [row])


def _state(row: AnyRow) -> FeedState:
    return FeedState(
        name=row.name,
        address=row.address,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        body_hash=row.body_hash,
        next_due=row.next_due,
        polled_at=row.polled_at,
        succeeded_at=row.succeeded_at,
        failures=row.failures,
        last_error=row.last_error,
    )


class Drops:
    """Dropped files that were read, by folder and content."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def taken(self, drop: str, content_hash: str) -> bool:
        """Say whether this content was taken from this folder before."""
        file = rows.drop_file
        query = select(file.c.drop).where(file.c.drop == drop, file.c.content_hash == content_hash)
        return self._connection.scalar(query) is not None

    def take(self, drop: str, content_hash: str, file_name: str, at: datetime, problem: str | None) -> None:
        """Remember the file; `problem` says why it could not be read. Taken again: the last time counts."""
        row = {
            "drop": drop,
            "content_hash": content_hash,
            "file_name": file_name,
            "taken_at": at,
            "problem": problem,
        }
        put(self._connection, rows.drop_file, [row])
