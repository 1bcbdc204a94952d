"""The letters that words stand for."""

import pytest

from watcher.events.dates.lexicon import lexicon
from watcher.events.dates.tokens import read_words


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Friday, Jan. 9, 2026", "W,m.D,Y"),
        ("may May", "_M"),
        ("the 15th of this month", "dOotU"),
        ("$2026 #12 €9", "______"),
        ("1,900 3.5 1990s 40th", "____"),
        ("2026-01-09 9/1/2026 09.01.2026", "III"),
        ("14:30 2 p.m. GMT", "HDPZ"),
        ("gmt est", "__"),
        ("Q3 H2 Q5", "Q@_D"),
        ("weeks’ time", "U'q"),
        ("one\n\ntwo", "c¶c"),
    ],
)
def test_each_word_has_one_letter(text: str, letters: str) -> None:
    assert read_words(text, lexicon("en"))[1] == letters


def test_words_know_their_place() -> None:
    words, _ = read_words("on  Friday", lexicon("en"))
    assert [(word.start, word.end, word.text) for word in words] == [(0, 2, "on"), (4, 10, "Friday")]


def test_an_apostrophe_stands_within_a_ukrainian_word() -> None:
    assert read_words("п’ятницю п'ятниці", lexicon("uk"))[1] == "WW"


def test_german_months_have_a_capital_letter_also_with_an_umlaut() -> None:
    assert read_words("März märz MÄRZ", lexicon("de"))[1] == "M_M"
