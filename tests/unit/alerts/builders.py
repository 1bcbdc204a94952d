"""Smallest valid views, with the parts a test is about put in."""

from dataclasses import replace
from datetime import UTC, datetime

from watcher.alerts import AlertView, SameEvent
from watcher.model import (
    Alert,
    AlertId,
    Copy,
    EntryId,
    Evidence,
    Label,
    Priority,
    PublishedFrom,
    Story,
    StoryId,
)

NOON = datetime(2026, 1, 2, 12, 5, tzinfo=UTC)
STORY = StoryId("01h8zk3m5q7rt")
ALONE = SameEvent()
HEADLINE = "Zelmar council calls referendum on water law"


def a_copy(number: int = 0, **parts: object) -> Copy:
    fields: dict[str, object] = {
        "entry": EntryId(f"entry{number}"),
        "story": STORY,
        "label": Label.COPY,
        "score": 1.0,
        "reason": "same text",
        "source": f"feed-{number}",
        "title": HEADLINE,
        "first_seen": NOON,
        **parts,
    }
    return Copy(**fields)


def evidence(sentence: str, *words: str) -> Evidence:
    marks = tuple((sentence.index(word), sentence.index(word) + len(word)) for word in words)
    return Evidence(field="body", sentence=sentence, start=0, marks=marks)


def a_view(
    *copies: Copy,
    title: str = HEADLINE,
    origin: str | None = None,
    distributor: str | None = None,
    published: datetime | None = NOON,
    published_from: PublishedFrom | None = None,
    found: tuple[Evidence, ...] = (),
    priority: Priority = Priority.NORMAL,
    entry: str = "entry0",
    rule: str = "zelmar-votes",
    reason: str = "query matched: referendum, law",
    created_at: datetime = NOON,
    event: SameEvent = ALONE,
) -> AlertView:
    first, *rest = copies or (a_copy(outlet="Harbour Times"),)
    return AlertView(
        alert=Alert(
            id=AlertId("alert"),
            rule=rule,
            story=STORY,
            entry=EntryId(entry),
            created_at=created_at,
            evidence=found,
            reason=reason,
            channels=("desk",),
            priority=priority,
        ),
        story=Story(
            id=STORY, title=title, first_seen=NOON, published=published, origin=origin, distributor=distributor
        ),
        copies=(
            replace(
                first,
                title=first.title if title == HEADLINE else title,
                published=first.published or published,
                published_from=published_from,
            ),
            *rest,
        ),
        event=event,
    )
