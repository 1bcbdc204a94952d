import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.stories.name_pattern import alternation

NAMES = st.text("ab.* ü港", min_size=1, max_size=6)


@given(st.sets(NAMES, min_size=1), NAMES)
def test_a_pattern_matches_exactly_its_names(names: set[str], other: str) -> None:
    pattern = re.compile(alternation(names))
    assert all(map(pattern.fullmatch, names))
    assert bool(pattern.fullmatch(other)) == (other in names)


def test_of_two_names_that_fit_the_longer_one_is_found() -> None:
    assert re.match(alternation(["Harbour", "Harbour News"]), "Harbour Newspaper")[0] == "Harbour News"


@pytest.mark.parametrize("text", ["AP", "the AP", "(AP)", "x\nAP"])
def test_a_name_may_have_to_begin_a_word(text: str) -> None:
    assert re.search(alternation(["AP", "AFP"], begins=True), text) is not None


@pytest.mark.parametrize("text", ["CAP", "4AP", "ЯAP"])
def test_a_name_inside_a_word_is_none(text: str) -> None:
    assert re.search(alternation(["AP", "AFP"], begins=True), text) is None


def test_no_names_match_nothing() -> None:
    assert re.search(alternation([]), "") is None
