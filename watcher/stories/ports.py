"""What `stories` needs to know of the past: the shapes a store reads for it. Nothing here reads anything itself."""

from dataclasses import dataclass, field
from datetime import datetime

from watcher.model import EntryId, EntryKey, StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """A text, reduced to what comparing needs; for a story its longest text, and what its other copies add to it.

    Hashes are signed integers (blake2b): those of `words` and `page` of 64 bits, all others of 32.
    """

    words: int  # of all folded words of title and body in order: equal means the same text
    tokens: int  # how many words that were
    page: int | None  # of the canonical link: equal means the same page; None without a link
    shingles: tuple[int, ...]  # of the headline's, then the body's word 4-grams, in their order, distinct; or a sample
    heading: int = 0  # how many of the shingles are the headline's
    size: int = 0  # how many there were before sampling; 0: all are here
    sample: tuple[int, ...] | None = field(default=None, compare=False)  # what is kept of them, once worked out
    beside: tuple[int, ...] = ()  # shingles of other versions that this text lacks
    numbers: tuple[int, ...] = ()  # distinct, in the order of the text
    names: tuple[int, ...] = ()  # words written with a capital only, stemmed; distinct, in the order of the text
    slots: tuple[int, ...] = ()  # numbers with the words around them: which number stands in which place
    titles: tuple[str, ...] = ()  # folded headlines of all copies, the text's own first
    stamps: tuple[int, ...] = ()  # publisher and minute of publication of the copies
    publishers: tuple[int, ...] = ()  # of the copies, by any of their names
    origins: tuple[int, ...] = ()  # who wrote them, where that is known
    sites: tuple[int, ...] = ()  # hosts on which a copy has a page of its own
    begun: int | None = None  # minutes since 1970 of the earliest publication that a copy states; None: none does
    marked: bool = False  # the text says that it changes an earlier one
    digest: bool = False  # it retells several stories and is compared with none


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """An entry that this source has shown before."""

    id: EntryId
    key: EntryKey  # its first key
    story: StoryId
    words: int  # `Fingerprint.words` of its text as stored
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryText:
    """A stored story as copies are compared with it: by its longest text."""

    id: StoryId
    title: str
    fingerprint: Fingerprint  # of the longest copy, with what the others add
    first_seen: datetime
    origin: str | None = None
    origin_confidence: float = 0.0  # 0 to 1; 0 without an origin
    distributor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What a source's texts begin and end with, again and again: menus, calls to subscribe, notes on rights."""

    stories: int = 0  # how many texts it was learnt from
    counts: tuple[tuple[int, int], ...] = ()  # shingle and how many texts had it
