"""Writing what one document changes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select, update

from watcher.model import Alert, AlertState, DeliveryState, EntryId, StoryId
from watcher.pipeline import Arrival, Outcome, Prepared
from watcher.store import rows
from watcher.store.index import add_exact, put_texts
from watcher.store.keys import stored_key
from watcher.store.records import RANKS, evidence_json
from watcher.store.shown import mark_shown
from watcher.store.statements import each_of, insert, insert_new, listed
from watcher.stories.ports import StoryText


class Outcomes:
    """Writes an `Outcome`. What is there already stays: the first writer of a key, hash, story or alert wins."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write(self, outcome: Outcome, document: Prepared, at: datetime) -> None:
        """Write all that `document` changes, as of `at`."""
        arrivals = (*outcome.new, *outcome.changed)
        self._begin(outcome, at)
        numbers = self._numbers(rows.story, _stories_of(outcome))
        self._arrive(outcome.new, numbers)
        self._change(outcome.changed, numbers, at)
        entries = self._numbers(rows.entry, _entries_of(outcome))
        self._name(document.source, outcome, entries)
        add_exact(self._connection, [(arrival.fingerprint, numbers[arrival.copy.story]) for arrival in arrivals])
        self._describe(outcome.texts, numbers)
        self._touch({numbers[arrival.copy.story] for arrival in arrivals}, at)
        for alert in outcome.alerts:
            self._alert(alert, numbers[alert.story], entries[alert.entry])
        mark_shown(self._connection, document, [verdict.entry for verdict in outcome.verdicts], at)

    def _begin(self, outcome: Outcome, at: datetime) -> None:
        begun = [
            {
                "public": story.id,
                "title": story.title,
                "first_seen": story.first_seen,
                "touched_at": at,
                "published": story.published,
                "origin": story.origin,
                "distributor": story.distributor,
            }
            for story in outcome.begun
        ]
        insert_new(self._connection, rows.story, begun)

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
        if changed:
            statement = (
                update(rows.entry)
                .where(rows.entry.c.public == bindparam("known"))
                .values(version=rows.entry.c.version + 1, changed_at=at)
            )
            self._connection.execute(statement, [{"known": each.id, **_content(each, numbers)} for each in changed])

    def _name(self, source: str, outcome: Outcome, entries: Mapping[str, int]) -> None:
        """Write the keys of new entries, and further ones of known entries."""
        named = [(key, arrival.id) for arrival in (*outcome.new, *outcome.changed) for key in arrival.keys]
        named += outcome.aliases.items()
        keys = [{"source": source, "key": stored_key(key), "entry": entries[entry]} for key, entry in named]
        insert_new(self._connection, rows.entry_key, keys)

    def _describe(self, texts: Sequence[StoryText], numbers: Mapping[str, int]) -> None:
        """Write by which text, origin and distributor each story is now known."""
        put_texts(self._connection, {numbers[text.id]: text for text in texts})
        if texts:
            statement = update(rows.story).where(rows.story.c.id == bindparam("number"))
            credit = [
                {"number": numbers[text.id], "origin": text.origin, "distributor": text.distributor} for text in texts
            ]
            self._connection.execute(statement, credit)

    def _touch(self, numbers: Iterable[int], at: datetime) -> None:
        found = [{"number": number} for number in sorted(numbers)]
        if found:
            statement = update(rows.story).where(rows.story.c.id == bindparam("number")).values(touched_at=at)
            self._connection.execute(statement, found)

    def _alert(self, alert: Alert, story: int, entry: int) -> None:
        """Write the alert and, where it goes out and is the first of its rule on the story, its deliveries."""
        statement = insert(self._connection, rows.alert).values(
            public=alert.id,
            story=story,
            rule=alert.rule,
            entry=entry,
            created_at=alert.created_at,
            priority=alert.priority,
            state=alert.state,
            channels=list(alert.channels),
            reason=alert.reason,
            evidence=evidence_json(alert.evidence),
        )
        number = self._connection.scalar(statement.on_conflict_do_nothing().returning(rows.alert.c.id))
        if number is not None and alert.state is not AlertState.BASELINE:
            waiting = {"alert": number, "state": DeliveryState.NEW, "rank": RANKS[alert.priority], "attempts": 0}
            insert_new(self._connection, rows.delivery, [waiting | {"channel": name} for name in alert.channels])

    def _numbers(self, table: Table, names: Iterable[str]) -> dict[str, int]:
        """Give the counted key of each id."""
        query = select(table.c.public, table.c.id).where(table.c.public.in_(listed()))
        return {row.public: row.id for row in each_of(self._connection, query, sorted(names))}


def _stories_of(outcome: Outcome) -> set[StoryId]:
    arrivals = {arrival.copy.story for arrival in (*outcome.new, *outcome.changed)}
    return arrivals | {text.id for text in outcome.texts} | {alert.story for alert in outcome.alerts}


def _entries_of(outcome: Outcome) -> set[EntryId]:
    arrivals = {arrival.id for arrival in (*outcome.new, *outcome.changed)}
    return arrivals | set(outcome.aliases.values()) | {alert.entry for alert in outcome.alerts}


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
        "distributor": article.credit.distributor,
        "title": article.title,
        "tags": list(article.tags),
        "credit_evidence": list(article.credit.evidence),
        "body": article.body,
    }
