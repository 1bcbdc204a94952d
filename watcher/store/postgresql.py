"""PostgreSQL: how transactions begin, who may write, what its errors mean.

A reader sees one snapshot (REPEATABLE READ). A writer begins with advisory locks and runs under READ COMMITTED, so what
it reads after them is what those before it committed. Writers take turns, except those of documents, which work beside
each other: each shares the turn, and holds for itself the keys of its document (`watcher.stories.lock_keys`).
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from watcher.errors import ConfigurationError, ConnectionLost, ServiceUnavailable, StoreBusy, WatcherError

_SPACE = 0x77617463  # "watc": the first half of our advisory locks
TURN = {"space": _SPACE, "lock": 1}
"""Held by the transaction that writes, or shared by those that write documents."""
SOLE = {"space": _SPACE, "lock": 2}
"""Held by the session of the one running watcher."""

MOST_KEYS = 1_000
"""Keys that one transaction holds; a document with more takes the turn for itself.

Each is an entry in a table of the server, which with its default settings has room for 6,400 and some.
"""

_NOTICE_A_DEAD_SERVER = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds; the others are seconds
}
"""So that a server that lost power or its network is an error after a minute, not a quarter of an hour."""

NOTICE_A_DEAD_CLIENT = (
    "SELECT set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),"
    " set_config('tcp_keepalives_count', '3', false)"
)
"""So that a lock whose holder lost power is free after a minute, not after two hours."""

_WAIT = "set_config('lock_timeout', :patience, :local)"
_TAKE_TURN = text(f"SELECT {_WAIT}, pg_advisory_xact_lock(:space, :lock)")
_SHARE_TURN = text(f"SELECT {_WAIT}, pg_advisory_xact_lock_shared(:space, :lock)")
_HOLD = text("SELECT count(pg_advisory_xact_lock(key)) FROM unnest(CAST(:keys AS BIGINT[])) AS key")  # in their order
_TAKE = text(f"SELECT {_WAIT}, pg_advisory_lock(:space, :lock)")
_HELD = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = :holder AND granted AND locktype = 'advisory'"
    " AND classid = :space AND objid = :lock AND objsubid = 2)"  # 2: a lock of two numbers
)


class Crossed(StoreBusy):
    """Two writers came across each other; what the one would have done is to be done again, alone."""


_DEADLOCK = "40P01"
_BUSY = frozenset({"55P03", "40001", _DEADLOCK})
"""Lock not available in time, could not serialise, deadlock."""

_SENTENCES = {
    "53100": "has no space left on its disk; free some, nothing was lost",
    "53300": "has no connection left; raise max_connections of the server, or stop what holds them",
    "28000": "does not let this user in; see user, database and the server's pg_hba.conf",
    "28P01": "does not take this password",
    "3D000": "does not exist; make it: CREATE DATABASE",
    "42501": "may not be used so by this user; make it the owner of the database",
    "25006": "may only be read: the server is a standby",
    "XX001": "is damaged; restore a backup",
    "XX002": "is damaged; restore a backup",
}


def engine(url: URL) -> Engine:
    """Make the engine, without connecting; raises `ImportError` without the driver."""
    arguments = {name: value for name, value in _NOTICE_A_DEAD_SERVER.items() if name not in url.query}
    # Pinged before use: a connection that a restart of the server has cut is replaced, not handed out.
    return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=arguments)


def require_unicode(connection: Connection, store: str) -> None:
    """Raise ConfigurationError where the database cannot hold every letter."""
    encoding = connection.scalar(
        text("SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()")
    )
    if encoding != "UTF8":
        advice = "make one with: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'"
        raise ConfigurationError(f"the store {store} is a database in {encoding}, which lacks letters; {advice}")


def readers(made: Engine) -> Engine:
    """Give the engine for transactions that read."""
    return made.execution_options(isolation_level="REPEATABLE READ")


def writers(made: Engine) -> Engine:
    """Give the engine for transactions that write; each has to `take_turn` first."""
    return made.execution_options(isolation_level="READ COMMITTED")


def take_turn(connection: Connection, patience: timedelta) -> None:
    """Be the only writer until the transaction ends; fails with "lock not available" after `patience`."""
    connection.execute(_TAKE_TURN, TURN | {"patience": _milliseconds(patience), "local": True})


def share_turn(connection: Connection, patience: timedelta) -> None:
    """Write beside others that share the turn, until the transaction ends; fails as `take_turn` does."""
    connection.execute(_SHARE_TURN, TURN | {"patience": _milliseconds(patience), "local": True})


def hold(connection: Connection, keys: Sequence[int]) -> None:
    """Be the only one that holds these keys until the transaction, which shares the turn, ends.

    They are distinct and ascending, so that no two wait for each other; at most `MOST_KEYS`. Fails as `share_turn`.
    """
    connection.execute(_HOLD, {"keys": f"{{{','.join(map(str, keys))}}}"})


def take(connection: Connection, lock: Mapping[str, int], patience: timedelta) -> None:
    """Take a lock for the connection's session; fails with "lock not available" after `patience`."""
    connection.execute(_TAKE, {**lock, "patience": _milliseconds(patience), "local": False})


def is_held(connection: Connection, lock: Mapping[str, int], holder: int) -> bool:
    """Tell, over any connection, whether the session of that process on the server holds the lock."""
    return bool(connection.scalar(_HELD, {**lock, "holder": holder}))


def _milliseconds(patience: timedelta) -> str:
    return str(max(1, int(patience.total_seconds() * 1000)))


def is_busy(error: DBAPIError) -> bool:
    """Tell whether somebody else holds what was asked for."""
    return getattr(error.orig, "sqlstate", None) in _BUSY


def error_of(error: DBAPIError, store: str) -> WatcherError:
    """Give an error in our own words."""
    cause = error.orig
    state = getattr(cause, "sqlstate", None) or ""
    reason = str(cause).strip().partition("\n")[0]
    if state == _DEADLOCK:
        return Crossed(f"two writers to the store {store} wait for each other; try again later")
    if state in _BUSY:
        return StoreBusy(f"another program writes to the store {store} and does not let go; try again later")
    if state in _SENTENCES:
        return ServiceUnavailable(f"the store {store} {_SENTENCES[state]}")
    if error.connection_invalidated or _is_of_connection(error, state):
        return ConnectionLost(f"the store {store} does not answer: {reason}")
    return WatcherError(f"the store {store} refused a statement: {reason}")


def _is_of_connection(error: DBAPIError, state: str) -> bool:
    """Tell whether the server was not reached, shuts down or starts up; without a code the driver itself found out."""
    found_by_driver = error.__class__.__name__ in {"OperationalError", "InterfaceError"}
    return state[:2] in {"08", "57"} or (not state and found_by_driver)
