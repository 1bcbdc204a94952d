"""Real servers on the loopback: mail with login and TLS, a webhook receiver that answers as told, one that hangs."""

import asyncio
import gc
import json
import socket
import ssl
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "canary-right-77"


class MailServer:
    """Keeps what it is sent. A recipient that begins with three digits is refused with that reply."""

    def __init__(self, password: str = PASSWORD) -> None:
        self.port = 0
        self.password = password
        self.greylisting = True  # False: who was to come back later is taken now
        self.logins: list[str] = []  # the names of those who got in
        self.answer = "250 2.0.0 OK: queued as 4711"  # to a mail
        self.breaks_at = ""  # the command after which the connection is lost: "RCPT", or "DATA" with the mail taken
        self.silent = False  # True: takes a mail and does not say so
        self.sizes: list[int] = []  # bytes of each mail that was handed over, taken or not
        self.envelopes: list[Envelope] = []

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(envelope.content, policy=policy.default) for envelope in self.envelopes]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it by this name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self._break(server, "RCPT")
        if address[:3].isdigit() and (self.greylisting or address[0] != "4"):
            return f"{address[:3]} 5.1.1 <{address}> is not taken"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        self.sizes.append(len(envelope.content or b""))
        if self.answer.startswith("2"):
            self.envelopes.append(envelope)
        self._break(server, "DATA")
        if self.silent:
            await asyncio.Event().wait()
        return self.answer

    def _break(self, server: SMTP, command: str) -> None:
        if self.breaks_at == command and server.transport:
            server.transport.abort()

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == self.password.encode()
        self.logins += [data.login.decode()] if right else []
        return AuthResult(success=right, handled=False)


@contextmanager
def mail_server(
    context: ssl.SSLContext | None, *, implicit: bool = False, password: str = PASSWORD, **more: Any
) -> Iterator[MailServer]:
    """Serve mail with login: by STARTTLS, with TLS from the first byte, or without a context unencrypted."""
    server, loop = MailServer(password), asyncio.new_event_loop()
    options: dict[str, Any] = {"authenticator": server.authenticate, "auth_required": True, "loop": loop}
    plain = implicit or context is None
    options |= {"auth_require_tls": False} if plain else {"tls_context": context, "require_starttls": True}
    options |= {"hostname": "localhost", **more}
    connected: set[asyncio.BaseTransport] = set()

    class Watched(SMTP):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            connected.add(transport)  # STARTTLS makes a second one on top of the first
            super().connection_made(transport)

    listening = loop.run_until_complete(
        loop.create_server(lambda: Watched(server, **options), "127.0.0.1", 0, ssl=context if implicit else None)
    )
    server.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(listening.close)
        asyncio.run_coroutine_threadsafe(_ended(connected), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
        _forget_broken_handshakes()


async def _ended(connected: Iterable[asyncio.BaseTransport]) -> None:
    """End the sessions that clients left open, and let the loop see it."""
    for transport in connected:
        transport.close()
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for transport in connected:
        getattr(transport, "abort", transport.close)()
    await asyncio.sleep(0.05)


def _forget_broken_handshakes() -> None:
    """Collect the transports of clients that broke off a handshake: the loop ended before it saw that."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@dataclass
class Request:
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass
class Receiver:
    """Answers every request with `status`, `headers` and `body` as they stand."""

    port: int = 0
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    requests: list[Request] = field(default_factory=list)


@contextmanager
def webhook_receiver() -> Iterator[Receiver]:
    """Serve HTTP."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.requests.append(Request(self.path, dict(self.headers), json.loads(body)))
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.body)))
            self.end_headers()
            self.wfile.write(receiver.body)

        def log_message(self, *_: object) -> None:
            """Keep the test output clean."""

    with serving(Handler) as receiver.port:
        yield receiver


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """Answer requests as a handler does; give the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


@contextmanager
def hanging_server() -> Iterator[int]:
    """Take connections and never answer; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def closed_port() -> int:
    """Give a port that refuses."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
