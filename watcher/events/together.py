"""The events of one text, each once: a headline and its body tell the same."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from watcher.events.kinds import Kind
from watcher.events.triggers import Use
from watcher.model import NEWS, Event, FieldValue, Precision, Realis, When

DATE = "date"
TOLD = (Realis.ASSERTED, Realis.REPORTED)  # as having happened, by the text or by those whom it cites
Within = Mapping[str, Collection[str]]
NOWHERE: Within = {}


def together(
    events: Iterable[tuple[Use, Event]], published: datetime | None, within: Within = NOWHERE
) -> tuple[Event, ...]:
    """Merge the events that are one, in the order of the text; the first that is news gives sentence and status.

    Args:
        events: with the uses of triggers that told them.
        published: the instant of publication, for what is told as of the day.
        within: places, small letters, with the wider ones in which they lie: what is told of both is told of the first.
    """
    merged: list[tuple[Use, Event]] = []
    read = tuple(events)
    told = {use.kind.name for use, event in read if event.realis in NEWS and not use.trigger.alone}
    for use, event in read:
        if use.trigger.alone and use.kind.name in told:
            continue
        for number, (first, other) in enumerate(merged):
            if first.kind.name == use.kind.name and _same(use.kind, other, event, within):
                merged[number] = first if first.trigger.today else use, _merged(other, event, within)
                break
        else:
            merged.append((use, event))
    return tuple(_finished(use, event, published) for use, event in merged)


def _finished(use: Use, event: Event, published: datetime | None) -> Event:
    """Date an event that is told as one of the day, and set what its date tells."""
    if published is None:
        return event
    day = published.date()
    is_news = event.evidence.field in use.trigger.today and event.realis in TOLD
    when = _today(event.when, day) if is_news else event.when
    if when is None or when.start <= day <= when.end:
        return replace(event, when=when)
    sets = use.kind.dated.get("later" if when.start > day else "earlier", {})
    return replace(event, when=when, fields={**event.fields, **sets})


def _today(when: When | None, day: date) -> When:
    """Give the day of publication where none is stated; a bare year ("passes the 2027 budget") is no day of an act."""
    return When(start=day, end=day) if when is None or when.precision is Precision.YEAR else when


def _same(kind: Kind, one: Event, other: Event, within: Within) -> bool:
    """Tell whether no key tells two events apart; a background event is never the same as one that is news."""
    if (one.realis in NEWS) != (other.realis in NEWS):
        return False
    if DATE in kind.keys and one.when and other.when and not _touch(one.when, other.when):
        return False
    return all(_agree(one.fields.get(key), other.fields.get(key), within) for key in kind.keys)


def _touch(one: When, other: When) -> bool:
    return one.start <= other.end and other.start <= one.end


def _agree(one: FieldValue | None, other: FieldValue | None, within: Within) -> bool:
    if one is None or other is None or _lies_in(one, other, within) or _lies_in(other, one, within):
        return True
    first, second = _words(one), _words(other)
    return first <= second or second <= first or _last(one) == _last(other)


def _lies_in(one: FieldValue, other: FieldValue, within: Within) -> bool:
    """Tell whether both are places, the first in the second: Berlin in Germany."""
    return isinstance(one, str) and isinstance(other, str) and other.lower() in within.get(one.lower(), ())


def _last(value: FieldValue) -> str:
    """Give the last word: of a person the surname, of a thing the head."""
    text = value if isinstance(value, str) else " ".join(value)
    return text.lower().split()[-1]


def _words(value: FieldValue) -> set[str]:
    text = value if isinstance(value, str) else " ".join(value)
    return set(text.lower().split())


def _merged(one: Event, other: Event, within: Within) -> Event:
    """Keep what the first says, and take from the other what it leaves open."""
    fields: Mapping[str, FieldValue] = {**other.fields, **_fuller(one.fields, other.fields, within)}
    when = _finer(one.when, other.when)
    evidence = one.evidence if when == one.when else other.evidence  # the sentence that says when says most
    return replace(one, fields=fields, when=when, evidence=evidence, confidence=max(one.confidence, other.confidence))


def _finer(one: When | None, other: When | None) -> When | None:
    """Give the first date, unless the other is a part of it: "in May", "on May 12"."""
    if one is None or other is None:
        return one or other
    return other if one.start <= other.start and other.end <= one.end and not one.deadline else one


def _fuller(one: Mapping[str, FieldValue], other: Mapping[str, FieldValue], within: Within) -> dict[str, FieldValue]:
    """Give the fields of the first; a surname gives way to the full name, a country to the city in it."""
    return {
        key: other[key]
        if key in other and (_is_part(value, other[key]) or _lies_in(other[key], value, within))
        else value
        for key, value in one.items()
    }


def _is_part(value: FieldValue, fuller: FieldValue) -> bool:
    return isinstance(value, str) and isinstance(fuller, str) and f" {value}" in fuller
