"""What every worker needs, loaded by being imported: before its first document, which must not pay for it.

Imports, agencies and the lexicon of the language that most feeds are in; the rest is read when a document needs it.
"""

from datetime import UTC, datetime

from watcher.model import Document, DocumentKind
from watcher.pipeline import prepare

_FEED = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour Times</title><link>https://times.example/</link>
<item><title>Ferry crews to strike</title><guid>1</guid><link>https://times.example/1</link>
<pubDate>Fri, 06 Mar 2026 09:00:00 GMT</pubDate>
<description>The harbour board named Ada Quist its chief on Friday; the crews will strike.</description></item>
</channel></rss>"""

prepare(Document(source="warm", kind=DocumentKind.FEED, body=_FEED, received_at=datetime(2026, 3, 6, tzinfo=UTC)))
