"""A server in a process of its own, beside what is measured: its work must not count for ours."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any


@contextmanager
def beside(serve: Callable[[Connection, Any], None], what: Any) -> Iterator[str]:
    """Have `serve` serve `what` while the block runs; it sends its port first. Gives the address on this machine."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=[theirs, what], daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        server.terminate()
        server.join()
