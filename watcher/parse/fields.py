"""What a parser of feeds gives to `parse.entries`, whichever of the two read the document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]
"""Raw values under feedparser's names, of a feed or an entry: `id`, `links`, `title`, `title_detail`, `summary`,
`content`, `author`, `authors`, `tags`, `source`, `published`, `created`, `updated`, `language`, `dc_source`,
`media_caption`. Strings are as written, references resolved; a key is left out where the document says nothing."""

AS_WRITTEN = "as-written:"
"""Put before every guid: feedparser would resolve one that looks relative, and hide that a link was made from it.
A `link` that begins so is a guid that says to be a permanent link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A feed as a parser read it. `complete` is False where the document broke off: its whole entries are here."""

    feed: Fields
    entries: list[Fields]  # in the document's order
    complete: bool = True
