"""Replay: a recording through the pipeline into a store, the recording's time as the clock. Nothing is sent.

Each document is one transaction, together with a row that says what was decided: a replay that was killed goes on
behind the last one, and comes to the same end.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from watcher.errors import InputError
from watcher.events import BUILT_IN, Lexicons
from watcher.events.shown import event_json
from watcher.model import Label, StoryId
from watcher.pipeline import Outcome, Prepared, PreparedEntry, Verdict, decide
from watcher.rules import RuleSet
from watcher.store import ReplayedDocument, Store, expire, week_changes


class ReplayClock:
    """Tells the time of the document being replayed."""

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
    """One raw entry as it was decided on when first seen, as `--out` shows it (interface: Formats)."""

    key: str
    story: StoryId
    label: Label
    origin: str | None
    events: Sequence[Mapping[str, Any]]  # that its text tells, as `event_json` gives them
    rules: Sequence[str]
    reason: str

    def moved(self, merged: Mapping[StoryId, StoryId]) -> "Replayed":
        """Give the same in the story that has its copies now."""
        return replace(self, story=merged.get(self.story, self.story))

    def line(self) -> str:
        """Give the JSON line that `--out` gets."""
        return json.dumps(asdict(self), ensure_ascii=False)


class Replay:
    """A recording on its way through a store: what was decided on it so far, and the rest of the way.

    Attributes:
        seen: the first verdict for every raw entry, in the order of first sight.
        done: how many documents of the recording are behind us.
    """

    def __init__(self, store: Store, clock: ReplayClock, *, resume: bool = False) -> None:
        """`resume`: go on where the store says that an earlier replay was; else begin anew on what it holds."""
        self.seen: dict[str, Replayed] = {}
        self.done = 0
        self._store = store
        self._clock = clock
        self._sources: set[str] = set()
        if resume:
            self._go_on()
        else:
            with store.write() as tx:
                tx.replayed.clear()

    def run(
        self,
        documents: Iterable[Prepared],
        rules: RuleSet,
        progress: Callable[[int], None],
        *,
        lexicons: Lexicons = BUILT_IN,
        baseline: bool = False,
    ) -> None:
        """Put documents, in the order of time and without those that are `done`, through the store.

        Args:
            documents: each sets the clock to its `received_at`.
            rules: what alerts.
            progress: hears the number of distinct entries after each document.
            lexicons: know the fields of the events that the texts tell.
            baseline: take a feed's first document for its first run, whose alerts are recorded but do not go out.
        """
        for number, document in zip(count(self.done), documents, strict=False):
            before, self._clock.time = self._clock.time, document.received_at
            if week_changes(before, self._clock.time):
                sum(expire(self._store, self._clock.time))
            first_run = baseline and document.source not in self._sources
            self._take(self._decided(number, document, rules, lexicons, first_run=first_run))
            progress(len(self.seen))

    def _decided(
        self, number: int, document: Prepared, rules: RuleSet, lexicons: Lexicons, *, first_run: bool
    ) -> ReplayedDocument:
        now = document.received_at
        with self._store.write() as tx:  # the only writer: a recording is told in its order
            known = tx.memory.known(document.source, document.entries, now, first_run=first_run)
            outcome = decide(document, known, rules, now)
            tx.outcomes.write(outcome, document, now)
            firsts = self._first_seen(document, outcome, lexicons)
            row = ReplayedDocument(
                number=number,
                at=now,
                source=document.source,
                verdicts=[asdict(one) for one in firsts.values()],
                merged=outcome.merged,
            )
            tx.replayed.add(row)
        return row

    def _first_seen(self, document: Prepared, outcome: Outcome, lexicons: Lexicons) -> dict[str, Replayed]:
        """Give what was decided on the entries that no document before showed."""
        firsts: dict[str, Replayed] = {}
        for entry, verdict in zip(document.entries, outcome.verdicts, strict=True):
            if entry.raw not in self.seen and entry.raw not in firsts:
                firsts[entry.raw] = _replayed(entry, verdict, lexicons)
        return firsts

    def _take(self, row: ReplayedDocument) -> None:
        self.done = row.number + 1
        self._sources.add(row.source)
        self.seen.update((verdict["key"], Replayed(**verdict)) for verdict in row.verdicts)
        if row.merged:
            self.seen = {raw: one.moved(row.merged) for raw, one in self.seen.items()}

    def _go_on(self) -> None:
        with self._store.read() as tx:
            for row in tx.replayed.all():
                if row.number != self.done:
                    raise InputError(
                        "the store was not filled by one replay from its beginning; replay without --resume"
                    )
                self._take(row)
                self._clock.time = row.at


def _replayed(entry: PreparedEntry, verdict: Verdict, lexicons: Lexicons) -> Replayed:
    return Replayed(
        key=verdict.raw,
        story=verdict.story,
        label=verdict.label,
        origin=entry.article.credit.origin,
        events=[event_json(event, lexicons) for event in entry.article.events],
        rules=verdict.rules,
        reason=verdict.reason,
    )
