"""Inside the transaction: what one document changes, given what is known. Small, and pure."""

from datetime import datetime

from watcher.alerts import first_alerts
from watcher.model import Alert, Article, Copy, EntryId, EntryKey, Label, Story, StoryId
from watcher.pipeline.shapes import Arrival, Known, Outcome, Prepared, PreparedEntry, Verdict
from watcher.rules import RuleSet
from watcher.stories import (
    Assignment,
    KnownEntry,
    StoryIndex,
    StoryText,
    assign,
    compare,
    entry_id,
    longer,
    recognise,
    version_mark,
)

SAME_ENTRY_LEAST = 0.30
"""Containment below which a shared link alone does not make two entries one: hiding news is worse than repeating it."""


def decide(prepared: Prepared, known: Known, rules: RuleSet, now: datetime) -> Outcome:
    """Decide what one document changes. Pure: the same arguments give the same outcome."""
    decision = _Decision(prepared, known, rules, now)
    recognised = recognise([entry.keys for entry in prepared.entries], known.entries)
    for entry, before in zip(prepared.entries, recognised, strict=True):
        decision.take(entry, before)
    return decision.outcome()


class _Decision:
    """The outcome of one document while it grows: later entries see what earlier ones decided."""

    def __init__(self, prepared: Prepared, known: Known, rules: RuleSet, now: datetime) -> None:
        self._source = prepared.source
        self._known = known
        self._rules = rules
        self._now = now
        self._index = StoryIndex(known.stories, known.exact)
        self._stories = {text.id: text for text in known.stories}
        self._alerted = set(known.alerted)
        self._shown: dict[EntryKey, KnownEntry] = {}  # by this document, under their first key
        self._verdicts: list[Verdict] = []
        self._new: list[Arrival] = []
        self._changed: list[Arrival] = []
        self._aliases: dict[EntryKey, EntryId] = {}
        self._begun: list[Story] = []
        self._texts: dict[StoryId, StoryText] = {}
        self._alerts: list[Alert] = []

    def take(self, entry: PreparedEntry, before: KnownEntry | None) -> None:
        before = self._shown.get(entry.keys[0], before)
        if before is None or self._is_another(entry, before):
            self._arrive(entry)
        elif before.words != entry.fingerprint.words:
            self._change(entry, before)
        else:
            self._recur(entry, before)

    def outcome(self) -> Outcome:
        return Outcome(
            verdicts=tuple(self._verdicts),
            new=tuple(self._new),
            changed=tuple(self._changed),
            aliases=self._aliases,
            begun=tuple(self._begun),
            texts=tuple(self._texts.values()),
            alerts=tuple(self._alerts),
        )

    def _is_another(self, entry: PreparedEntry, before: KnownEntry) -> bool:
        """Tell whether a new guid with other news stands under a link that was seen before: a page used again."""
        if before.key in entry.keys or before.words == entry.fingerprint.words:
            return False
        return compare(entry.fingerprint, self._stories[before.story].fingerprint) < SAME_ENTRY_LEAST

    def _arrive(self, entry: PreparedEntry) -> None:
        """Place an entry that this source shows for the first time: in the story it copies, or in one of its own."""
        found = assign(entry.article, entry.fingerprint, self._index)
        arrived = entry_id(self._source, entry.keys[0])
        if found.story is None:
            self._begin(StoryId(arrived), entry)
        self._new.append(self._arrival(entry, arrived, found.story or StoryId(arrived), found, known=False))

    def _change(self, entry: PreparedEntry, before: KnownEntry) -> None:
        """Keep a known entry in its story when its text changed, however much: it is the same page."""
        label = version_mark(entry.article.title, entry.article.body) or Label.UPDATE
        found = Assignment(story=before.story, label=label, score=1, reason="same entry, changed text")
        self._changed.append(self._arrival(entry, before.id, before.story, found, known=True))

    def _recur(self, entry: PreparedEntry, before: KnownEntry) -> None:
        """Pass over an entry that comes as it was; only a new name of it is worth a note."""
        self._aliases.update({key: before.id for key in entry.keys if key not in self._known.entries})
        self._verdicts.append(
            Verdict(
                raw=entry.raw,
                entry=before.id,
                story=before.story,
                label=Label.COPY,
                reason="seen before",
                known=True,
            )
        )

    def _begin(self, story: StoryId, entry: PreparedEntry) -> None:
        text = StoryText(
            id=story,
            title=entry.article.title,
            fingerprint=entry.fingerprint,
            first_seen=self._now,
            origin=entry.article.credit.origin,
            distributor=entry.article.credit.distributor,
        )
        self._remember(text)
        self._begun.append(
            Story(
                id=story,
                title=text.title,
                first_seen=self._now,
                published=entry.article.published,
                origin=text.origin,
                distributor=text.distributor,
            )
        )

    def _remember(self, text: StoryText) -> None:
        self._texts[text.id] = self._stories[text.id] = text
        self._index.put(text)

    def _arrival(
        self, entry: PreparedEntry, shown: EntryId, story: StoryId, found: Assignment, *, known: bool
    ) -> Arrival:
        """Let an entry count for its story: its text, its names, its alerts."""
        fuller = longer(self._stories[story], entry.fingerprint, entry.article)
        if fuller is not None:
            self._remember(fuller)
        self._index.put_exact(entry.fingerprint, story)
        key = entry.keys[0]
        self._shown[key] = KnownEntry(id=shown, key=key, story=story, words=entry.fingerprint.words)
        self._verdicts.append(
            Verdict(
                raw=entry.raw,
                entry=shown,
                story=story,
                label=found.label,
                reason=found.reason,
                known=known,
                rules=() if key in self._known.returned else self._alert(entry.article, shown, story),
            )
        )
        return Arrival(
            id=shown,
            keys=entry.keys,
            article=entry.article,
            fingerprint=entry.fingerprint,
            copy=self._copy(entry.article, shown, story, found),
        )

    def _copy(self, article: Article, shown: EntryId, story: StoryId, found: Assignment) -> Copy:
        credit = article.credit
        return Copy(
            entry=shown,
            story=story,
            label=found.label,
            score=found.score,
            reason=found.reason,
            source=article.source,
            title=article.title,
            first_seen=self._now,
            outlet=credit.outlet,
            origin=credit.origin,
            distributor=credit.distributor,
            author=credit.author,
            link=article.link,
            published=article.published,
            published_from=article.published_from,
        )

    def _alert(self, article: Article, shown: EntryId, story: StoryId) -> tuple[str, ...]:
        """Note the alerts that an article begins; give the rules that match it."""
        matches = self._rules.matches(article)
        alerts = first_alerts(
            matches,
            story=story,
            entry=shown,
            rules=self._rules.by_name,
            alerted=self._alerted,
            baseline=self._known.first_run,
            now=self._now,
        )
        self._alerts.extend(alerts)
        self._alerted.update((alert.rule, alert.story) for alert in alerts)
        return tuple(match.rule for match in matches)
