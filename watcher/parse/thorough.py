"""The thorough way to read an XML feed: feedparser, for what is odd or ill-formed, behind repairs and limits."""

from io import BytesIO

import feedparser

from watcher.parse.fields import RawFeed
from watcher.parse.limits import refuse_excessive, within_limits
from watcher.parse.mend import mend


def read_thoroughly(text: str) -> RawFeed:
    """Read any feed that has a root element (`mend.find_root`); raises DocumentError for what is beyond the limits."""
    mended = mend(text)
    xml = within_limits(mended.xml)
    refuse_excessive(xml, thorough=True)
    raw = feedparser.parse(
        BytesIO(f'<?xml version="1.0" encoding="utf-8"?>\n{xml}'.encode()),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return RawFeed(feed=raw["feed"], entries=raw["entries"], complete=mended.complete)
