"""RSS 0.9x, 1.0, 2.0 and Atom to entries: two parsers, and everything that a reader sees by our own functions.

fastfeedparser reads what is well-formed and plain, feedparser the rest; which of them did it cannot be told from the
entries (tests/unit/parse/test_both_parsers.py).
"""

from watcher.model import Document
from watcher.parse.entries import as_language, as_title, read_entry
from watcher.parse.fast import read_fast
from watcher.parse.fields import RawFeed
from watcher.parse.limits import refuse_excessive
from watcher.parse.mend import find_root
from watcher.parse.pace import read_pace
from watcher.parse.parsed import Parsed
from watcher.text import absolute


def parse_feed(document: Document, text: str, *, thorough: bool = False) -> Parsed:
    """Read an XML feed.

    Args:
        document: where it came from, and when.
        text: its decoded body, which holds a root element.
        thorough: do not try the fast parser.

    Raises:
        DocumentError: it is beyond the limits.
    """
    refuse_excessive(text[find_root(text) or 0 :])
    raw = None if thorough else read_fast(text)
    return _parsed(document, text, raw or _read_thoroughly(text))


def _read_thoroughly(text: str) -> RawFeed:
    from watcher.parse.thorough import read_thoroughly  # noqa: PLC0415 - feedparser takes 0.1 s to import

    return read_thoroughly(text)


def _parsed(document: Document, text: str, raw: RawFeed) -> Parsed:
    base = absolute(str(raw.feed.get("link") or ""), document.url) or document.url
    language = as_language(raw.feed.get("language"))
    at = document.received_at
    read = [read_entry(fields, base=base, language=language, received_at=at) for fields in raw.entries]
    entries = tuple(entry for entry in read if entry.title or entry.body or entry.guid or entry.link)
    return Parsed(
        entries=entries,
        hollow=len(read) - len(entries),
        title=as_title(raw.feed) or None,
        language=language,
        complete=raw.complete,
        pace=read_pace(text, document.url),
    )
