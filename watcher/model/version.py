"""Versions: the texts that an entry has had."""

from dataclasses import dataclass
from datetime import datetime

from watcher.model.ids import EntryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text of an entry, the present one or an earlier one."""

    entry: EntryId
    number: int  # 1: as first seen; numbers between the first and the last may be missing (`store.versions`)
    at: datetime  # when it was first seen
    words: int  # signed 64-bit hash of all folded words in order: equal means the same text
    title: str
    body: str

    @property
    def hash(self) -> str:
        """The words hash as users see it: 16 hexadecimal digits."""
        return hash_of(self.words)


def hash_of(words: int) -> str:
    """Give a signed 64-bit hash as users see it."""
    return f"{words % (1 << 64):016x}"
