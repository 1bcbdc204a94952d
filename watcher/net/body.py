"""Response bodies: bytes as sent to bytes as meant, within limits.

Each way of packing is told how much it may give, so a small bomb stops at the limit instead of filling memory (httpx
unpacks a whole chunk first). What a body is packed with is decided by its first bytes where they can say it; the header
lies both ways.
"""

import zlib

from watcher.net.errors import RefusedError
from watcher.net.options import KIB, MIB
from watcher.net.unpackers import (
    GZIP,
    GZIP_WINDOW,
    RAW_WINDOW,
    ZLIB_WINDOW,
    ZSTD,
    Brotli,
    Frames,
    Members,
    Unpacker,
)

CODINGS = "gzip, deflate, br, zstd"
"""What a server may pack a body with, as `Accept-Encoding` says it."""

_UNREADABLE = frozenset({"compress", "x-compress", "xz", "bzip2", "dcb", "dcz"})
_DECIDING = len(ZSTD)  # bytes
_TEXT = (
    b"<?xm",
    b"<rss",
    b"<fee",
    b"<rdf",
    b"<!DO",
    b"<!do",
    b"<htm",
    b"\xef\xbb\xbf<",
)  # no brotli begins so by chance


class Body:
    """Collects one body chunk by chunk; never holds much more than `max_unpacked` bytes."""

    def __init__(self, content_encoding: str, *, max_size: int, max_unpacked: int) -> None:
        self._coding = _coding(content_encoding)
        self._max_size = max_size
        self._max_unpacked = max_unpacked
        self._received = 0
        self._head: bytes | None = b""  # None once it is decided how the body is packed
        self._unpacker: Unpacker | None = None
        self._unpacked = bytearray()

    @property
    def received(self) -> int:
        """Bytes as sent, up to now."""
        return self._received

    def add(self, chunk: bytes) -> None:
        """Take the next bytes as sent.

        Raises:
            RefusedError: the body is too large, packed twice or damaged.
        """
        self._received += len(chunk)
        if self._received > self._max_size:
            raise RefusedError(f"is larger than {in_words(self._max_size)}")
        if self._head is None:
            self._unpack(chunk)
        elif len(self._head) + len(chunk) >= _DECIDING:
            self._decide(self._head + chunk)
        else:
            self._head += chunk

    def end(self) -> tuple[bytes, bool]:
        """Give the unpacked body once all bytes were added, and whether what was packed came to its end."""
        if self._head:
            self._decide(self._head)
        return bytes(self._unpacked), self._unpacker is None or self._unpacker.ended

    def _decide(self, head: bytes) -> None:
        """Choose the unpacker by the first bytes, and unpack those."""
        self._head = None
        self._unpacker = _unpacker(self._coding, head)
        self._unpack(head)

    def _unpack(self, chunk: bytes) -> None:
        before = len(self._unpacked)
        self._unpacked += self._unpacker.unpack(chunk, self._max_unpacked - before) if self._unpacker else chunk
        if len(self._unpacked) > self._max_unpacked:
            raise RefusedError(f"is larger than {in_words(self._max_unpacked)} when unpacked")
        if self._unpacker and before < _DECIDING and self._unpacked.startswith((GZIP, ZSTD)):
            raise packed_twice()


def in_words(size: int) -> str:
    """Give a size for the user: "10 MiB", "64 KiB", or "1000 bytes" where it is no whole number of those."""
    if size % MIB == 0:
        return f"{size // MIB} MiB"
    return f"{size // KIB} KiB" if size % KIB == 0 else f"{size} bytes"


def packed_twice() -> RefusedError:
    """Say that unpacking once would not be the end of it: a bomb in a bomb needs a few bytes only."""
    return RefusedError("is compressed more than once")


def _coding(header: str) -> str:
    codings = [word for word in (part.strip().lower() for part in header.split(",")) if word not in {"", "identity"}]
    if len(codings) > 1:
        raise packed_twice()
    coding = codings[0] if codings else ""
    if coding in _UNREADABLE:
        raise RefusedError(f"is compressed with {coding}, which was not asked for")
    return coding  # anything else ("utf-8", "none") is a mistake for no coding at all


def _unpacker(coding: str, head: bytes) -> Unpacker | None:
    """Give what unpacks a body that begins so; None where it is not packed."""
    if coding == "br":  # has no mark of its own, and may begin with those of others
        return None if head.startswith(_TEXT) else Brotli()
    if head.startswith(GZIP):
        return Members(GZIP_WINDOW)
    if head.startswith(ZSTD):
        return Frames()
    if coding != "deflate" or len(head) < len(GZIP):
        return None
    is_zlib = head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0  # RFC 1950, section 2.2
    return Members(ZLIB_WINDOW if is_zlib else RAW_WINDOW)  # "deflate" without its header is an old and lasting mistake
