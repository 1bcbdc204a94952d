"""What `stories` needs to know of the past: the shapes a store reads for it. Nothing here reads anything itself."""

from dataclasses import dataclass
from datetime import datetime

from watcher.model import EntryId, EntryKey, StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """A text, reduced to what comparing needs. Hashes are signed 64-bit integers (blake2b), fit for a BIGINT column."""

    words: int  # of all folded words of title and body in order: equal means the same text
    tokens: int  # how many words that were
    page: int | None  # of the canonical link: equal means the same page; None without a link
    shingles: tuple[int, ...]  # of the title's and the body's word 4-grams, in the order of the text, distinct


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """An entry that this source has shown before."""

    id: EntryId
    key: EntryKey  # its first key
    story: StoryId
    words: int  # `Fingerprint.words` of its text as stored


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryText:
    """A stored story as copies are compared with it: by its longest text."""

    id: StoryId
    title: str
    fingerprint: Fingerprint  # of the longest copy; its shingles also hold what other versions say beside it
    first_seen: datetime
    origin: str | None = None
    distributor: str | None = None
