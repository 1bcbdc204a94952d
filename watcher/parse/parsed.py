"""What parsing a document gives."""

from dataclasses import dataclass

from watcher.model import Entry, Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The entries of one document, in its order."""

    entries: tuple[Entry, ...]
    title: str | None = None  # of the feed or page
    language: str | None = None  # BCP 47 as the document states it for all its entries
    complete: bool = True  # False: the document broke off; only its whole entries are here
    hollow: int = 0  # entries without title, text, guid and link: there is nothing to show, they are left out
    pace: Pace = Pace()  # when to ask for the feed again, as it says itself
