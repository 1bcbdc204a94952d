"""What tells two texts of one form apart: numbers, names, and which number stands where."""

import pytest

from watcher.stories.facts import MOST, disagreement, names, normal, numbers, slots, stem, told
from watcher.stories.hashing import hash32
from watcher.stories.vocabulary import wording
from watcher.text import folded_words


def placed(text: str) -> tuple[int, ...]:
    return slots(told(wording(text)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("a $105bln plant", "a $105 billion plant", id="billions"),
        pytest.param("a $105bn plant", "a $105b plant", id="two abbreviations"),
        pytest.param("3.5 mln tonnes", "3.5 million tonnes", id="millions"),
        pytest.param("up 4 pct", "up 4 percent", id="pct"),
        pytest.param("800k crowns", "800 thousand crowns", id="thousands"),
    ],
)
def test_units_are_one_word_however_agencies_write_them(one: str, other: str) -> None:
    assert normal(folded_words(one)) == normal(folded_words(other))


@pytest.mark.parametrize("text", ["bn stands alone", "the k and the m", "15th day", "windows11 released"])
def test_what_is_no_unit_stays(text: str) -> None:
    assert normal(folded_words(text)) == folded_words(text)


def test_numbers_are_told_once_in_their_order() -> None:
    assert numbers(told(wording("12 boats, 7 crews, 12 nets"))) == (hash32("12"), hash32("7"))


def test_names_are_words_written_with_a_capital_only() -> None:
    text = "Boats left Port Linden. Skerrow Ferries said boats of Skerrow wait, and so do linden trees."
    assert names(wording(text)) == tuple(map(hash32, ("port", "skerrow", "ferry")))


def test_of_a_long_text_the_first_facts_are_kept() -> None:
    assert len(names(wording(" ".join(f"Name{number}" for number in range(200))))) == MOST
    assert numbers(told(wording(" ".join(map(str, range(200)))))) == tuple(
        hash32(str(number)) for number in range(MOST)
    )


def test_two_reports_of_one_form_disagree_in_every_place() -> None:
    first = placed("The index closed up 4 percent at 812 points, after 799 points on Monday.")
    second = placed("The index closed up 9 percent at 846 points, after 812 points on Monday.")
    assert disagreement(first, second) == (3, 3)


def test_a_shortened_report_disagrees_in_none() -> None:
    whole = placed("The index closed up 4 percent at 812 points, after 799 points on Monday.")
    assert disagreement(whole, placed("The index closed up 4 percent at 812 points.")) == (2, 0)


def test_numbers_in_letters_are_numbers() -> None:
    assert placed("some three boats sank") == placed("some 3 boats sank")


def test_a_time_of_day_is_no_fact() -> None:
    assert placed("It opens at 9am on quays") == ()


def test_texts_without_numbers_have_no_places() -> None:
    assert disagreement((), placed("up 4 percent")) == (0, 0)


@pytest.mark.parametrize(
    ("word", "bare"),
    [("ferries", "ferry"), ("selling", "sell"), ("sells", "sell"), ("landed", "land"), ("bus", "bus"), ("as", "as")],
)
def test_words_lose_their_english_ending_where_enough_is_left(word: str, bare: str) -> None:
    assert stem(word) == bare
