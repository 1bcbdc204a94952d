"""Servers on 127.0.0.1 that take alerts: any, one that knows messages by Idempotency-Key, a Matrix server's sending."""

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from threading import Lock

from farm import Server, Serving
from marked import numbers_in

Key = Callable[[BaseHTTPRequestHandler], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A request, as it was when its last byte had come."""

    numbers: frozenset[int]  # of the alerts that it tells of
    key: str | None  # what the server knows the message by; None: it takes every one for another
    at: float  # Unix time


class Receiver(Serving):
    """Takes messages while the block runs, and answers each after `takes` seconds; `heard` is called in between."""

    def __init__(self, key: Key = lambda _: None, *, takes: float = 0.0) -> None:
        self.arrivals: list[Arrival] = []
        self.heard: Callable[[], None] = lambda: None
        self._lock = Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # else the body of an answer waits 40 ms for the headers to be acknowledged

            def do_POST(self) -> None:  # the name that http.server asks for
                body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
                receiver._take(Arrival(numbers=numbers_in(body), key=key(self), at=time.time()))
                time.sleep(takes)
                self._answer({"event_id": f"${key(self)}", "room_id": "!quay:harbour.example"})

            do_PUT = do_POST  # noqa: N815 - as above

            def _answer(self, said: dict[str, str]) -> None:
                body = json.dumps(said).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = Quiet(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        """Give host and port."""
        return f"127.0.0.1:{self._server.server_port}"

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self.arrivals = []

    def seen(self) -> set[int]:
        """Give the numbers of the alerts that arrived."""
        with self._lock:
            return {number for each in self.arrivals for number in each.numbers}

    def doubled(self) -> int:
        """Count how often an alert was shown again; a message whose key is known is shown once."""
        shown: Counter[int] = Counter()
        keys: set[str] = set()
        for each in self.arrivals:
            if each.key is None or each.key not in keys:
                shown.update(each.numbers)
            if each.key is not None:
                keys.add(each.key)
        return shown.total() - len(shown)

    def repeated(self) -> int:
        """Count the requests that came again with a key that was known."""
        keys = [each.key for each in self.arrivals if each.key is not None]
        return len(keys) - len(set(keys))

    def _take(self, arrival: Arrival) -> None:
        if arrival.numbers:
            with self._lock:
                self.arrivals.append(arrival)
            self.heard()


class Quiet(Server):
    """A server to which those that are killed in the middle of a request are nothing special."""

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


def by_header(request: BaseHTTPRequestHandler) -> str | None:
    """Know a message by the header `Idempotency-Key`."""
    return request.headers["Idempotency-Key"]


def by_transaction(request: BaseHTTPRequestHandler) -> str | None:
    """Know a message by its transaction id, as a Matrix server does: the last part of the address it is put at."""
    return request.path.rpartition("/")[2]
