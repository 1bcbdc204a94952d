"""Who is told: at most one first alert per rule and story, however many copies carry it."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime

from watcher.model import Alert, AlertState, EntryId, Match, Rule, StoryId
from watcher.stories import alert_id


def first_alerts(
    matches: Sequence[Match],
    *,
    story: StoryId,
    entry: EntryId,
    rules: Mapping[str, Rule],
    alerted: Container[tuple[str, StoryId]],
    baseline: bool,
    now: datetime,
) -> tuple[Alert, ...]:
    """Give the alerts that `matches` of one entry begin, in the order of the matches.

    A rule that `alerted` holds with this story has had its say and gives none; so does its second match here.
    `rules` holds every rule that matches, by name. With `baseline` the alerts are recorded, never sent.
    """
    best: dict[str, Match] = {}
    for match in matches:
        if (match.rule, story) not in alerted:
            best.setdefault(match.rule, match)
    return tuple(
        _alert(match, rules[match.rule], story=story, entry=entry, baseline=baseline, now=now)
        for match in best.values()
    )


def _alert(match: Match, rule: Rule, *, story: StoryId, entry: EntryId, baseline: bool, now: datetime) -> Alert:

    return Alert(
        id=alert_id(rule.name, story),
        rule=rule.name,
        story=story,
        entry=entry,
        created_at=now,
        evidence=match.evidence,
        reason=match.reason,
        channels=rule.channels,
        priority=rule.priority,
        state=AlertState.BASELINE if baseline else AlertState.OPEN,
    )
