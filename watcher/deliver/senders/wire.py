"""The HTTP beneath Apprise's plugins: what they keep to themselves, and an end to answers that have none.

A plugin shows no header, so no Retry-After, and its time limit is for each piece that comes: a server that sends a byte
a second is heard for ever. Plugins call `requests`, which builds a session a call, and each session takes its way out
from `requests.sessions.HTTPAdapter`; ours stands there instead. It does as the other does, and notes what it sees where
`watched` asks for it, in that thread.
"""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from watcher.clock import Clock, SystemClock
from watcher.net.waits import retry_after

_watching: ContextVar["Wire | None"] = ContextVar("watching", default=None)


class Wire:
    """What goes on in one send. Its timer's thread and the sender's use it."""

    def __init__(self, clock: Clock) -> None:
        self.cut = False  # it took too long, and its connections were ended
        self.status: int | None = None  # of the last answer; None: none came over HTTP
        self.retry_after: timedelta | None = None  # what its header asked for
        self._clock = clock
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []

    def end(self) -> None:
        """End its connections, and every further one as soon as it stands: what waits for an answer goes on."""
        with self._lock:
            self.cut = True
            for each in self._sockets:
                _shut(each)

    def connected(self, by: socket.socket) -> None:
        """Take note of a connection."""
        with self._lock:
            self._sockets.append(by)
            if self.cut:
                _shut(by)

    def answered(self, status: int, headers: Mapping[str, str]) -> None:
        """Take note of an answer."""
        self.status = status
        self.retry_after = retry_after(headers, self._clock.now())


@contextmanager
def watched(within: timedelta, clock: Clock | None = None) -> Iterator[Wire]:
    """Note what this thread does over HTTP, and have it end `within` this time."""
    wire = Wire(clock or SystemClock())
    timer = threading.Timer(within.total_seconds(), wire.end)
    timer.daemon = True
    token = _watching.set(wire)
    timer.start()
    try:
        yield wire
    finally:
        timer.cancel()
        _watching.reset(token)


def watch_requests() -> None:
    """Put our way out into `requests`; may be called again."""
    sessions: Any = requests.sessions
    sessions.HTTPAdapter = _Adapter  # the one place that every session takes it from


class _Connection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _noted(self.sock)


class _TlsConnection(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _noted(self.sock)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS: dict[str, type] = {"http": _Pool, "https": _TlsPool}


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *options: Any, **more: Any) -> None:
        super().init_poolmanager(*options, **more)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):  # what speaks SOCKS has connections of its own
            manager.pool_classes_by_scheme = _POOLS
        return manager

    def send(self, request: requests.PreparedRequest, *options: Any, **more: Any) -> requests.Response:
        response = super().send(request, *options, **more)
        wire = _watching.get()
        if wire is not None:
            wire.answered(response.status_code, response.headers)
        return response


def _noted(connection: socket.socket | None) -> None:
    wire = _watching.get()
    if wire is not None and connection is not None:
        wire.connected(connection)


def _shut(connection: socket.socket) -> None:
    """End a connection in both directions, whoever waits for it; of TLS only what is beneath, it may be in use."""
    with suppress(OSError):  # it has ended
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
