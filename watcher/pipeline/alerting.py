"""While one document is decided on: which alerts begin, and which of those that wait have the origins they wait for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from watcher.alerts import changed_since, first_alerts, hold, recounted, update_alert
from watcher.model import Alert, AlertId, AlertState, Match, Rule, StoryEvent, StoryId, ToldEvent
from watcher.pipeline.floods import Flood
from watcher.pipeline.happenings import Happening, Happenings, Telling
from watcher.pipeline.linking import Linking
from watcher.pipeline.shapes import Known

_Key = tuple[str, StoryId]  # an alert's rule and story


class Alerting:
    """The alerts of one document while they grow; each story is placed by `Linking` first."""

    def __init__(
        self, known: Known, linking: Linking, happenings: Happenings, rules: Mapping[str, Rule], now: datetime
    ) -> None:
        self._linking = linking
        self._happenings = happenings
        self._rules = rules
        self._now = now
        self._baseline = known.first_run
        self._alerted = set(known.alerted)
        self._waiting = {(alert.rule, alert.story): alert for alert in known.waiting}
        self._told = dict(known.told)
        self._told_events = {key: {each.uid: each for each in events} for key, events in known.told_events.items()}
        self._let_through = 0  # alerts that began though there is a flood
        self._begun: dict[AlertId, Alert] = {}
        self._recounted: dict[AlertId, Alert] = {}

    @property
    def begun(self) -> tuple[Alert, ...]:
        """The alerts that this document began, as they stand."""
        return tuple(self._begun.values())

    @property
    def recounted(self) -> tuple[Alert, ...]:
        """The alerts that waited before, and do no more or for another reason."""
        return tuple(self._recounted.values())

    def arrive(
        self,
        matches: Sequence[Match],
        telling: Telling,
        happenings: Sequence[Happening],
        flood: Flood | None = None,
    ) -> None:
        """Begin the alerts of what matches an entry of a story, and see which alerts now have their origins.

        Alerts that waited go first: of one event the oldest is told. `happenings` are the events that the entry tells.
        `flood` is what the entry came with, where that is one.
        """
        self.recount(telling.story)
        if not matches:
            return
        events = {match.rule: self._events_of(match, telling.story, happenings) for match in matches}
        held = flood is not None and flood.holds(telling.published, self._let_through)
        if not self._baseline and not held:
            for match in matches:
                self._release(match, telling.story)
                self._update(match, telling, events[match.rule])
        before = len(self._begun)
        self._begin(matches, telling, events, flood.reason if flood and held else None)
        self._let_through += 0 if held else len(self._begun) - before

    def _release(self, match: Match, story: StoryId) -> None:
        """Let an alert that is held go its way: what came with a flood is told again."""
        alert = self._waiting.get((match.rule, story))
        if alert is not None and alert.state is AlertState.HELD:
            told = self._told_on_another(match.rule, story)
            self._stand(recounted(self._current(alert), self._rules[match.rule], self._linking.origins(story), told))

    def _begin(
        self,
        matches: Sequence[Match],
        telling: Telling,
        events: Mapping[str, tuple[StoryEvent, ...]],
        held: str | None,
    ) -> None:
        """Begin the first alerts; `held` says why they are, if they are."""
        story = telling.story
        begun = first_alerts(
            matches,
            story=story,
            entry=telling.entry,
            rules=self._rules,
            alerted=self._alerted,
            baseline=self._baseline or held is not None,
            now=self._now,
            origins=self._linking.origins(story),
            told={match.rule: told for match in matches if (told := self._told_on_another(match.rule, story))},
            events={rule: tuple(map(_as_now, those)) for rule, those in events.items()},
        )
        for alert in begun:
            self._alerted.add((alert.rule, story))
            self._begun[alert.id] = alert
            self._stand(alert if held is None or self._baseline else hold(alert, held))
        if begun:
            self.recount(story)

    def _update(self, match: Match, telling: Telling, events: Sequence[StoryEvent]) -> None:
        """Tell what changed, where a first alert of the rule on the story went out."""
        key = match.rule, telling.story
        if key not in self._told:
            return
        told = self._told_events.get(key, {}).values()
        current = ((each, self._happenings.find(telling.story, each.uid, each.event)) for each in told)
        changed = [after for each, now in current if now and now in events and (after := changed_since(each, now))]
        alert = update_alert(
            match,
            self._rules[match.rule],
            changed,
            story=telling.story,
            entry=telling.entry,
            label=telling.label,
            now=self._now,
        )
        if alert is not None:
            self._begun[alert.id] = alert
            self._remember(key, alert)

    def _events_of(self, match: Match, story: StoryId, happenings: Sequence[Happening]) -> tuple[StoryEvent, ...]:
        """Give the events that made a rule match as their story tells them, each once."""
        uids = dict.fromkeys(each.uid for event in match.events for each in happenings if each.told == event)
        return tuple(self._happenings.of(story, uid) for uid in uids)

    def recount(self, story: StoryId) -> None:
        """Count again for the alerts that wait on a story that changed, and on those linked to it.

        A rule that is no more keeps what it has waiting.
        """
        if not self._waiting:
            return
        near = {story, *self._linking.linked(story)}
        waiting = [
            alert
            for alert in self._waiting.values()
            if alert.story in near and alert.rule in self._rules and alert.state is AlertState.WAITING
        ]
        for alert in sorted(waiting, key=lambda alert: (alert.created_at, alert.id)):
            rule, told = self._rules[alert.rule], self._told_on_another(alert.rule, alert.story)
            after = recounted(self._current(alert), rule, self._linking.origins(alert.story), told)
            if after != alert:
                self._stand(after)

    def merge(self, absorbed: StoryId, surviving: StoryId) -> None:
        """Let the alerts of a story be those of the one that takes its copies.

        Where a rule has one on each, the one that waits goes; the survivor's stays where both do, or neither.
        """
        for rule in sorted(rule for rule, story in self._alerted if story == absorbed):
            theirs, ours = (rule, absorbed), (rule, surviving)
            if ours in self._alerted and (theirs in self._waiting or ours not in self._waiting):
                self._drop(theirs)
            else:
                self._drop(ours)
                self._move(theirs, ours)

    def _current(self, alert: Alert) -> Alert:
        """Give an alert that waits with its events as they are by now."""
        found = ((each, self._happenings.find(alert.story, each.uid, each.event)) for each in alert.events)
        return replace(alert, events=tuple(_as_now(now) if now else each for each, now in found))

    def _told_on_another(self, rule: str, story: StoryId) -> AlertId | None:
        """Give the alert that told the event: of this rule, on a story linked to this one."""
        told = (self._told.get((rule, other)) for other in sorted(self._linking.linked(story)))
        return next(filter(None, told), None)

    def _stand(self, alert: Alert) -> None:
        """Take an alert as it stands now."""
        key = alert.rule, alert.story
        (self._begun if alert.id in self._begun else self._recounted)[alert.id] = alert
        self._waiting.pop(key, None)
        if alert.state in {AlertState.WAITING, AlertState.HELD}:
            self._waiting[key] = alert
        elif alert.state is AlertState.OPEN:
            self._told[key] = alert.id
            self._remember(key, alert)

    def _remember(self, key: _Key, alert: Alert) -> None:
        """Note what an alert that goes out tells."""
        self._told_events.setdefault(key, {}).update((event.uid, event) for event in alert.events)

    def _drop(self, key: _Key) -> None:
        self._alerted.discard(key)
        self._told.pop(key, None)
        self._told_events.pop(key, None)
        self._waiting.pop(key, None)
        for alerts in (self._begun, self._recounted):
            for name in [alert.id for alert in alerts.values() if (alert.rule, alert.story) == key]:
                del alerts[name]

    def _move(self, before: _Key, after: _Key) -> None:
        self._alerted.discard(before)
        self._alerted.add(after)
        if told := self._told.pop(before, None):
            self._told[after] = told
        if events := self._told_events.pop(before, None):
            self._told_events[after] = events
        if waiting := self._waiting.pop(before, None):
            self._waiting[after] = replace(waiting, story=after[1])
        for alerts in (self._begun, self._recounted):
            for alert in [alert for alert in alerts.values() if (alert.rule, alert.story) == before]:
                alerts[alert.id] = replace(alert, story=after[1])


def _as_now(event: StoryEvent) -> ToldEvent:
    return ToldEvent(uid=event.uid, sequence=event.sequence, event=event.event)
