"""Links between stories of one event, who tells those stories, and the alerts that wait until enough do."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection, Executable, and_, bindparam, delete, func, or_, select, union, update

from watcher.alerts import Linked, SameEvent
from watcher.model import Alert, AlertId, AlertLabel, AlertState, StoryId, StoryLink, ToldEvent
from watcher.store import rows
from watcher.store.event_records import told_events_of
from watcher.store.records import AnyRow, alert_of, every_alert
from watcher.store.statements import among, put
from watcher.store.written_alerts import WAITING
from watcher.stories import Teller, independent_origins

CITED = 24
"""Sources kept of a story; more is a press review."""

_link, _one, _other = rows.story_link.c, rows.story.alias("one"), rows.story.alias("another")
_JOINED = (
    select(*_link, _one.c.public.label("story_public"), _other.c.public.label("other_public"))
    .join(_one, _one.c.id == _link.story)
    .join(_other, _other.c.id == _link.other)
)
_LINKS = union(*(_JOINED.where(among(side, "numbers")) for side in (_link.story, _link.other)))
_STANDING = ("rule", "state", "label", "public", "story", "events")
_ALERTS = (
    select(*(rows.alert.c[name] for name in _STANDING), rows.story.c.public.label("of"))
    .join(rows.story, rows.story.c.id == rows.alert.c.story)
    .where(among(rows.alert.c.story, "numbers"))
    .order_by(rows.alert.c.id)
)
_WAITING = (
    every_alert().where(among(rows.alert.c.story, "numbers"), rows.alert.c.state.in_(WAITING)).order_by(rows.alert.c.id)
)
_FIRST = select(func.min(rows.entry.c.id)).where(rows.entry.c.story == rows.story.c.id).correlate(rows.story)
_TELLERS = (
    select(
        *(rows.story.c[name] for name in ("public", "origin", "cites")),
        func.coalesce(rows.entry.c.outlet, rows.entry.c.source).label("outlet"),
    )
    .join(rows.entry, rows.entry.c.id == _FIRST.scalar_subquery())
    .where(among(rows.story.c.id, "numbers"))
)
_TITLES = select(*(rows.story.c[name] for name in ("id", "public", "title"))).where(among(rows.story.c.id, "numbers"))
_CITED = select(rows.story.c.id, rows.story.c.cites).where(among(rows.story.c.id, "numbers"))
_CITE = rows.story.update().where(rows.story.c.id == bindparam("number")).values(cites=bindparam("named"))
"""Made once: making a statement takes longer than running it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of some stories and of those linked to them; the fields are those of `pipeline.Known`."""

    links: tuple[StoryLink, ...]
    tellers: Mapping[StoryId, Teller]
    alerted: frozenset[tuple[str, StoryId]]
    waiting: tuple[Alert, ...]
    told: Mapping[tuple[str, StoryId], AlertId]
    events: Mapping[tuple[str, StoryId], tuple[ToldEvent, ...]]  # `told_events` there


def told_of(connection: Connection, stories: Collection[int]) -> Told:
    """Read who tells the numbered stories and those linked to them, and how their alerts stand.

    Of linked stories the links are read where an alert waits: only for those it is counted who tells them.
    """
    links = _links_of(connection, stories)
    near = {*stories, *chain(*links)}
    alerts = _of(connection, _ALERTS, near)
    waiting = {row.story for row in alerts if row.state in WAITING}
    if further := waiting - set(stories):
        links |= _links_of(connection, further)
        alerts += _of(connection, _ALERTS, set(chain(*links)) - near)
    sent = [row for row in alerts if row.state == AlertState.OPEN]
    return Told(
        links=tuple(links.values()),
        tellers=tellers_of(connection, {*stories, *chain(*links)}),
        alerted=frozenset((row.rule, row.of) for row in alerts),
        waiting=tuple(map(alert_of, _of(connection, _WAITING, waiting))),
        told={(row.rule, row.of): row.public for row in sent if row.label == AlertLabel.NEW},
        events=_told_events(sent),
    )


def _told_events(alerts: Iterable[AnyRow]) -> dict[tuple[str, StoryId], tuple[ToldEvent, ...]]:
    """Give by rule and story the events that these alerts, in the order of writing, tell, each as it is told last."""
    told: defaultdict[tuple[str, StoryId], dict[str, ToldEvent]] = defaultdict(dict)
    for row in alerts:
        if row.events:
            told[row.rule, row.of].update((each.uid, each) for each in told_events_of(row.events))
    return {key: tuple(events.values()) for key, events in told.items()}


def event_of(connection: Connection, number: int) -> SameEvent:
    """Say who tells the event of the numbered story, and which other stories do."""
    links = _links_of(connection, [number])
    stories = sorted({number, *chain(*links)})
    tellers = tellers_of(connection, stories)
    found = {row.id: row for row in _of(connection, _TITLES, stories)}
    reasons = {pair[1] if pair[0] == number else pair[0]: link.reason for pair, link in links.items()}
    return SameEvent(
        origins=independent_origins(found[number].public, links.values(), tellers),
        linked=tuple(
            Linked(
                story=found[other].public,
                title=found[other].title,
                teller=tellers[found[other].public].name,
                reason=reasons[other],
            )
            for other in sorted(reasons)
        ),
    )


def tellers_of(connection: Connection, stories: Iterable[int]) -> dict[StoryId, Teller]:
    """Say who tells each of the numbered stories: the origin, and the outlet of the entry that came first."""
    return {
        row.public: Teller(origin=row.origin, outlet=row.outlet, cites=tuple(row.cites or ()))
        for row in _of(connection, _TELLERS, stories)
    }


def add_cited(connection: Connection, cited: Mapping[int, AbstractSet[str]]) -> None:
    """Remember what further copies of the numbered stories name as their source."""
    if not cited:
        return
    known = ((row.id, set(row.cites or ())) for row in connection.execute(_CITED, {"numbers": sorted(cited)}))
    further = [
        {"number": number, "named": sorted(before | cited[number])[:CITED]}
        for number, before in known
        if not cited[number] <= before
    ]
    if further:
        connection.execute(_CITE, further)


def put_links(connection: Connection, links: Iterable[StoryLink], numbers: Mapping[str, int], at: datetime) -> None:
    """Write the links; each takes the place of the one between the same two stories, whichever came first there.

    `numbers` holds the counted keys of all stories that they name.
    """
    numbered = [(numbers[link.story], numbers[link.other], link) for link in links]
    if not numbered:
        return
    _remove(connection, [(other, story) for story, other, _ in numbered])
    written = [
        {
            "story": story,
            "other": other,
            "cites": link.cites,
            "score": link.score,
            "reason": link.reason,
            "at": at,
        }
        for story, other, link in numbered
    ]
    put(connection, rows.story_link, written)


def merge_links(connection: Connection, absorbed: int, surviving: int) -> None:
    """Let the links of one numbered story, and what it cites, be those of the other, which has taken its copies.

    Where both are linked to one story, the survivor's link stays; a link between the two goes.
    """
    link = rows.story_link
    taken = {surviving, *chain(*_links_of(connection, [surviving]))} - {absorbed}
    cites = connection.scalar(select(rows.story.c.cites).where(rows.story.c.id == absorbed))
    add_cited(connection, {surviving: frozenset(cites or ())})
    gone = [pair for pair in _links_of(connection, [absorbed]) if not taken.isdisjoint(pair)]
    _remove(connection, gone)
    for side in (link.c.story, link.c.other):
        connection.execute(update(link).where(side == absorbed).values({side: surviving}))


def merge_waiting(connection: Connection, absorbed: int, surviving: int) -> None:
    """Where a rule has an alert on each of two numbered stories that become one, delete the one that waits.

    Where both wait, the survivor's stays.
    """
    here, there = rows.alert, rows.alert.alias("there")
    doubled = select(there.c.id).where(there.c.rule == here.c.rule)
    told = doubled.where(there.c.story == absorbed, there.c.state.not_in(WAITING)).exists()
    any_there = doubled.where(there.c.story == surviving).exists()
    surplus = or_(and_(here.c.story == absorbed, any_there), and_(here.c.story == surviving, told))
    connection.execute(delete(here).where(here.c.state.in_(WAITING), surplus))


def _remove(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    link = rows.story_link.c
    for story, other in pairs:
        connection.execute(delete(rows.story_link).where(link.story == story, link.other == other))


def _links_of(connection: Connection, stories: Iterable[int]) -> dict[tuple[int, int], StoryLink]:
    """Give the links of the numbered stories under the numbers of both, in their order."""
    found = sorted(_of(connection, _LINKS, stories), key=lambda row: (row.story, row.other))
    return {
        (row.story, row.other): StoryLink(
            story=row.story_public, other=row.other_public, cites=row.cites, score=row.score, reason=row.reason
        )
        for row in found
    }


def _of(connection: Connection, statement: Executable, stories: Iterable[int]) -> list[AnyRow]:
    """Give the rows of a statement that asks for the numbered stories."""
    numbers = sorted(stories)
    return list(connection.execute(statement, {"numbers": numbers})) if numbers else []
