"""A small HTTP proxy on the loopback: forwards requests in absolute form, tunnels with CONNECT, may want a login."""

import select
import socket
import socketserver
import ssl
from contextlib import suppress
from email.parser import BytesParser
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from email.message import Message


class Proxy:
    """Takes every host name for this machine; notes the request line and the headers of what it is asked."""

    def __init__(self, *, login: str | None = None, context: ssl.SSLContext | None = None) -> None:
        self.login = login  # the header that it wants, such as "Basic …"
        self.asked: list[str] = []
        self.headers: list[Message] = []
        proxy = self

        class _Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    proxy._serve(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._scheme = "https" if context else "http"
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, userinfo: str = "") -> str:
        return f"{self._scheme}://{userinfo}localhost:{self._server.server_address[1]}"

    def _serve(self, handler: socketserver.StreamRequestHandler) -> None:
        first = handler.rfile.readline()
        lines = list(iter(handler.rfile.readline, b"\r\n"))
        method, target, _ = first.decode().split(" ")
        self.asked.append(f"{method} {target}")
        self.headers.append(BytesParser().parsebytes(b"".join(lines)))
        if self.login and self.headers[-1]["Proxy-Authorization"] != self.login:
            handler.wfile.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        place, _, path = target.removeprefix("http://").partition("/")
        with socket.create_connection(("127.0.0.1", int(place.rpartition(":")[2])), 5) as server:
            if method == "CONNECT":
                handler.wfile.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            else:
                server.sendall(b"".join([f"{method} /{path} HTTP/1.1\r\n".encode(), *lines, b"\r\n"]))
            _pass_on(handler.connection, server)


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until either side is done."""
    while True:
        pending = isinstance(one, ssl.SSLSocket) and one.pending()
        ready = [one] if pending else select.select([one, other], [], [], 10)[0]
        if not ready:
            return
        for source in ready:
            data = source.recv(2**16)
            if not data:
                return
            (other if source is one else one).sendall(data)
