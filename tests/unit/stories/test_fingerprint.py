import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import HERRING, REFERENDUM
from watcher.stories import compare, fingerprint, postings, probes

TITLE = "Parliament takes up islands bill"
LONG = " ".join(f"word{number}" for number in range(3_000))


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    found = fingerprint(TITLE, "Voters decide in October.", "https://harbour.example/n1")
    assert (found.words, found.page, found.shingles[:2]) == (
        -1736087989584817412,
        7227404761380000664,
        (-6071244567596073641, -8421323099056903444),
    )


def test_case_accents_and_punctuation_make_no_difference() -> None:
    assert fingerprint("Café «opens»", "At noon.", None) == fingerprint("CAFE opens", "at noon", None)


def test_title_and_body_count_as_words_once_each() -> None:
    assert fingerprint(TITLE, "Voters decide in October.", None).tokens == 9


def test_a_version_mark_changes_the_words_but_not_the_shingles() -> None:
    plain, marked = fingerprint(TITLE, REFERENDUM, None), fingerprint(f"UPDATE 2-{TITLE}", REFERENDUM, None)
    assert plain.words != marked.words
    assert plain.shingles == marked.shingles


def test_a_body_that_only_repeats_the_headline_and_the_outlet_adds_nothing() -> None:
    searched = fingerprint(f"{TITLE} - The Linden Courier", f"{TITLE}  The Linden Courier", None)
    assert searched.shingles == fingerprint(TITLE, "", None).shingles


def test_a_dateline_adds_nothing() -> None:
    dated = fingerprint(TITLE, f"PORT LINDEN, March 6 (Reuters) - {REFERENDUM}", None)
    assert dated.shingles == fingerprint(TITLE, REFERENDUM, None).shingles


def test_tracking_parameters_make_no_other_page() -> None:
    plain = fingerprint(TITLE, "", "https://harbour.example/n1")
    assert fingerprint(TITLE, "", "http://www.harbour.example/n1/?utm_source=rss").page == plain.page
    assert fingerprint(TITLE, "", "https://harbour.example/n2").page != plain.page


def test_a_bare_site_is_no_page() -> None:
    assert fingerprint(TITLE, "", "https://harbour.example/").page is None


def test_a_text_of_three_words_has_one_shingle() -> None:
    assert len(fingerprint("Ferry aground again", "", None).shingles) == 1


def test_an_empty_text_has_none() -> None:
    empty = fingerprint("", "", None)
    assert (empty.tokens, empty.shingles, compare(empty, empty)) == (0, (), 0.0)


def test_every_hash_fits_a_signed_64_bit_column() -> None:
    found = fingerprint(TITLE, LONG, "https://harbour.example/n1")
    assert all(-(2**63) <= value < 2**63 for value in (found.words, found.page, *found.shingles))


def test_all_of_a_short_text_is_indexed_and_looked_up() -> None:
    short = fingerprint(TITLE, HERRING[:200], None)
    assert postings(short) == probes(short) == short.shingles


def test_postings_and_probes_of_a_long_text_are_bounded() -> None:
    long = fingerprint(TITLE, LONG, None)
    assert len(postings(long)) == len(set(postings(long))) <= 64
    assert len(probes(long)) == len(set(probes(long))) <= 256


def test_a_summary_of_a_long_text_finds_it() -> None:
    long, lead = fingerprint(TITLE, LONG, None), fingerprint("Elsewhere", " ".join(LONG.split()[:30]), None)
    assert set(probes(lead)) & set(postings(long))
    assert set(probes(long)) & set(postings(lead))


def test_containment_is_the_share_of_the_smaller_text() -> None:
    whole, half = fingerprint("", REFERENDUM, None), fingerprint("", REFERENDUM[: len(REFERENDUM) // 2], None)
    assert compare(whole, half) == compare(half, whole) > 0.97
    assert compare(whole, fingerprint("", HERRING, None)) == 0.0


@given(st.text(), st.text())
def test_any_text_has_a_fingerprint(title: str, body: str) -> None:
    found = fingerprint(title, body, None)
    assert len(set(found.shingles)) == len(found.shingles)
    assert 0 <= compare(found, fingerprint(title, "", None)) <= 1


@pytest.mark.parametrize("part", [slice(0, 300), slice(150, 450), slice(300, 600)], ids=["beginning", "middle", "end"])
def test_any_half_of_a_long_text_is_found_by_the_whole_and_the_whole_by_it(part: slice) -> None:
    text = [f"word{number * 7919 % 1009}" for number in range(600)]
    whole, half = (fingerprint("Same title here", " ".join(words), None) for words in (text, text[part]))
    assert len(set(postings(whole)) & set(probes(half))) >= 3
    assert len(set(postings(half)) & set(probes(whole))) >= 3
