"""Smallest valid values for the store's tests; every text is invented."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.builders import an_event
from watcher.model import (
    Alert,
    AlertId,
    Article,
    Copy,
    Credit,
    DocumentKind,
    EntryId,
    EntryKey,
    Evidence,
    Label,
    Priority,
    PublishedFrom,
    Story,
    StoryEvent,
    StoryId,
)
from watcher.pipeline import Arrival, Outcome, Prepared, PreparedEntry
from watcher.store import Store
from watcher.stories.ports import Fingerprint, StoryText

NOW = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SOURCE = "harbour-news"

HOSTILE = "Robert'); DROP TABLE story; -- \" % _ \\ $1 :name ? Київ — “ÅÉ” 漢字 🦊\n\n\ttail"
"""Text that would show any statement put together by hand, and any encoding but UTF-8."""


class FixedClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


def fingerprint(
    words: int = 1, *, tokens: int = 150, page: int | None = None, shingles: Iterable[int] = ()
) -> Fingerprint:
    return Fingerprint(words=words, tokens=tokens, page=page, shingles=tuple(shingles))


def name(number: int) -> str:
    """Give an id of 13 characters."""
    return f"{number:013d}"


def article(title: str = "Bridge opens in Larkhaven", **fields: object) -> Article:
    return replace(Article(source=SOURCE, title=title, body="The bridge opened on Monday."), **fields)


FULL = article(
    HOSTILE,
    body=HOSTILE * 200,
    link="https://harbour.example/a?b=1&c='x'",
    credit=Credit(
        author="Ана Реєс",
        outlet="Harbour “News”",
        origin="Larkhaven Wire",
        origin_confidence=0.97,
        distributor="Quay Syndicate",
        evidence=(HOSTILE, "© Larkhaven Wire"),
    ),
    published=NOW - timedelta(days=400, microseconds=1),
    published_from=PublishedFrom.FILE_NAME,
    language="uk",
    tags=(HOSTILE, "official"),
)


def prepared_entry(
    key: str = "guid:1", fp: Fingerprint | None = None, *, more_keys: Sequence[str] = ()
) -> PreparedEntry:
    return PreparedEntry(
        raw=f"{SOURCE}|1",
        keys=(EntryKey(key), *map(EntryKey, more_keys)),
        article=article(),
        fingerprint=fp or fingerprint(),
    )


def arrival(
    number: int,
    *,
    story: int | None = None,
    keys: Sequence[str] = (),
    fp: Fingerprint | None = None,
    text: Article | None = None,
    label: Label = Label.NEW,
    score: float = 1.0,
    reason: str = "first seen",
    at: datetime = NOW,
) -> Arrival:
    text = text or article()
    return Arrival(
        id=EntryId(name(number)),
        keys=tuple(map(EntryKey, keys or (f"guid:{number}",))),
        article=text,
        fingerprint=fp or fingerprint(number),
        copy=Copy(
            entry=EntryId(name(number)),
            story=StoryId(name(number if story is None else story)),
            label=label,
            score=score,
            reason=reason,
            source=text.source,
            title=text.title,
            first_seen=at,
            outlet=text.credit.outlet,
            origin=text.credit.origin,
            origin_confidence=text.credit.origin_confidence,
            distributor=text.credit.distributor,
            author=text.credit.author,
            link=text.link,
            published=text.published,
            published_from=text.published_from,
        ),
    )


def story(number: int, *, at: datetime = NOW, **fields: object) -> Story:
    plain = Story(id=StoryId(name(number)), title="Bridge opens in Larkhaven", first_seen=at)
    return replace(plain, **fields)


def story_text(number: int, fp: Fingerprint | None = None, *, at: datetime = NOW, **fields: object) -> StoryText:
    plain = StoryText(
        id=StoryId(name(number)),
        title="Bridge opens in Larkhaven",
        fingerprint=fp or fingerprint(number),
        first_seen=at,
    )
    return replace(plain, **fields)


def alert(number: int, *, entry: int = 1, story: int = 1, rule: str = "bridges", **fields: object) -> Alert:
    plain = Alert(
        id=AlertId(name(number)),
        rule=rule,
        story=StoryId(name(story)),
        entry=EntryId(name(entry)),
        created_at=NOW,
        evidence=(Evidence(field="title", sentence="Bridge opens in Larkhaven", start=0, marks=((0, 6),)),),
        reason="query matched: bridge",
        channels=("console",),
    )
    return replace(plain, **fields)


def story_event(number: int, *, story: int = 1, entry: int = 1, **fields: object) -> StoryEvent:
    """Give an event of a story, a meeting unless `event` is given."""
    plain = StoryEvent(
        uid=name(number),
        story=StoryId(name(story)),
        event=an_event(),
        entry=EntryId(name(entry)),
        first_seen=NOW,
        changed_at=NOW,
    )
    return replace(plain, **fields)


def beginning(number: int, fp: Fingerprint | None = None, *, at: datetime = NOW, **outcome: object) -> Outcome:
    """Give the outcome of a document whose one entry begins a story of the same number."""
    fp = fp or fingerprint(number)
    plain = Outcome(
        new=(arrival(number, fp=fp, at=at),),
        begun=(story(number, at=at),),
        texts=(story_text(number, fp, at=at),),
        aliases={},
    )
    return replace(plain, **outcome)


def alerting(number: int, *channels: str, priority: Priority = Priority.NORMAL) -> Outcome:
    """Give the outcome of a document whose one entry begins a story and alerts on these channels."""
    first = alert(number, entry=number, story=number, channels=channels or ("console",), priority=priority)
    return beginning(number, alerts=(first,))


def document(source: str = SOURCE) -> Prepared:
    return Prepared(source=source, kind=DocumentKind.FEED, received_at=NOW, entries=())


def events_in(store: Store, **asked: object) -> tuple[StoryEvent, ...]:
    """Give the events that a store has, as `Events.list` does."""
    with store.read() as tx:
        return tx.events.list(**asked)
