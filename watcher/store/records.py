"""Rows as the model's values."""

from functools import cache
from typing import Any

from sqlalchemy import Row, Select, func, select

from watcher.model import (
    Alert,
    AlertLabel,
    AlertState,
    Article,
    Bundle,
    Copy,
    Credit,
    Delivery,
    DeliveryState,
    Label,
    Notice,
    Priority,
    PublishedFrom,
    Story,
)
from watcher.store import rows
from watcher.store.event_records import evidence_of, told_events_of

RANKS = {Priority.URGENT: 0, Priority.HIGH: 1, Priority.NORMAL: 2, Priority.LOW: 3}
"""The order in which deliveries leave."""

UNLEASED = (DeliveryState.NEW, DeliveryState.RETRY, DeliveryState.UNKNOWN)
"""States of deliveries that wait for a courier."""

UNSENT = (*UNLEASED, DeliveryState.LEASED, DeliveryState.SENDING)
"""States of deliveries that are still to leave, or just do."""

AnyRow = Row[Any]


def story_of(row: AnyRow) -> Story:
    """Read a row of `story`."""
    return Story(
        id=row.public,
        title=row.title,
        first_seen=row.first_seen,
        published=row.published,
        origin=row.origin,
        origin_confidence=row.origin_confidence or 0.0,
        distributor=row.distributor,
    )


def copy_of(row: AnyRow) -> Copy:
    """Read a row of `entry` with the story's id as `story_public`."""
    return Copy(
        entry=row.public,
        story=row.story_public,
        label=Label(row.label),
        score=row.score,
        reason=row.reason,
        source=row.source,
        title=row.title,
        first_seen=row.first_seen,
        outlet=row.outlet,
        origin=row.origin,
        origin_confidence=row.origin_confidence or 0.0,
        distributor=row.distributor,
        author=row.author,
        link=row.link,
        published=row.published,
        published_from=row.published_from and PublishedFrom(row.published_from),
    )


def article_of(row: AnyRow) -> Article:
    """Read a row of `entry`."""
    return Article(
        source=row.source,
        title=row.title,
        body=row.body,
        link=row.link,
        credit=Credit(
            author=row.author,
            outlet=row.outlet,
            origin=row.origin,
            origin_confidence=row.origin_confidence or 0.0,
            distributor=row.distributor,
            evidence=tuple(row.credit_evidence),
        ),
        published=row.published,
        published_from=row.published_from and PublishedFrom(row.published_from),
        language=row.language,
        tags=tuple(row.tags),
    )


@cache  # as all that is asked for each delivery: making it takes longer than asking
def every_alert() -> Select[Any]:
    """Ask for alerts as `alert_of` reads them: that of a story that was merged away is the survivor's."""
    now = rows.story.alias("now")
    return (
        select(rows.alert, now.c.public.label("story_public"), rows.entry.c.public.label("entry_public"))
        .join(rows.story, rows.story.c.id == rows.alert.c.story)
        .join(now, now.c.id == func.coalesce(rows.story.c.merged_into, rows.story.c.id))
        .join(rows.entry, rows.entry.c.id == rows.alert.c.entry)
    )


def alert_of(row: AnyRow) -> Alert:
    """Read a row of `alert` with the ids of story and entry as `story_public` and `entry_public`."""
    return Alert(
        id=row.public,
        rule=row.rule,
        story=row.story_public,
        entry=row.entry_public,
        created_at=row.created_at,
        evidence=tuple(evidence_of(found) for found in row.evidence),
        reason=row.reason,
        channels=tuple(row.channels),
        priority=Priority(row.priority),
        state=AlertState(row.state),
        label=AlertLabel(row.label),
        events=told_events_of(row.events),
        acked_at=row.acked_at,
    )


def delivery_of(row: AnyRow) -> Delivery:
    """Read a row of `delivery` with the id of its alert or notice as `alert_public` and `notice_public`."""
    return Delivery(
        id=row.id,
        key=row.key,
        alert=row.alert_public,
        notice=row.notice_public,
        bundle=row.bundle and Bundle(row.bundle),
        within=row.within,
        channel=row.channel,
        recipient=row.recipient,
        step=row.step,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        not_before=row.not_before,
        lease_until=row.lease_until,
        last_error=row.last_error,
        sent_at=row.sent_at,
        remote=row.remote,
    )


def notice_of(row: AnyRow) -> Notice:
    """Read a row of `notice`."""
    return Notice(id=row.public, key=row.key, subject=row.subject, text=row.text, created_at=row.created_at)
