"""An HTTP server on the loopback that fails as it is told: it answers anything, hangs, drips, or resets connections."""

import json
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.integration.servers import serving


@dataclass(frozen=True)
class Answer:
    """What a request gets."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    seconds: float = 0.0  # before it


HANG, RESET, DRIP = object(), object(), object()
"""Never an answer; the connection ended before one; an answer of one byte a second."""


@dataclass
class Faults:
    """The server: gives one of `script` after the other, the last for ever."""

    port: int = 0
    script: list[Any] = field(default_factory=lambda: [Answer()])
    taken: list[Any] = field(default_factory=list)  # the bodies that came, in the order of their beginning
    headers: list[Mapping[str, str]] = field(default_factory=list)
    at_once: int = 0  # requests that were under way at a time, at most
    _busy: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _end: threading.Event = field(default_factory=threading.Event)

    def next(self, headers: Mapping[str, str], body: Any) -> object:
        with self._lock:
            self.taken.append(body)
            self.headers.append(headers)
            return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    @contextmanager
    def under_way(self) -> Iterator[None]:
        with self._lock:
            self._busy += 1
            self.at_once = max(self.at_once, self._busy)
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1

    def wait(self, seconds: float) -> bool:
        """Wait, but no longer than the server lives; False: it ended."""
        return not self._end.wait(seconds)

    def end(self) -> None:
        self._end.set()


@contextmanager
def fault_server() -> Iterator[Faults]:
    """Serve."""
    faults = Faults()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with faults.under_way(), suppress(OSError):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self._give(faults.next(dict(self.headers), body))

        def log_message(self, *_: object) -> None:
            """Keep the test output clean."""

        def _give(self, step: object) -> None:
            self.close_connection = True
            if isinstance(step, Answer):
                faults.wait(step.seconds)
                self.wfile.write(_written(step))
            elif step is RESET:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            elif step is HANG:
                faults.wait(600)
            else:
                self._drip()

        def _drip(self) -> None:
            for byte in _written(Answer()):
                self.wfile.write(bytes([byte]))
                if not faults.wait(1):
                    return

    with serving(Handler) as faults.port:
        try:
            yield faults
        finally:
            faults.end()


def _written(answer: Answer) -> bytes:
    headers = {"Content-Length": str(len(answer.body)), "Connection": "close", **answer.headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {answer.status} Status\r\n{lines}\r\n".encode() + answer.body
