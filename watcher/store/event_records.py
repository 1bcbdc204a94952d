"""Events and evidence as rows and as JSON, whole: what is read is what was written, whatever its kind."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Row

from watcher.model import Event, Evidence, FieldValue, Precision, Realis, StoryEvent, ToldEvent, When

Plain = dict[str, Any]


def story_event_of(row: Row[Any]) -> StoryEvent:
    """Read a row of `event` with the ids of story and entry as `story_public` and `entry_public`."""
    return StoryEvent(
        uid=row.public,
        story=row.story_public,
        event=event_of(row.told),
        entry=row.entry_public,
        published=row.published,
        sequence=row.sequence,
        first_seen=row.first_seen,
        changed_at=row.changed_at,
    )


def event_json(event: Event) -> Plain:
    """Give an event as JSON takes it."""
    [evidence] = evidence_json([event.evidence])
    return {
        "kind": event.kind,
        "fields": {name: _plain_value(value) for name, value in event.fields.items()},
        "when": None if event.when is None else _when_json(event.when),
        "realis": event.realis,
        "evidence": evidence,
        "confidence": event.confidence,
    }


def event_of(plain: Mapping[str, Any]) -> Event:
    """Read what `event_json` gave."""
    return Event(
        kind=plain["kind"],
        fields={name: _value(value) for name, value in plain["fields"].items()},
        when=None if plain["when"] is None else _when(plain["when"]),
        realis=Realis(plain["realis"]),
        evidence=evidence_of(plain["evidence"]),
        confidence=plain["confidence"],
    )


def told_json(events: Sequence[ToldEvent]) -> list[Plain] | None:
    """Give what an alert tells as JSON takes it; None where it tells no event."""
    told = [
        {
            "uid": each.uid,
            "sequence": each.sequence,
            "event": event_json(each.event),
            "was": None if each.was is None else event_json(each.was),
        }
        for each in events
    ]
    return told or None


def told_events_of(plain: Sequence[Mapping[str, Any]] | None) -> tuple[ToldEvent, ...]:
    """Read what `told_json` gave."""
    return tuple(
        ToldEvent(
            uid=each["uid"],
            sequence=each["sequence"],
            event=event_of(each["event"]),
            was=None if each["was"] is None else event_of(each["was"]),
        )
        for each in plain or ()
    )


def evidence_json(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Give evidence as JSON takes it."""
    return [
        {
            "field": each.field,
            "sentence": each.sentence,
            "start": each.start,
            "marks": [list(mark) for mark in each.marks],
        }
        for each in evidence
    ]


def evidence_of(found: Mapping[str, Any]) -> Evidence:
    """Read one of those that `evidence_json` gave."""
    return Evidence(
        field=found["field"],
        sentence=found["sentence"],
        start=found["start"],
        marks=tuple((start, end) for start, end in found["marks"]),
    )


def _plain_value(value: FieldValue) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _value(plain: str | list[str]) -> FieldValue:
    return plain if isinstance(plain, str) else tuple(plain)


def _when_json(when: When) -> Plain:
    return {
        "start": when.start.isoformat(),
        "end": when.end.isoformat(),
        "precision": when.precision,
        "deadline": when.deadline,
        "at": _moment_json(when.at),
        "until": _moment_json(when.until),
    }


def _when(plain: Mapping[str, Any]) -> When:
    return When(
        start=date.fromisoformat(plain["start"]),
        end=date.fromisoformat(plain["end"]),
        precision=Precision(plain["precision"]),
        deadline=plain["deadline"],
        at=_moment(plain["at"]),
        until=_moment(plain["until"]),
    )


def _moment_json(moment: datetime | None) -> Plain | None:
    """Keep the zone as the text states it: its offset, and its name, by which readers know it ("EDT")."""
    if moment is None:
        return None
    return {"at": moment.isoformat(), "zone": moment.tzname()}


def _moment(plain: Mapping[str, Any] | None) -> datetime | None:
    if plain is None:
        return None
    moment = datetime.fromisoformat(plain["at"])
    offset = moment.utcoffset() or timedelta()
    return moment.replace(tzinfo=timezone(offset, plain["zone"]) if plain["zone"] else timezone(offset))
