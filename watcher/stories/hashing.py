"""Words and runs of words as numbers that are the same in every process and on every machine."""

import hashlib
from array import array
from collections.abc import Sequence
from functools import lru_cache

SHINGLE = 4
"""Words in a shingle."""
MULTIPLIER = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1
NO_WORD = (0, 0, 0, 0)


def hash64(text: str) -> int:
    """Give 64 signed bits of blake2b."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=1 << 16)
def hash32(text: str) -> int:
    """Give the upper 32 bits of `hash64`, signed."""
    return hash64(text) >> 32


def shingles(text: Sequence[str]) -> tuple[int, ...]:
    """Give the distinct signed 32-bit hashes of all runs of four words, in order; of the whole of a shorter text."""
    powers = [_powers(word) for word in text]
    if 0 < len(powers) < SHINGLE:
        powers += [NO_WORD] * (SHINGLE - len(powers))
    runs = zip(powers, powers[1:], powers[2:], powers[3:], strict=False)
    upper = array("I", [(a[3] + b[2] + c[1] + d[0] & MASK) >> 32 for a, b, c, d in runs])
    return tuple(dict.fromkeys(array("i", upper.tobytes())))


@lru_cache(maxsize=1 << 16)
def _powers(word: str) -> tuple[int, int, int, int]:
    """Give a word's part in a shingle by its place from the end: its hash times the multiplier to the powers 0 to 3."""
    first = hash64(word) & MASK
    second = first * MULTIPLIER & MASK
    third = second * MULTIPLIER & MASK
    return first, second, third, third * MULTIPLIER & MASK
