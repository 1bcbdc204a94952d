"""Inside the transaction: what one document changes, given what is known. Small, and pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from watcher.model import Article, Copy, EntryId, EntryKey, Label, Story, StoryId
from watcher.pipeline.alerting import Alerting
from watcher.pipeline.floods import Flood, flood_in
from watcher.pipeline.happenings import Happenings, Telling
from watcher.pipeline.linking import Linking
from watcher.pipeline.seen import require_as_they_were
from watcher.pipeline.shapes import Arrival, Known, Outcome, Prepared, PreparedEntry, Verdict
from watcher.rules import RuleSet
from watcher.stories import (
    Assignment,
    KnownEntry,
    StoryIndex,
    StoryText,
    assign,
    begin,
    cleared,
    compare,
    entry_id,
    furniture,
    grown,
    recognise,
    rewritten,
    stored_keys,
    surely_same,
    united,
)

SAME_ENTRY_LEAST = 0.30
"""Containment below which a shared link alone does not make two entries one: hiding news is worse than repeating it."""


def decide(prepared: Prepared, known: Known, rules: RuleSet, now: datetime) -> Outcome:
    """Decide what one document changes. Pure: the same arguments give the same outcome.

    Raises:
        NotAsItWasError: an entry that was left out as known is not known as it was.
    """
    decision = _Decision(prepared, known, rules, now)
    entries = [entry.without(known.shared) for entry in prepared.entries] if known.shared else prepared.entries
    recognised = recognise([entry.keys for entry in entries], [entry.article.title for entry in entries], known.entries)
    require_as_they_were(prepared, (None if before is None else before.words for before in recognised))
    decision.expect([entry for entry, before in zip(entries, recognised, strict=True) if before is None])
    for entry, before in zip(entries, recognised, strict=True):
        decision.take(entry, before)
    return decision.outcome()


class _Decision:
    """The outcome of one document while it grows: later entries see what earlier ones decided."""

    def __init__(self, prepared: Prepared, known: Known, rules: RuleSet, now: datetime) -> None:
        self._source = prepared.source
        self._shared = prepared.shared - known.shared  # first seen with an entry that was not known as it is
        self._known = known
        self._rules = rules
        self._now = now
        self._furniture = furniture(known.furniture)
        self._index = StoryIndex(known.stories, known.exact, known.near)
        self._linking = Linking(known)
        self._happenings = Happenings(known, now)
        self._alerting = Alerting(known, self._linking, self._happenings, rules.by_name, now)
        self._shown: dict[EntryKey, KnownEntry] = {}  # by this document, under their first key
        self._verdicts: list[Verdict] = []
        self._new: list[Arrival] = []
        self._changed: list[Arrival] = []
        self._aliases: dict[EntryKey, EntryId] = {}
        self._begun: list[Story] = []
        self._texts: dict[StoryId, StoryText] = {}
        self._merged: dict[StoryId, StoryId] = {}
        self._flood: Flood | None = None

    def expect(self, new: Sequence[PreparedEntry]) -> None:
        """See whether so many new entries are a flood, before the first one is taken."""
        if self._known.usual is not None and not self._known.first_run:
            published = {entry.keys[0]: entry.article.published for entry in new}
            news = [at for key, at in published.items() if key not in self._known.returned]
            self._flood = flood_in(news, self._known.usual)

    def take(self, entry: PreparedEntry, before: KnownEntry | None) -> None:
        before = self._shown.get(entry.keys[0], before)
        if before is not None and before.words == entry.fingerprint.words:
            self._recur(entry, before)
            return
        plain = cleared(entry.fingerprint, self._furniture)
        if plain is not entry.fingerprint:
            entry = replace(entry, fingerprint=plain)
        if before is None or self._is_another(entry, before):
            self._arrive(entry)
        else:
            self._change(entry, before)

    def outcome(self) -> Outcome:
        return Outcome(
            verdicts=tuple(self._verdicts),
            new=tuple(self._new),
            changed=tuple(self._changed),
            aliases=self._aliases,
            shared=self._shared if self._new or self._changed or self._aliases else frozenset(),
            begun=tuple(self._begun),
            texts=tuple(self._texts.values()),
            alerts=self._alerting.begun,
            merged=self._merged,
            links=self._linking.new,
            events=self._happenings.changed,
            dropped=self._happenings.dropped,
            recounted=self._alerting.recounted,
            furniture=self._known.furniture,
            flood=self._flood,
        )

    def _is_another(self, entry: PreparedEntry, before: KnownEntry) -> bool:
        """Tell whether a new guid with other news stands under a link that was seen before: a page used again."""
        if surely_same(before, entry.keys, entry.article.title, entry.fingerprint.words, self._known.entries):
            return False
        return compare(entry.fingerprint, self._text(before.story).fingerprint) < SAME_ENTRY_LEAST

    def _arrive(self, entry: PreparedEntry) -> None:
        """Place an entry that this source shows for the first time: in the story it copies, or in one of its own."""
        found = assign(entry.article, entry.fingerprint, self._index, self._now)
        arrived = entry_id(self._source, entry.keys[0])
        if found.story is None:
            self._begin(StoryId(arrived), entry, digest=found.digest)
            self._new.append(self._arrival(entry, arrived, StoryId(arrived), found, known=False))
            return
        story = self._unite(found, found.story)
        self._grow(story, entry)
        self._new.append(self._arrival(entry, arrived, story, found, known=False))

    def _change(self, entry: PreparedEntry, before: KnownEntry) -> None:
        """Keep a known entry in its story when its text changed, however much: it is the same page."""
        own = self._index.surviving(before.story)
        found = rewritten(entry.article, entry.fingerprint, own, self._index, self._now)
        story = self._unite(found, own)
        self._grow(story, entry)
        self._changed.append(self._arrival(entry, before.id, story, found, known=True))

    def _recur(self, entry: PreparedEntry, before: KnownEntry) -> None:
        """Pass over an entry that comes as it was; only a new name of it is worth a note."""
        if before.key != entry.keys[0] and entry.keys[0] not in self._known.entries:
            self._aliases.update(dict.fromkeys((entry.keys[0], *stored_keys(entry.keys)), before.id))
        self._verdicts.append(
            Verdict(
                raw=entry.raw,
                entry=before.id,
                story=self._index.surviving(before.story),
                label=Label.COPY,
                reason="seen before",
                known=True,
            )
        )

    def _begin(self, story: StoryId, entry: PreparedEntry, *, digest: bool) -> None:
        text = begin(story, entry.article, entry.fingerprint, self._now, digest=digest)
        self._remember(text)
        self._begun.append(
            Story(
                id=story,
                title=text.title,
                first_seen=self._now,
                published=entry.article.published,
                origin=text.origin,
                origin_confidence=text.origin_confidence,
                distributor=text.distributor,
            )
        )

    def _unite(self, found: Assignment, begun: StoryId) -> StoryId:
        """Give the story that an entry belongs to, after it took over those that turned out to be the same."""
        story = found.story or begun
        for absorbed in found.unites:
            self._absorb(absorbed, story)
        return story

    def _absorb(self, absorbed: StoryId, surviving: StoryId) -> None:
        self._remember(united(self._text(surviving), self._text(absorbed)))
        self._index.absorb(absorbed, surviving)
        self._texts.pop(absorbed, None)
        self._merged = {old: surviving if new == absorbed else new for old, new in self._merged.items()}
        self._merged[absorbed] = surviving
        self._linking.merge(absorbed, surviving)
        self._happenings.merge(absorbed, surviving)
        self._alerting.merge(absorbed, surviving)
        self._alerting.recount(surviving)

    def _text(self, story: StoryId) -> StoryText:
        text = self._index.get(story)
        if text is None:
            raise KeyError(story)  # `Known.stories` holds those of all entries that are decided on
        return text

    def _remember(self, text: StoryText) -> None:
        self._texts[text.id] = text
        self._index.put(text)

    def _grow(self, story: StoryId, entry: PreparedEntry) -> None:
        """Let a story say what a copy adds to it."""
        fuller = grown(self._text(story), entry.fingerprint, entry.article)
        if fuller is not None:
            self._remember(fuller)

    def _arrival(
        self, entry: PreparedEntry, shown: EntryId, story: StoryId, found: Assignment, *, known: bool
    ) -> Arrival:
        """Let an entry count for its story: its names, its links and alerts."""
        self._index.put_exact(entry.fingerprint, story)
        self._linking.place(entry, self._text(story))
        telling = Telling(
            story=story,
            entry=shown,
            events=entry.article.events,
            label=found.label,
            published=None if known else entry.article.published,
        )
        key = entry.keys[0]
        self._shown[key] = KnownEntry(
            id=shown, key=key, story=story, words=entry.fingerprint.words, title=entry.article.title
        )
        self._verdicts.append(
            Verdict(
                raw=entry.raw,
                entry=shown,
                story=story,
                label=found.label,
                reason=found.reason,
                known=known,
                rules=self._tell(entry, telling, None if known else self._flood),
            )
        )
        return Arrival(
            id=shown,
            keys=(entry.keys[0], *stored_keys(entry.keys)),
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
            origin_confidence=credit.origin_confidence,
            distributor=credit.distributor,
            author=credit.author,
            link=article.link,
            published=article.published,
            published_from=article.published_from,
        )

    def _tell(self, entry: PreparedEntry, telling: Telling, flood: Flood | None) -> tuple[str, ...]:
        """Note the events that an entry tells and the alerts that it begins or releases; give the rules that match."""
        happenings = self._happenings.tell(telling)
        returned = entry.keys[0] in self._known.returned  # deleted once, and here again as it was: no news
        matches = () if returned else self._rules.matches(entry.article, entry.title_words, entry.body_words)
        self._alerting.arrive(matches, telling, happenings, flood)
        return tuple(match.rule for match in matches)
