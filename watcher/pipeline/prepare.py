"""Before the transaction: all the work that costs CPU, in a worker process."""

from dataclasses import replace
from datetime import datetime

from watcher.events import BUILT_IN as OUR_LEXICONS
from watcher.events import Lexicons
from watcher.model import Document, DocumentKind, Entry, PublishedFrom
from watcher.parse import parse
from watcher.pipeline.measuring import Carrier, Stated, measure
from watcher.pipeline.seen import as_it_was, sign_of, words_before
from watcher.pipeline.shapes import Prepared
from watcher.stories import BUILT_IN, Agencies, keyed


def prepare(
    document: Document,
    tags: tuple[str, ...] = (),
    agencies: Agencies = BUILT_IN,
    lexicons: Lexicons = OUR_LEXICONS,
    *,
    published: datetime | None = None,
    seen: bytes = b"",
) -> Prepared:
    """Read and measure one document.

    Args:
        document: what came from a feed or drop.
        tags: those of its feed.
        agencies: whom credits may name.
        lexicons: the kinds of event that are looked for.
        published: when its texts were published, whatever they say themselves; None: when they say.
        seen: what `seen_in` wrote of the feed's last document; entries that come as they came are not measured again.

    Raises:
        DocumentError: it cannot be read as what it should be.
    """
    parsed = parse(document)
    entries = parsed.entries if published is None else tuple(_dated(entry, published) for entry in parsed.entries)
    given = keyed(entries)
    signs = tuple(map(sign_of, entries, given.keys))
    shown = tuple(zip(entries, given.keys, words_before(seen, signs, given.keys), strict=True))
    carrier = Carrier(
        document.source, document.received_at, tags, parsed.title if document.kind is DocumentKind.FEED else None
    )
    anew = [Stated(entry, keys) for entry, keys, words in shown if words is None]
    measured = iter(measure(anew, carrier, agencies, lexicons))
    return Prepared(
        source=document.source,
        kind=document.kind,
        received_at=document.received_at,
        entries=tuple(
            next(measured) if words is None else as_it_was(entry, keys, words, document.source)
            for entry, keys, words in shown
        ),
        complete=parsed.complete,
        title=parsed.title,
        shared=given.shared,
        signs=signs,
        same=frozenset(number for number, (_, _, words) in enumerate(shown) if words is not None),
        pace=parsed.pace,
    )


def _dated(entry: Entry, published: datetime) -> Entry:
    return replace(entry, published=published, published_from=PublishedFrom.OPTION)
