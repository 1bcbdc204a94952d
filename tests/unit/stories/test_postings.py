"""Under which hashes a story stands, and which are looked up."""

from dataclasses import replace

import pytest

from tests.builders import HERRING, NOON
from tests.unit.stories.builders import TITLE, a_fingerprint, an_article, numbered
from watcher.stories import Fingerprint, fingerprint, postings, probes
from watcher.stories.postings import MOST, MOST_PROBES

WORDS = [f"word{number * 7919 % 1009}" for number in range(600)]
EVERYTHING = replace(
    a_fingerprint("", numbered(0, 3_000)),
    titles=tuple(" ".join(f"head{at}word{number}" for number in range(12)) for at in range(24)),
    stamps=tuple(range(12)),
)


def common(one: Fingerprint, other: Fingerprint) -> int:
    return len({*postings(one)} & {*probes(other)})


def test_a_story_stands_under_a_bounded_number_of_hashes_however_long_and_often_retitled() -> None:
    assert len(postings(EVERYTHING)) == len({*postings(EVERYTHING)}) <= MOST


def test_a_bounded_number_of_hashes_is_looked_up() -> None:
    assert len(probes(EVERYTHING)) == len({*probes(EVERYTHING)}) <= MOST_PROBES


def test_a_story_stands_under_nothing_that_is_not_looked_up_for_its_own_text() -> None:
    assert {*postings(EVERYTHING)} <= {*probes(EVERYTHING)}


def test_a_short_text_stands_under_all_its_shingles() -> None:
    short = a_fingerprint(TITLE, HERRING[:150])
    assert {*short.shingles} <= {*postings(short)}


def test_a_digest_stands_under_nothing() -> None:
    assert postings(replace(EVERYTHING, digest=True)) == ()


@pytest.mark.parametrize("part", [slice(0, 300), slice(150, 450), slice(300, 600)], ids=["beginning", "middle", "end"])
def test_any_half_of_a_long_text_finds_the_whole_and_the_whole_finds_it(part: slice) -> None:
    whole = a_fingerprint("Parliament takes up the bill", " ".join(WORDS))
    half = a_fingerprint("Another headline above", " ".join(WORDS[part]))
    assert common(whole, half) >= 3
    assert common(half, whole) >= 3


def test_a_summary_and_the_long_text_find_each_other() -> None:
    long, summary = a_fingerprint(TITLE, " ".join(WORDS)), a_fingerprint("Elsewhere", " ".join(WORDS[:30]))
    assert common(long, summary) >= 3
    assert common(summary, long) >= 3


def test_a_reworded_headline_finds_the_story() -> None:
    one, other = (
        a_fingerprint("Islands bill splits Norvania coalition"),
        a_fingerprint("Coalition split on islands bill"),
    )
    assert {*one.shingles}.isdisjoint(other.shingles)
    assert common(one, other) >= 1


def test_the_same_page_under_another_headline_is_found_by_publisher_and_minute() -> None:
    one, other = (
        an_article(title=title, body="", link=f"https://harbour.example/{title}", published=NOON)
        for title in ("Ferry aground", "Boat stuck")
    )
    assert common(fingerprint(one), fingerprint(other)) >= 1
