"""Entries that come as they came: told by a hash of what their source wrote, before any work is done on them.

A feed shows most of its entries again and again, and to read a credit, find events and take a fingerprint costs a
hundred times what it costs to see that an entry is the same. What a feed's last document held is kept with the feed, as
16 bytes an entry. The store has the last word: where it does not know such an entry as it was, `decide` refuses the
document (`NotAsItWasError`), and it is prepared in full.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import chain

from watcher.model import Article, Entry, EntryKey
from watcher.pipeline.shapes import Prepared, PreparedEntry
from watcher.stories import Fingerprint

MOST = 500  # entries that are remembered of a feed: what a longer document shows is for the most part its past

_SIZE = 8  # bytes of a number


class NotAsItWasError(Exception):
    """An entry that was left out as known is not known as it was: the document has to be prepared in full."""


def sign_of(entry: Entry, keys: Sequence[EntryKey]) -> int:
    """Give a hash of all that a source says of an entry, and of its keys: a signed integer of 64 bits."""
    written = repr((entry, keys)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(written, digest_size=_SIZE).digest(), "little", signed=True)


def as_it_was(entry: Entry, keys: tuple[EntryKey, ...], words: int, source: str) -> PreparedEntry:
    """Give an entry that is known: named, and with as much of it as says what entries of its feed have."""
    article = Article(
        source=source,
        title=entry.title,
        body=entry.body[:1],
        link=entry.link,
        published=entry.published,
        published_from=entry.published_from,
    )
    text = Fingerprint(words=words, tokens=0, page=None, shingles=())
    return PreparedEntry(raw="", keys=keys, article=article, fingerprint=text)


def seen_in(prepared: Prepared) -> bytes:
    """Write down the entries of a document that was stored, for `seen_before`; of those of one name the last."""
    signs = zip(prepared.signs, prepared.entries, strict=True)
    last = {entry.keys[0]: (sign, entry.fingerprint.words) for sign, entry in signs}
    numbers = tuple(chain.from_iterable(list(last.values())[:MOST]))
    return struct.pack(f"<{len(numbers)}q", *numbers)


def words_before(written: bytes, signs: Sequence[int], keys: Sequence[tuple[EntryKey, ...]]) -> tuple[int | None, ...]:
    """Give for each entry of a document that comes as it came the hash of its words; None for one to be measured.

    Where a document shows two texts of one entry both are measured: the one that comes as it came follows another.
    """
    before = seen_before(written)
    told = dict(zip(signs, keys, strict=True))  # each text once
    texts = Counter(names[0] for names in told.values())
    return tuple(before.get(sign) if texts[names[0]] == 1 else None for sign, names in zip(signs, keys, strict=True))


def seen_before(written: bytes) -> Mapping[int, int]:
    """Give the words' hash of each entry by its sign; nothing where what is written is no such thing."""
    if len(written) % (2 * _SIZE):
        return {}
    return dict(struct.iter_unpack("<2q", written))


def require_as_they_were(prepared: Prepared, words: Iterable[int | None]) -> None:
    """See that entries left out as known are known as they were; `words` of all entries as stored, None: not known.

    Raises:
        NotAsItWasError: one is not.
    """
    for number, (entry, known) in enumerate(zip(prepared.entries, words, strict=True)):
        if number in prepared.same and entry.fingerprint.words != known:
            raise NotAsItWasError
