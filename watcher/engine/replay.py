"""`watcher replay`: a recorded stream through the same pipeline, with the recording's time as the clock.

Nothing is sent. Gives one verdict for every distinct raw `feed|guid`, as it was decided at first sight.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from watcher.events import BUILT_IN, Lexicons
from watcher.events.shown import event_json
from watcher.model import Event, StoryId
from watcher.pipeline import Prepared, Verdict, decide
from watcher.rules import RuleSet
from watcher.store import Store, expire, week_changes


class ReplayClock:
    """A clock that shows the time of the document being replayed."""

    def __init__(self) -> None:
        self.time = datetime.fromtimestamp(0, UTC)

    def now(self) -> datetime:
        """Give the recording's time."""
        return self.time

    def monotonic(self) -> float:
        """Give the recording's time in seconds."""
        return self.time.timestamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One raw entry as it was decided on when first seen."""

    verdict: Verdict
    origin: str | None
    events: tuple[Event, ...] = ()  # that its text tells

    def moved(self, merged: Mapping[StoryId, StoryId]) -> "Replayed":
        """Give the same in the story that has its copies now."""
        now = merged.get(self.verdict.story)
        return self if now is None else replace(self, verdict=replace(self.verdict, story=now))

    def line(self, lexicons: Lexicons = BUILT_IN) -> str:
        """Give the JSON line that `--out` gets (interface: Formats); `lexicons` know the fields of its events."""
        return json.dumps(
            {
                "key": self.verdict.raw,
                "story": self.verdict.story,
                "label": self.verdict.label,
                "origin": self.origin,
                "events": [event_json(event, lexicons) for event in self.events],
                "rules": self.verdict.rules,
                "reason": self.verdict.reason,
            },
            ensure_ascii=False,
        )


def replay(
    documents: Iterable[Prepared], store: Store, rules: RuleSet, clock: ReplayClock, progress: Callable[[int], None]
) -> dict[str, Replayed]:
    """Put documents, in the order of time, through the store; give the first verdict for every raw entry.

    Each document sets the clock to its `received_at`; `progress` hears the number of distinct entries after each.
    """
    seen: dict[str, Replayed] = {}
    for document in documents:
        before, clock.time = clock.time, document.received_at
        if week_changes(before, clock.time):
            sum(expire(store, clock.time))
        with store.write() as tx:  # the only writer: a recording is told in its order
            known = tx.memory.known(document.source, document.entries, clock.time)
            outcome = decide(document, known, rules, clock.time)
            tx.outcomes.write(outcome, document, clock.time)
        for entry, verdict in zip(document.entries, outcome.verdicts, strict=True):
            if entry.raw not in seen:
                article = entry.article
                seen[entry.raw] = Replayed(verdict=verdict, origin=article.credit.origin, events=article.events)
        for raw, one in seen.items() if outcome.merged else ():
            seen[raw] = one.moved(outcome.merged)
        progress(len(seen))
    return seen
