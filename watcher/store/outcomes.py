"""Writing what one document changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, case, select, update

from watcher.model import Alert, AlertState, DeliveryState, EntryId, StoryId
from watcher.pipeline import Arrival, Outcome, Prepared
from watcher.store import rows
from watcher.store.event_records import evidence_json, told_json
from watcher.store.events import drop_events, put_events
from watcher.store.furniture import put_furniture
from watcher.store.index import Index
from watcher.store.keys import stored_key
from watcher.store.links import add_cited, put_links
from watcher.store.merging import merge, surviving
from watcher.store.origins import settle_origins
from watcher.store.records import RANKS
from watcher.store.shown import mark_shown
from watcher.store.statements import each_of, insert, insert_new, listed
from watcher.store.versions import keep_versions
from watcher.stories.ports import StoryText


class Outcomes:
    """Writes an `Outcome`. What is there already stays: the first writer of a key, hash, story or alert wins."""

    def __init__(self, connection: Connection, index: Index) -> None:
        self._connection = connection
        self._index = index

    def write(self, outcome: Outcome, document: Prepared, at: datetime) -> None:
        """Write all that `document` changes, as of `at`."""
        arrivals = (*outcome.new, *outcome.changed)
        self._index.begin(outcome.begun, at)
        numbers = self._index.numbers(_stories_of(outcome))
        numbers |= self._merge(outcome, numbers)
        self._arrive(outcome.new, numbers)
        self._change(outcome.changed, numbers, at)
        entries = self._numbers(rows.entry, _entries_of(outcome))
        self._name(document.source, outcome, entries)
        joined = {numbers[arrival.copy.story] for arrival in arrivals}
        self._index.own((arrival.fingerprint, numbers[arrival.copy.story]) for arrival in arrivals)
        self._describe([text for text in outcome.texts if text.id not in outcome.merged], numbers, at)
        self._index.refresh(joined, at)
        settle_origins(self._connection, set(numbers.values()))
        self._touch(joined.union(numbers[story] for story in outcome.merged), at)
        drop_events(self._connection, outcome.dropped)
        put_events(self._connection, outcome.events, numbers, entries)
        for alert in outcome.alerts:
            put_alert(self._connection, alert, numbers[alert.story], entries[alert.entry])
        for alert in outcome.recounted:
            self._recount(alert)
        put_links(self._connection, outcome.links, numbers, at)
        add_cited(self._connection, _cited(arrivals, numbers))
        if arrivals:
            put_furniture(self._connection, document.source, outcome.furniture)
        mark_shown(self._connection, document, [verdict.entry for verdict in outcome.verdicts], at)

    def _merge(self, outcome: Outcome, numbers: Mapping[str, int]) -> dict[str, int]:
        """Let stories be absorbed; give under the id of each the counted key of the one that has its copies now."""
        now: dict[str, int] = {absorbed: numbers[survivor] for absorbed, survivor in surviving(outcome.merged).items()}
        if now:
            merge(self._connection, self._index, {numbers[absorbed]: number for absorbed, number in now.items()})
        return now

    def _arrive(self, new: Sequence[Arrival], numbers: Mapping[str, int]) -> None:
        arrived = [
            {
                "public": arrival.id,
                "key": arrival.keys[0],
                "first_seen": arrival.copy.first_seen,
                "changed_at": None,
                "version": 1,
                **_content(arrival, numbers),
            }
            for arrival in new
        ]
        insert_new(self._connection, rows.entry, arrived)

    def _change(self, changed: Sequence[Arrival], numbers: Mapping[str, int], at: datetime) -> None:
        entry = rows.entry.c
        another = case((entry.words != bindparam("said"), entry.version + 1), else_=entry.version)
        statement = update(rows.entry).where(entry.public == bindparam("known")).values(version=another, changed_at=at)
        for once in _each_once(changed):
            keep_versions(self._connection, {each.id: each.fingerprint.words for each in once})
            self._connection.execute(
                statement,
                [{"known": each.id, "said": each.fingerprint.words, **_content(each, numbers)} for each in once],
            )

    def _name(self, source: str, outcome: Outcome, entries: Mapping[str, int]) -> None:
        """Write the keys of new entries, and further ones of known entries."""
        named = [(key, arrival.id) for arrival in (*outcome.new, *outcome.changed) for key in arrival.keys]
        named += outcome.aliases.items()
        keys = [{"source": source, "key": stored_key(key), "entry": entries[entry]} for key, entry in named]
        insert_new(self._connection, rows.entry_key, keys)

    def _describe(self, texts: Sequence[StoryText], numbers: Mapping[str, int], at: datetime) -> None:
        """Write by which text, origin and distributor each story is now known."""
        if texts:
            self._index.put({numbers[text.id]: text for text in texts}, at)
            statement = update(rows.story).where(rows.story.c.id == bindparam("number"))
            credit = [
                {
                    "number": numbers[text.id],
                    "origin": text.origin,
                    "origin_confidence": text.origin_confidence or None,
                    "distributor": text.distributor,
                }
                for text in texts
            ]
            self._connection.execute(statement, credit)

    def _touch(self, numbers: Iterable[int], at: datetime) -> None:
        found = [{"number": number} for number in sorted(numbers)]
        if found:
            statement = update(rows.story).where(rows.story.c.id == bindparam("number")).values(touched_at=at)
            self._connection.execute(statement, found)

    def _recount(self, alert: Alert) -> None:
        """Write how an alert that waited stands now; one that does not wait any more is as it is."""
        known = rows.alert.c
        now = {
            "state": alert.state,
            "reason": alert.reason,
            "channels": list(alert.channels),
            "priority": alert.priority,
            "events": told_json(alert.events),
        }
        waiting = known.state == AlertState.WAITING
        statement = update(rows.alert).where(known.public == alert.id, waiting).values(now)
        number = self._connection.scalar(statement.returning(known.id))
        if number is not None:
            _send(self._connection, alert, number)

    def _numbers(self, table: Table, names: Iterable[str]) -> dict[str, int]:
        """Give the counted key of each id."""
        query = select(table.c.public, table.c.id).where(table.c.public.in_(listed()))
        return {row.public: row.id for row in each_of(self._connection, query, sorted(names))}


def put_alert(connection: Connection, alert: Alert, story: int, entry: int) -> bool:
    """Write the alert and, where it goes out, its deliveries.

    False, and nothing is written: it is there already, or another first one of its rule and story is.
    """
    statement = insert(connection, rows.alert).values(
        public=alert.id,
        story=story,
        rule=alert.rule,
        entry=entry,
        created_at=alert.created_at,
        priority=alert.priority,
        state=alert.state,
        label=alert.label,
        channels=list(alert.channels),
        reason=alert.reason,
        evidence=evidence_json(alert.evidence),
        events=told_json(alert.events),
    )
    number = connection.scalar(statement.on_conflict_do_nothing().returning(rows.alert.c.id))
    if number is not None:
        _send(connection, alert, number)
    return number is not None


def _send(connection: Connection, alert: Alert, number: int) -> None:
    """Write the deliveries of an alert that goes out."""
    if alert.state is AlertState.OPEN:
        waiting = {"alert": number, "state": DeliveryState.NEW, "rank": RANKS[alert.priority], "attempts": 0}
        insert_new(connection, rows.delivery, [waiting | {"channel": name} for name in alert.channels])


def _each_once(changed: Sequence[Arrival]) -> Sequence[Collection[Arrival]]:
    """Divide arrivals such that no part has an entry twice: a document may show two texts of one."""
    parts: list[dict[EntryId, Arrival]] = []
    for arrival in changed:
        part = next((part for part in parts if arrival.id not in part), None)
        if part is None:
            parts.append(part := {})
        part[arrival.id] = arrival
    return [part.values() for part in parts]


def _stories_of(outcome: Outcome) -> set[StoryId]:
    arrivals = {arrival.copy.story for arrival in (*outcome.new, *outcome.changed)}
    linked = {story for link in outcome.links for story in (link.story, link.other)}
    merged = {*outcome.merged.keys(), *outcome.merged.values()}
    told = {event.story for event in outcome.events} | {alert.story for alert in outcome.alerts}
    return arrivals | linked | merged | told | {text.id for text in outcome.texts}


def _cited(arrivals: Iterable[Arrival], numbers: Mapping[str, int]) -> dict[int, set[str]]:
    """Give what each numbered story now names as its source."""
    cited: defaultdict[int, set[str]] = defaultdict(set)
    for arrival in arrivals:
        if arrival.article.cites:
            cited[numbers[arrival.copy.story]].update(arrival.article.cites)
    return cited


def _entries_of(outcome: Outcome) -> set[EntryId]:
    arrivals = {arrival.id for arrival in (*outcome.new, *outcome.changed)}
    told = {event.entry for event in outcome.events} | {alert.entry for alert in outcome.alerts}
    return arrivals | set(outcome.aliases.values()) | told


def _content(arrival: Arrival, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Give what a changed text replaces."""
    article, copy = arrival.article, arrival.copy
    return {
        "story": numbers[copy.story],
        "source": article.source,
        "words": arrival.fingerprint.words,
        "label": copy.label,
        "score": copy.score,
        "reason": copy.reason,
        "published": article.published,
        "published_from": article.published_from,
        "language": article.language,
        "link": article.link,
        "author": article.credit.author,
        "outlet": article.credit.outlet,
        "origin": article.credit.origin,
        "origin_confidence": article.credit.origin_confidence or None,
        "distributor": article.credit.distributor,
        "title": article.title,
        "tags": list(article.tags),
        "credit_evidence": list(article.credit.evidence),
        "body": article.body,
    }
