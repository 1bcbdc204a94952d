"""What every worker needs, loaded by being imported: before its first document, which must not pay for it.

Lexicons, agencies and parsers are read when they are first needed. A document of each kind that is read here needs them
all, so that a worker begins with them.
"""

from datetime import UTC, datetime

from watcher.model import Document, DocumentKind
from watcher.pipeline import prepare

_TEXT = (
    "LARKHAVEN, March 6 (Quay Wire) - The harbour board named Ada Quist its chief on Friday, and the ferry crews "
    "will strike on Monday, March 9, at 8 a.m., the union told the Harbour Times."
)
_FEED = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour Times</title><link>https://times.example/</link>
<item><title>Ferry crews to strike</title><guid>1</guid><link>https://times.example/1</link>
<pubDate>Fri, 06 Mar 2026 09:00:00 GMT</pubDate><description>&lt;p&gt;{_TEXT}&lt;/p&gt;</description></item>
</channel></rss>"""


def _read(kind: DocumentKind, text: str) -> None:
    prepare(Document(source="warm", kind=kind, body=text.encode(), received_at=datetime(2026, 3, 6, tzinfo=UTC)))


_read(DocumentKind.FEED, _FEED)
_read(DocumentKind.DROP, f"Ferry crews to strike\n\n{_TEXT}\n")
