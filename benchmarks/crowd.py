"""A crowd of invented servers behind one proxy on 127.0.0.1, in a process of its own: `feed-N.example` has feed N.

A watcher that fetches through the proxy (`collect.proxy`) takes each for a server of its own, and no name is looked up.
"""

import asyncio
import random
import resource
from collections.abc import Collection
from contextlib import AbstractContextManager
from multiprocessing.connection import Connection

from beside import beside

WORDS = 40  # of an entry
_SYLLABLES = ("ba", "bor", "cen", "da", "fel", "gri", "ho", "kan", "lo", "mer", "nis", "pu", "ral", "sto", "tev", "vu")
_HOST = "feed-"


def address(number: int) -> str:
    """Give the address of a feed."""
    return f"http://{_HOST}{number}.example/"


def crowd(hanging: Collection[int]) -> AbstractContextManager[str]:
    """Serve while the block runs; those feeds take a request and say nothing. Gives the proxy's address."""
    return beside(_serve, frozenset(hanging))


class _Answer(asyncio.Protocol):
    """One connection: a request, and an answer or none."""

    def __init__(self, hanging: frozenset[int]) -> None:
        self._hanging = hanging
        self._transport = asyncio.Transport()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a TCP server makes no other
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        number = int(data.partition(_HOST.encode())[2].partition(b".")[0])
        if number not in self._hanging:
            self._transport.write(_answer(number))
            self._transport.close()


def _serve(port: Connection, hanging: frozenset[int]) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(_listen(port, hanging))


async def _listen(port: Connection, hanging: frozenset[int]) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Answer(hanging), "127.0.0.1", 0, backlog=4096)
    port.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def _answer(number: int) -> bytes:
    body = _feed(number).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {len(body)}\r\nConnection: close"
    return head.encode() + b"\r\n\r\n" + body


def _feed(number: int) -> str:
    chance = random.Random(number)  # noqa: S311 - reproducible, not secret
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(WORDS)]
    link = f"https://{_HOST}{number}.example/1"
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Feed {number}</title>'
        f"<link>https://{_HOST}{number}.example/</link><description>A feed</description>"
        f'<item><guid isPermaLink="true">{link}</guid><link>{link}</link><title>{" ".join(words[:7])}</title>'
        f"<description>{' '.join(words)}.</description></item></channel></rss>"
    )
