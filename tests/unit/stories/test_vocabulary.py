"""The words of a text, looked up once: what is known of each is what reading the whole text would give."""

from hypothesis import given
from hypothesis import strategies as st

from watcher.stories.hashing import lane
from watcher.stories.vocabulary import Wording, wording
from watcher.text import folded_words, written_words

TEXT = st.text("abZÉéд東 .,'’-–1²\n", max_size=60)


@given(TEXT)
def test_folded_words_are_those_of_the_text(text: str) -> None:
    assert wording(text).folded == folded_words(text)


@given(TEXT)
def test_every_written_word_begins_once(text: str) -> None:
    assert sum(wording(text).begins) == len(written_words(text))


@given(TEXT)
def test_every_word_has_its_lane(text: str) -> None:
    read = wording(text)
    assert read.lanes == tuple(map(lane, read.folded))


def test_capitals_and_small_letters_are_told_as_written() -> None:
    read = wording("The port of Port Linden, in UK waters.")
    assert read.named == ("The", None, None, "Port", "Linden", None, None, None)
    assert read.small == (None, "port", "of", None, None, "in", None, "waters")


def test_numbers_are_told_in_figures_and_letters() -> None:
    assert wording("Seven boats, 12 nets").numeric == (True, False, True, False)


def test_a_written_word_may_end_behind_several_folded_ones() -> None:
    assert wording("l'Ukraine et l'Islande").end_of_written(2) == 3
    assert wording("one two").end_of_written(5) == 2


def test_a_text_without_words_has_none() -> None:
    assert wording(" – ... ") == Wording()
