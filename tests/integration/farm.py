"""A loopback web server whose every byte is scripted, good manners or bad."""

import socketserver
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Request:
    path: str
    headers: Message
    method: str = "GET"
    body: bytes = b""


Route = Callable[[Request], Iterable[bytes]]
"""Gives the bytes to send; the connection is closed behind them."""


def reply(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """Write a whole answer; header names with "_" for "-", an empty value leaves the header out."""
    fields = {"Content_Length": str(len(body)), "Connection": "close"} | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status} Scripted", *lines, "", ""]).encode("latin-1") + body


class Farm:
    """Serves `routes` (by path) on 127.0.0.1; notes every request."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.otherwise: Route = lambda _request: [reply(404)]
        self.requests: list[Request] = []
        self.closing = Event()
        self.greeting = b""  # sent before a request is read
        farm = self

        class _Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                farm._answer(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str, *, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def encrypt(self, context: ssl.SSLContext) -> None:
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def says(self, path: str, *answers: bytes) -> str:
        """Answer with these in turn, the last one for ever; give the address."""
        left = list(answers)
        self.routes[path] = lambda _request: [left.pop(0) if len(left) > 1 else left[0]]
        return self.url(path)

    def plays(self, path: str, route: Route) -> str:
        """Answer with what the route gives; give the address."""
        self.routes[path] = route
        return self.url(path)

    def hangs(self, path: str) -> str:
        """Take the request and say nothing until the farm closes; give the address."""
        return self.plays(path, self._silence)

    def drips(self, path: str, interval: float) -> str:
        """Send a byte now and then, for ever; give the address."""
        return self.plays(path, lambda _request: self._drops(interval))

    def _silence(self, _request: Request) -> Iterator[bytes]:
        self.closing.wait()
        yield b""

    def _drops(self, interval: float) -> Iterator[bytes]:
        yield reply(Content_Length="1000000")
        while not self.closing.wait(interval):
            yield b"x"

    def _answer(self, handler: socketserver.StreamRequestHandler) -> None:
        with suppress(OSError):
            handler.wfile.write(self.greeting)
            first = handler.rfile.readline().decode("latin-1").split(" ")
            if len(first) < 2:  # no HTTP, or the client went away
                return
            lines = iter(handler.rfile.readline, b"\r\n")
            headers = BytesParser().parsebytes(b"".join(lines))
            body = handler.rfile.read(int(headers.get("Content-Length", 0)))
            request = Request(first[1], headers, first[0], body)
            self.requests.append(request)
            for part in self.routes.get(request.path, self.otherwise)(request):
                handler.wfile.write(part)


@dataclass
class Crowd:
    """A route that measures how many are served at once."""

    pause: float
    now: int = 0
    peak: int = 0
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, _request: Request) -> Iterator[bytes]:
        with self._lock:
            self.now += 1
            self.peak = max(self.peak, self.now)
        Event().wait(self.pause)
        with self._lock:
            self.now -= 1
        yield reply(body=b"crowd")
