"""Documents to entries: feeds (RSS, RDF, Atom, JSON Feed), dropped texts with or without header lines, HTML pages.

Takes one `Document`, gives the entries that it holds as plain text, in its order. What a document is, is decided by
its content, not by what a server or a file name says. Pure; time linear in the size, also for hostile input. Raises
`DocumentError` with one sentence for the user where a document is not what it should be. fastfeedparser and feedparser
are used in this room only, each imported at the first feed that it reads.
"""

from typing import TYPE_CHECKING

from watcher.lazy import on_demand

if TYPE_CHECKING:
    from watcher.parse.documents import parse
    from watcher.parse.parsed import Parsed

__all__ = ["Parsed", "parse"]

__getattr__ = on_demand(
    __name__,
    {
        "documents": ("parse",),
        "parsed": ("Parsed",),
    },
)
