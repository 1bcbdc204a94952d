"""Words as numbers: the same in every process, whatever its hash seed, and on every machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.stories.hashing import MULTIPLIER, ROW, hash32, hash64, shingles

WORD = st.text("abcdeéд東", min_size=1, max_size=5)


def test_hashes_are_those_that_other_processes_stored() -> None:
    assert (hash64("harbour"), hash32("harbour")) == (359356526591091938, 83669211)
    assert shingles(("boats", "leave", "the", "old", "harbour")) == (1798249912, -635760000)


def test_a_short_hash_is_the_upper_half_of_the_long_one() -> None:
    assert hash32("harbour") == hash64("harbour") >> 32


def test_a_run_is_its_words_each_before_the_last_times_the_multiplier_once_more() -> None:
    run = ("boats", "leave", "the", "harbour")
    whole = 0
    for word in run:
        whole = whole * MULTIPLIER + hash64(word)
    assert shingles(run)[0] & 2**32 - 1 == whole % 2**64 >> 32


@pytest.mark.parametrize("words", [ROW - 1, ROW, ROW + 1])
def test_the_runs_of_a_long_text_are_those_of_its_parts(words: int) -> None:
    text = [f"word{number}" for number in range(words)]
    assert shingles(text)[-1:] == shingles(text[-4:])


@pytest.mark.parametrize(("words", "runs"), [(0, 0), (1, 1), (3, 1), (4, 1), (5, 2), (20, 17)])
def test_runs_of_four_words_are_hashed_and_a_shorter_text_as_a_whole(words: int, runs: int) -> None:
    assert len(shingles([f"word{number}" for number in range(words)])) == runs


def test_the_order_of_words_matters() -> None:
    assert set(shingles(["the", "crew", "left", "port"])).isdisjoint(shingles(["port", "left", "the", "crew"]))


def test_a_run_that_comes_again_counts_once_where_it_came_first() -> None:
    once = shingles(["the", "crew", "left", "port"])
    assert shingles(["the", "crew", "left", "port", "and", "the", "crew", "left", "port"])[:1] == once
    assert len(shingles(["the", "crew", "left", "port", "and", "the", "crew", "left", "port"])) == 5


@given(st.lists(WORD, max_size=12))
def test_every_hash_fits_a_signed_column_of_32_bits(words: list[str]) -> None:
    found = shingles(words)
    assert len(set(found)) == len(found)
    assert all(-(2**31) <= value < 2**31 for value in found)


@given(st.lists(WORD, min_size=4, max_size=9), st.lists(WORD, max_size=3), st.lists(WORD, max_size=3))
def test_a_passage_has_the_same_hashes_wherever_it_stands(
    passage: list[str], before: list[str], after: list[str]
) -> None:
    assert {*shingles(passage)} <= {*shingles(before + passage + after)}


def test_text_that_is_no_valid_unicode_has_a_hash() -> None:
    assert hash64("\ud800") != hash64("\ud801")
