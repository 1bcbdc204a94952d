"""The origin of a story as its copies together say, kept beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from watcher.model import PublishedFrom
from watcher.store import rows
from watcher.store.records import AnyRow
from watcher.store.statements import among
from watcher.stories.origin import Claim, Origin, combine

_entry, _story = rows.entry.c, rows.story.c
_WRITTEN = (
    _story.origin.label("name"),
    _story.origin_confidence.label("confidence"),
    _story.distributor.label("passed"),
)
_SAID = (_entry.origin, _entry.origin_confidence, _entry.distributor, _entry.published, _entry.published_from)
_CLAIMS: Select[Any] = (
    select(_story.id, *_WRITTEN, *_SAID, func.coalesce(_entry.outlet, _entry.source).label("outlet"))
    .join(rows.entry, _entry.story == _story.id)
    .where(among(_story.id, "numbers"), or_(_entry.origin.is_not(None), _entry.distributor.is_not(None)))
)
_SETTLED = (
    rows.story.update()
    .where(_story.id == bindparam("number"))
    .values({name: bindparam(f"now_{name}") for name in ("origin", "origin_confidence", "distributor")})
)


def settle_origins(connection: Connection, numbers: Iterable[int]) -> None:
    """Write who wrote these stories first and who passes them on; idempotent, and the same for any order of arrival.

    What no copy says stays as it is: the copies that said it may be gone.
    """
    settled = [
        {
            "number": story.number,
            "now_origin": after.name,
            "now_origin_confidence": after.confidence or None,
            "now_distributor": after.distributor,
        }
        for story, claims in _claims(connection, numbers).items()
        if (after := combine(claims)) != story.origin
    ]
    if settled:
        connection.execute(_SETTLED, settled)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    number: int
    origin: Origin  # as written


def _claims(connection: Connection, numbers: Iterable[int]) -> Mapping[_Story, Sequence[Claim]]:
    """Give what the copies of these stories claim; a story without a claim is not among them."""
    claims: defaultdict[_Story, list[Claim]] = defaultdict(list)
    asked = sorted(numbers)
    for row in connection.execute(_CLAIMS, {"numbers": asked}) if asked else ():
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
