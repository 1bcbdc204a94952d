"""Entries measured: their credit, the events that they tell, whom they cite, and their fingerprints."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from watcher.events import BUILT_IN as OUR_LEXICONS
from watcher.events import Lexicons, detect
from watcher.model import Article, Credit, Entry, EntryKey, Event
from watcher.pipeline.shapes import PreparedEntry
from watcher.stories import BUILT_IN, Agencies, Text, cited, fingerprints, read_credit, words_of


class Stated(NamedTuple):
    """An entry as parsed."""

    entry: Entry
    keys: tuple[EntryKey, ...]  # best first
    raw: str | None = None  # how a replay names it; None: by its source and its guid or link


class Carrier(NamedTuple):
    """What the entries of a document have in common."""

    source: str  # name of the feed or drop
    received_at: datetime | None = None  # from when dates are counted where an entry does not say when it was published
    tags: tuple[str, ...] = ()  # of the feed
    outlet: str | None = None  # who carries an entry that does not say so


def measure(
    stated: Sequence[Stated], carrier: Carrier, agencies: Agencies = BUILT_IN, lexicons: Lexicons = OUR_LEXICONS
) -> tuple[PreparedEntry, ...]:
    """Take the credits of entries apart, find the events that their texts tell, and fingerprint the texts.

    All go through one step before the next begins: the tables of a step then stay in the processor's caches, which do
    not hold those of all. Entries that come together cost two thirds of what they cost one by one.

    Args:
        stated: the entries.
        carrier: the document they came in.
        agencies: whom their credits may name.
        lexicons: the kinds of event that are looked for.
    """
    credited = [read_credit(each.entry, agencies) for each in stated]
    bodies = [body for _, body in credited]
    events = [_events(each.entry, body, carrier, lexicons) for each, body in zip(stated, bodies, strict=True)]
    cites = [cited(each.entry.title, body, agencies) for each, body in zip(stated, bodies, strict=True)]
    articles = [
        Article(
            source=carrier.source,
            title=entry.title,
            body=body,
            link=entry.link,
            credit=_carried(credit, carrier),
            published=entry.published,
            published_from=entry.published_from,
            language=entry.language,
            tags=entry.tags,
            feed_tags=carrier.tags,
            events=told,
            cites=tuple([citation.name for citation in citations]),
        )
        for (entry, *_), (credit, body), told, citations in zip(stated, credited, events, cites, strict=True)
    ]
    texts = [Text(article, _page(each), words_of(article)) for article, each in zip(articles, stated, strict=True)]
    return tuple(
        [
            PreparedEntry(
                raw=raw or f"{carrier.source}|{entry.guid or entry.link or keys[0]}",
                keys=keys,
                article=text.article,
                fingerprint=fingerprint,
                title_words=" ".join(text.words.title),
                body_words=" ".join(text.words.body.folded),
            )
            for (entry, keys, raw), text, fingerprint in zip(stated, texts, fingerprints(texts, agencies), strict=True)
        ]
    )


def _events(entry: Entry, body: str, carrier: Carrier, lexicons: Lexicons) -> tuple[Event, ...]:
    published = entry.published or carrier.received_at
    return detect(entry.title, body, published=published, language=entry.language, lexicons=lexicons)


def _carried(credit: Credit, carrier: Carrier) -> Credit:
    return credit if credit.outlet or not carrier.outlet else replace(credit, outlet=carrier.outlet)


def _page(stated: Stated) -> str | None:
    """Give the link of an entry as its page; one that other entries share is none of its keys, and no page."""
    return stated.entry.link if any(key.startswith("link:") for key in stated.keys) else None
