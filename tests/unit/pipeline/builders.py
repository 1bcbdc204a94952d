"""Smallest valid values for the pipeline's tests."""

from dataclasses import replace
from datetime import datetime

from tests.builders import NOON, an_entry
from watcher.model import (
    Alert,
    AlertId,
    AlertState,
    Article,
    Credit,
    DocumentKind,
    EntryId,
    EntryKey,
    Event,
    Evidence,
    Label,
    Match,
    StoryId,
)
from watcher.pipeline import Carrier, Known, Prepared, PreparedEntry, Stated, measure
from watcher.pipeline.happenings import Telling
from watcher.stories import StoryText, entry_keys, fingerprint

NOTHING = Known(entries={}, stories=(), exact={}, alerted=frozenset())

WIRE = "Norvania names Aron Vik defence minister after harbour scandal"
COAST = "Aron Vik becomes Norvania's defence minister"
THIRD = "Defence minister of Norvania is now Aron Vik"
"""Three headlines of one event."""

TOWNS = (
    *("Aldmark", "Brenholt", "Corvath", "Dunmere", "Elsfjord", "Farnwick", "Gullhaven", "Hollin", "Istrad"),
    *("Jarnby", "Keldrum", "Lowmoor", "Mosby", "Norheim", "Ostrava", "Pellin", "Quarne", "Rosskilde"),
    *("Saltby", "Tarnow", "Ulverk", "Vikmar", "Westray", "Yarrow", "Zeltin"),
)


def a_prepared_entry(
    title: str, *, outlet: str = "Harbour Times", cites: tuple[str, ...] = (), published: datetime | None = NOON
) -> PreparedEntry:
    article = Article(
        source="harbour", title=title, body="", credit=Credit(outlet=outlet), published=published, cites=cites
    )
    return PreparedEntry(
        raw="harbour|1",
        keys=(EntryKey("guid:1"),),
        article=article,
        fingerprint=fingerprint(article),
    )


def a_text(name: str, title: str, origin: str | None = None, *, at: datetime = NOON) -> StoryText:
    confidence = 0.9 if origin else 0.0
    return StoryText(
        id=StoryId(name),
        title=title,
        fingerprint=fingerprint(Article(source="harbour", title=title, body="")),
        first_seen=at,
        origin=origin,
        origin_confidence=confidence,
    )


def a_match(rule: str = "ministers") -> Match:
    evidence = Evidence(field="title", sentence=WIRE, start=0, marks=((0, 8),))
    return Match(rule=rule, evidence=(evidence,), reason="query matched: minister")


def a_telling(story: str, *events: Event, **fields: object) -> Telling:
    """Give a text of an entry that begins its story, unless `label` is given."""
    plain = Telling(story=StoryId(story), entry=EntryId(story), events=events, label=Label.NEW, published=NOON)
    return replace(plain, **fields)


def an_alert(story: str, state: AlertState = AlertState.WAITING, **fields: object) -> Alert:
    plain = Alert(
        id=AlertId(f"alert-{story}"),
        rule="ministers",
        story=StoryId(story),
        entry=EntryId(story),
        created_at=NOON,
        evidence=a_match().evidence,
        reason="query matched: minister; waits for 2 independent origins, 1 so far: Norvania Wire",
        channels=("desk",),
        state=state,
    )
    return replace(plain, **fields)


def the_towns(count: int, published: datetime | None, source: str = "harbour") -> Prepared:
    """Give a document of so many stories of their own, each about a mayor."""
    entries = [
        an_entry(
            guid=town,
            title=f"Mayor of {town} resigns",
            body=" ".join(f"{town}{letter}" for letter in "abcdefghijkl"),
            published=published,
        )
        for town in TOWNS[:count]
    ]
    measured = measure(list(map(Stated, entries, entry_keys(entries))), Carrier(source))
    return Prepared(source=source, kind=DocumentKind.FEED, received_at=NOON, entries=measured)
