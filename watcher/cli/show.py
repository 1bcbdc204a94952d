"""How stories and alerts look on screen; feed text comes through here harmless to a terminal."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from watcher.alerts import SameEvent
    from watcher.events import Lexicons
    from watcher.model import Article, Copy, Evidence, StoryEvent, ToldEvent
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
    from watcher.stories.reasons import withdrawals
    from watcher.text import one_line

    story = summary.story
    sure = f" ({story.origin_confidence:.0%} sure)".replace("%", " %") if story.origin_confidence else ""
    origin = f"by {one_line(story.origin)}{sure}" if story.origin else "origin not stated"
    via = f", via {one_line(story.distributor)}" if story.distributor else ""
    yield f"{one_line(summary.lead.title)}  [{story.id}]"
    yield f"  {origin}{via}; {counted(len(summary.copies), 'copy', 'copies')}"
    for copy in withdrawals(summary.copies):
        yield f"  withdrawn by {one_line(copy.outlet or copy.source)}: {one_line(copy.title)}"
    for copy in by_standing(summary.copies)[:most]:
        outlet = one_line(copy.outlet or copy.source)
        when = local(copy.published, zone) if copy.published else "no date"
        yield f"  - {when:16}  {outlet}: {one_line(copy.title)}  ({copy.label}: {copy.reason})"
    if most is not None and len(summary.copies) > most:
        yield f"  - and {len(summary.copies) - most} more; see: watcher stories show {story.id}"


def credit_lines(article: "Article") -> Iterator[str]:
    """Give what an article's credit was read from, a line each, as written."""
    from watcher.text import one_line

    for line in article.credit.evidence:
        yield f"  credit: {one_line(line)}"


def event_lines(event: "SameEvent") -> Iterator[str]:
    """Give who else tells the event of a story, a line each, and whose independent word that makes."""
    from watcher.text import one_line

    for linked in event.linked:
        yield f"  = {one_line(linked.teller)}: {one_line(linked.title)}  [{linked.story}]  ({one_line(linked.reason)})"
    names = ", ".join(map(one_line, event.origins))
    yield f"  {counted(len(event.origins), 'independent origin', 'independent origins')}: {names}"


def event_json(event: "SameEvent") -> dict[str, Any]:
    """Give who tells the event as data."""
    fields = ("story", "title", "teller", "reason")
    linked = [{field: getattr(each, field) for field in fields} for each in event.linked]
    return {"independent_origins": list(event.origins), "same_event": linked}


def told_lines(events: "Iterable[StoryEvent]") -> Iterator[str]:
    """Give what the copies of a story tell, a line each."""
    from watcher.alerts.frame import frame

    for each in events:
        changed = f"  (changed {counted(each.sequence, 'time', 'times')})" if each.sequence else ""
        yield f"  * {frame(each.event).subject}{changed}"


def story_event_json(told: "StoryEvent", lexicons: "Lexicons") -> dict[str, Any]:
    """Give an event of a story as data, with all fields that its kind has in these lexicons."""
    from watcher.events.shown import event_json as as_data

    fields = ("uid", "sequence", "first_seen", "changed_at")
    return {**{field: getattr(told, field) for field in fields}, **as_data(told.event, lexicons)}


def told_json(told: "ToldEvent", lexicons: "Lexicons") -> dict[str, Any]:
    """Give an event that an alert tells as data, likewise; in an update with what it was."""
    from watcher.events.shown import event_json as as_data

    was = as_data(told.was, lexicons) if told.was else None
    return {"uid": told.uid, "sequence": told.sequence, **as_data(told.event, lexicons), "was": was}


def story_json(summary: "StorySummary") -> dict[str, Any]:
    """Give a story as data."""
    from watcher.stories.reasons import withdrawals

    story = summary.story
    return {
        "id": story.id,
        "title": summary.lead.title,
        "origin": story.origin,
        "origin_confidence": story.origin_confidence,
        "distributor": story.distributor,
        "published": summary.lead.published,
        "first_seen": story.first_seen,
        "withdrawn": bool(withdrawals(summary.copies)),
        "copies": [_copy_json(copy) for copy in summary.copies],
    }


def _copy_json(copy: "Copy") -> dict[str, Any]:
    fields = ("entry", "label", "score", "reason", "source", "outlet", "origin", "origin_confidence")
    return {
        field: getattr(copy, field)
        for field in (*fields, "distributor", "author", "title", "link", "published", "first_seen")
    }


def article_json(article: "Article", lexicons: "Lexicons | None" = None) -> dict[str, Any]:
    """Give an article as `watcher try --json` shows it (interface: Formats).

    `lexicons` know the fields of its events; None: ours do.
    """
    from watcher.events import BUILT_IN
    from watcher.events.shown import event_json as as_data

    credit = article.credit
    return {
        "title": article.title,
        "outlet": credit.outlet,
        "origin": credit.origin,
        "origin_confidence": credit.origin_confidence,
        "distributor": credit.distributor,
        "author": credit.author,
        "credit_evidence": list(credit.evidence),
        "published": article.published,
        "published_from": article.published_from,
        "language": article.language,
        "body": article.body,
        "events": [as_data(event, lexicons or BUILT_IN) for event in article.events],
    }


def evidence_json(evidence: "Evidence") -> dict[str, Any]:
    """Give one evidence sentence as data."""
    return {
        "field": evidence.field,
        "sentence": evidence.sentence,
        "start": evidence.start,
        "marks": [list(mark) for mark in evidence.marks],
    }
