"""While one document is decided on: which alerts begin, and which of those that wait have the origins they wait for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from watcher.alerts import first_alerts, recounted
from watcher.model import Alert, AlertId, AlertState, EntryId, Match, Rule, StoryId
from watcher.pipeline.linking import Linking
from watcher.pipeline.shapes import Known

_Key = tuple[str, StoryId]  # an alert's rule and story


class Alerting:
    """The alerts of one document while they grow; each story is placed by `Linking` first."""

    def __init__(self, known: Known, linking: Linking, rules: Mapping[str, Rule], now: datetime) -> None:
        self._linking = linking
        self._rules = rules
        self._now = now
        self._baseline = known.first_run
        self._alerted = set(known.alerted)
        self._waiting = {(alert.rule, alert.story): alert for alert in known.waiting}
        self._told = dict(known.told)
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

    def arrive(self, matches: Sequence[Match], entry: EntryId, story: StoryId) -> None:
        """Begin the first alerts of what matches an entry of a story, and see which alerts now have their origins.

        Alerts that waited go first: of one event the oldest is told.
        """
        self.recount(story)
        if not matches:
            return
        begun = first_alerts(
            matches,
            story=story,
            entry=entry,
            rules=self._rules,
            alerted=self._alerted,
            baseline=self._baseline,
            now=self._now,
            origins=self._linking.origins(story),
            told={match.rule: told for match in matches if (told := self._told_on_another(match.rule, story))},
        )
        for alert in begun:
            self._alerted.add((alert.rule, story))
            self._begun[alert.id] = alert
            self._stand(alert)
        if begun:
            self.recount(story)

    def recount(self, story: StoryId) -> None:
        """Count again for the alerts that wait on a story that changed, and on those linked to it.

        A rule that is no more keeps what it has waiting.
        """
        if not self._waiting:
            return
        near = {story, *self._linking.linked(story)}
        waiting = [alert for alert in self._waiting.values() if alert.story in near and alert.rule in self._rules]
        for alert in sorted(waiting, key=lambda alert: (alert.created_at, alert.id)):
            rule, told = self._rules[alert.rule], self._told_on_another(alert.rule, alert.story)
            after = recounted(alert, rule, self._linking.origins(alert.story), told)
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

    def _told_on_another(self, rule: str, story: StoryId) -> AlertId | None:
        """Give the alert that told the event: of this rule, on a story linked to this one."""
        told = (self._told.get((rule, other)) for other in sorted(self._linking.linked(story)))
        return next(filter(None, told), None)

    def _stand(self, alert: Alert) -> None:
        """Take an alert as it stands now."""
        key = alert.rule, alert.story
        (self._begun if alert.id in self._begun else self._recounted)[alert.id] = alert
        self._waiting.pop(key, None)
        if alert.state is AlertState.WAITING:
            self._waiting[key] = alert
        elif alert.state is AlertState.OPEN:
            self._told[key] = alert.id

    def _drop(self, key: _Key) -> None:
        self._alerted.discard(key)
        self._told.pop(key, None)
        self._waiting.pop(key, None)
        for alerts in (self._begun, self._recounted):
            for name in [alert.id for alert in alerts.values() if (alert.rule, alert.story) == key]:
                del alerts[name]

    def _move(self, before: _Key, after: _Key) -> None:
        self._alerted.discard(before)
        self._alerted.add(after)
        if told := self._told.pop(before, None):
            self._told[after] = told
        if waiting := self._waiting.pop(before, None):
            self._waiting[after] = replace(waiting, story=after[1])
        for alerts in (self._begun, self._recounted):
            for alert in [alert for alert in alerts.values() if (alert.rule, alert.story) == before]:
                alerts[alert.id] = replace(alert, story=after[1])
