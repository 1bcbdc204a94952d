"""Whether two texts of one story tell the same event, and a name for it that both would give.

What may change in an event is no part of what it is: not its date, not where an offer has got to or how far a law is.
"""

from watcher.events.alike import related, same_person, surname, telling
from watcher.model import Event, FieldValue, When

IN, OUT = "in", "out"
DIRECTIONS = {
    **dict.fromkeys(("offered", "nominated", "elected", "appointed", "acting"), IN),
    **dict.fromkeys(("resigned", "dismissed", "replaced", "retiring"), OUT),
}
"""Whether somebody comes into a post or leaves it."""
FAMILIES = {"call": "call", "visit": "visit"}
"""Types of meetings that no text takes for another; all others are one."""


def same(one: Event, other: Event) -> bool:
    """Say whether two events that copies of one story tell are the same."""
    if one.kind != other.kind:
        return False
    rule = {"appointment": _same_appointment, "meeting": _same_meeting, "law": _same_law}.get(one.kind, _same_of_own)
    return rule(one, other)


def key(event: Event) -> tuple[str, ...]:
    """Give folded words that name the event as it is now, the same for any order of words in its fields."""
    rule = {"appointment": _appointment_key, "meeting": _meeting_key, "law": _law_key}.get(event.kind, _own_key)
    return rule(event)


def overlap(one: When, other: When) -> bool:
    """Say whether two periods have a day in common."""
    return one.start <= other.end and other.start <= one.end


def _same_appointment(one: Event, other: Event) -> bool:
    direction, another = _direction(one), _direction(other)
    if direction and another and direction != another:
        return False
    persons = text_of(one, "person"), text_of(other, "person")
    if all(persons):
        return same_person(*persons)
    posts = _agree(one, other, "post")
    return _agree(one, other, "org") is not False if posts is None else posts


def _same_meeting(one: Event, other: Event) -> bool:
    if _family(one) != _family(other):
        return False
    place, participants = _agree(one, other, "place"), _agree(one, other, "participants")
    same_days = overlap(one.when, other.when) if one.when and other.when else None
    if participants:
        return place is not False or same_days is not False
    if participants is False:
        return bool(place) and same_days is not False
    if place is None:
        return _agree(one, other, "name") is not False and same_days is not False
    return place


def _same_law(one: Event, other: Event) -> bool:
    what = _agree(one, other, "what")
    return _agree(one, other, "body") is not False if what is None else what


def _same_of_own(one: Event, other: Event) -> bool:
    """Go by the first field that both state; where there is none, a story tells one event of a kind."""
    agreed = (_agree(one, other, name) for name in one.fields)
    return next((answer for answer in agreed if answer is not None), True)


def _appointment_key(event: Event) -> tuple[str, ...]:
    who = (surname(text_of(event, "person")),) if event.fields.get("person") else _named(event, "post")
    return _direction(event), *who


def _meeting_key(event: Event) -> tuple[str, ...]:
    return _family(event), *(_named(event, "place") or _named(event, "participants") or _named(event, "name"))


def _law_key(event: Event) -> tuple[str, ...]:
    return _named(event, "what") or _named(event, "body")


def _own_key(event: Event) -> tuple[str, ...]:
    return next((found for name in event.fields if (found := _named(event, name))), ())


def _direction(event: Event) -> str:
    return DIRECTIONS.get(text_of(event, "status"), "")


def _family(event: Event) -> str:
    return FAMILIES.get(text_of(event, "type"), "")


def _named(event: Event, name: str) -> tuple[str, ...]:
    return tuple(sorted(telling(event.fields.get(name, ""))))


def _agree(one: Event, other: Event, name: str) -> bool | None:
    """Say whether two events have the same in a field; None where one of them does not state it."""
    mine, theirs = one.fields.get(name), other.fields.get(name)
    return related(mine, theirs) if mine and theirs else None


def text_of(event: Event, name: str) -> str:
    """Give a field as text; empty where it is not stated."""
    value: FieldValue = event.fields.get(name, "")
    return value if isinstance(value, str) else ", ".join(value)
