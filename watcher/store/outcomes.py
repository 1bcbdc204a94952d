"""Writing what one document changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, select

from watcher.model import EntryId, Story, StoryId
from watcher.pipeline import Arrival, Outcome, Prepared
from watcher.store import rows
from watcher.store.bulk import insert_many, insert_numbered
from watcher.store.events import drop_events, put_events
from watcher.store.furniture import put_furniture
from watcher.store.hushing import cools_down
from watcher.store.index import Index
from watcher.store.keys import stored_key
from watcher.store.links import add_cited, put_links
from watcher.store.merging import merge, surviving
from watcher.store.origins import settle_origins
from watcher.store.postgresql import Crossed
from watcher.store.shown import mark_shown
from watcher.store.shown_before import keep_shared
from watcher.store.statements import each_of, listed
from watcher.store.versions import keep_versions
from watcher.store.written_alerts import put_alerts
from watcher.stories.ports import StoryText

_ARRIVED = ("public", "key", "first_seen", "changed_at", "version")
_CONTENT = (  # what a changed text replaces
    *("story", "source", "words", "label", "score", "reason", "published", "published_from", "language", "link"),
    *("author", "outlet", "origin", "origin_confidence", "distributor", "title", "tags", "credit_evidence", "body"),
)
_entry, _story = rows.entry.c, rows.story.c
_CHANGED = (
    rows.entry.update()
    .where(_entry.public == bindparam("known"))
    .values(
        version=case((_entry.words != bindparam("said"), _entry.version + 1), else_=_entry.version),
        changed_at=bindparam("at"),
        **{name: bindparam(f"now_{name}") for name in _CONTENT},
    )
)
_CREDITED = (
    rows.story.update()
    .where(_story.id == bindparam("number"))
    .values({name: bindparam(f"now_{name}") for name in ("origin", "origin_confidence", "distributor")})
)
_TOUCHED = rows.story.update().where(_story.id == bindparam("number")).values(touched_at=bindparam("at"))
_NUMBERS = select(_entry.public, _entry.id).where(_entry.public.in_(listed()))


class Outcomes:
    """Writes an `Outcome`. What is there already stays: the first writer of a key, hash, story or alert wins."""

    def __init__(self, connection: Connection, index: Index, *, beside: bool = False) -> None:
        """`beside`: whether others may write meanwhile."""
        self._connection = connection
        self._index = index
        self._beside = beside

    def write(self, outcome: Outcome, document: Prepared, at: datetime) -> None:
        """Write all that `document` changes, as of `at`.

        Raises:
            Crossed: others may write meanwhile, and an alert has a cooldown: theirs might be of the same rule.
        """
        if self._beside and any(map(cools_down, (*outcome.alerts, *outcome.recounted))):
            raise Crossed("a cooldown is kept by one writer at a time")
        if outcome.changes_something:
            self._write(outcome, document.source, at)
        mark_shown(self._connection, document, [verdict.entry for verdict in outcome.verdicts], at)

    def _write(self, outcome: Outcome, source: str, at: datetime) -> None:
        arrivals = (*outcome.new, *outcome.changed)
        begun = self._index.begin(outcome.begun, at)
        numbers = self._index.numbers(_stories_of(outcome))
        numbers |= self._merge(outcome, numbers)
        entries = self._arrive(outcome.new, numbers)
        self._change(outcome.changed, numbers, at)
        entries |= self._numbers(_entries_of(outcome) - entries.keys())
        self._name(source, outcome, entries)
        keep_shared(self._connection, source, outcome.shared)
        self._index.own((arrival.fingerprint, numbers[arrival.copy.story]) for arrival in arrivals)
        self._describe(outcome, numbers, begun, at)
        self._join(outcome, numbers, begun, at)
        self._tell(outcome, numbers, entries, at)
        put_links(self._connection, outcome.links, numbers, at)
        add_cited(self._connection, _cited(arrivals, numbers))
        if arrivals:
            put_furniture(self._connection, source, outcome.furniture)

    def _merge(self, outcome: Outcome, numbers: Mapping[str, int]) -> dict[str, int]:
        """Let stories be absorbed; give under the id of each the counted key of the one that has its copies now."""
        now: dict[str, int] = {absorbed: numbers[survivor] for absorbed, survivor in surviving(outcome.merged).items()}
        if now:
            merge(self._connection, self._index, {numbers[absorbed]: number for absorbed, number in now.items()})
        return now

    def _arrive(self, new: Sequence[Arrival], numbers: Mapping[str, int]) -> dict[str, int]:
        """Write new entries; give their counted keys, but for those that were there."""
        arrived = [
            (each.id, each.keys[0], each.copy.first_seen, None, 1, *_content(each, numbers[each.copy.story]))
            for each in new
        ]
        return insert_numbered(self._connection, rows.entry, (*_ARRIVED, *_CONTENT), arrived)

    def _change(self, changed: Sequence[Arrival], numbers: Mapping[str, int], at: datetime) -> None:
        names = [f"now_{name}" for name in _CONTENT]
        for once in _each_once(changed):
            keep_versions(self._connection, {each.id: each.fingerprint.words for each in once})
            contents = (dict(zip(names, _content(each, numbers[each.copy.story]), strict=True)) for each in once)
            known = ({"known": each.id, "said": each.fingerprint.words, "at": at} for each in once)
            self._connection.execute(_CHANGED, [one | other for one, other in zip(known, contents, strict=True)])

    def _name(self, source: str, outcome: Outcome, entries: Mapping[str, int]) -> None:
        """Write the keys of new entries, and further ones of known entries."""
        named = [(key, arrival.id) for arrival in (*outcome.new, *outcome.changed) for key in arrival.keys]
        named += outcome.aliases.items()
        keys = [(source, stored_key(key), entries[entry]) for key, entry in named]
        insert_many(self._connection, rows.entry_key, ("source", "key", "entry"), keys)

    def _describe(self, outcome: Outcome, numbers: Mapping[str, int], begun: AbstractSet[int], at: datetime) -> None:
        """Write by which text, origin and distributor each story is now known; one that begins has its credit."""
        texts = [text for text in outcome.texts if text.id not in outcome.merged]
        self._index.put({numbers[text.id]: text for text in texts}, at)
        written = {story.id: _credit(story) for story in outcome.begun if numbers.get(story.id) in begun}
        changed = [
            {"number": numbers[text.id]} | credit for text in texts if (credit := _credit(text)) != written.get(text.id)
        ]
        if changed:
            self._connection.execute(_CREDITED, changed)

    def _join(self, outcome: Outcome, numbers: Mapping[str, int], begun: AbstractSet[int], at: datetime) -> None:
        """Note when entries last joined each story, and whose words it is by what all its copies say.

        A story that begins here has no other copies than those that arrive, unless it took over a known one.
        """
        arrivals = (*outcome.new, *outcome.changed)
        joined = {numbers[arrival.copy.story] for arrival in arrivals}
        grown = {numbers[story] for story in outcome.merged}
        claimed = {numbers[arrival.copy.story] for arrival in arrivals if _claims(arrival)}
        self._index.refresh(joined, at)
        settle_origins(self._connection, claimed | grown | (set(numbers.values()) - begun))
        touched = [{"number": number, "at": at} for number in sorted((joined | grown) - begun)]
        if touched:
            self._connection.execute(_TOUCHED, touched)

    def _tell(self, outcome: Outcome, numbers: Mapping[str, int], entries: Mapping[str, int], at: datetime) -> None:
        """Write the events that stories tell, and the alerts on them."""
        drop_events(self._connection, outcome.dropped)
        put_events(self._connection, outcome.events, numbers, entries)
        begun = [(alert, numbers[alert.story], entries[alert.entry]) for alert in outcome.alerts]
        put_alerts(self._connection, begun, at, outcome.recounted)

    def _numbers(self, names: AbstractSet[str]) -> dict[str, int]:
        """Give the counted keys of entries."""
        return {row.public: row.id for row in each_of(self._connection, _NUMBERS, sorted(names))}


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


def _entries_of(outcome: Outcome) -> set[EntryId]:
    arrivals = {arrival.id for arrival in (*outcome.new, *outcome.changed)}
    told = {event.entry for event in outcome.events} | {alert.entry for alert in outcome.alerts}
    return arrivals | set(outcome.aliases.values()) | told


def _cited(arrivals: Iterable[Arrival], numbers: Mapping[str, int]) -> dict[int, set[str]]:
    """Give what each numbered story now names as its source."""
    cited: defaultdict[int, set[str]] = defaultdict(set)
    for arrival in arrivals:
        if arrival.article.cites:
            cited[numbers[arrival.copy.story]].update(arrival.article.cites)
    return cited


def _claims(arrival: Arrival) -> bool:
    """Tell whether a copy says who wrote its story first, or who passed it on."""
    credit = arrival.article.credit
    return credit.origin is not None or credit.distributor is not None


def _credit(known: Story | StoryText) -> dict[str, Any]:
    return {
        "now_origin": known.origin,
        "now_origin_confidence": known.origin_confidence or None,
        "now_distributor": known.distributor,
    }


def _content(arrival: Arrival, story: int) -> tuple[Any, ...]:
    """Give what a changed text replaces, in the order of `_CONTENT`."""
    article, copy, credit = arrival.article, arrival.copy, arrival.article.credit
    return (
        story,
        article.source,
        arrival.fingerprint.words,
        copy.label,
        copy.score,
        copy.reason,
        article.published,
        article.published_from,
        article.language,
        article.link,
        credit.author,
        credit.outlet,
        credit.origin,
        credit.origin_confidence or None,
        credit.distributor,
        article.title,
        list(article.tags),
        list(credit.evidence),
        article.body,
    )
