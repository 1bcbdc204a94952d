"""What parsing a document gives."""

from dataclasses import dataclass

from watcher.model import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The entries of one document, in its order."""

    entries: tuple[Entry, ...]
    title: str | None = None  # of the feed or page
    language: str | None = None  # BCP 47 as the document states it for all its entries
    complete: bool = True  # False: the document broke off; only its whole entries are here
