"""What was worked out for words, remembered."""

import pytest

from watcher.text import Remembered
from watcher.text.remembered import LONGEST, MOST


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def remembered(asked: list[str]) -> Remembered[str]:
    def capitals(word: str) -> str:
        asked.append(word)
        return word.upper()

    return Remembered(capitals)


def test_a_word_is_worked_out_once(remembered: Remembered[str], asked: list[str]) -> None:
    assert [remembered["boat"], remembered["boat"]] == ["BOAT", "BOAT"]
    assert asked == ["boat"]


def test_a_long_word_is_worked_out_each_time(remembered: Remembered[str], asked: list[str]) -> None:
    long = "b" * (LONGEST + 1)
    assert [remembered[long], remembered[long]] == [long.upper(), long.upper()]
    assert len(asked) == 2


def test_no_more_than_so_many_words_are_kept(remembered: Remembered[str]) -> None:
    assert [remembered[str(number)] for number in range(MOST + 1)][-1] == str(MOST)
    assert len(remembered) == 1
