"""Dates in one line each, as the cases write them."""

from datetime import UTC, datetime, time
from datetime import date as day

from watcher.events.dates import DateMention, resolve
from watcher.model import Precision, When


def written(when: When) -> str:
    """First and last day, precision where it is not a day, deadline, instants."""
    parts = [str(when.start) if when.start == when.end else f"{when.start}..{when.end}"]
    if when.precision is not Precision.DAY:
        parts.append(when.precision.value)
    if when.deadline:
        parts.append("deadline")
    if when.at:
        parts.append(when.at.isoformat() + (f"/{when.until.isoformat()}" if when.until else ""))
    return " ".join(parts)


def mentions(text: str, published: str = "2026-01-07", language: str = "en") -> tuple[DateMention, ...]:
    """What is found in a text of that day, noon in UTC; by default a Wednesday."""
    return resolve(text, datetime.combine(day.fromisoformat(published), time(12), UTC), language)


def dates(text: str, published: str = "2026-01-07", language: str = "en") -> list[str]:
    """Likewise, written."""
    return [written(mention.when) for mention in mentions(text, published, language)]
