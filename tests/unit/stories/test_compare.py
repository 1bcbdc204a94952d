"""Containment: how much of the smaller text stands in the other, exact or from samples."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import HERRING, REFERENDUM
from tests.unit.stories.builders import a_fingerprint
from watcher.stories import compare, sampled
from watcher.stories.compare import share

WORDS = [f"word{number * 7919 % 1009}" for number in range(900)]
LONG = a_fingerprint("Same title here", " ".join(WORDS))


def test_containment_is_the_share_of_the_smaller_text_either_way() -> None:
    whole, half = a_fingerprint("", REFERENDUM), a_fingerprint("", REFERENDUM[: len(REFERENDUM) // 2])
    assert compare(whole, half) == compare(half, whole) > 0.97
    assert compare(whole, a_fingerprint("", HERRING)) == 0.0


def test_an_empty_text_stands_in_none() -> None:
    assert compare(a_fingerprint(), a_fingerprint("", REFERENDUM)) == compare(a_fingerprint(), a_fingerprint()) == 0.0


PARTS = [
    pytest.param(slice(0, 450), id="beginning"),
    pytest.param(slice(225, 675), id="middle"),
    pytest.param(slice(450, 900), id="end"),
]


@pytest.mark.parametrize("part", PARTS)
def test_a_half_of_a_long_text_is_known_to_stand_in_its_sample(part: slice) -> None:
    half = a_fingerprint("Same title here", " ".join(WORDS[part]))
    assert compare(half, sampled(LONG)) == compare(sampled(LONG), half) >= 0.9
    assert compare(sampled(half), sampled(LONG)) >= 0.9


@pytest.mark.parametrize("part", PARTS)
def test_a_text_that_holds_a_half_of_another_is_known_to_hold_half_of_it(part: slice) -> None:
    half = a_fingerprint("Other words above", " ".join(WORDS[part] + [f"new{number}" for number in range(450)]))
    assert abs(compare(half, LONG) - 0.5) < 0.01
    assert abs(compare(half, sampled(LONG)) - 0.5) < 0.1
    assert abs(compare(sampled(half), sampled(LONG)) - 0.5) < 0.1


def test_a_story_is_known_by_what_its_versions_add() -> None:
    first, second = a_fingerprint("", REFERENDUM), a_fingerprint("", HERRING)
    both = replace(first, beside=second.shingles)
    assert compare(second, first) == 0.0
    assert compare(second, both) == compare(first, both) == 1.0


@given(st.text(), st.text())
def test_containment_is_a_share(one: str, other: str) -> None:
    assert 0 <= compare(a_fingerprint(one, other), a_fingerprint(other, one)) <= 1


def test_a_share_of_nothing_is_nothing() -> None:
    assert (share((), (1,)), share((1, 2), (2,))) == (0.0, 0.5)
