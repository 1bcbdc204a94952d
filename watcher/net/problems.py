"""What libraries raise, as one clause for the user. The transport's own error says most, so it is asked first."""

import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import aiohttp
import httpx
from aiohttp.http_exceptions import LineTooLong

from watcher.net.body import in_words
from watcher.net.options import ClientOptions

NO_ADDRESS = "is not a complete http(s) address"

_FIXED: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientPayloadError, "broke off before its end"),
    (aiohttp.ServerDisconnectedError, "the connection was closed without an answer"),
    (aiohttp.ClientOSError, "the connection was closed without an answer"),
    (ConnectionError, "the connection was closed without an answer"),
    (httpx.RemoteProtocolError, "redirects to something that is no address"),
    (httpx.InvalidURL, NO_ADDRESS),
    (ValueError, NO_ADDRESS),
)


def problem_of(error: Exception, options: ClientOptions) -> str:
    """Say what kept an address from being fetched, without naming the address."""
    cause = error.__cause__ if isinstance(error.__cause__, aiohttp.ClientError) else error
    told = next((tell(cause, options) for kind, tell in _TOLD if isinstance(cause, kind)), None)
    return told or next(
        (text for kind, text in _FIXED if isinstance(cause, kind)), f"fails with {type(cause).__name__}"
    )


def too_many_headers(options: ClientOptions) -> str:
    """Say that the headers of an answer are beyond the limit."""
    return f"sends more than {in_words(options.max_headers)} of headers"


def _name_problem(error: Any, options: ClientOptions) -> str:
    name = "the host name of the proxy" if options.proxy else "the host name"  # the only one that is looked up then
    if isinstance(error.os_error, socket.gaierror) and error.os_error.errno == socket.EAI_AGAIN:
        return f"{name} cannot be looked up now: no name server answers"
    return f"{name} is not known"


def _certificate_problem(error: Any, _options: ClientOptions) -> str:
    problem = getattr(error.certificate_error, "verify_message", "") or "it cannot be verified"
    return f"the certificate is not valid: {problem}"


def _tls_problem(_error: Any, _options: ClientOptions) -> str:
    return "no encrypted connection can be made: what answers does not speak TLS as we do"


def _late(_error: Any, options: ClientOptions) -> str:
    through = " through the proxy" if options.proxy else ""
    return f"could not be reached within {options.connect_timeout.total_seconds():g} s{through}"


def _proxy_problem(error: Any, _options: ClientOptions) -> str:
    if error.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return "the proxy wants another user name or password (407)"
    known = {member.value: f" {member.phrase}" for member in HTTPStatus}
    return f"the proxy made no connection: it answered {error.status}{known.get(error.status, '')}"


def _answer_problem(error: Any, options: ClientOptions) -> str:
    broken = error.__cause__ and error.__cause__.__cause__
    return too_many_headers(options) if isinstance(broken, LineTooLong) else "what answers does not speak HTTP"


def _connection_problem(error: Any, options: ClientOptions) -> str:
    proxy = "the proxy: " if options.proxy else ""
    if isinstance(error.os_error, ConnectionRefusedError):
        return f"{proxy}connection refused"
    return f"{proxy}cannot be reached: {(error.os_error.strerror or type(error.os_error).__name__).lower()}"


_TOLD: tuple[tuple[type[Exception], Callable[[Any, ClientOptions], str]], ...] = (  # the first that fits
    (aiohttp.ClientConnectorDNSError, _name_problem),
    (aiohttp.ClientConnectorCertificateError, _certificate_problem),
    (aiohttp.ClientSSLError, _tls_problem),
    (aiohttp.ConnectionTimeoutError, _late),
    (aiohttp.ClientHttpProxyError, _proxy_problem),
    (aiohttp.ClientConnectorError, _connection_problem),
    (aiohttp.ClientResponseError, _answer_problem),
)
