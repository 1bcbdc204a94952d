"""Before the transaction: all the work that costs CPU, in a worker process."""

from dataclasses import replace

from watcher.model import Article, Document, DocumentKind, Entry, EntryKey
from watcher.parse import parse
from watcher.pipeline.shapes import Prepared, PreparedEntry
from watcher.stories import BUILT_IN, Agencies, cited, entry_keys, fingerprint, read_credit


def prepare(document: Document, tags: tuple[str, ...] = (), agencies: Agencies = BUILT_IN) -> Prepared:
    """Read and measure one document; `tags` are those of its feed, `agencies` whom credits may name.

    Raises:
        DocumentError: it cannot be read as what it should be.
    """
    parsed = parse(document)
    carrier = parsed.title if document.kind is DocumentKind.FEED else None
    return Prepared(
        source=document.source,
        kind=document.kind,
        received_at=document.received_at,
        entries=tuple(
            measure(entry, keys, source=document.source, tags=tags, outlet=carrier, agencies=agencies)
            for entry, keys in zip(parsed.entries, entry_keys(parsed.entries), strict=True)
        ),
        complete=parsed.complete,
        title=parsed.title,
    )


def measure(
    entry: Entry,
    keys: tuple[EntryKey, ...],
    *,
    source: str,
    tags: tuple[str, ...] = (),
    outlet: str | None = None,
    raw: str | None = None,
    agencies: Agencies = BUILT_IN,
) -> PreparedEntry:
    """Take an entry's credit apart and fingerprint its text.

    Args:
        entry: the entry as parsed.
        keys: its keys, best first.
        source: name of its feed or drop.
        tags: those of its feed.
        outlet: who carries it where the entry does not say so.
        raw: how a replay names it; made from source, guid or link where it does not say.
        agencies: whom its credit may name.
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
        cites=tuple(source.name for source in cited(entry.title, body, agencies)),
    )
    return PreparedEntry(
        raw=raw or f"{source}|{entry.guid or entry.link or keys[0]}",
        keys=keys,
        article=article,
        fingerprint=fingerprint(article, page, agencies),
    )
