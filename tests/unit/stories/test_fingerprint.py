"""Texts reduced to numbers."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import HERRING, NOON, REFERENDUM
from tests.unit.stories.builders import PAGE, TITLE, a_fingerprint, a_story, an_article, begun, numbered
from watcher.stories import Text, fingerprint, fingerprints, published, sampled, words_of
from watcher.stories.fingerprint import BESIDE, MOST_OF_COPIES, MOST_TITLES, is_headline_only, size, together

LONG = numbered(0, 3_000)


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    found = a_fingerprint(TITLE, "Voters decide in October.", PAGE)
    assert (found.words, found.page, found.shingles[:2]) == (
        -1736087989584817412,
        7227404761380000664,
        (-1413571781, -1960742078),
    )


def test_texts_measured_together_are_as_measured_alone() -> None:
    articles = [an_article(title=TITLE, body=body) for body in (REFERENDUM, HERRING, "", TITLE)]
    together = fingerprints([Text(article, PAGE, words_of(article)) for article in articles])
    assert together == tuple(fingerprint(article, PAGE) for article in articles)


def test_case_accents_and_punctuation_make_no_difference() -> None:
    assert a_fingerprint("Café «opens»", "At noon.") == a_fingerprint("CAFE opens", "At noon")


def test_title_and_body_count_as_words_once_each() -> None:
    assert a_fingerprint(TITLE, "Voters decide in October.").tokens == 9


def test_a_version_mark_changes_the_words_but_not_the_shingles() -> None:
    plain, marked = a_fingerprint(TITLE, REFERENDUM), a_fingerprint(f"UPDATE 2-{TITLE}", REFERENDUM)
    assert plain.words != marked.words
    assert plain.shingles == marked.shingles
    assert (plain.marked, marked.marked) == (False, True)


def test_a_body_that_only_repeats_the_headline_and_the_outlet_adds_nothing() -> None:
    searched = a_fingerprint(f"{TITLE} - The Linden Courier", f"{TITLE}  The Linden Courier")
    assert searched.shingles == a_fingerprint(TITLE).shingles
    assert is_headline_only(searched)


def test_a_text_with_a_body_is_no_headline() -> None:
    assert not is_headline_only(a_fingerprint(TITLE, HERRING[:80]))


def test_a_dateline_adds_nothing() -> None:
    dated = a_fingerprint(TITLE, f"PORT LINDEN, March 6 (Reuters) - {REFERENDUM}")
    assert dated.shingles == a_fingerprint(TITLE, REFERENDUM).shingles


def test_tracking_parameters_make_no_other_page() -> None:
    plain = a_fingerprint(TITLE, "", PAGE)
    assert a_fingerprint(TITLE, "", "http://www.harbour.example/n1/?utm_source=rss").page == plain.page
    assert a_fingerprint(TITLE, "", "https://harbour.example/n2").page != plain.page


def test_a_bare_site_is_no_page() -> None:
    assert a_fingerprint(TITLE, "", "https://harbour.example/").page is None


def test_a_link_that_other_entries_share_is_no_page() -> None:
    assert fingerprint(an_article(link=PAGE), None).page is None
    assert fingerprint(an_article(link=PAGE), None).sites == ()


def test_a_text_of_three_words_has_one_shingle() -> None:
    assert len(a_fingerprint("Ferry aground again").shingles) == 1


def test_an_empty_text_has_nothing() -> None:
    empty = a_fingerprint()
    assert (empty.tokens, empty.shingles, empty.titles, empty.begun) == (0, (), (), None)


def test_the_same_publisher_and_minute_leave_the_same_stamp() -> None:
    one, other = (
        fingerprint(an_article(title=title, link=f"https://harbour.example/{title}", published=NOON + later))
        for title, later in (("One", timedelta()), ("Other", timedelta(seconds=59)))
    )
    assert one.stamps == other.stamps != ()
    assert fingerprint(an_article(published=NOON, link="https://quay.example/1")).stamps != one.stamps


def test_a_story_began_with_the_earliest_of_sight_and_publication() -> None:
    early = begun("a", an_article(published=NOON - timedelta(hours=3)))
    assert published(early) == NOON - timedelta(hours=3)
    assert published(a_story("a")) == NOON
    assert published(begun("a", an_article(published=NOON + timedelta(days=9)))) == NOON


@given(st.text(), st.text())
def test_any_text_has_a_fingerprint(title: str, body: str) -> None:
    found = a_fingerprint(title, body)
    assert len(set(found.shingles)) == len(found.shingles)
    assert found.heading <= len(found.shingles)


def test_a_short_text_is_kept_whole() -> None:
    short = a_fingerprint(TITLE, REFERENDUM)
    assert sampled(short) is short


def test_of_a_long_text_headline_and_lead_and_a_quarter_of_the_rest_are_kept() -> None:
    whole = a_fingerprint(TITLE, LONG)
    kept = sampled(whole)
    assert kept.shingles[:98] == whole.shingles[:98]
    assert kept.size == size(kept) == len(whole.shingles) == 999
    assert 98 + 180 < len(kept.shingles) < 98 + 280


def test_a_sample_is_not_sampled_again() -> None:
    kept = sampled(a_fingerprint(TITLE, LONG))
    assert sampled(kept) is kept


@pytest.mark.parametrize("first", [True, False], ids=["the longer one first", "the shorter one first"])
def test_of_two_copies_the_longer_stays_and_the_other_one_s_own_words_beside_it(first: bool) -> None:  # noqa: FBT001 - a case
    long, short = a_fingerprint(TITLE, HERRING * 2), a_fingerprint("Other words", REFERENDUM[:200])
    both = together(long, short) if first else together(short, long)
    assert (both.words, both.shingles) == (long.words, long.shingles)
    assert {*both.beside} == {*short.shingles}
    assert {*both.titles} == {"parliament takes up islands bill", "other words"}


def test_what_is_kept_of_a_page_rewritten_all_day_is_bounded() -> None:
    story = a_fingerprint()
    for version in range(40):
        link = f"https://site{version}.example/1"
        article = an_article(
            title=f"Version {version}", body=numbered(version * 100, version * 100 + 90), link=link, published=NOON
        )
        story = together(story, fingerprint(article, link))
    assert (len(story.beside), len(story.titles)) == (BESIDE, MOST_TITLES)
    assert len(story.stamps) == len(story.publishers) == len(story.sites) == MOST_OF_COPIES


def test_a_copy_added_again_adds_nothing() -> None:
    both = together(a_fingerprint(TITLE, HERRING), a_fingerprint("Other", REFERENDUM[:200]))
    assert together(both, a_fingerprint("Other", REFERENDUM[:200])) == both
