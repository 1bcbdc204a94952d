"""What a store would know, held in memory: enough to decide on a handful of documents in milliseconds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from tests.builders import NOON
from watcher.model import DocumentKind, Entry, EntryKey, StoryId
from watcher.pipeline import Arrival, Carrier, Known, Outcome, Prepared, Stated, Verdict, decide, measure
from watcher.rules import RuleSet
from watcher.stories import Furniture, KnownEntry, StoryText, entry_keys, exact_hashes, learn

NO_RULES = RuleSet(())


def shown(entry: Entry, source: str) -> Prepared:
    """Give the document of a feed that shows one entry."""
    (keys,) = entry_keys([entry])
    measured = measure([Stated(entry, keys)], Carrier(source))
    return Prepared(source=source, kind=DocumentKind.FEED, received_at=NOON, entries=measured)


class Remembered:
    """Takes documents one after the other, ten minutes apart, and knows the stories they made."""

    def __init__(self) -> None:
        self.stories: dict[StoryId, StoryText] = {}
        self._entries: dict[tuple[str, EntryKey], KnownEntry] = {}
        self._exact: dict[int, StoryId] = {}
        self._furniture: dict[str, Furniture] = {}
        self._merged: dict[StoryId, StoryId] = {}
        self._now = NOON

    def take(self, document: Prepared) -> tuple[Verdict, ...]:
        """Decide on a document as if it came now; give the verdicts on its entries."""
        self._now += timedelta(minutes=10)
        outcome = decide(replace(document, received_at=self._now), self._known(document), NO_RULES, self._now)
        self._write(document.source, outcome)
        return outcome.verdicts

    def story_of(self, verdict: Verdict) -> StoryId:
        """Give the story that an entry belongs to now, after what merged since."""
        return self._surviving(verdict.story)

    def _known(self, document: Prepared) -> Known:
        return Known(
            entries={key: entry for (source, key), entry in self._entries.items() if source == document.source},
            stories=tuple(self.stories.values()),
            exact=dict(self._exact),
            alerted=frozenset(),
            furniture=learn(
                self._furniture.get(document.source, Furniture()), [entry.fingerprint for entry in document.entries]
            ),
        )

    def _write(self, source: str, outcome: Outcome) -> None:
        self._furniture[source] = outcome.furniture
        self.stories.update({text.id: text for text in outcome.texts})
        self._keep(source, (*outcome.new, *outcome.changed))
        self._merge(outcome)

    def _keep(self, source: str, arrivals: Iterable[Arrival]) -> None:
        for arrival in arrivals:
            story, key = arrival.copy.story, arrival.keys[0]
            known = KnownEntry(id=arrival.id, key=key, story=story, words=arrival.fingerprint.words)
            self._entries.update({(source, each): known for each in arrival.keys})
            self._exact.update(dict.fromkeys(exact_hashes(arrival.fingerprint), story))

    def _merge(self, outcome: Outcome) -> None:
        self._merged.update(outcome.merged)
        self._entries = {
            place: replace(entry, story=self._surviving(entry.story)) for place, entry in self._entries.items()
        }
        self._exact = {key: self._surviving(story) for key, story in self._exact.items()}
        for absorbed in outcome.merged:
            self.stories.pop(absorbed, None)

    def _surviving(self, story: StoryId) -> StoryId:
        while story in self._merged:
            story = self._merged[story]
        return story
