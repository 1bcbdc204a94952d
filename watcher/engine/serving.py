"""The port of `[metrics] listen`: /metrics for Prometheus and /healthz for whoever restarts containers.

It has threads of its own, so a slow reader costs the poll loop nothing. Nothing is served but these two pages.
"""

import errno
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from watcher.errors import ConfigurationError, ServiceUnavailable

READ_WITHIN = 10  # seconds that a client may take to send its request or to read the answer
_POLL = 0.1  # seconds until the end is noticed

log = structlog.get_logger("watcher")

Page = tuple[HTTPStatus, str, bytes]  # status, content type, body


@contextmanager
def serving(
    address: tuple[str, int], registry: CollectorRegistry, ailments: Callable[[], tuple[str, ...]]
) -> Iterator[tuple[str, int]]:
    """Serve while the block runs; gives host and port, which is chosen where it was 0.

    Args:
        address: host and TCP port.
        registry: what /metrics shows.
        ailments: what is wrong with the watcher now, for /healthz.

    Raises:
        ServiceUnavailable: the port is taken.
        ConfigurationError: this machine cannot listen there.
    """
    pages: Mapping[str, Callable[[str], Page]] = {
        "/metrics": lambda accept: _metrics(registry, accept),
        "/healthz": lambda _: _health(ailments()),
    }
    server = _bound(address, type("Pages", (_Pages,), {"pages": pages}))
    thread = threading.Thread(target=server.serve_forever, args=(_POLL,), name="metrics", daemon=True)
    thread.start()
    host, port = server.server_address[:2]
    log.info("metrics.listening", host=host, port=port)
    try:
        yield str(host), port
    finally:
        server.shutdown()
        server.server_close()


def _metrics(registry: CollectorRegistry, accept: str) -> Page:
    encode, content_type = choose_encoder(accept)
    return HTTPStatus.OK, content_type, encode(registry)


def _health(ailments: tuple[str, ...]) -> Page:
    status = HTTPStatus.SERVICE_UNAVAILABLE if ailments else HTTPStatus.OK
    return status, "text/plain; charset=utf-8", "".join(f"{line}\n" for line in ailments or ("healthy",)).encode()


class _Server(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True
    block_on_close = False

    def server_bind(self) -> None:
        """Bind without asking a name server for our own name, as the library would."""
        socketserver.TCPServer.server_bind(self)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the library's signature
        """Log what went wrong, where the library prints a traceback; a reader that hangs up is no error."""
        error = sys.exception()
        if not isinstance(error, OSError):
            log.error("metrics.failed", exc_info=error)


class _Server6(_Server):
    address_family = socket.AF_INET6


class _Pages(BaseHTTPRequestHandler):
    pages: Mapping[str, Callable[[str], Page]]
    timeout = READ_WITHIN
    server_version = "watcher"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with one of the pages."""
        page = self.pages.get(self.path.partition("?")[0])
        missing = (HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"there are /metrics and /healthz\n")
        status, content_type, body = page(self.headers.get("Accept", "")) if page else missing
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def _bound(address: tuple[str, int], handler: type[_Pages]) -> _Server:
    host, port = address
    try:
        return (_Server6 if ":" in host else _Server)(address, handler)
    except OSError as error:
        shown = f"[metrics] listen: [{host}]:{port}" if ":" in host else f"[metrics] listen: {host}:{port}"
        if error.errno == errno.EADDRINUSE:
            raise ServiceUnavailable(f"{shown} is taken by another program; end it or choose another port") from None
        if error.errno == errno.EACCES:
            raise ConfigurationError(f"{shown} may not be listened on by this user; choose a port above 1023") from None
        reason = (error.strerror or str(error)).lower()
        raise ConfigurationError(f"{shown} is no address that this machine can listen on: {reason}") from None
