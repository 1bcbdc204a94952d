"""Response bodies: bytes as sent to bytes as meant, within limits.

zlib is told how much it may give, so a small bomb stops at the limit instead of filling memory (httpx unpacks a whole
chunk first). What a body is packed with is decided by its first bytes; the header is asked only where those say
nothing, for it lies both ways.
"""

import zlib

from watcher.net.errors import RefusedError
from watcher.net.options import MIB

_GZIP = b"\x1f\x8b"
_GZIP_WINDOW, _ZLIB_WINDOW, _RAW_WINDOW = 31, 15, -15
_MAX_MEMBERS = 1_000  # of one gzip body: each costs a copy of what follows in its chunk
_UNREADABLE = frozenset({"br", "zstd", "compress", "x-compress", "xz", "bzip2", "dcb", "dcz"})


class Body:
    """Collects one body chunk by chunk; never holds much more than `max_unpacked` bytes."""

    def __init__(self, content_encoding: str, *, max_size: int, max_unpacked: int) -> None:
        self._coding = _coding(content_encoding)
        self._max_size = max_size
        self._max_unpacked = max_unpacked
        self._received = 0
        self._head: bytes | None = b""  # None once it is decided how the body is packed
        self._unpacker: _Unpacker | None = None
        self._unpacked = bytearray()

    def add(self, chunk: bytes) -> None:
        """Take the next bytes as sent.

        Raises:
            RefusedError: the body is too large or damaged.
        """
        self._received += len(chunk)
        if self._received > self._max_size:
            raise RefusedError(f"is larger than {in_words(self._max_size)}")
        if self._head is not None:
            chunk = self._decide(self._head + chunk)
        room = self._max_unpacked - len(self._unpacked)
        self._unpacked += self._unpacker.unpack(chunk, room) if self._unpacker else chunk
        if len(self._unpacked) > self._max_unpacked:
            raise RefusedError(f"is larger than {in_words(self._max_unpacked)} when unpacked")

    def whole(self) -> bytes:
        """Give the unpacked body once all bytes were added.

        Raises:
            RefusedError: a packed body broke off, or is packed twice.
        """
        if self._unpacker is None:
            return (self._head or b"") + self._unpacked
        if not self._unpacker.ended:
            raise RefusedError("broke off before its end")
        if self._unpacked.startswith(_GZIP):
            raise RefusedError("is compressed more than once")
        return bytes(self._unpacked)

    def _decide(self, head: bytes) -> bytes:
        """Choose the unpacker as soon as two bytes are there; give the bytes to go on with."""
        if len(head) < len(_GZIP):
            self._head = head
            return b""
        window = _window(self._coding, head)
        self._unpacker = _Unpacker(window) if window else None
        self._head = None
        return head


class _Unpacker:
    """One zlib stream, or several gzip members in a row (RFC 1952, section 2.2)."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._zlib = zlib.decompressobj(window)
        self._members = 1
        self._between = b""  # a single byte behind a member: too little to know what follows

    @property
    def ended(self) -> bool:
        return self._zlib.eof

    def unpack(self, packed: bytes, room: int) -> bytearray:
        """Give what comes of the next bytes; stops one byte beyond `room`."""
        unpacked = bytearray()
        packed, self._between = self._between + packed, b""
        try:
            while packed and len(unpacked) <= room and self._goes_on(packed):
                unpacked += self._zlib.decompress(packed, room + 1 - len(unpacked))
                packed = self._zlib.unused_data
        except zlib.error:
            raise RefusedError("is damaged: it cannot be unpacked") from None
        return unpacked

    def _goes_on(self, packed: bytes) -> bool:
        """Begin the next member where one follows; anything else behind the end is padding and left out."""
        if not self._zlib.eof:
            return True
        if len(packed) < len(_GZIP):
            self._between = packed
            return False
        if self._window != _GZIP_WINDOW or not packed.startswith(_GZIP):
            self._window = 0  # nothing behind padding counts
            return False
        self._members += 1
        if self._members > _MAX_MEMBERS:
            raise RefusedError(f"is damaged: it is made of more than {_MAX_MEMBERS} gzip members")
        self._zlib = zlib.decompressobj(self._window)
        return True


def in_words(size: int) -> str:
    """Give a size for the user: "10 MiB", or "1000 bytes" where it is no whole number of those."""
    return f"{size // MIB} MiB" if size % MIB == 0 else f"{size} bytes"


def _coding(header: str) -> str:
    codings = [word for word in (part.strip().lower() for part in header.split(",")) if word not in {"", "identity"}]
    if len(codings) > 1:
        raise RefusedError("is compressed more than once")
    coding = codings[0] if codings else ""
    if coding in _UNREADABLE:
        raise RefusedError(f"is compressed with {coding}, which was not asked for")
    return coding  # anything else ("utf-8", "none") is a mistake for no coding at all


def _window(coding: str, head: bytes) -> int:
    """Give zlib's window bits for a body, or 0 where it is not packed."""
    if head.startswith(_GZIP):
        return _GZIP_WINDOW
    if coding != "deflate":
        return 0
    is_zlib = head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0  # RFC 1950, section 2.2
    return _ZLIB_WINDOW if is_zlib else _RAW_WINDOW  # "deflate" without its header is an old and lasting mistake
