"""A fingerprint and what was learnt of a source as bytes, for columns, and back. Little-endian on every machine."""

import sys
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from watcher.stories.ports import Fingerprint, Furniture

SAME_TEXT_TOKENS = 12
"""Shorter texts may agree by chance ("Morning briefing")."""
HASHES = ("shingles", "beside", "numbers", "names", "slots", "stamps", "publishers", "origins", "sites")
"""The lists of a fingerprint in the order in which they stand, behind their lengths."""
MARKED, DIGEST = 1, 2
UNKNOWN = -1
_FIXED = 4 + len(HASHES)
"""Numbers that stand before the lists."""
_STAMPS, _ORIGINS = HASHES.index("stamps"), HASHES.index("origins")
BETWEEN = "\n"
"""Between titles: a folded headline holds no line break."""


def pack(fp: Fingerprint) -> bytes:
    """Give all of a fingerprint that does not stand in columns of its own."""
    lists: list[tuple[int, ...]] = [getattr(fp, name) for name in HASHES]
    flags = MARKED * fp.marked + DIGEST * fp.digest
    fixed = (fp.heading, fp.size, UNKNOWN if fp.begun is None else fp.begun, flags)
    return _bytes((*fixed, *map(len, lists), *chain.from_iterable(lists))) + encoded(fp.titles)


def unpack(words: int, tokens: int, page: int | None, data: bytes) -> Fingerprint:
    """Give the fingerprint back."""
    heading, size, begun, flags, *lengths = _numbers(data[: 4 * _FIXED])
    end = _FIXED + sum(lengths)
    lists = dict(zip(HASHES, _divided(_numbers(data[4 * _FIXED : 4 * end]), lengths), strict=True))
    titles = data[4 * end :].decode("utf-8", "surrogatepass")
    return Fingerprint(
        words=words,
        tokens=tokens,
        page=page,
        heading=heading,
        size=size,
        begun=None if begun == UNKNOWN else begun,
        marked=bool(flags & MARKED),
        digest=bool(flags & DIGEST),
        titles=tuple(titles.split(BETWEEN)) if titles else (),
        **lists,
    )


class Told(NamedTuple):
    """What of a packed fingerprint says whose event a story tells, and when."""

    begun: int | None
    origins: tuple[int, ...]
    digest: bool


def unpack_told(data: bytes) -> Told:
    """Give that alone, at a tenth of the cost."""
    _, _, begun, flags, *lengths = _numbers(data[: 4 * _FIXED])
    start = _FIXED + sum(lengths[:_ORIGINS])
    origins = tuple(_numbers(data[4 * start : 4 * (start + lengths[_ORIGINS])]))
    return Told(None if begun == UNKNOWN else begun, origins, bool(flags & DIGEST))


class Outline(NamedTuple):
    """What of a packed fingerprint says whether a text may be near another one."""

    heading: int
    size: int  # as `fingerprint.size` gives it
    is_sampled: bool
    digest: bool
    shingles: "array[int]"
    beside: "array[int]"
    stamps: "array[int]"
    titles: list[bytes]  # as `encoded` gives each


def outline(data: bytes) -> Outline:
    """Give that alone, at a fifth of the cost: its numbers stay packed until they are compared."""
    heading, size, _, flags, *lengths = _numbers(data[: 4 * _FIXED])
    beside = _FIXED + lengths[0]
    stamps = _FIXED + sum(lengths[:_STAMPS])
    return Outline(
        heading=heading,
        size=size or lengths[0],
        is_sampled=size > 0,
        digest=bool(flags & DIGEST),
        shingles=_array(data[4 * _FIXED : 4 * beside]),
        beside=_array(data[4 * beside : 4 * (beside + lengths[1])]),
        stamps=_array(data[4 * stamps : 4 * (stamps + lengths[_STAMPS])]),
        titles=data[4 * (_FIXED + sum(lengths)) :].split(BETWEEN.encode()),
    )


def encoded(titles: Iterable[str]) -> bytes:
    """Give titles as they are packed."""
    return BETWEEN.join(titles).encode("utf-8", "surrogatepass")


def pack_furniture(known: Furniture) -> bytes:
    """Give the counts of a source."""
    return _bytes(chain.from_iterable(known.counts))


def unpack_furniture(stories: int, data: bytes) -> Furniture:
    """Give the counts back."""
    numbers = _numbers(data)
    return Furniture(stories=stories, counts=tuple(zip(numbers[::2], numbers[1::2], strict=True)))


def exact_hashes(text: Fingerprint) -> Iterator[int]:
    """Give the hashes under which another copy is the same text or page."""
    if text.tokens >= SAME_TEXT_TOKENS:
        yield text.words
    if text.page is not None:
        yield text.page


def _bytes(numbers: Iterable[int]) -> bytes:
    packed = array("i", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _numbers(data: bytes) -> list[int]:
    return _array(data).tolist()


def _array(data: bytes) -> "array[int]":
    packed = array("i", data)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed


def _divided(numbers: list[int], lengths: Iterable[int]) -> Iterator[tuple[int, ...]]:
    start = 0
    for length in lengths:
        yield tuple(numbers[start : start + length])
        start += length
