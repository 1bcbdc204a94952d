"""How a body goes over the wire: as it is, packed, or with a fault."""

import gzip
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from threading import Event

from tests.integration.farm import reply

_DRIP_EVERY = 0.2  # seconds
_CHUNK = 400  # bytes


class TransportError(Exception):
    """A case names a way that we do not know."""


class Fault(StrEnum):
    """What goes wrong on the way."""

    NONE = "none"
    ENDS_EARLY = "body ends early"  # what was promised, by length or in chunks, is more than what comes
    BROKEN_CHUNK = "broken chunk"  # a chunk without its length, in the middle
    HANGS = "hangs"  # after the request; nothing is said
    HANGS_WITHIN = "hangs within the body"
    DRIPS = "drips"  # a byte now and then
    RESETS = "resets"  # the connection ends without an answer


_FAULTS = (  # the first that stands in the case's words
    (re.compile(r"chunk"), Fault.BROKEN_CHUNK),
    (re.compile(r"(hang|stall|silen).*(body|half|middle|within)|(body|half).*(hang|stall)"), Fault.HANGS_WITHIN),
    (re.compile(r"hang|stall|silen|no answer|never|time.?out"), Fault.HANGS),
    (re.compile(r"early|trunc|cut|short|incomplete|broke|breaks|clos"), Fault.ENDS_EARLY),
    (re.compile(r"drip|slow|bytes? (a|per|each|every)|trickl"), Fault.DRIPS),
    (re.compile(r"reset|refus|dropped"), Fault.RESETS),
)
_PACKED = re.compile(r"\b(gzip|deflate|br|brotli|zstd)\b")
_WHOLE = re.compile(r"|whole|normal|complete|ok")


def _deflated(body: bytes) -> bytes:
    import zlib  # noqa: PLC0415 - few cases pack

    return zlib.compress(body)


def _brotli(body: bytes) -> bytes:
    import brotli  # noqa: PLC0415 - few cases pack

    packed: bytes = brotli.compress(body)
    return packed


def _zstd(body: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415 - few cases pack
    else:
        from backports import zstd  # noqa: PLC0415 - few cases pack
    packed: bytes = zstd.compress(body)
    return packed


_PACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": _deflated,
    "br": _brotli,
    "brotli": _brotli,
    "zstd": _zstd,
}


@dataclass(frozen=True, slots=True)
class Transport:
    """How one answer travels."""

    fault: Fault = Fault.NONE
    packers: tuple[str, ...] = ()  # innermost first

    @classmethod
    def of(cls, words: str) -> "Transport":
        """Read what a case says: "gzip", "gzip in gzip", "body ends early", "hang", …; unknown words are refused."""
        low = words.lower()
        fault = next((fault for pattern, fault in _FAULTS if pattern.search(low)), Fault.NONE)
        packers = tuple(_PACKED.findall(low))
        if fault is Fault.NONE and not packers and not _WHOLE.fullmatch(low):
            known = ", ".join([*(fault for fault in Fault if fault is not Fault.NONE), "gzip", "deflate", "br", "zstd"])
            raise TransportError(f"transport {words!r} is unknown; known are {known}")
        return cls(fault, packers)

    @property
    def keeps_waiting(self) -> bool:
        """Say whether it ends only when the client gives up."""
        return self.fault in {Fault.HANGS, Fault.HANGS_WITHIN, Fault.DRIPS}

    def send(self, status: int, headers: Mapping[str, str], body: bytes, closing: Event) -> Iterator[bytes]:
        """Give the bytes of an answer; headers stand as given, the length only where they give none."""
        for packer in self.packers:
            body = _PACKERS[packer](body)
        named = {name.title().replace("-", "_"): value for name, value in headers.items()}
        match self.fault:
            case Fault.RESETS:
                return
            case Fault.HANGS:
                closing.wait()
            case Fault.ENDS_EARLY:
                yield _promising_more(status, body, named)
            case Fault.BROKEN_CHUNK:
                yield _in_chunks(status, body, named)
            case Fault.HANGS_WITHIN:
                yield reply(status, body, **named)[: -max(len(body) // 2, 1)]
                closing.wait()
            case Fault.DRIPS:
                yield from _drops(reply(status, body, **named), closing)
            case Fault.NONE:
                yield reply(status, body, **named)


def _promising_more(status: int, body: bytes, headers: Mapping[str, str]) -> bytes:
    promised = {"Content_Length": str(len(body) + 1), **headers}
    return reply(status, body, **promised)


def _in_chunks(status: int, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Give one good chunk and then what is none."""
    head = {"Content_Length": "", "Transfer_Encoding": "chunked", **headers}
    good = body[:_CHUNK]
    return reply(status, f"{len(good):x}\r\n".encode() + good + b"\r\nno length\r\n" + body[_CHUNK:], **head)


def _drops(answer: bytes, closing: Event) -> Iterator[bytes]:
    head, gap, body = answer.partition(b"\r\n\r\n")
    yield head + gap
    for place in range(len(body)):
        if closing.is_set():
            return
        yield body[place : place + 1]
        time.sleep(_DRIP_EVERY)
