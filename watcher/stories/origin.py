"""Who wrote a story first, as all of its copies together say. The order in which they came does not matter.

Each copy claims an origin with some confidence (`read_credit`), or none. The best claim counts; outlets that agree make
it a little surer. Of equal claims the one counts whose copy states the earliest time, and last the first name by
letters: feeds lie about times, so a time never speaks for an outlet that claims nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby

from watcher.model import Credit
from watcher.stories.ports import StoryText

DOUBT_LEFT = 0.8
"""Share of the doubt that each further outlet of the same claim leaves."""
MOST_OUTLETS = 4
"""Outlets that count: they may all have copied the credit from one."""
_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one copy of a story says of it, or what was said so far."""

    origin: str | None = None
    confidence: float = 0.0  # 0 to 1; 0 without an origin
    distributor: str | None = None
    outlet: str | None = None  # who carries the copy; None: nobody whose agreement would count
    published: datetime | None = None  # as stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What holds for the story; `confidence` is 0 where `name` is None."""

    name: str | None = None
    confidence: float = 0.0
    distributor: str | None = None


def combine(claims: Iterable[Claim]) -> Origin:
    """Give a story's origin and distributor. Pure, and the same for the same claims in any order."""
    every = list(claims)
    stated = sorted((claim for claim in every if claim.origin), key=_origin_of)
    named = [list(group) for _, group in groupby(stated, key=_origin_of)]
    best = min(named, key=_rank, default=[])
    passed = [claim for claim in best if claim.distributor] or [claim for claim in every if claim.distributor]
    by_time = min(passed, key=lambda claim: (claim.published or _LATEST, claim.distributor or ""), default=Claim())
    return Origin(
        name=best[0].origin if best else None,
        confidence=_confidence(best) if best else 0.0,
        distributor=by_time.distributor,
    )


def credited(text: StoryText, credit: Credit) -> StoryText:
    """Give a story's text with what one more copy says of its origin.

    What a document can know by itself: times and agreement count once the store sees the claims of all copies.
    """
    if credit.origin is None and credit.distributor is None:
        return text
    so_far = Claim(origin=text.origin, confidence=text.origin_confidence, distributor=text.distributor)
    further = Claim(origin=credit.origin, confidence=credit.origin_confidence, distributor=credit.distributor)
    told = combine((so_far, further))
    return replace(text, origin=told.name, origin_confidence=told.confidence, distributor=told.distributor)


def _origin_of(claim: Claim) -> str:
    return claim.origin or ""


def _rank(agreeing: Collection[Claim]) -> tuple[float, datetime, str]:
    """Give what the claims of one origin are sorted by, the best first."""
    earliest = min(claim.published or _LATEST for claim in agreeing)
    return -_confidence(agreeing), earliest, min(map(_origin_of, agreeing))


def _confidence(agreeing: Collection[Claim]) -> float:
    outlets = {claim.outlet.casefold() for claim in agreeing if claim.outlet}
    further = min(max(len(outlets), 1), MOST_OUTLETS) - 1
    best = max(claim.confidence for claim in agreeing)
    return round(1 - (1 - best) * DOUBT_LEFT**further, 3)
