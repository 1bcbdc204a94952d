"""While one document is decided on: which stories tell one event, and whose independent word that is."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from watcher.model import StoryId, StoryLink
from watcher.pipeline.shapes import Known, PreparedEntry
from watcher.stories import (
    Headlines,
    Report,
    StoryText,
    Teller,
    both_cite,
    cites,
    independent_origins,
    pair,
    published,
    same_event,
    same_teller,
)


class Linking:
    """The links of one document's stories while they grow: later entries see what earlier ones brought."""

    def __init__(self, known: Known) -> None:
        self._held = known.held
        told = (_report(text) for text in known.stories if not text.fingerprint.digest)
        self._headlines = Headlines((*known.beside, *told))
        self._tellers = dict(known.tellers)
        self._links: defaultdict[StoryId, dict[StoryId, StoryLink]] = defaultdict(dict)
        self._new: dict[frozenset[StoryId], StoryLink] = {}
        for link in known.links:
            self._hold(link)

    @property
    def new(self) -> tuple[StoryLink, ...]:
        """Links that were not known, and those of which more is known."""
        return tuple(self._new.values())

    def place(self, entry: PreparedEntry, text: StoryText) -> None:
        """Let an entry say who tells its story, and link that to others of its event; `text` is the story's by now."""
        article = entry.article
        before = self._tellers.get(text.id)
        self._tellers[text.id] = Teller(
            origin=text.origin,
            outlet=before.outlet if before else article.credit.outlet or article.source,
            cites=tuple(dict.fromkeys((*(before.cites if before else ()), *article.cites))),
        )
        if text.fingerprint.digest:
            return  # it retells several events
        report = _report(text)
        self._headlines.put(report)
        new = report if article.title == text.title else replace(report, title=article.title)
        for known in self._headlines.related(new):
            self._link(new, known)

    def linked(self, story: StoryId) -> Collection[StoryId]:
        """Give the stories of the same event."""
        return self._links[story].keys()

    def origins(self, story: StoryId) -> tuple[str, ...]:
        """Give the independent origins over a story and those linked to it."""
        return independent_origins(story, self._links[story].values(), self._tellers)

    def merge(self, absorbed: StoryId, surviving: StoryId) -> None:
        """Let a story's links be those of the one that takes its copies."""
        self._headlines.drop(absorbed)
        if teller := self._tellers.pop(absorbed, None):
            stays = self._tellers.get(surviving, teller)
            self._tellers[surviving] = replace(stays, cites=tuple(dict.fromkeys((*stays.cites, *teller.cites))))
        for other, link in self._links.pop(absorbed, {}).items():
            del self._links[other][absorbed]
            is_new = self._new.pop(frozenset((absorbed, other)), None) is not None
            if other != surviving and other not in self._links[surviving]:
                came_later = link.story == absorbed
                moved = replace(
                    link, story=surviving if came_later else other, other=other if came_later else surviving
                )
                self._hold(moved)
                if is_new:
                    self._new[frozenset((surviving, other))] = moved

    def _link(self, new: Report, known: Report) -> None:
        """Link two stories where they tell one event; where they are linked, see whether one names its source."""
        own, other = self._tellers.get(new.story), self._tellers.get(known.story)
        before = self._links[new.story].get(known.story)
        if own is None or other is None or same_teller(own, other) or (before and before.cites):
            return
        if not new.writers.isdisjoint(known.writers):
            return  # as their titles say
        if not cites(own, other) and (named := cites(other, own)):
            found = same_event(known, new, named, self._holders)
        else:
            found = same_event(new, known, cites(own, other) or both_cite(own, other), self._holders)
        if found and (before is None or found.cites):
            self._hold(found)
            self._new[frozenset((new.story, known.story))] = found

    def _holders(self, one: str, other: str) -> int:
        """Give how many stories have both words close together in their headline; 0 where they are few."""
        return self._held.get(pair(one, other), 0)

    def _hold(self, link: StoryLink) -> None:
        self._links[link.story][link.other] = link
        self._links[link.other][link.story] = link


def _report(text: StoryText) -> Report:
    return Report(story=text.id, title=text.title, at=published(text), writers=frozenset(text.fingerprint.origins))
