"""Who is told: at most one first alert per rule and story, however many copies carry it, and when it is time.

A rule with `min_origins` above one waits until that many independent origins tell the event. Then it is told once: of
stories that are linked as the same event, one is alerted.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from watcher.alerts.harmless import one_line
from watcher.model import Alert, AlertId, AlertLabel, AlertState, EntryId, Match, Rule, StoryId, ToldEvent
from watcher.stories import alert_id

_BETWEEN = "; "
"""Stands between what matched and how many origins there are; not in what follows it."""
NAMED = 5
"""Origins that a reason names."""
NAME_LIMIT = 40  # characters of each


def first_alerts(
    matches: Sequence[Match],
    *,
    story: StoryId,
    entry: EntryId,
    rules: Mapping[str, Rule],
    alerted: Container[tuple[str, StoryId]],
    baseline: bool,
    now: datetime,
    origins: Sequence[str],
    told: Mapping[str, AlertId],
    events: Mapping[str, tuple[ToldEvent, ...]],
) -> tuple[Alert, ...]:
    """Give the alerts that `matches` of one entry begin, in the order of the matches.

    A rule that `alerted` holds with this story has had its say and gives none; so does its second match here.

    Args:
        matches: of one entry.
        story: the entry's.
        entry: its id.
        rules: every rule that matches, by name.
        alerted: pairs of rule and story that have their alert, in whatever state.
        baseline: the alerts are recorded, never sent.
        now: when they begin.
        origins: the independent origins of the story and those linked to it, by name.
        told: alerts that went out on the linked stories, by rule.
        events: those that made rules match, as their story tells them, by rule; a rule without any may be missing.
    """
    best: dict[str, Match] = {}
    for match in matches:
        if (match.rule, story) not in alerted:
            best.setdefault(match.rule, match)
    begun = (
        replace(_alert(match, rules[match.rule], story=story, entry=entry, now=now), events=events.get(match.rule, ()))
        for match in best.values()
    )
    if baseline:
        return tuple(replace(alert, state=AlertState.BASELINE) for alert in begun)
    return tuple(_standing(alert, alert.reason, rules[alert.rule], origins, told.get(alert.rule)) for alert in begun)


def recounted(alert: Alert, rule: Rule, origins: Sequence[str], told: AlertId | None) -> Alert:
    """Give a waiting or held alert as it stands now: open where there are enough origins; else why it waits.

    It goes by the rule as it is now, so to the channels that this names now.

    Args:
        alert: one that waits, of a rule that had `min_origins` above one, or one that is held no more.
        rule: the alert's.
        origins: the independent origins of the story and those linked to it, by name.
        told: the rule's alert that went out on a linked story; None: none did.
    """
    matched = alert.reason.rpartition(_BETWEEN)[0]
    current = replace(
        alert, channels=_channels(rule), priority=rule.priority, cooldown=rule.cooldown, escalation=rule.escalate
    )
    return _standing(current, matched, rule, origins, told)


def hold(alert: Alert, why: str) -> Alert:
    """Give an alert that just began as one that is held for this reason, until `recounted` lets it go its way."""
    return replace(alert, state=AlertState.HELD, reason=f"{alert.reason}{_BETWEEN}{why}")


def _alert(match: Match, rule: Rule, *, story: StoryId, entry: EntryId, now: datetime) -> Alert:
    return Alert(
        id=alert_id(rule.name, story),
        rule=rule.name,
        story=story,
        entry=entry,
        created_at=now,
        evidence=match.evidence,
        reason=match.reason,
        channels=_channels(rule),
        priority=rule.priority,
        cooldown=rule.cooldown,
        escalation=rule.escalate,
    )


def _channels(rule: Rule) -> tuple[str, ...]:
    """Give where first alerts go: nowhere, but into the record, where the rule asks for changes only."""
    return rule.channels if AlertLabel.NEW in rule.on else ()


def _standing(alert: Alert, matched: str, rule: Rule, origins: Sequence[str], told: AlertId | None) -> Alert:
    """Say of an alert, whose rule `matched` as stated, whether it goes out now, and why."""
    if rule.min_origins == 1:
        return replace(alert, state=AlertState.OPEN, reason=matched)
    if told is not None:
        state, why = AlertState.WAITING, f"alert {told} on a linked story has told it"
    elif len(origins) < rule.min_origins:
        state = AlertState.WAITING
        why = f"waits for {rule.min_origins} independent origins, {len(origins)} so far: {_names(origins)}"
    else:
        state, why = AlertState.OPEN, f"{len(origins)} independent origins: {_names(origins)}"
    return replace(alert, state=state, reason=f"{matched}{_BETWEEN}{why}")


def _names(origins: Sequence[str]) -> str:
    names = [one_line(name, NAME_LIMIT).replace(_BETWEEN, ", ") for name in origins[:NAMED]]
    more = [f"{len(origins) - NAMED} more"] if len(origins) > NAMED else []
    return ", ".join([*names, *more])
