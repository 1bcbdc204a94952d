"""The measures of the benchmark on cases counted by hand (tests/quality)."""

from datetime import timedelta

import pytest

from benchmarks.adversarial import Shown, score
from tests.builders import NOON

# Bagga and Baldwin (1998): twelve mentions of three entities; the second and the third are taken for one.
TRUTH = "aaaaabbccccc"
FOUND = "111112233333", "111112222222", "123456789ABC"


def entries(truth: str, **fields: object) -> list[Shown]:
    return [entry(number, story=story, **fields) for number, story in enumerate(truth)]


def entry(number: int, **fields: object) -> Shown:
    plain = {
        "key": str(number),
        "story": "a",
        "kind": "exact",
        "copy": True,
        "label": "copy",
        "feed": "harbour",
        "guid": str(number),
        "link": f"https://harbour.example/{number}",
        "title": "Ferry runs aground",
        "paragraphs": (),
        "author": "",
        "published": None,
        "first_seen": NOON + timedelta(minutes=number),
    }
    return Shown(**(plain | fields))


def found(stories: str) -> dict[str, str]:
    return {str(number): story for number, story in enumerate(stories)}


def labels(said: str) -> dict[str, str]:
    return {str(number): {"n": "new", "c": "copy", "u": "update"}[letter] for number, letter in enumerate(said)}


def test_the_truth_scores_one_in_everything() -> None:
    scores = score(entries(TRUTH), found(FOUND[0]), labels("c" * 12))
    assert (scores.precision, scores.recall, scores.f1, scores.ari) == (1, 1, 1, 1)
    assert (scores.bcubed_precision, scores.bcubed_recall, scores.bcubed_f1) == (1, 1, 1)


def test_two_stories_taken_for_one_cost_precision() -> None:
    scores = score(entries(TRUTH), found(FOUND[1]), labels("c" * 12))
    assert scores.precision == pytest.approx(21 / 31)
    assert scores.recall == 1
    assert scores.bcubed_precision == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)
    assert scores.bcubed_recall == 1
    assert scores.ari == pytest.approx((21 - 21 * 31 / 66) / ((21 + 31) / 2 - 21 * 31 / 66))


def test_nothing_joined_costs_recall_and_is_no_better_than_chance() -> None:
    scores = score(entries(TRUTH), found(FOUND[2]), labels("n" * 12))
    assert (scores.precision, scores.recall, scores.ari) == (1, 0, 0)
    assert scores.bcubed_recall == pytest.approx(3 / 12)
    assert scores.copies == {"exact": pytest.approx(3 / 12)}  # the first of each is where its story is


def test_a_copy_is_found_when_it_sits_where_most_of_its_story_sits() -> None:
    scores = score(entries("aaaaab"), found("112113"), labels("nccccn"))
    assert scores.copies == {"exact": pytest.approx(4 / 5)}  # the sixth has no copy to be found with


def test_a_near_miss_is_merged_when_it_sits_with_another_story() -> None:
    shown = [entry(0), entry(1, story="b", kind="template: weather", copy=False)]
    apart, together = (score(shown, found(stories), labels("nn")) for stories in ("12", "11"))
    assert apart.false_merges == {"template: weather": 0, "template": 0}
    assert together.false_merges == {"template: weather": 1, "template": 1}


def test_a_label_is_asked_of_what_joined_an_earlier_entry() -> None:
    shown = [entry(0), entry(1, label="update"), entry(2, label="update"), entry(3, label="update")]
    scores = score(shown, found("1112"), labels("nucu"))
    assert scores.labels == {"update": pytest.approx(1 / 2)}
