"""Words and runs of words as numbers that are the same in every process and on every machine."""

import hashlib
import sys
from array import array
from collections.abc import Sequence
from functools import lru_cache

from watcher.text import Remembered

SHINGLE = 4
"""Words in a shingle."""
MULTIPLIER = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1
HASH = 8
"""Bytes of a word's hash."""
LANE = 16
"""Bytes in which it stands in a row of hashes: its product with the multiplier needs as many."""
ROW = 1_024
"""Words of a row whose mask is cut out of one that is ready."""


def hash64(text: str) -> int:
    """Give 64 signed bits of blake2b."""
    return int.from_bytes(_digest(text), "big", signed=True)


@lru_cache(maxsize=1 << 16)
def hash32(text: str) -> int:
    """Give the upper 32 bits of `hash64`, signed."""
    return hash64(text) >> 32


def shingles(text: Sequence[str]) -> tuple[int, ...]:
    """Give the distinct hashes of all runs of four words, in order."""
    return tuple(dict.fromkeys(runs([*map(_lanes.__getitem__, text)])))


def runs(lanes: Sequence[bytes]) -> Sequence[int]:
    """Give the signed 32-bit hashes of all runs of four words, in order; of the whole of a shorter text.

    The hash of a run is the sum of its words' hashes, that of the last word as it is, each one before it times the
    multiplier once more; modulo 2**64, and of that the upper half. All runs are worked out together, as one long
    number in which every word has its lane: four times as fast as one after the other.

    Args:
        lanes: what `lane` gives for each word.
    """
    if not lanes:
        return ()
    words = max(len(lanes), SHINGLE)
    hashes = _READY >> 8 * LANE * (ROW - words) if words <= ROW else _mask(words)
    row = int.from_bytes(b"".join(lanes), "little")
    pairs = ((row * MULTIPLIER & hashes) + (row >> 8 * LANE)) & hashes
    fours = (pairs * _SQUARE & hashes) + (pairs >> 2 * 8 * LANE)
    quarters = array("i", (fours & hashes).to_bytes(LANE * words, sys.byteorder))
    upper = quarters[1::4] if sys.byteorder == "little" else quarters[-2::-4]
    return upper[: words - SHINGLE + 1]


def lane(word: str) -> bytes:
    """Give the hash of a word as it stands in a row of words."""
    return _lanes[word]


def _mask(words: int) -> int:
    """Give a row of so many words in which every hash is all ones."""
    return int.from_bytes((b"\xff" * HASH + bytes(LANE - HASH)) * words, "little")


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=HASH).digest()


def _lane(word: str) -> bytes:
    return _digest(word)[::-1] + bytes(LANE - HASH)


_lanes = Remembered(_lane)
_SQUARE = MULTIPLIER * MULTIPLIER & MASK
_READY = _mask(ROW)
