"""The one HTTP client: every request of ours goes through it.

Takes an address and headers, gives the final answer with its body unpacked. Guarantees: http and https only on every
hop, a deadline for the whole request, limits on bytes received and bytes unpacked, no cookies, a proxy only where
the options name one, and one kind of error (`FetchError`) whose text is for the user and never holds a password.
"""

from typing import TYPE_CHECKING

from watcher.net.errors import FetchError, shown
from watcher.net.login import basic_auth
from watcher.net.options import ClientOptions
from watcher.net.response import Response
from watcher.net.threads import in_daemon_thread
from watcher.net.tls import trusted_roots

if TYPE_CHECKING:
    from watcher.net.client import Client

__all__ = [
    "Client",
    "ClientOptions",
    "FetchError",
    "Response",
    "basic_auth",
    "in_daemon_thread",
    "shown",
    "trusted_roots",
]


def __getattr__(name: str) -> object:
    """Load the client on first use: httpx and aiohttp take a second of CPU to import; the options need neither."""
    if name == "Client":
        from watcher.net.client import Client  # noqa: PLC0415 - the point of this function

        return Client
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
