"""Plays a case: one poll after the other at the case's own times, and what each of them came to."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.play.case import Case, Step
from tests.play.moments import times
from tests.play.server import Asked, Servers, serving
from tests.play.watcher import Watcher, watching
from watcher.engine.ingest import Ingested
from watcher.errors import DocumentError
from watcher.model import Copy, Document, Entry, EntryId, FeedState, PollStatus
from watcher.parse import parse

_AT_LEAST = timedelta(minutes=1)  # between two polls
_TIDIED_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one step came to; of a step with several polls, all of them together."""

    at: datetime  # of its last poll
    asked: tuple[Asked, ...]  # requests of its last poll; none where the feed has stopped or its server has to be left
    report: Ingested | None  # of its last poll; None in the same cases
    entries: tuple[Entry, ...]  # of the document that the poll brought, or of the last one where nothing is modified
    state: FeedState
    new: tuple[Copy, ...]  # entries never stored before
    updated: int
    ids: frozenset[str]  # guids of the documents until now; the link of an entry that has none
    stored: int  # entries ever stored
    titles: frozenset[str]  # of the entries that the store holds
    told: int  # alerts and notices
    due: datetime | None  # None: never again
    neighbour_due: datetime
    cpu: float  # seconds


def play(case: Case) -> Iterator[tuple[Step, Seen]]:
    """Play a case from its beginning, giving each step with what it came to."""
    with serving(case) as servers, watching(case.feed_url, case.now, servers) as watcher:
        player = _Player(watcher, servers, case.now)
        for step in case.steps:
            yield step, player.play(step)


class _Player:
    """Where in a case we are."""

    def __init__(self, watcher: Watcher, servers: Servers, now: datetime) -> None:
        self._watcher = watcher
        self._servers = servers
        self._began = self._tidied = now
        self._polled: datetime | None = None
        self._known: set[EntryId] = set()
        self._ids: set[str] = set()
        self._entries: tuple[Entry, ...] = ()

    def play(self, step: Step) -> Seen:
        told, cpu = self._watcher.deliveries(), time.process_time()
        self._servers.play(step)
        reports = [report for at in self._times(step) if (report := self._poll(at))]
        cpu = time.process_time() - cpu
        copies = self._watcher.copies()
        new = [copy for name, copy in copies.items() if name not in self._known]
        self._known |= {copy.entry for copy in new}
        return Seen(
            at=self._watcher.clock.now(),
            asked=tuple(self._servers.asked),
            report=reports[-1] if reports else None,
            entries=self._entries,
            state=self._watcher.state(),
            new=tuple(new),
            updated=sum(report.changed for report in reports),
            ids=frozenset(self._ids),
            stored=len(self._known),
            titles=frozenset(copy.title for copy in copies.values()),
            told=self._watcher.deliveries() - told,
            due=self._watcher.due(),
            neighbour_due=self._watcher.neighbour_due(),
            cpu=cpu,
        )

    def _times(self, step: Step) -> tuple[datetime, ...]:
        """Give when the step is polled; a time that has passed counts from the last poll on."""
        due = self._watcher.due()
        if due is None:
            return ()
        if step.at is None:
            return (due if self._polled is None else max(due, self._polled + _AT_LEAST),)
        given = times(step.at, self._began)
        if self._polled and given[0] < self._polled and step.at.startswith("+"):
            given = times(step.at, self._polled)
        return given

    def _poll(self, at: datetime) -> Ingested | None:
        clock = self._watcher.clock
        clock.forward(max(at - clock.now(), timedelta()))
        self._polled = clock.now()
        if clock.now() - self._tidied >= _TIDIED_EVERY:
            self._watcher.tidy()
            self._tidied = clock.now()
        self._servers.asked.clear()
        report = self._watcher.poll()
        if report is not None and report.status != PollStatus.NOT_MODIFIED:
            self._entries = _entries(self._watcher.workers.document)
            self._ids |= {name_of(entry) for entry in self._entries}
        return report


def name_of(entry: Entry) -> str:
    """Give the guid of an entry, the link of one that has none."""
    return entry.guid or entry.link or entry.title


def _entries(document: Document | None) -> tuple[Entry, ...]:
    """Read a document once more, by itself: what passes through the watcher leaves out what it has seen."""
    try:
        return parse(document).entries if document else ()
    except DocumentError:
        return ()
