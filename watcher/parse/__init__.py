"""Documents to entries: feeds (RSS, RDF, Atom, JSON Feed), dropped texts with or without header lines, HTML pages.

Takes one `Document`, gives the entries that it holds as plain text, in its order. What a document is, is decided by
its content, not by what a server or a file name says. Pure; time linear in the size, also for hostile input. Raises
`DocumentError` with one sentence for the user where a document is not what it should be. feedparser is used in this
room only, and imported at the first feed.
"""

from watcher.parse.documents import parse
from watcher.parse.parsed import Parsed

__all__ = ["Parsed", "parse"]
