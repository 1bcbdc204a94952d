"""What unpacks a body piece by piece and is told how much it may give, so that a small bomb stops at the limit."""

import sys
import zlib
from typing import Protocol

import brotli

from watcher.net.errors import RefusedError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
GZIP_WINDOW, ZLIB_WINDOW, RAW_WINDOW = 31, 15, -15  # zlib's window bits

_MAX_PARTS = 1_000  # members or frames of one body: each costs a copy of what follows in its chunk
_ZSTD_WINDOW = {int(zstd.DecompressionParameter.window_log_max): 23}  # 8 MiB, as servers must not use more (RFC 9659)


class Unpacker(Protocol):
    """Unpacks one body."""

    @property
    def ended(self) -> bool:
        """Whether what was packed has come to its end."""
        ...

    def unpack(self, packed: bytes, room: int) -> bytearray:
        """Give what comes of the next bytes; stops one byte beyond `room`, or soon after.

        Raises:
            RefusedError: they are damaged.
        """
        ...


class Members:
    """zlib streams: one, or several gzip members in a row (RFC 1952, section 2.2)."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._zlib = zlib.decompressobj(window)
        self._parts = 1
        self._between = b""  # a single byte behind a member: too little to know what follows

    @property
    def ended(self) -> bool:
        """Whether the last member has come to its end."""
        return self._zlib.eof

    def unpack(self, packed: bytes, room: int) -> bytearray:
        """Give what comes of the next bytes."""
        unpacked = bytearray()
        packed, self._between = self._between + packed, b""
        try:
            while packed and len(unpacked) <= room and self._goes_on(packed):
                unpacked += self._zlib.decompress(packed, room + 1 - len(unpacked))
                packed = self._zlib.unused_data
        except zlib.error:
            raise damaged() from None
        return unpacked

    def _goes_on(self, packed: bytes) -> bool:
        """Begin the next member where one follows; anything else behind the end is padding and left out."""
        if not self._zlib.eof:
            return True
        if len(packed) < len(GZIP):
            self._between = packed
            return False
        if self._window != GZIP_WINDOW or not packed.startswith(GZIP):
            self._window = 0  # nothing behind padding counts
            return False
        self._parts = _one_more(self._parts, "gzip members")
        self._zlib = zlib.decompressobj(self._window)
        return True


class Frames:
    """zstd frames: one, or several in a row (RFC 8878, section 3)."""

    def __init__(self) -> None:
        self._zstd = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
        self._parts = 1

    @property
    def ended(self) -> bool:
        """Whether the last frame has come to its end."""
        return self._zstd.eof

    def unpack(self, packed: bytes, room: int) -> bytearray:
        """Give what comes of the next bytes."""
        unpacked = bytearray()
        try:
            while len(unpacked) <= room and self._goes_on(packed):
                unpacked += self._zstd.decompress(packed, room + 1 - len(unpacked))
                packed = self._zstd.unused_data if self._zstd.eof else b""
        except zstd.ZstdError:
            raise damaged() from None
        return unpacked

    def _goes_on(self, packed: bytes) -> bool:
        """Begin the next frame where the last one has ended and more is there."""
        if not packed or not self._zstd.eof:
            return bool(packed)
        self._parts = _one_more(self._parts, "zstd frames")
        self._zstd = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
        return True


class Brotli:
    """One brotli stream (RFC 7932)."""

    def __init__(self) -> None:
        self._brotli = brotli.Decompressor()

    @property
    def ended(self) -> bool:
        """Whether the stream has come to its end."""
        return bool(self._brotli.is_finished())

    def unpack(self, packed: bytes, room: int) -> bytearray:
        """Give what comes of the next bytes; nothing may follow the stream's end."""
        unpacked = bytearray()
        try:
            while len(unpacked) <= room and (packed or not self._brotli.can_accept_more_data()):
                unpacked += self._brotli.process(packed, output_buffer_limit=room + 1 - len(unpacked))
                packed = b""
        except brotli.error:
            raise damaged() from None
        return unpacked


def damaged() -> RefusedError:
    """Say that a body cannot be unpacked; another time it may come whole."""
    return RefusedError("is damaged: it cannot be unpacked", lasting=False)


def _one_more(parts: int, of: str) -> int:
    if parts == _MAX_PARTS:
        raise RefusedError(f"is damaged: it is made of more than {_MAX_PARTS} {of}")
    return parts + 1
