"""What libraries raise, as one clause for the user. The transport's own error says most, so it is asked first."""

import socket

import aiohttp
import httpx

from watcher.net.options import ClientOptions

NO_ADDRESS = "is not a complete http(s) address"

_FIXED: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientPayloadError, "broke off before its end"),
    (aiohttp.ServerDisconnectedError, "the connection was closed without an answer"),
    (ConnectionError, "the connection was closed without an answer"),
    (aiohttp.ClientResponseError, "what answers does not speak HTTP"),
    (httpx.RemoteProtocolError, "redirects to something that is no address"),
    (httpx.InvalidURL, NO_ADDRESS),
    (ValueError, NO_ADDRESS),
)


def problem_of(error: Exception, options: ClientOptions) -> str:
    """Say what kept an address from being fetched, without naming the address."""
    cause = error.__cause__ if isinstance(error.__cause__, aiohttp.ClientError) else error
    match cause:
        case aiohttp.ClientConnectorDNSError():
            return _name_problem(cause.os_error)
        case aiohttp.ClientConnectorCertificateError():
            return f"the certificate is not valid: {_certificate_problem(cause.certificate_error)}"
        case aiohttp.ClientSSLError():
            return "no encrypted connection can be made: what answers does not speak TLS as we do"
        case aiohttp.ConnectionTimeoutError():
            return f"could not be reached within {options.connect_timeout.total_seconds():g} s"
        case aiohttp.ClientConnectorError():
            return _connection_problem(cause.os_error)
    return next((text for kind, text in _FIXED if isinstance(cause, kind)), f"fails with {type(cause).__name__}")


def _name_problem(error: OSError) -> str:
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return "the host name cannot be looked up now: no name server answers"
    return "the host name is not known"


def _certificate_problem(error: Exception) -> str:
    return str(getattr(error, "verify_message", "") or "it cannot be verified")


def _connection_problem(error: OSError) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    return f"cannot be reached: {(error.strerror or type(error).__name__).lower()}"
