"""Servers that mean harm, and some that do not, behind one proxy on 127.0.0.1 in a process of its own.

`NAME.example` answers with the attack of that name; `healthy-N.example` has a feed with a new entry every time.
"""

import asyncio
import itertools
import re
import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from functools import partial
from multiprocessing.connection import Connection

import brotli
from beside import beside

from watcher.net.unpackers import zstd

KB, MB = 1_000, 1_000_000
GB = 1_000 * MB
BLOCK = bytes(MB)
BYTE_EVERY = 1.0  # seconds
HEALTHY = "healthy-"
SLOW = "one byte a second"

_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
_HELD = "<item><title>Pier closed</title><guid>pier-1</guid>{}</item>"
_COUNT = itertools.count()


def rss(inside: str, *, doctype: str = "") -> bytes:
    """Give a feed with this inside its channel."""
    return f'{_HEAD}{doctype}<rss version="2.0"><channel><title>Pier</title>{inside}</channel></rss>'.encode()


def _author() -> bytes:
    return rss(_HELD.format(f"<author>a@{'a.' * (64 * 1024 - 2)}!</author>"))


def _categories() -> bytes:
    return rss(_HELD.format("".join(f"<category>word {number}</category>" for number in range(40_000))))


def _attributes() -> bytes:
    named = " ".join(f'a{number}="{number}"' for number in range(50_000))
    return rss(_HELD.format(f"<description {named}>Closed until May.</description>"))


def _depth() -> bytes:
    return rss(_HELD.format(f"<description>{'<a>' * MB}{'</a>' * MB}</description>"))


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return rss(_HELD.format("<description>&e9;</description>"), doctype=f'<!DOCTYPE rss [<!ENTITY e0 "ha">{entities}]>')


def _quadratic() -> bytes:
    doctype = f'<!DOCTYPE rss [<!ENTITY e "{"h" * 100 * KB}">]>'
    return rss(_HELD.format(f"<description>{'&e;' * 100 * KB}</description>"), doctype=doctype)


def _large() -> bytes:
    return rss(_HELD.format(f"<description>{'wave ' * (20 * MB)}</description>"))


def _zeros(size: int) -> Iterator[bytes]:
    yield rss("")[: -len("</channel></rss>")]
    yield from itertools.repeat(BLOCK, size // MB)


def _gzip(parts: Iterable[bytes]) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*map(packer.compress, parts), packer.flush()])


def _brotli(parts: Iterable[bytes]) -> bytes:
    packer = brotli.Compressor(quality=9, lgwin=24)
    return b"".join([*map(packer.process, parts), packer.finish()])


def _zstd(parts: Iterable[bytes]) -> bytes:
    packer = zstd.ZstdCompressor(level=19)
    return b"".join([*map(packer.compress, parts), packer.flush()])


def _packed(coding: str, pack: Callable[[Iterable[bytes]], bytes], size: int) -> bytes:
    return answer(pack(_zeros(size)), f"Content-Encoding: {coding}")


def _packed_twice() -> bytes:
    return answer(_gzip([_gzip(_zeros(GB))]), "Content-Encoding: gzip")


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Give a whole answer."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/rss+xml", "Connection: close", *headers]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def _redirect() -> bytes:
    return answer(b"", f"Location: http://endless-redirect.example/{next(_COUNT)}", status="302 Found")


ATTACKS: dict[str, Callable[[], bytes]] = {
    "author of 128 KB": lambda: answer(_author()),
    "40,000 categories": lambda: answer(_categories()),
    "50,000 attributes": lambda: answer(_attributes()),
    "depth of 1,000,000": lambda: answer(_depth()),
    "billion laughs": lambda: answer(_laughs()),
    "quadratic entity": lambda: answer(_quadratic()),
    "gzip to 1 GB": partial(_packed, "gzip", _gzip, GB),
    "gzip in gzip to 1 GB": _packed_twice,
    "brotli to 210 MB": partial(_packed, "br", _brotli, 210 * MB),
    "zstd to 1 GB": partial(_packed, "zstd", _zstd, GB),
    "100 MB body": lambda: answer(_large()),
    "header of 1 MB": lambda: answer(rss(_HELD.format("")), f"X-Policy: {'p' * MB}"),
    "endless redirect": _redirect,
    SLOW: lambda: answer(rss(_HELD.format(""))),
}
_MADE_EACH_TIME = frozenset({"endless redirect"})


def feed_of(name: str) -> str:
    """Give the name of an attack's feed; its server is NAME.example."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))


def villains(names: Iterable[str]) -> AbstractContextManager[str]:
    """Serve these attacks, and healthy feeds, while the block runs. Gives the proxy's address."""
    return beside(_serve, tuple(names))


def _serve(port: Connection, names: tuple[str, ...]) -> None:
    made = {name: ATTACKS[name]() for name in names if name not in _MADE_EACH_TIME}
    by_host = {f"{feed_of(name)}.example": (name, made.get(name)) for name in names}
    asyncio.run(_listen(port, by_host))


async def _listen(port: Connection, by_host: dict[str, tuple[str, bytes | None]]) -> None:
    server = await asyncio.start_server(partial(_talk, by_host), "127.0.0.1", 0)
    port.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


async def _talk(
    by_host: dict[str, tuple[str, bytes | None]], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    with suppress(OSError, asyncio.IncompleteReadError):
        head = await reader.readuntil(b"\r\n\r\n")
        host = head.decode("latin-1").partition("//")[2].partition("/")[0]
        async for part in _said(host, *by_host.get(host, ("", None))):
            writer.write(part)
            await writer.drain()
    writer.close()


async def _said(host: str, name: str, whole: bytes | None) -> AsyncIterator[bytes]:
    if host.startswith(HEALTHY):
        yield answer(_healthy(host))
    elif name in _MADE_EACH_TIME:
        yield ATTACKS[name]()
    elif name == SLOW and whole:
        head, gap, body = whole.partition(b"\r\n\r\n")
        yield head + gap
        for byte in body:
            yield bytes([byte])
            await asyncio.sleep(BYTE_EVERY)
    elif whole:
        yield whole


def _healthy(host: str) -> bytes:
    number = next(_COUNT)
    return rss(
        f"<item><guid>{number}</guid><link>http://{host}/{number}</link><title>Catch number {number}</title></item>"
    )
