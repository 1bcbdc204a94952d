"""Events as a calendar that any calendar program reads: iCalendar (RFC 5545, with RFC 7986's refresh interval).

What is in it follows from the events alone, so the same store gives the same bytes. An event keeps its UID while its
date and fields change, and SEQUENCE rises with each change: a calendar that subscribed moves the entry it has.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from watcher.alerts.dated import EXACT, DatedEvent, day_of, is_off
from watcher.alerts.dates import date_words
from watcher.alerts.frame import ALWAYS, frame
from watcher.alerts.harmless import for_chat, one_line, safe_link
from watcher.alerts.page import credit_line
from watcher.events.identity import text_of
from watcher.model import Event, Precision, Realis, StoryEvent, When
from watcher.stories.reasons import withdrawals

if TYPE_CHECKING:
    from icalendar import Event as Component

MEETING = "meeting"
DEADLINE = "deadline"
NAME = "watcher"
PRODUCT = "-//watcher//events//EN"
REFRESH = timedelta(hours=1)
"""How often a subscribed calendar is to look again; a feed's default interval is a quarter of it."""
YEARS = frozenset(range(1900, 2200))
"""A text that names another one is misread, and calendar programs stumble over it."""
SUMMARY_LIMIT = 200  # characters, as of an alert's subject
PLACE_LIMIT = 200
SENTENCE_LIMIT = 1_000
DAY = timedelta(days=1)

_UNSURE = frozenset({Realis.REPORTED, Realis.CALLED_FOR})
_PRECISION = {
    Precision.MINUTE: "the time is stated",
    Precision.DAY: "the day is stated, not the time",
    Precision.WEEK: "only the week is stated",
    Precision.MONTH: "only the month is stated",
    Precision.QUARTER: "only the quarter is stated",
    Precision.YEAR: "only the year is stated",
}
_REALIS = {
    Realis.REPORTED: "others report it",
    Realis.CALLED_FOR: "it is asked for, not planned",
    Realis.DENIED: "it is denied",
}


def belongs(event: StoryEvent) -> bool:
    """Say whether a calendar shows an event: a dated meeting or deadline, or what else lay ahead when first told.

    So the day of a referendum and the day on which a minister takes office are shown, the passing of a law yesterday
    is not; nor is what a text tells as history.
    """
    when = event.event.when
    if when is None or event.event.realis is Realis.BACKGROUND:
        return False
    if not {when.start.year, when.end.year} <= YEARS:
        return False
    return event.event.kind == MEETING or when.deadline or when.start > event.first_seen.date()


def calendar(events: Iterable[DatedEvent]) -> bytes:
    """Give those of the events that have a date as one iCalendar stream, UTF-8 with CRLF; times are in UTC.

    In the order of their dates. What a feed wrote can neither begin a line nor hold anything but visible letters.
    """
    from icalendar import Calendar  # noqa: PLC0415 - takes 0.2 s, and only an export needs it

    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("x-wr-calname", NAME)
    whole.add("refresh-interval", REFRESH, {"value": "DURATION"})
    dated = [(each, when) for each in events if (when := each.event.event.when)]
    for each, when in sorted(dated, key=lambda pair: (day_of(pair[1]), pair[1].at or _NEVER, pair[0].event.uid)):
        whole.add_component(_component(each, when))
    stream: bytes = whole.to_ical()
    return stream


_NEVER = datetime.max.replace(tzinfo=UTC)


def _component(each: DatedEvent, when: When) -> "Component":
    from icalendar import Event as Component  # noqa: PLC0415 - as above

    known, event = each.event, each.event.event
    shown = Component()
    shown.add("uid", f"{known.uid}@{NAME}")
    shown.add("sequence", known.sequence)
    shown.add("created", known.first_seen)
    shown.add("dtstamp", known.changed_at)
    shown.add("last-modified", known.changed_at)
    for name, moment in _times(when):
        shown.add(name, moment)
    shown.add("status", _status(each, when))
    shown.add("summary", _text(frame(event).subject, SUMMARY_LIMIT))
    shown.add("description", "\n".join(_description(each, when)))
    shown.add("categories", [_text(event.kind, PLACE_LIMIT), *([DEADLINE] if when.deadline else [])])
    shown.add("transp", "TRANSPARENT")
    if place := _text(text_of(event, "place"), PLACE_LIMIT):
        shown.add("location", place)
    if link := safe_link(each.lead.link):
        shown.add("url", link)
    return shown


def _times(when: When) -> Sequence[tuple[str, date]]:
    """Give when it begins and ends: days with the end excluded (RFC 5545, 3.6.1), or instants.

    An instant of which no end is stated has none here either; a deadline is its last day.
    """
    if when.at is not None:
        ends = [("dtend", when.until.astimezone(UTC))] if when.until and when.until > when.at else []
        return [("dtstart", when.at.astimezone(UTC)), *ends]
    first = day_of(when)
    return [("dtstart", first), ("dtend", max(first, when.end) + DAY)]


def _status(each: DatedEvent, when: When) -> str:
    event = each.event.event
    if is_off(event) or withdrawals(each.copies):
        return "CANCELLED"
    return "CONFIRMED" if when.precision in EXACT and event.realis not in _UNSURE else "TENTATIVE"


def _description(each: DatedEvent, when: When) -> Iterable[str]:
    event = each.event.event
    yield _text(event.evidence.sentence, SENTENCE_LIMIT)
    yield for_chat(credit_line(each.story, each.copies))
    yield "; ".join(_date(event, when))
    if link := safe_link(each.lead.link):
        yield link
    yield f"Story: watcher stories show {each.story.id}"


def _date(event: Event, when: When) -> Iterable[str]:
    """Give the date as stated, with the zone that the text has, and how sure it is."""
    yield f"Date: {date_words(when, ALWAYS)}"
    yield _PRECISION[when.precision]
    if event.realis in _REALIS:
        yield _REALIS[event.realis]


def _text(text: str, limit: int) -> str:
    """Make a feed's text one harmless line: calendars render HTML in descriptions, so no "<" begins a tag."""
    return for_chat(one_line(text, limit))
