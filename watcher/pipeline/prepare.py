"""Before the transaction: all the work that costs CPU, in a worker process."""

from dataclasses import replace
from datetime import datetime

from watcher.events import BUILT_IN as OUR_LEXICONS
from watcher.events import Lexicons, detect
from watcher.model import Article, Document, DocumentKind, Entry, EntryKey, PublishedFrom
from watcher.parse import parse
from watcher.pipeline.shapes import Prepared, PreparedEntry
from watcher.stories import BUILT_IN, Agencies, cited, entry_keys, fingerprint, read_credit


def prepare(
    document: Document,
    tags: tuple[str, ...] = (),
    agencies: Agencies = BUILT_IN,
    lexicons: Lexicons = OUR_LEXICONS,
    *,
    published: datetime | None = None,
) -> Prepared:
    """Read and measure one document.

    Args:
        document: what came from a feed or drop.
        tags: those of its feed.
        agencies: whom credits may name.
        lexicons: the kinds of event that are looked for.
        published: when its texts were published, whatever they say themselves; None: when they say.

    Raises:
        DocumentError: it cannot be read as what it should be.
    """
    parsed = parse(document)
    entries = parsed.entries if published is None else tuple(_dated(entry, published) for entry in parsed.entries)
    carrier = parsed.title if document.kind is DocumentKind.FEED else None
    return Prepared(
        source=document.source,
        kind=document.kind,
        received_at=document.received_at,
        entries=tuple(
            measure(
                entry,
                keys,
                source=document.source,
                received_at=document.received_at,
                tags=tags,
                outlet=carrier,
                agencies=agencies,
                lexicons=lexicons,
            )
            for entry, keys in zip(entries, entry_keys(entries), strict=True)
        ),
        complete=parsed.complete,
        title=parsed.title,
    )


def measure(
    entry: Entry,
    keys: tuple[EntryKey, ...],
    *,
    source: str,
    received_at: datetime | None = None,
    tags: tuple[str, ...] = (),
    outlet: str | None = None,
    raw: str | None = None,
    agencies: Agencies = BUILT_IN,
    lexicons: Lexicons = OUR_LEXICONS,
) -> PreparedEntry:
    """Take an entry's credit apart, find the events that its text tells, and fingerprint the text.

    Args:
        entry: the entry as parsed.
        keys: its keys, best first.
        source: name of its feed or drop.
        received_at: from when its dates are counted where it does not say when it was published.
        tags: those of its feed.
        outlet: who carries it where the entry does not say so.
        raw: how a replay names it; made from source, guid or link where it does not say.
        agencies: whom its credit may name.
        lexicons: the kinds of event that are looked for.
    """
    credit, body = read_credit(entry, agencies)
    page = entry.link if any(key.startswith("link:") for key in keys) else None  # one that other entries share is none
    article = Article(
        source=source,
        title=entry.title,
        body=body,
        link=entry.link,
        credit=replace(credit, outlet=credit.outlet or outlet),
        published=entry.published,
        published_from=entry.published_from,
        language=entry.language,
        tags=entry.tags,
        feed_tags=tags,
        events=detect(
            entry.title,
            body,
            published=entry.published or received_at,
            language=entry.language,
            lexicons=lexicons,
        ),
        cites=tuple(source.name for source in cited(entry.title, body, agencies)),
    )
    return PreparedEntry(
        raw=raw or f"{source}|{entry.guid or entry.link or keys[0]}",
        keys=keys,
        article=article,
        fingerprint=fingerprint(article, page, agencies),
    )


def _dated(entry: Entry, published: datetime) -> Entry:
    return replace(entry, published=published, published_from=PublishedFrom.OPTION)
