"""Documents into the store: read what is known, decide, write. One transaction each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from watcher.clock import Clock
from watcher.collect import DropFile, due_after, failed
from watcher.model import Alert, AlertState, Feed, FeedState, FirstRun, Label, Poll
from watcher.pipeline import Outcome, Prepared, decide
from watcher.rules import RuleSet
from watcher.store import Store, Transaction
from watcher.stories import lock_keys

BROKE_OFF = "the document broke off; what was whole is taken, and it will be asked for again in full"


FOLDER = "folder"  # the status of a report on a drop folder as such, not on a file in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """What one document or poll took, in seconds; None: this stage was not reached."""

    fetch: float | None = None
    prepare: float | None = None  # waiting for a worker included
    store: float | None = None  # without waiting for the writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What came of one document or poll, for the log and the summary."""

    source: str
    status: str  # a PollStatus, "taken", "refused", "failed", or FOLDER
    new: int = 0
    changed: int = 0
    copies: int = 0
    alerts: tuple[Alert, ...] = ()  # begun, and those that do not wait any more
    error: str | None = None
    feed: Feed | None = None
    state: FeedState | None = None  # of that feed, as saved
    labels: tuple[Label, ...] = ()  # of the new entries
    http_status: int | None = None  # as in `Poll`
    size: int = 0  # bytes of the document
    seconds: Seconds = Seconds()

    @property
    def where(self) -> str:
        """Name the source as the configuration does, for messages."""
        if self.feed is not None:
            return f"feed {self.source}"
        return f"drop {self.source}" if self.status in {"taken", "refused", FOLDER} else self.source

    def with_problem(self, problem: str | None) -> "Ingested":
        """Give the same with a further problem, if there is one."""
        return self if problem is None else replace(self, error=f"{self.error}; {problem}" if self.error else problem)


class Ingest:
    """Writes documents into one store under one rule set. One writer calls it; `use` may be called from any thread."""

    def __init__(self, store: Store, rules: RuleSet, clock: Clock) -> None:
        self._store = store
        self._rules = rules
        self.clock = clock

    def use(self, rules: RuleSet) -> None:
        """Decide under other rules from the next document on; one that is being written keeps its own to the end."""
        self._rules = rules

    def poll(self, feed: Feed, state: FeedState, poll: Poll, prepared: Prepared | None) -> Ingested:
        """Write one poll: the feed's new state and, where it brought a document, all that follows from it.

        What was whole in a document that broke off is taken, but the poll counts as failed: its validators are not
        kept, or the next 304 would hide the rest for ever.
        """
        if prepared is not None and not prepared.complete:
            poll = failed(poll, BROKE_OFF)
        after = due_after(poll, state, feed)
        baseline = feed.first_run is FirstRun.BASELINE and state.succeeded_at is None

        def unit(tx: Transaction) -> Outcome:
            outcome = self._decide(tx, prepared, baseline=baseline) if prepared else Outcome()
            tx.feeds.save(after)
            return outcome

        outcome = self._store.run(unit, _keys(feed.name, prepared))
        ingested = _ingested(feed.name, poll.status, outcome)
        return replace(
            ingested,
            error=poll.error,
            feed=feed,
            state=after,
            http_status=poll.http_status,
            size=poll.size,
            seconds=Seconds(fetch=poll.seconds),
        )

    def drop(self, file: DropFile, prepared: Prepared) -> Ingested:
        """Write one dropped file and remember that it was taken."""

        def unit(tx: Transaction) -> Outcome:
            outcome = self._decide(tx, prepared, baseline=False)
            tx.drops.take(file.drop, file.content_hash, _shown(file), self.clock.now(), None)
            return outcome

        return replace(
            _ingested(file.drop, "taken", self._store.run(unit, _keys(file.drop, prepared))),
            size=len(file.document.body),
        )

    def refuse(self, file: DropFile, problem: str, *, remember: bool) -> Ingested:
        """Refuse a dropped file that cannot be read; `remember` one that stays, so that it is not read again."""
        if remember:
            now = self.clock.now()
            self._store.run(lambda tx: tx.drops.take(file.drop, file.content_hash, _shown(file), now, problem))
        return Ingested(source=file.drop, status="refused", error=f"{_shown(file)}: {problem}")

    def taken(self, files: Sequence[DropFile]) -> list[bool]:
        """Say of each file whether the same content was taken from this folder before."""
        with self._store.read() as tx:
            return [tx.drops.taken(file.drop, file.content_hash) for file in files]

    def _decide(self, tx: Transaction, prepared: Prepared, *, baseline: bool) -> Outcome:
        now = self.clock.now()
        known = tx.memory.known(prepared.source, prepared.entries, now, first_run=baseline)
        outcome = decide(prepared, known, self._rules, now)
        tx.outcomes.write(outcome, prepared, now)
        return outcome


def _keys(source: str, prepared: Prepared | None) -> Callable[[], tuple[int, ...]]:
    """Say what the writer of this poll or dropped file has to hold."""
    return partial(lock_keys, source, [entry.fingerprint for entry in prepared.entries] if prepared else ())


def _shown(file: DropFile) -> str:
    return file.document.file_name or file.name


def _ingested(source: str, status: str, outcome: Outcome) -> Ingested:
    return Ingested(
        source=source,
        status=status,
        new=len(outcome.new),
        changed=len(outcome.changed),
        copies=sum(arrival.copy.label is not Label.NEW for arrival in outcome.new),
        alerts=(*outcome.alerts, *(alert for alert in outcome.recounted if alert.state is AlertState.OPEN)),
        labels=tuple(arrival.copy.label for arrival in outcome.new),
    )
