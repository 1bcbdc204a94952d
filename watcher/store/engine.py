"""The connection to one database: its URL, its engine, and its errors in our own words.

What SQLite and PostgreSQL do in ways of their own stands in `sqlite` and `postgresql`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from watcher.errors import ConfigurationError, ServiceUnavailable, WatcherError
from watcher.store import postgresql, sqlite

_FORMS = "write sqlite:///FILE or postgresql://…"


def parse_url(url: str) -> URL:
    """Read a store URL: `sqlite:///FILE` (four slashes for an absolute path), `postgresql://…` or `postgres://…`.

    Raises:
        ConfigurationError: it is none of them; the URL itself is not repeated, since it may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise ConfigurationError(f"the store's URL cannot be read; {_FORMS}") from None
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ConfigurationError(f"a store cannot be in {parsed.drivername}; {_FORMS}")
    if database_file(parsed) == Path():
        raise ConfigurationError("the store's URL names no file; write sqlite:///FILE")
    return parsed


def database_file(url: URL) -> Path | None:
    """Give the file of a SQLite URL, `.` where it names none; None for a database server."""
    if url.get_backend_name() != "sqlite":
        return None
    return Path("" if url.database in {None, ":memory:"} else str(url.database))


def shown(url: URL) -> str:
    """Give the store's name for messages: the file, or the URL with its password masked and without parameters."""
    file = database_file(url)
    if file is not None:
        return str(file)
    return url.set(drivername=url.get_backend_name(), query={}).render_as_string(hide_password=True)


def connect(url: URL, patience: timedelta) -> Engine:
    """Make the engine and try it once.

    Args:
        url: as `parse_url` gives it.
        patience: how long a writer waits for another one.

    Raises:
        ConfigurationError: the driver is not installed, or the database is not in UTF-8.
        ServiceUnavailable: the database cannot be opened.
    """
    with own_errors(url):
        engine = _engine(url, patience)
        try:
            with engine.connect() as connection:
                if database_file(url) is None:
                    postgresql.require_unicode(connection, shown(url))
        except BaseException:
            engine.dispose()
            raise
        return engine


def _engine(url: URL, patience: timedelta) -> Engine:
    file = database_file(url)
    if file is not None:
        _make_folder(file)
        return sqlite.engine(url, patience)
    try:
        return postgresql.engine(url)
    except ImportError as error:
        advice = "install watcher[postgres]"
        raise ConfigurationError(f"the store {shown(url)} needs the Python package psycopg; {advice}") from error


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        reason = "a file of that name is in the way; move it, or name another folder"
        raise ServiceUnavailable(f"the folder of the store {file} cannot be made: {reason}") from error
    except OSError as error:
        raise ServiceUnavailable(f"the folder of the store {file} cannot be made: {error.strerror}") from error


@contextmanager
def own_errors(url: URL) -> Iterator[None]:
    """Turn what the database raises into errors of ours with a sentence for the user."""
    try:
        yield
    except DBAPIError as error:
        read = sqlite.error_of if database_file(url) is not None else postgresql.error_of
        raise read(error, shown(url)) from error
    except SQLAlchemyError as error:
        raise WatcherError(f"the store {shown(url)} failed: {error}") from error
