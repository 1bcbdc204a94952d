"""An event as data: how every command and file shows it."""

from datetime import date
from itertools import pairwise
from typing import Any

from watcher.events.lexicons import BUILT_IN, Lexicons
from watcher.model import Event, Evidence, When

LONG_GAP = 100  # characters between two marked words from which their middle is left out
KEPT = 25  # characters of it kept at most on either side
ELISION = " … "


def event_json(event: Event, lexicons: Lexicons = BUILT_IN) -> dict[str, Any]:
    """Give an event as plain values: its kind, the fields of its kind (None where not stated), then what all have.

    Dates are "YYYY-MM-DD", both days included; a deadline's are its last day. `starts_at` and `ends_at` are ISO 8601
    with the zone, None unless the text states a time of day. Several values of one field are a list. Of the evidence
    `start` and `end` count characters of the field it stands in; its sentence is shortened to " … " where more than
    `LONG_GAP` characters part the words that tell the event.
    """
    named = dict.fromkeys((*lexicons.fields(event.kind), *event.fields))
    fields = {name: event.fields.get(name) for name in named}
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    return {
        "kind": event.kind,
        **plain,
        **when_json(event.when),
        "realis": event.realis.value,
        "evidence": _evidence_json(event.evidence),
        "confidence": event.confidence,
    }


def when_json(when: When | None) -> dict[str, Any]:
    """Give a period as plain values, as `event_json` describes them; None for each without one."""
    return {
        "date_start": _iso(when.start) if when else None,
        "date_end": _iso(when.end) if when else None,
        "precision": when.precision.value if when else None,
        "deadline": when.deadline if when else False,
        "starts_at": _iso(when.at) if when else None,
        "ends_at": _iso(when.until) if when else None,
    }


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    """Give where the sentence stands, and its words without what parts those that tell the event by very much."""
    return {
        "sentence": _shortened(evidence),
        "start": evidence.start,
        "end": evidence.start + len(evidence.sentence),
    }


def _shortened(evidence: Evidence) -> str:
    """Leave out the middle of a long stretch between marked words, such as a relative clause on something else."""
    sentence, parts, shown = evidence.sentence, [], 0
    for (_, end), (start, _) in pairwise(evidence.marks):
        if start - end > LONG_GAP:
            cut, again = sentence.rfind(" ", end, end + KEPT), sentence.find(" ", start - KEPT, start)
            parts.append(sentence[shown : max(cut, end)])
            shown = again + 1 if again >= 0 else start
    return ELISION.join([*parts, sentence[shown:]])
