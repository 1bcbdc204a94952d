"""The origin of a story as its copies together say, kept beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select, update

from watcher.model import PublishedFrom
from watcher.store import rows
from watcher.store.records import AnyRow
from watcher.store.statements import each_of, listed
from watcher.stories.origin import Claim, Origin, combine


def settle_origins(connection: Connection, numbers: Iterable[int]) -> None:
    """Write who wrote these stories first and who passes them on; idempotent, and the same for any order of arrival.

    What no copy says stays as it is: the copies that said it may be gone.
    """
    for story, claims in _claims(connection, numbers).items():
        after = combine(claims)
        if after != story.origin:
            statement = update(rows.story).where(rows.story.c.id == story.number)
            found = {"origin": after.name, "origin_confidence": after.confidence or None}
            connection.execute(statement.values(distributor=after.distributor, **found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    number: int
    origin: Origin  # as written


def _claims(connection: Connection, numbers: Iterable[int]) -> Mapping[_Story, Sequence[Claim]]:
    """Give what the copies of these stories claim; a story without a claim is not among them."""
    entry, story = rows.entry.c, rows.story.c
    told = (story.origin.label("name"), story.origin_confidence.label("confidence"), story.distributor.label("passed"))
    said = (entry.origin, entry.origin_confidence, entry.distributor, entry.published, entry.published_from)
    query = (
        select(story.id, *told, *said, func.coalesce(entry.outlet, entry.source).label("outlet"))
        .join(rows.entry, entry.story == story.id)
        .where(story.id.in_(listed()), or_(entry.origin.is_not(None), entry.distributor.is_not(None)))
    )
    claims: defaultdict[_Story, list[Claim]] = defaultdict(list)
    for row in each_of(connection, query, sorted(numbers)):
        before = Origin(name=row.name, confidence=row.confidence or 0.0, distributor=row.passed)
        claims[_Story(number=row.id, origin=before)].append(_claim(row))
    return claims


def _claim(row: AnyRow) -> Claim:
    return Claim(
        origin=row.origin,
        confidence=row.origin_confidence or 0.0,
        distributor=row.distributor,
        outlet=row.outlet,
        published=None if row.published_from == PublishedFrom.MODIFIED else row.published,  # says when it was saved
    )
