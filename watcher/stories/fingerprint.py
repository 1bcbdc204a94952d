"""Texts reduced to numbers: what is compared, what a story is indexed under, what is looked up.

Every word has a 64-bit blake2b hash; a shingle is the rolling (polynomial) combination of four of them, modulo 2^64.
Nothing depends on the process: the same text has the same fingerprint on every machine.
"""

import hashlib
from array import array
from collections.abc import Sequence
from functools import lru_cache

from watcher.stories.datelines import read_dateline
from watcher.stories.identity import page_of
from watcher.stories.ports import Fingerprint
from watcher.stories.titles import OUTLET_WORDS, headline
from watcher.text import folded_words

SHINGLE = 4
"""Words in a shingle."""
SHINGLED = 1_000
"""Words of the body that are shingled: a copy is known by its first pages."""
DATELINE = 200
"""Characters in which a dateline ends."""
INDEXED = 64
LOOKED_UP = 256
DENSE = 16
"""Shingles at the beginning (headline and lead) that are always indexed: copies keep them longest."""
LEAD = 80
"""Shingles at the beginning of which at least every second is indexed; behind them the smallest of every eighth.

The smallest, not the first: so any long part of a text, also its end, holds some by which the whole is found.
"""
MULTIPLIER = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1
NO_WORD = (0, 0, 0, 0)


def fingerprint(title: str, body: str, link: str | None) -> Fingerprint:
    """Measure a text; `body` without credit lines, or copies with other credits differ."""
    title_words = folded_words(title)
    body_words = folded_words(body)
    dateline = read_dateline(body[:DATELINE])
    told = body_words[len(folded_words(body[: dateline.end])) :] if dateline else body_words
    page = page_of(link)
    shingles = dict.fromkeys(headline_shingles(title))
    if not _repeats(headline(title), told):
        shingles.update(dict.fromkeys(_shingles(told[:SHINGLED])))
    return Fingerprint(
        words=_signed(_hash(" ".join((*title_words, *body_words)))),
        tokens=len(title_words) + len(body_words),
        page=None if page is None else _signed(_hash(page)),
        shingles=tuple(shingles),
    )


@lru_cache(maxsize=4_096)
def headline_shingles(title: str) -> tuple[int, ...]:
    """Give the shingles of a title without version marks and outlet; they begin every fingerprint of that title."""
    return _shingles(headline(title))


def _repeats(head: Sequence[str], body: Sequence[str]) -> bool:
    """Tell whether a body only says the headline again, as search feeds do, with the outlet's name behind it."""
    return bool(head) and tuple(body[: len(head)]) == tuple(head) and len(body) - len(head) <= OUTLET_WORDS


def postings(fp: Fingerprint) -> tuple[int, ...]:
    """Give the at most 64 distinct hashes under which a story with this text is indexed; all of a short text."""
    if len(fp.shingles) <= INDEXED:
        return fp.shingles
    lead = [h for h in fp.shingles[DENSE:LEAD] if h % 2 == 0]
    rest = sorted(h for h in fp.shingles[LEAD:] if h % 8 == 0)
    return (*fp.shingles[:DENSE], *lead, *rest)[:INDEXED]


def probes(fp: Fingerprint) -> tuple[int, ...]:
    """Give the at most 256 distinct hashes to look up; all of a text of that size, else a sample behind the lead."""
    if len(fp.shingles) <= LOOKED_UP:
        return fp.shingles
    return (*fp.shingles[:LEAD], *sorted(h for h in fp.shingles[LEAD:] if h % 4 == 0))[:LOOKED_UP]


def _shingles(text: Sequence[str]) -> tuple[int, ...]:
    """Give the hashes of all runs of four words; of the whole where the text is shorter."""
    powers = [_powers(word) for word in text]
    if 0 < len(powers) < SHINGLE:
        powers += [NO_WORD] * (SHINGLE - len(powers))
    runs = zip(powers, powers[1:], powers[2:], powers[3:], strict=False)
    unsigned = array("Q", [(a[3] + b[2] + c[1] + d[0]) & MASK for a, b, c, d in runs])
    return tuple(array("q", unsigned.tobytes()))


@lru_cache(maxsize=1 << 16)
def _powers(word: str) -> tuple[int, int, int, int]:
    """Give a word's part in a shingle by its place from the end: its hash times the multiplier to the powers 0 to 3."""
    first = _hash(word)
    second = first * MULTIPLIER & MASK
    third = second * MULTIPLIER & MASK
    return first, second, third, third * MULTIPLIER & MASK


def _hash(text: str) -> int:
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number
