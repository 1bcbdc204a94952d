"""The one HTTP client: every request of ours goes through it.

Takes an address and headers, gives the final answer with its body unpacked. Guarantees: http and https only on every
hop, no address off the public internet but those that are allowed, a deadline for the whole request and a rate below
which it is given up, limits on bytes received and bytes unpacked, no cookies, a proxy only where the options name one,
and one kind of error (`FetchError`) whose text is for the user and never holds a password. `Caller` is for messages to
servers of the user's: one JSON request, no redirect, any address, and errors that say whether anything was sent.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand
from watcher.net.errors import FetchError, shown
from watcher.net.login import basic_auth
from watcher.net.options import ClientOptions
from watcher.net.response import Response
from watcher.net.threads import in_daemon_thread
from watcher.net.tls import trusted_roots

if TYPE_CHECKING:
    from watcher.net.calls import Answer, Caller, CallError
    from watcher.net.client import Client
    from watcher.net.credentials import may_be_told

__all__ = [
    "Answer",
    "CallError",
    "Caller",
    "Client",
    "ClientOptions",
    "FetchError",
    "Response",
    "basic_auth",
    "in_daemon_thread",
    "may_be_told",
    "shown",
    "trusted_roots",
]

__getattr__ = on_demand(
    __name__,
    {
        "lean": ("Answer", "CallError", "Caller", "Client"),
        "credentials": ("may_be_told",),
    },
)
