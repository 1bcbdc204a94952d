"""The error tree. Each branch has one exit code; attributes come first, the message is derived.

WatcherError                 70  a bug, or nothing more precise is known
├── UsageError                2  the command line asks for something that cannot be
├── ConfigurationError       78  one or more located problems in the configuration files
├── ServiceUnavailable       69  a service we need does not answer (a database, a server we were told to fetch from)
│   └── ConnectionLost          the database went away while we worked with it, or is just starting
├── StoreBusy                75  another watcher holds this store: try again later
└── InputError                1  a document, query or file that we were given cannot be used
    ├── DocumentError           a fetched or dropped document cannot be read as what it should be
    │   └── PoisonError             reading it broke our limits, or the process that read it
    └── QueryError              a query does not parse; carries the column
"""

from typing import ClassVar


class WatcherError(Exception):
    """Base of every error that `watcher` raises on purpose."""

    exit_code: ClassVar[int] = 70


class UsageError(WatcherError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class ConfigurationError(WatcherError):
    """The configuration cannot be used; `str()` lists every problem, one a line."""

    exit_code = 78


class ServiceUnavailable(WatcherError):  # noqa: N818 - a state, as in HTTP 503
    """A service outside this process does not answer."""

    exit_code = 69


class ConnectionLost(ServiceUnavailable):
    """The database went away, or is only starting; the same may work in a moment."""


class StoreBusy(WatcherError):  # noqa: N818 - a state, as SQLITE_BUSY
    """Another process holds the store."""

    exit_code = 75


STORE_AWAY = (ServiceUnavailable, StoreBusy)
"""What a store raises that takes nothing for now, whoever asks: locked, full or out of reach. The same works later."""


class InputError(WatcherError):
    """Something that was handed in cannot be used."""

    exit_code = 1


class DocumentError(InputError):
    """A document cannot be read; `str()` is one sentence for the user: what is wrong, and what to do."""


class PoisonError(DocumentError):
    """Reading a document took too long or too much memory, or broke the process that read it."""


class QueryError(InputError):
    """A query does not parse.

    Attributes:
        query: the whole query text.
        start: offset in characters of the first offending character.
        end: offset just behind the last one; at least `start + 1`.
        problem: what is wrong, in one sentence without the position.
        hint: what to write instead, or None.
    """

    def __init__(self, *, query: str, start: int, end: int, problem: str, hint: str | None = None) -> None:
        self.query = query
        self.start = start
        self.end = max(end, start + 1)
        self.problem = problem
        self.hint = hint
        caret = " " * start + "^" * (self.end - start)
        advice = f"\n  {hint}" if hint else ""
        super().__init__(f"{problem}\n  {query}\n  {caret}{advice}")
