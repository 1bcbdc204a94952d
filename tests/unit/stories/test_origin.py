from datetime import UTC, datetime
from functools import reduce
from itertools import permutations

import pytest

from tests.unit.stories.builders import a_story
from watcher.model import Credit
from watcher.stories.origin import Claim, Origin, combine, credited

EARLY, LATE = datetime(2026, 1, 3, 8, tzinfo=UTC), datetime(2026, 1, 3, 9, tzinfo=UTC)


def claim(
    origin: str | None,
    confidence: float = 0.0,
    outlet: str | None = None,
    at: datetime | None = None,
    by: str | None = None,
) -> Claim:
    return Claim(origin=origin, confidence=confidence, distributor=by, outlet=outlet, published=at)


@pytest.mark.parametrize(
    ("claims", "origin"),
    [
        pytest.param([], Origin(), id="nothing said"),
        pytest.param([claim(None, outlet="Linden Courier", at=EARLY)], Origin(), id="a time alone makes no origin"),
        pytest.param([claim("Reuters", 0.8)], Origin(name="Reuters", confidence=0.8), id="one claim"),
        pytest.param(
            [claim("AFP", 0.55, at=EARLY), claim("Reuters", 0.85, at=LATE)],
            Origin(name="Reuters", confidence=0.85),
            id="the best trusted counts, however late",
        ),
        pytest.param(
            [claim("Reuters", 0.85, "Linden Courier"), claim("Reuters", 0.55, "Ardley Post")],
            Origin(name="Reuters", confidence=0.88),
            id="a second outlet takes a fifth of the doubt",
        ),
        pytest.param(
            [claim("Reuters", 0.85, "Linden Courier"), claim("Reuters", 0.85, "LINDEN COURIER")],
            Origin(name="Reuters", confidence=0.85),
            id="one outlet agrees with itself",
        ),
        pytest.param(
            [claim("Reuters", 0.88), claim("Reuters", 0.85, "Ardley Post")],
            Origin(name="Reuters", confidence=0.88),
            id="what was said so far is no outlet",
        ),
        pytest.param(
            [claim("AFP", 0.85, at=LATE), claim("Reuters", 0.85, at=EARLY)],
            Origin(name="Reuters", confidence=0.85),
            id="of equal ones the earliest",
        ),
        pytest.param(
            [claim("Reuters", 0.85), claim("AFP", 0.85)],
            Origin(name="AFP", confidence=0.85),
            id="of equal ones without a time the first by name",
        ),
        pytest.param(
            [claim("Reuters", 0.85), claim("AFP", 0.85, at=LATE)],
            Origin(name="AFP", confidence=0.85),
            id="a time is earlier than none",
        ),
        pytest.param(
            [claim("Bloomberg", 0.97, by="Tribune Content Agency", at=LATE), claim(None, by="NewsBank", at=EARLY)],
            Origin(name="Bloomberg", confidence=0.97, distributor="Tribune Content Agency"),
            id="the distributor that stands beside the origin",
        ),
        pytest.param(
            [claim(None, by="NewsBank", at=LATE), claim(None, by="PR Newswire", at=EARLY)],
            Origin(distributor="PR Newswire"),
            id="of several distributors the earliest",
        ),
    ],
)
def test_claims_are_combined_the_same_in_any_order(claims: list[Claim], origin: Origin) -> None:
    assert {combine(order) for order in permutations(claims)} == {origin}


def test_agreement_is_worth_no_more_than_four_outlets() -> None:
    claims = [claim("Reuters", 0.5, f"Outlet {number}") for number in range(50)]
    assert combine(claims) == combine(claims[:4]) == Origin(name="Reuters", confidence=0.744)


def test_the_answer_may_stand_for_its_claims() -> None:
    claims = [claim("AFP", 0.55, "a", EARLY), claim("Reuters", 0.8, "b", LATE), claim("Reuters", 0.8, "c")]
    so_far = combine(claims[:2])
    again = claim(so_far.name, so_far.confidence)
    assert combine([again, *claims]) == combine(claims)


STORY = a_story("a", "Boats sail.", "Harbour", at=EARLY)


@pytest.mark.parametrize(
    ("copies", "told"),
    [
        pytest.param([Credit()], (None, 0.0, None), id="nothing said"),
        pytest.param(
            [Credit(origin="AFP", origin_confidence=0.55), Credit(origin="Reuters", origin_confidence=0.8)],
            ("Reuters", 0.8, None),
            id="the surer one",
        ),
        pytest.param(
            [
                Credit(origin="Bloomberg", origin_confidence=0.97, distributor="Tribune Content Agency"),
                Credit(origin="Bloomberg", origin_confidence=0.85),
                Credit(),
            ],
            ("Bloomberg", 0.97, "Tribune Content Agency"),
            id="a distributor is kept",
        ),
        pytest.param(
            [Credit(origin="Reuters", origin_confidence=0.8), Credit(origin="AFP", origin_confidence=0.8)],
            ("AFP", 0.8, None),
            id="of equal ones the first by name",
        ),
    ],
)
def test_copies_credit_a_story_one_by_one_in_any_order(
    copies: list[Credit], told: tuple[str | None, float, str | None]
) -> None:
    found = [reduce(credited, order, STORY) for order in permutations(copies)]
    assert {(text.origin, text.origin_confidence, text.distributor) for text in found} == {told}
