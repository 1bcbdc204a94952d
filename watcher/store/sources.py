"""What is remembered of feeds and drop folders."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from watcher.model import Arrival, FeedState, Pace, Trouble, Validators
from watcher.store import rows
from watcher.store.columns import EPOCH
from watcher.store.records import AnyRow
from watcher.store.statements import each_of, listed, put

_PLAIN = (
    "name",
    "address",
    "body_hash",
    "next_due",
    "polled_at",
    "succeeded_at",
    "whole_at",
    "failures",
    "failing_since",
    "trouble",
    "last_error",
    "poisoned",
    "stopped",
    "moved_to",
    "moved_since",
    "moved_polls",
    "current_url",
    "announced",
)
"""Fields of a state that are columns as they are."""

_HABITS = (
    "followed_since",
    "repeats",
    "slow",
    "restless",
    "title",
    "entries",
    "arrivals",
    "pace",
    "shape",
    "seen",
)
"""Fields of a state that are one column together."""


class Feeds:
    """Feed states, by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def states(self, names: Iterable[str]) -> dict[str, FeedState]:
        """Give the state of each name, in the order asked; a feed never polled has the default state."""
        states = {name: FeedState(name=name) for name in names}
        query = select(rows.feed_state).where(rows.feed_state.c.name.in_(listed()))
        return states | {row.name: _state(row) for row in each_of(self._connection, query, tuple(states))}

    def asked_at(self, url: str, mark: str, *, besides: str) -> str | None:
        """Give another feed that is asked for at an address: as configured, which its `mark` says, or as moved."""
        state = rows.feed_state.c
        here = (state.address == mark) & state.current_url.is_(None) | (state.current_url == url)
        query = select(state.name).where(state.name != besides, here).order_by(state.name).limit(1)
        return self._connection.scalar(query)

    def save(self, state: FeedState) -> None:
        """Replace what is remembered of the feed."""
        put(self._connection, rows.feed_state, [_row(state) | {"habits": _habits(state)}])

    def save_all(self, changed: Sequence[tuple[FeedState, FeedState]]) -> None:
        """Replace what is remembered of feeds, given as it was stored and as it is now.

        Most polls bring nothing new, and then a feed's habits, which are the most to write, are the same as before.
        """
        rows_of = {True: list[dict[str, Any]](), False: list[dict[str, Any]]()}
        for before, after in changed:
            same = _same_habits(before, after)
            rows_of[same].append(_row(after) if same else _row(after) | {"habits": _habits(after)})
        for new in rows_of.values():
            put(self._connection, rows.feed_state, new)


def _row(state: FeedState) -> dict[str, Any]:
    return {
        **{name: getattr(state, name) for name in _PLAIN},
        "etag": state.validators.etag,
        "last_modified": state.validators.last_modified,
    }


def _state(row: AnyRow) -> FeedState:
    habits = row.habits or {}
    arrivals = (Arrival(at=EPOCH + timedelta(seconds=at), count=count) for at, count in habits.get("arrivals", ()))
    trouble = Trouble(row.trouble) if row.trouble else None
    return FeedState(
        **{name: getattr(row, name) for name in _PLAIN} | {"trouble": trouble},
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        followed_since=EPOCH + timedelta(seconds=habits["since"]) if "since" in habits else None,
        repeats=habits.get("repeats", 0),
        slow="slow" in habits,
        restless=habits.get("restless", 0),
        title=habits.get("title"),
        entries=habits.get("entries", 0),
        arrivals=tuple(arrivals),
        pace=_pace(habits),
        shape=frozenset(habits.get("shape", ())),
        seen=b64decode(habits.get("seen", "")),
    )


def _same_habits(before: FeedState, after: FeedState) -> bool:
    return all(getattr(before, name) == getattr(after, name) for name in _HABITS)


def _habits(state: FeedState) -> dict[str, Any] | None:
    """Write down how a feed behaves, and what its entries have; what is not known is left out."""
    pace = state.pace
    habits = {
        "since": state.followed_since and (state.followed_since - EPOCH) // timedelta(seconds=1),
        "repeats": state.repeats,
        "slow": state.slow,
        "restless": state.restless,
        "title": state.title,
        "entries": state.entries,
        "arrivals": [((arrival.at - EPOCH) // timedelta(seconds=1), arrival.count) for arrival in state.arrivals],
        "hint": pace.hint and pace.hint // timedelta(seconds=1),
        "skip_hours": sorted(pace.skip_hours),
        "skip_days": sorted(pace.skip_days),
        "next_page": pace.next_page,
        "shape": sorted(state.shape),
        "seen": b64encode(state.seen).decode("ascii"),
    }
    return {name: value for name, value in habits.items() if value} or None


def _pace(habits: Mapping[str, Any]) -> Pace:
    hint = habits.get("hint")
    return Pace(
        hint=timedelta(seconds=hint) if hint else None,
        skip_hours=frozenset(habits.get("skip_hours", ())),
        skip_days=frozenset(habits.get("skip_days", ())),
        next_page=habits.get("next_page"),
    )


class Hosts:
    """Servers that asked to be left alone for a while, by host and port."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def waits(self, now: datetime) -> dict[str, datetime]:
        """Give until when each is to be left alone, of those to which that still applies."""
        query = select(rows.host_wait).where(rows.host_wait.c.until > now)
        return {row.host: row.until for row in self._connection.execute(query)}

    def leave(self, host: str, until: datetime) -> None:
        """Leave a server alone until then; a later word replaces an earlier one."""
        put(self._connection, rows.host_wait, [{"host": host, "until": until}])


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
