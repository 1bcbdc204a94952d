"""While one document is decided on: which events its stories tell, and what further copies change in them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from watcher.events.identity import key, overlap, same
from watcher.events.revision import (
    DATE,
    REALIS,
    contradictions,
    is_behind,
    is_same_weekday,
    merged,
    repeats,
    stood_there,
)
from watcher.model import NEWS, EntryId, Event, Label, Realis, StoryEvent, StoryId
from watcher.pipeline.shapes import Known
from watcher.stories import short_id

OPEN_TO_CHANGE = frozenset({"place", "status", "stage", DATE, REALIS})
"""What a text changes that does not correct another; other fields it only words in its own way."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as one article tells it, and as its story does by now."""

    told: Event
    uid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One text of one entry, as far as it changes events."""

    story: StoryId
    entry: EntryId
    events: tuple[Event, ...]
    label: Label
    published: datetime | None  # None: not stated, or the text was rewritten since


class Happenings:
    """The events of one document's stories while they grow: later entries see what earlier ones told."""

    def __init__(self, known: Known, now: datetime) -> None:
        self._now = now
        self._events: defaultdict[StoryId, dict[str, StoryEvent]] = defaultdict(dict)
        self._uids: set[str] = set()
        self._changed: dict[str, None] = {}
        self._dropped: set[str] = set()
        for event in known.events:
            self._hold(event)

    @property
    def changed(self) -> tuple[StoryEvent, ...]:
        """The events that are new, and those of which more or something else is known."""
        events = {event.uid: event for those in self._events.values() for event in those.values()}
        return tuple(events[uid] for uid in self._changed if uid in events)

    @property
    def dropped(self) -> frozenset[str]:
        """The uids of events that are no more: by a merge they are others of their story."""
        return frozenset(self._dropped)

    def of(self, story: StoryId, uid: str) -> StoryEvent:
        """Give an event of a story by its uid, as it is by now."""
        return self._events[story][uid]

    def find(self, story: StoryId, uid: str, event: Event) -> StoryEvent | None:
        """Give an event that a story once told, after a merge by what it is; None where it is not known."""
        events = self._events[story]
        return events.get(uid) or next((each for each in events.values() if same(each.event, event)), None)

    def tell(self, telling: Telling) -> tuple[Happening, ...]:
        """Let an entry of a story tell its events, but for those that are history; give each with its story's uid."""
        told: list[Happening] = []
        for event in telling.events:
            if event.realis is not Realis.BACKGROUND:
                told.append(Happening(event, self._tell(event, telling, told)))
        return tuple(told)

    def merge(self, absorbed: StoryId, surviving: StoryId) -> None:
        """Let a story's events be those of the one that takes its copies; of two that are the same its own stays."""
        for event in self._events.pop(absorbed, {}).values():
            mine = _best(event.event, self._events[surviving].values())
            if mine is None:
                self._put(replace(event, story=surviving))
            else:
                self._dropped.add(event.uid)
                self._put(replace(mine, event=merged(mine.event, event.event)))

    def _tell(self, event: Event, telling: Telling, before: Sequence[Happening]) -> str:
        """Place one event of a text behind those that it told `before`, and give its uid."""
        again = next((each.uid for each in before if _is_again(event, each.told)), None)
        if again is not None:
            return again
        taken = {each.uid for each in before}
        known = _best(event, (each for each in self._events[telling.story].values() if each.uid not in taken))
        if known is None:
            return self._begin(event, telling)
        self._revise(known, event, telling)
        return known.uid

    def _begin(self, event: Event, telling: Telling) -> str:
        begun = StoryEvent(
            uid=self._new_uid(telling.story, event),
            story=telling.story,
            event=event,
            entry=telling.entry,
            published=telling.published,
            first_seen=self._now,
            changed_at=self._now,
        )
        self._put(begun)
        return begun.uid

    def _revise(self, known: StoryEvent, event: Event, telling: Telling) -> None:
        taken = _taken(known, event, telling)
        published = max(filter(None, (known.published, telling.published)), default=None)
        after = replace(known, event=merged(known.event, event, taken), published=published)
        if taken:
            after = replace(after, entry=telling.entry, sequence=known.sequence + 1, changed_at=self._now)
        if after != known:
            self._put(after)

    def _new_uid(self, story: StoryId, event: Event) -> str:
        """Make an id from story, kind and identity; two events that are named alike are counted."""
        names = ("event", story, event.kind, *key(event))
        uid, number = short_id(*names), 1
        while uid in self._uids:
            number += 1
            uid = short_id(*names, str(number))
        return uid

    def _put(self, event: StoryEvent) -> None:
        self._hold(event)
        self._changed[event.uid] = None

    def _hold(self, event: StoryEvent) -> None:
        self._events[event.story][event.uid] = event
        self._uids.add(event.uid)


def _best(event: Event, known: Iterable[StoryEvent]) -> StoryEvent | None:
    """Give the event that is the same: of several one that contradicts in the least, the first told of equal ones."""
    found = [each for each in known if same(each.event, event)]
    return min(found, key=lambda each: len(contradictions(each.event, event)), default=None)


def _is_again(event: Event, before: Event) -> bool:
    """Say whether an article tells an event a second time; two meetings on two days are two."""
    if event.when and before.when and not overlap(event.when, before.when):
        return False
    return same(before, event)


def _taken(known: StoryEvent, event: Event, telling: Telling) -> Collection[str]:
    """Give the fields in which a text changes the event.

    A correction is taken at its word. Otherwise a text changes nothing that it only repeats, no status or stage back to
    an earlier one, no words for other words of a post or a name, and an older text changes nothing at all.
    """
    found = contradictions(known.event, event)
    if telling.label is Label.CORRECTION or not found:
        return found
    if REALIS in found and event.realis not in NEWS:
        return ()  # somebody wishes or denies what was told as news
    is_older = telling.published is not None and known.published is not None and telling.published < known.published
    is_late = telling.label is not Label.UPDATE and is_same_weekday(known.event, event)
    if is_older or is_late or repeats(known.event, event):
        return ()
    return [name for name in OPEN_TO_CHANGE.intersection(found) if not _is_nothing_new(name, known.event, event)]


def _is_nothing_new(name: str, known: Event, event: Event) -> bool:
    return is_behind(name, known, event) or stood_there(name, known, event)
