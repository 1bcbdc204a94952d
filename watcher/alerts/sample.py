"""A made-up alert, to show how alerts read before there is one."""

from datetime import datetime, timedelta

from watcher.alerts.view import AlertView, SameEvent
from watcher.model import (
    Alert,
    AlertId,
    Copy,
    EntryId,
    Event,
    Evidence,
    Label,
    PublishedFrom,
    Story,
    StoryId,
    ToldEvent,
    When,
)

_TITLE = "Ana Reyes names Ivan Koval defence minister of Norvania"
_SENTENCE = "President Ana Reyes appointed Ivan Koval defence minister of Norvania, her office said."
_MARKS = ((20, 29), (41, 57))
_OUTLETS = ("Harbour Times", "Larkhaven Courier")
_ORIGIN = "Northern Wire"


def sample(rule: str, now: datetime) -> AlertView:
    """Give the alert of an invented appointment that two outlets carry, as this rule would have told it just now."""
    evidence = Evidence(field="body", sentence=_SENTENCE, start=0, marks=_MARKS)
    copies = tuple(_copy(number, outlet, now) for number, outlet in enumerate(_OUTLETS))
    first = copies[0]
    return AlertView(
        alert=Alert(
            id=AlertId("sample"),
            rule=rule,
            story=first.story,
            entry=first.entry,
            created_at=now,
            evidence=(evidence,),
            reason="event appointment (status: appointed, post: defence minister)",
            channels=(),
            events=(ToldEvent(uid="sample", sequence=0, event=_appointment(evidence, now)),),
        ),
        story=Story(id=first.story, title=_TITLE, first_seen=first.first_seen, origin=_ORIGIN, origin_confidence=0.9),
        copies=copies,
        event=SameEvent(origins=(_ORIGIN,)),
    )


def _copy(number: int, outlet: str, now: datetime) -> Copy:
    name = outlet.lower().replace(" ", "-")
    return Copy(
        entry=EntryId(f"sample{number}"),
        story=StoryId("sample"),
        label=Label.COPY if number else Label.NEW,
        score=1.0,
        reason="the same words" if number else "first seen",
        source=name,
        title=_TITLE,
        first_seen=now - timedelta(minutes=1 - number),
        outlet=outlet,
        origin=_ORIGIN,
        link=f"https://{name}.example/koval-defence",
        published=now - timedelta(minutes=10),
        published_from=PublishedFrom.FEED,
    )


def _appointment(evidence: Evidence, now: datetime) -> Event:
    fields = {"person": "Ivan Koval", "post": "defence minister", "org": "Norvania", "status": "appointed"}
    return Event(kind="appointment", fields=fields, when=When(start=now.date(), end=now.date()), evidence=evidence)
