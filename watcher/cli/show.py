"""How stories and alerts look on screen; feed text comes through here harmless to a terminal."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from watcher.model import Article, Copy, Delivery, Evidence
    from watcher.store import StorySummary


def local(moment: datetime | None, zone: ZoneInfo) -> str:
    """Give a time as the user reads it, or a dash."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else "-"


def counted(number: int, one: str, more: str) -> str:
    """Give a number with its noun."""
    return f"{number} {one if number == 1 else more}"


def story_lines(summary: "StorySummary", zone: ZoneInfo, most: int | None = None) -> Iterator[str]:
    """Give a story with its copies, a line each, the copy that leads it first; at most so many copies."""
    from watcher.stories import by_standing
    from watcher.text import one_line

    story = summary.story
    origin = f"by {one_line(story.origin)}" if story.origin else "origin not stated"
    via = f", via {one_line(story.distributor)}" if story.distributor else ""
    yield f"{one_line(summary.lead.title)}  [{story.id}]"
    yield f"  {origin}{via}; {counted(len(summary.copies), 'copy', 'copies')}"
    for copy in by_standing(summary.copies)[:most]:
        outlet = one_line(copy.outlet or copy.source)
        when = local(copy.published, zone) if copy.published else "no date"
        yield f"  - {when:16}  {outlet}: {one_line(copy.title)}  ({copy.label}: {copy.reason})"
    if most is not None and len(summary.copies) > most:
        yield f"  - and {len(summary.copies) - most} more; see: watcher stories show {story.id}"


def story_json(summary: "StorySummary") -> dict[str, Any]:
    """Give a story as data."""
    story = summary.story
    return {
        "id": story.id,
        "title": summary.lead.title,
        "origin": story.origin,
        "distributor": story.distributor,
        "published": summary.lead.published,
        "first_seen": story.first_seen,
        "copies": [_copy_json(copy) for copy in summary.copies],
    }


def _copy_json(copy: "Copy") -> dict[str, Any]:
    fields = ("entry", "label", "score", "reason", "source", "outlet", "origin", "distributor", "author")
    return {field: getattr(copy, field) for field in (*fields, "title", "link", "published", "first_seen")}


def article_json(article: "Article") -> dict[str, Any]:
    """Give an article as `watcher try --json` shows it (interface: Formats)."""
    credit = article.credit
    return {
        "title": article.title,
        "outlet": credit.outlet,
        "origin": credit.origin,
        "distributor": credit.distributor,
        "author": credit.author,
        "published": article.published,
        "published_from": article.published_from,
        "language": article.language,
        "body": article.body,
        "events": [],
    }


def evidence_json(evidence: "Evidence") -> dict[str, Any]:
    """Give one evidence sentence as data."""
    return {
        "field": evidence.field,
        "sentence": evidence.sentence,
        "start": evidence.start,
        "marks": [list(mark) for mark in evidence.marks],
    }


def delivery_json(delivery: "Delivery") -> dict[str, Any]:
    """Give one delivery as data."""
    fields = ("id", "channel", "state", "attempts", "not_before", "last_error", "sent_at")
    return {field: getattr(delivery, field) for field in fields}
