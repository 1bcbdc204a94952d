"""The frame of an event: who, what and when, as one line for a subject and as a line for each field."""

from collections.abc import Sequence
from dataclasses import dataclass

from watcher.alerts.dates import date_words
from watcher.alerts.harmless import one_line
from watcher.events.revision import DATE, REALIS, contradictions
from watcher.model import Event, FieldValue, Realis

SUBJECT_LIMIT = 200  # characters
FIELD_LIMIT = 120  # characters
NAMED = 3
"""Participants that a subject names."""
ALWAYS = 0
"""The reader's year where every date is to name its own."""

VALUES = {
    "passed_house": "passed one house",
    "referendum_called": "referendum called",
    "referendum_held": "referendum held",
}
"""Those of closed fields that are no plain words."""
STAGES = {
    "proposed": ("Law proposed", "proposal of"),
    "drafting": ("Law in drafting", "drafting of"),
    "tabled": ("Law tabled", "tabling of"),
    "passed_house": ("Law passed one house", "passing by one house of"),
    "passed": ("Law passed", "passing of"),
    "signed": ("Law signed", "signing of"),
    "vetoed": ("Law vetoed", "veto of"),
    "court": ("Law in court", "court ruling on"),
    "referendum_called": ("Referendum called", "referendum on"),
    "referendum_held": ("Referendum held", "referendum on"),
    "withdrawn": ("Law withdrawn", "withdrawal of"),
}
"""How a subject begins, and how it goes on behind a realis: "Planned: signing of the referendum bill"."""
STATUSES = {
    "offered": "offer to",
    "nominated": "nomination of",
    "elected": "election of",
    "appointed": "appointment of",
    "acting": "acting appointment of",
    "resigned": "resignation of",
    "dismissed": "dismissal of",
    "replaced": "replacement of",
    "retiring": "retirement of",
}
"""How a subject goes on behind a realis; else it begins with the status itself."""
REALES = {
    Realis.PLANNED: "Planned",
    Realis.REPORTED: "Reported",
    Realis.CALLED_FOR: "Called for",
    Realis.DENIED: "Denied",
    Realis.BACKGROUND: "Background",
}
COMING = frozenset({"offered", "nominated", "elected", "appointed", "acting"})
"""Statuses whose date is a beginning."""
ORDER = ("person", "post", "org", "status", "name", "type", "participants", "place", "what", "body", "stage")
"""In which the fields of our own kinds are listed, before all others."""
LABELS = {"org": "Organisation", "what": "Law", REALIS: "Told as"}  # of lines; others are a field's own name


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An event in words; visible text without line breaks."""

    subject: str  # "Meeting: European leaders, Paris, Tuesday 6 January"; at most 200 characters
    lines: tuple[tuple[str, str], ...]  # what each says, and it: ("Place", "Paris"); the date names its year


def frame(event: Event, year: int | None = None) -> Frame:
    """Phrase an event; `year` is the reader's: in the subject dates of another one name theirs, None: none does."""
    phrase = _PHRASES.get(event.kind, _own)(event)
    named = [part for part in (*phrase.named, _subject_date(event, year)) if part]
    told = REALES.get(event.realis) if _is_worth_saying(event) else None
    subject = phrase.told_as(told, named) if named else f"{told or phrase.head}: {event.evidence.sentence}"
    return Frame(subject=one_line(subject, SUBJECT_LIMIT), lines=tuple(_lines(event)))


def behind(word: str, subject: str) -> str:
    """Put a word before a subject: "Update: meeting: European leaders, Paris"."""
    begins_with_a_word = subject[:2].istitle() or subject[1:2] in {"", " "}
    return f"{word}: {subject[:1].lower() + subject[1:] if begins_with_a_word else subject}"


def changes(was: Event, now: Event, year: int | None = None) -> tuple[tuple[str, str, str], ...]:
    """Give what changed between two tellings of an event: each field's label, what it was and what it is now."""
    return tuple(
        (_label(name), _said(was, name, year) or "fact", _said(now, name, year) or "fact")
        for name in contradictions(was, now)
    )


def _is_worth_saying(event: Event) -> bool:
    """Say whether the subject names the realis: that a meeting is planned its date says."""
    return not (event.kind == "meeting" and event.realis is Realis.PLANNED)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The parts of a subject; empty ones among `named` are left out."""

    head: str  # "Law passed"
    noun: str | None  # the same behind a realis, with its preposition: "passing of"; None: the head
    named: tuple[str, ...]

    def told_as(self, realis: str | None, parts: Sequence[str]) -> str:
        """Put the parts behind the head, or behind a realis and the noun."""
        if realis is None:
            return f"{self.head}: {', '.join(parts)}"
        if self.noun and self.named[0]:
            return f"{realis}: {self.noun} {', '.join(parts)}"
        return f"{behind(realis, self.head)}: {', '.join(parts)}"


def _appointment(event: Event) -> _Phrase:
    status = _text(event, "status") or "appointment"
    post, org = _text(event, "post"), _text(event, "org")
    place = f"({org})" if org else ""
    who = _text(event, "person")
    named = (who, f"{post} {place}".strip()) if who and post else (f"{who or post} {place}".strip(),)
    return _Phrase(status.capitalize(), STATUSES.get(status), named)


def _meeting(event: Event) -> _Phrase:
    name = _text(event, "name")
    who = name if " " in name else _listing(event.fields.get("participants", ())) or name  # "summit" is no name
    kind = _text(event, "type") or "meeting"
    return _Phrase(kind.capitalize(), f"{kind} of", (who, _text(event, "place")))


def _law(event: Event) -> _Phrase:
    what, body = _text(event, "what"), _text(event, "body")
    head, noun = STAGES.get(_text(event, "stage"), ("Law", None))
    return _Phrase(head, noun, (f"{what} ({body})" if what and body else what or body,))


def _own(event: Event) -> _Phrase:
    kind = one_line(event.kind, FIELD_LIMIT)
    return _Phrase(kind[:1].upper() + kind[1:], None, tuple(_text(event, name) for name in event.fields))


_PHRASES = {"appointment": _appointment, "meeting": _meeting, "law": _law}


def _subject_date(event: Event, year: int | None) -> str:
    if event.when is None:
        return ""
    words = date_words(event.when, year)
    begins = event.kind == "appointment" and event.fields.get("status") in COMING and not event.when.deadline
    return f"from {words}" if begins and not words.startswith(("from ", "in ", "about ", "week ")) else words


def _lines(event: Event) -> list[tuple[str, str]]:
    names = sorted((name for name in event.fields if name != "tense"), key=_place)
    found = ((_label(name), _said(event, name, ALWAYS)) for name in (*names, DATE, REALIS))
    return [(label, value) for label, value in found if value]


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


def _label(name: str) -> str:
    return LABELS.get(name, name.capitalize())


def _said(event: Event, name: str, year: int | None) -> str:
    """Give a field, the date or the realis in words; empty where it is not stated, or the event is told as a fact."""
    if name == DATE:
        return date_words(event.when, year) if event.when else ""
    if name == REALIS:
        return REALES.get(event.realis, "").lower()
    text = _text(event, name)
    return VALUES.get(text, text)


def _text(event: Event, name: str) -> str:
    value: FieldValue = event.fields.get(name, "")
    return one_line(value if isinstance(value, str) else ", ".join(value), FIELD_LIMIT)


def _listing(names: FieldValue) -> str:
    if isinstance(names, str):
        return one_line(names, FIELD_LIMIT)
    shown = [one_line(name, FIELD_LIMIT) for name in names[:NAMED]]
    if len(names) > NAMED:
        return f"{', '.join(shown)} and {len(names) - NAMED} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
