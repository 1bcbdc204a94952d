"""What a further text says of a known event: the same, more, or something else.

A text that rewords, repeats or says less changes nothing. What it adds is taken: a field that was open, a person's full
name, a day where a month was known. Where it contradicts, whoever asks decides which fields are taken.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from watcher.events.alike import fuller, related, same_person
from watcher.events.identity import overlap, text_of
from watcher.model import NEWS, Event, FieldValue, Precision, Realis, When
from watcher.text import folded_words

DATE = "date"
"""Stands for the date among the names of fields; no kind may have a field of this name."""
REALIS = "realis"  # likewise
DAYS_OF_WEEK = 7

_ORDERS = {
    "status": (
        ("offered", "retiring"),
        ("nominated", "resigned", "dismissed", "replaced"),
        ("elected", "acting", "appointed"),
    ),
    "stage": (
        ("proposed",),
        ("drafting", "referendum_called"),
        ("tabled",),
        ("passed_house",),
        ("passed",),
        ("signed", "vetoed", "referendum_held"),
        ("court", "withdrawn"),
    ),
}
RANKS: Mapping[str, Mapping[str, int]] = {
    name: {value: rank for rank, values in enumerate(order) for value in values} for name, order in _ORDERS.items()
}
"""How far a field's values are on their way. Of one rank are those that texts of one story use for each other."""

_FINENESS = {precision: place for place, precision in enumerate(Precision)}
_CERTAINTY = {Realis.ASSERTED: 0, Realis.PLANNED: 1, Realis.REPORTED: 2}
_WORDINGS = frozenset({"type", "tense"})
"""Fields in which texts differ without contradicting: one calls talks what another calls a summit."""


def contradictions(old: Event, new: Event) -> tuple[str, ...]:
    """Give the fields in which two texts say different things, in the old one's order, then `DATE` and `REALIS`."""
    names = (name for name in old.fields if name in new.fields and name not in _WORDINGS)
    found = [name for name in names if not _agree(name, old.fields[name], new.fields[name])]
    if old.when and new.when and _moved(old.when, new.when):
        found.append(DATE)
    if (old.realis in NEWS) != (new.realis in NEWS):
        found.append(REALIS)
    return tuple(found)


def is_behind(name: str, old: Event, new: Event) -> bool:
    """Say whether a field's new value is not further on its way than the old one, as "offered" after "appointed"."""
    ranks = RANKS.get(name, {})
    before, after = ranks.get(text_of(old, name)), ranks.get(text_of(new, name))
    return before is not None and after is not None and after <= before


def repeats(old: Event, new: Event) -> bool:
    """Say whether a text tells an event in no other words than another did: the same sentence, or less of it."""
    return _words(new.evidence.sentence) <= _words(old.evidence.sentence)


def stood_there(name: str, old: Event, new: Event) -> bool:
    """Say whether the new value of a field is written in the old sentence too, which was only read in another way."""
    value = text_of(new, name)
    return bool(value) and _words(value) <= _words(old.evidence.sentence)


def is_same_weekday(old: Event, new: Event) -> bool:
    """Say whether two dates are the same day of two weeks, as "on Tuesday" is in a text that is read a week later."""
    if old.when is None or new.when is None:
        return False
    days = (new.when.start - old.when.start).days
    return days != 0 and days % DAYS_OF_WEEK == 0 and old.when.precision == new.when.precision


def merged(old: Event, new: Event, taken: Collection[str] = ()) -> Event:
    """Give the event with what the new text adds, and with its values of the fields that are `taken`.

    Where one is taken, the sentence that says so is the event's evidence.
    """
    fields = {name: _value(name, value, new.fields.get(name), taken) for name, value in old.fields.items()}
    fields |= {name: value for name, value in new.fields.items() if name not in fields}
    known = replace(old, fields=fields, when=_when(old.when, new.when, taken), realis=_realis(old, new, taken))
    known = replace(known, confidence=max(old.confidence, new.confidence))
    return replace(known, evidence=new.evidence) if taken else known


def _agree(name: str, old: FieldValue, new: FieldValue) -> bool:
    if name in RANKS:
        return old == new
    if name == "person" and isinstance(old, str) and isinstance(new, str):
        return same_person(old, new)
    return related(old, new)


def _value(name: str, old: FieldValue, new: FieldValue | None, taken: Collection[str]) -> FieldValue:
    if new is None:
        return old
    if name in taken or name == "tense":
        return new
    return old if name in RANKS or name in _WORDINGS else fuller(old, new)


def _moved(old: When, new: When) -> bool:
    if old.deadline and not new.deadline:
        return new.start > old.end
    if new.deadline and not old.deadline:
        return old.start > new.end
    if old.at and new.at and not old.deadline:
        return old.at != new.at
    is_coarser = _FINENESS[new.precision] > _FINENESS[old.precision]
    if is_coarser and new.end < old.start:
        return False  # "their first meeting since April": the history of what is told
    return not overlap(old, new)


def _when(old: When | None, new: When | None, taken: Collection[str]) -> When | None:
    if old is None or new is None:
        return old or new
    if DATE in taken:
        return new
    finer = _FINENESS[new.precision] < _FINENESS[old.precision] or (old.deadline and not new.deadline)
    return new if finer and not _moved(old, new) else old


def _realis(old: Event, new: Event, taken: Collection[str]) -> Realis:
    if REALIS in taken:
        return new.realis
    if old.realis in NEWS and new.realis in NEWS:
        return min(old.realis, new.realis, key=_CERTAINTY.__getitem__)
    return old.realis


def _words(text: str) -> frozenset[str]:
    return frozenset(folded_words(text))
