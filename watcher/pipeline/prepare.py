"""Before the transaction: all the work that costs CPU, in a worker process."""

from dataclasses import replace

from watcher.model import Article, Document, DocumentKind, Entry, EntryKey
from watcher.parse import parse
from watcher.pipeline.shapes import Prepared, PreparedEntry
from watcher.stories import entry_keys, fingerprint, read_credit


def prepare(document: Document, tags: tuple[str, ...] = ()) -> Prepared:
    """Read and measure one document; `tags` are those of its feed.

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
            measure(entry, keys, source=document.source, tags=tags, outlet=carrier)
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
) -> PreparedEntry:
    """Take an entry's credit apart and fingerprint its text.

    Args:
        entry: the entry as parsed.
        keys: its keys, best first.
        source: name of its feed or drop.
        tags: those of its feed.
        outlet: who carries it where the entry does not say so.
        raw: how a replay names it; made from source, guid or link where it does not say.
    """
    credit, body = read_credit(entry)
    page = entry.link if any(key.startswith("link:") for key in keys) else None  # one that other entries share is none
    return PreparedEntry(
        raw=raw or f"{source}|{entry.guid or entry.link or keys[0]}",
        keys=keys,
        article=Article(
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
        ),
        fingerprint=fingerprint(entry.title, body, page),
    )
