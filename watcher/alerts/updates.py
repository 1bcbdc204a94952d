"""What is told after the first alert: what changed in an event that it told, once."""

from collections.abc import Sequence
from datetime import datetime

from watcher.events.revision import contradictions
from watcher.model import Alert, AlertId, AlertLabel, EntryId, Label, Match, Rule, StoryEvent, StoryId, ToldEvent
from watcher.stories import short_id


def changed_since(told: ToldEvent, now: StoryEvent) -> ToldEvent | None:
    """Give an event that was told as it is to be told now; None where that says nothing new."""
    if (now.uid == told.uid and now.sequence <= told.sequence) or not contradictions(told.event, now.event):
        return None
    return ToldEvent(uid=now.uid, sequence=now.sequence, event=now.event, was=told.event)


def update_alert(
    match: Match,
    rule: Rule,
    events: Sequence[ToldEvent],
    *,
    story: StoryId,
    entry: EntryId,
    label: Label,
    now: datetime,
) -> Alert | None:
    """Give the alert that tells what changed, None where nothing did or the rule does not ask for it.

    Its id is made from rule, story and each event with its sequence: the same change is not told twice.

    Args:
        match: of the entry that told the change, or a later one.
        rule: its rule, of which a first alert on the story went out.
        events: those of the match that changed since an alert told them, as `changed_since` gives them.
        story: the entry's.
        entry: its id.
        label: what the entry is to its story.
        now: when the alert begins.
    """
    kind = AlertLabel.CORRECTION if label is Label.CORRECTION else AlertLabel.UPDATE
    if not events or kind not in rule.on:
        return None
    states = (part for event in events for part in (event.uid, str(event.sequence)))
    return Alert(
        id=AlertId(short_id("update", rule.name, story, *states)),
        rule=rule.name,
        story=story,
        entry=entry,
        created_at=now,
        evidence=match.evidence,
        reason=match.reason,
        channels=rule.channels,
        priority=rule.priority,
        label=kind,
        escalation=rule.escalate,
        events=tuple(events),
    )
