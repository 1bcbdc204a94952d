"""Documents into the store: read what is known, decide, write. All that follows from one stands in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from watcher import pipeline, stories
from watcher.clock import Clock
from watcher.collect import DropFile, Found, due_after, judged, mark_of, server_wait
from watcher.engine.findings import found_in
from watcher.engine.noticing import Noticing
from watcher.engine.reach import ReachNews
from watcher.engine.usual import usual_of
from watcher.model import Alert, AlertState, Feed, FeedState, FirstRun, Label, Poll, PollStatus, Trouble
from watcher.net import shown
from watcher.pipeline import Outcome, Prepared, Usual
from watcher.rules import RuleSet
from watcher.store import Store, Transaction

log = structlog.get_logger("watcher")

Polled = tuple[Feed, FeedState, Poll]
"""A feed, what was remembered of it when it was polled, and what came of it."""

Brought = tuple[Feed, FeedState, Poll, Prepared | None]
"""The same with the document that came."""

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
    outage: str | None = None  # what the store said, where it takes nothing from anybody
    feed: Feed | None = None
    state: FeedState | None = None  # of that feed, as saved
    server_wait: tuple[str, datetime] | None = None  # a server that is to be left alone, and until when
    labels: tuple[Label, ...] = ()  # of the new entries
    notices: int = 0  # written for the operator
    http_status: int | None = None  # as in `Poll`
    size: int = 0  # bytes of the document
    seconds: Seconds = Seconds()

    @property
    def where(self) -> str:
        """Name the source as the configuration does, for messages."""
        if self.feed is not None:
            return f"feed {self.source}"
        return f"drop {self.source}" if self.status in {"taken", "refused", FOLDER} else self.source

    @property
    def is_unstored(self) -> bool:
        """Say whether the store has nothing of it: it comes again."""
        return self.status == "failed" and self.feed is None

    def with_problem(self, problem: str | None) -> "Ingested":
        """Give the same with a further problem, if there is one."""
        return self if problem is None else replace(self, error=f"{self.error}; {problem}" if self.error else problem)


_NOTHING = Outcome()


class Ingest:
    """Writes documents into one store under one rule set. One writer calls it; `use` may be called from any thread.

    Attributes:
        noticing: tells the operator what polls show.
    """

    def __init__(self, store: Store, rules: RuleSet, clock: Clock, noticing: Noticing | None = None) -> None:
        self._store = store
        self._rules = rules
        self.clock = clock
        self.noticing = noticing or Noticing()

    def use(self, rules: RuleSet) -> None:
        """Decide under other rules from the next document on; one that is being written keeps its own to the end."""
        self._rules = rules

    def poll(self, feed: Feed, state: FeedState, poll: Poll, prepared: Prepared | None) -> Ingested:
        """Write one poll: the feed's new state and, where it brought a document, all that follows from it.

        What was whole in a document that broke off is taken, but the poll counts as failed: its validators are not
        kept, or the next 304 would hide the rest for ever.
        """
        return self.polls([(feed, state, poll, prepared)])[0]

    def polls(self, brought: Sequence[Brought]) -> list[Ingested]:
        """Write polls of several feeds, each as `poll` does, all in one transaction."""
        read = [_read(*each) for each in brought]
        network = [self.noticing.reached(*polled) for polled, _, _ in read]

        def unit(tx: Transaction) -> list[Ingested]:
            ingested = [
                self._poll(tx, polled, news, taken, found)
                for (polled, taken, found), news in zip(read, network, strict=True)
            ]
            _save(tx, [state for _, state, _, _ in brought], ingested)
            return ingested

        with self._told(*network):
            return self._store.run(unit, _keys((polled[0].name, taken) for polled, taken, _ in read))

    def quiet(self, polls: Sequence[Polled]) -> list[Ingested]:
        """Write polls that brought no document, all in one transaction."""
        network = [self.noticing.reached(*polled) for polled in polls]

        def unit(tx: Transaction) -> list[Ingested]:
            ingested = [self._poll(tx, polled, news) for polled, news in zip(polls, network, strict=True)]
            _save(tx, [state for _, state, _ in polls], ingested)
            return ingested

        with self._told(*network):
            return self._store.run(unit)

    def drop(self, file: DropFile, prepared: Prepared) -> Ingested:
        """Write one dropped file and remember that it was taken."""

        def unit(tx: Transaction) -> Outcome:
            outcome = self._decide(tx, prepared)
            tx.drops.take(file.drop, file.content_hash, _shown(file), self.clock.now(), None)
            return outcome

        return replace(
            _ingested(file.drop, "taken", self._store.run(unit, _keys([(file.drop, prepared)]))),
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

    @contextmanager
    def _told(self, *network: ReachNews | None) -> Iterator[None]:
        """Keep news about our network for a later poll where the transaction that tells them fails."""
        try:
            yield
        except BaseException:
            if any(network):
                self.noticing.not_told()
            raise

    def _poll(
        self,
        tx: Transaction,
        polled: Polled,
        network: ReachNews | None,
        prepared: Prepared | None = None,
        found: Found | None = None,
    ) -> Ingested:
        feed, state, poll = polled
        baseline = feed.first_run is FirstRun.BASELINE and state.succeeded_at is None
        outcome = self._decide(tx, prepared, baseline=baseline, usual=usual_of(state, poll)) if prepared else _NOTHING
        if found:
            found = replace(found, new=len(outcome.new))
        after = due_after(poll, state, feed, found, unreachable=self.noticing.unreachable)
        if prepared and prepared.complete and poll.status is PollStatus.FETCHED and not poll.of_page:
            after = replace(after, seen=pipeline.seen_in(prepared))
        after = self.noticing.look(tx, feed, state, _not_twice(tx, after, state), poll.at)
        if network is not None:
            self.noticing.tell(tx, network.subject, network.text, key="network", at=poll.at)
        flooded = self._tell_flood(tx, feed.name, outcome, poll.at)
        wait = server_wait(poll, after)
        if wait:
            tx.hosts.leave(*wait)
        return replace(
            _ingested(feed.name, poll.status, outcome),
            error=poll.error,
            feed=feed,
            state=after,
            server_wait=wait,
            notices=(network is not None) + (after.announced != state.announced) + flooded,
            http_status=poll.http_status,
            size=poll.size,
            seconds=Seconds(fetch=poll.seconds),
        )

    def _decide(
        self, tx: Transaction, prepared: Prepared, *, baseline: bool = False, usual: Usual | None = None
    ) -> Outcome:
        now = self.clock.now()
        known = tx.memory.known(prepared.source, prepared.entries, now, first_run=baseline)
        known = replace(known, usual=usual)
        outcome = pipeline.decide(prepared, known, self._rules, now)
        tx.outcomes.write(outcome, prepared, now)
        return outcome

    def _tell_flood(self, tx: Transaction, feed: str, outcome: Outcome, at: datetime) -> bool:
        """Tell of alerts that a flood holds, if there are any."""
        held = sum(alert.state is AlertState.HELD for alert in outcome.alerts)
        if outcome.flood is None or not held:
            return False
        self.noticing.tell(tx, *pipeline.flood_notice(feed, outcome.flood, held), key="flood", at=at)
        return True


def _save(tx: Transaction, before: Sequence[FeedState], ingested: Sequence[Ingested]) -> None:
    states = zip(before, ingested, strict=True)
    tx.feeds.save_all([(state, each.state) for state, each in states if each.state is not None])


def _not_twice(tx: Transaction, after: FeedState, before: FeedState) -> FeedState:
    """Leave a feed where it is configured when the address that it moved to is another feed's: no need to ask twice."""
    if after.current_url in {None, before.current_url}:
        return after
    other = tx.feeds.asked_at(after.current_url, mark_of(after.current_url), besides=after.name)
    if other is None:
        tx.feeds.save(after)  # at once: the next poll of this transaction may lead there too
        log.info("feed.moved", feed=after.name, to=shown(after.current_url))
        return after
    log.warning("feed.twice", feed=after.name, other=other, advice="both lead to one address: remove one of them")
    return replace(after, current_url=before.current_url)


def _read(
    feed: Feed, state: FeedState, poll: Poll, prepared: Prepared | None
) -> tuple[Polled, Prepared | None, Found | None]:
    """Judge a poll by its document; give with it what of that is taken, and what was found in it."""
    found = found_in(prepared) if prepared else None
    poll = judged(poll, state, feed, found)
    return (feed, state, poll), None if poll.trouble is Trouble.NO_FEED else prepared, found


def _keys(documents: Iterable[tuple[str, Prepared | None]]) -> Callable[[], Sequence[int]]:
    """Say what the writer of these polls or this dropped file, each of a source, has to hold; ascending."""
    texts = [(source, [entry.fingerprint for entry in each.entries] if each else ()) for source, each in documents]
    return lambda: sorted({key for each in texts for key in stories.lock_keys(*each)})


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
