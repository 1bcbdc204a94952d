"""Which reminders are due: alerts once more, shortly before what they told takes place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.alerts.dated import day_of
from watcher.alerts.reminding import lead_now, occasion, remindable
from watcher.events.identity import same
from watcher.model import Alert, AlertId, AlertLabel, Rule, StoryEvent, StoryId, ToldEvent, When
from watcher.stories import short_id

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An alert that goes out, and when the first of its channels took it; None: none did yet."""

    alert: Alert
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What alerts of one rule on one story told, and what of the story may lie ahead."""

    story: StoryId
    sent: tuple[Sent, ...]  # the first one first; at least one was
    events: tuple[StoryEvent, ...]  # of the story, as they are now


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    event: StoryEvent
    when: When
    at: datetime  # when it was last told with this day


def due_reminders(ahead: Ahead, rule: Rule, *, now: datetime, zone: ZoneInfo) -> tuple[Alert, ...]:
    """Give the reminders that are due at `now`, whether or not they were written before: then their ids are known.

    One reminder tells all that was told of the same day. Its id is made from rule, story, day and lead time, so one
    that is written twice is one; another day gives another.
    """
    told = _told(ahead)
    due: dict[str, timedelta] = {}  # by what it is given for: the lead time, of several the shortest
    for each in told:
        lead = lead_now(each.when, rule.remind, told_at=each.at, now=now, zone=zone)
        if lead is not None:
            on = occasion(each.when, lead)
            due[on] = min(lead, due.get(on, lead))
    return tuple(
        _reminder(
            AlertId(short_id("reminder", rule.name, ahead.story, on, str(lead))),
            [each.event for each in told if occasion(each.when, lead) == on],
            next(each.alert for each in ahead.sent if each.at),
            rule,
            now,
        )
        for on, lead in due.items()
    )


def _told(ahead: Ahead) -> Sequence[_Told]:
    """Give what was told and is to be reminded of."""
    return [
        _Told(event=event, when=when, at=at)
        for event in ahead.events
        if remindable(event.event) and (when := event.event.when) and (at := _told_at(ahead.sent, event, when))
    ]


def _told_at(sent: Sequence[Sent], event: StoryEvent, when: When) -> datetime | None:
    """Say when an event was last told with the day that it has now, or is about to be; None: it was never told at all.

    It is known by its name, or, where stories that merged told it under two names, by what it is.
    """
    told = [(each, one.event.when) for each in sent for one in each.alert.events if _is_of(one, event)]
    if not any(each.at for each, _ in told):
        return None
    as_now = [each.at or each.alert.created_at for each, on in told if on and day_of(on) == day_of(when)]
    return max(as_now, default=_NEVER)


def _is_of(told: ToldEvent, event: StoryEvent) -> bool:
    return told.uid == event.uid or same(told.event, event.event)


def _reminder(name: AlertId, events: Sequence[StoryEvent], first: Alert, rule: Rule, now: datetime) -> Alert:
    return Alert(
        id=name,
        rule=rule.name,
        story=events[0].story,
        entry=events[0].entry,
        created_at=now,
        evidence=tuple(dict.fromkeys(each.event.evidence for each in events)),
        reason=f"reminder of alert {first.id}",
        channels=rule.channels,
        priority=rule.priority,
        label=AlertLabel.REMINDER,
        events=tuple(ToldEvent(uid=each.uid, sequence=each.sequence, event=each.event) for each in events),
    )
