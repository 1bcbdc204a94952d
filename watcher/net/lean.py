"""The client, with aiohttp imported at half its price.

While it is imported, aiohttp reads this machine's roots of trust twice, 0.05 s each, for contexts of its own. Ours
takes their place in every encrypted request, and without roots aiohttp's trust nobody.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager


def _read_none(_: ssl.SSLContext) -> None:
    """Stand in for what reads them."""


@contextmanager
def _no_roots_read() -> Iterator[None]:
    read = ssl.SSLContext.set_default_verify_paths
    ssl.SSLContext.set_default_verify_paths = _read_none  # type: ignore[assignment,method-assign] # put back below
    try:
        yield
    finally:
        ssl.SSLContext.set_default_verify_paths = read  # type: ignore[method-assign]


with _no_roots_read():
    from watcher.net.calls import Answer, Caller, CallError
    from watcher.net.client import Client

__all__ = ["Answer", "CallError", "Caller", "Client"]
