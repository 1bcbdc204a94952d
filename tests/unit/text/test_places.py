"""Where single words of a text stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text import Places, words

TEXTS = st.lists(st.sampled_from([*"aZé'’.,-_$5 \n\u00a0東ʼ²", "U.S.", "l'Ost ", "2,000", "dog's "])).map("".join)


@given(TEXTS | st.text())
def test_words_stand_where_all_of_them_together_are_found(text: str) -> None:
    places = Places(text)
    every = words(text)
    assert [places.span(number, number) for number in range(len(every))] == [(word.start, word.end) for word in every]


@pytest.mark.parametrize(
    ("number", "word"), [(0, "l"), (1, "Ostrey"), (2, "peace"), (3, "plan"), (4, "2,000"), (5, "end")]
)
def test_a_part_between_blanks_may_hold_several_words(number: int, word: str) -> None:
    text = "“l'Ostrey” peace-plan: … 2,000 (end)"
    start, end = Places(text).span(number, number)
    assert text[start:end] == word


def test_a_run_of_words_goes_from_the_first_to_the_last() -> None:
    assert Places("“l'Ostrey” peace-plan").span(1, 2) == (3, 16)
