"""What stands around every text of a source, learnt from its stream."""

from functools import reduce

import pytest

from tests.builders import HERRING, REFERENDUM
from tests.unit.stories.builders import TITLE, a_fingerprint, numbered
from watcher.stories import Fingerprint, Furniture, cleared, compare, furniture, learn

FOOT = "Sign up here for the evening letter of the Harbour Times and never miss what moves the coast."


def texts(number: int, foot: str = FOOT) -> list[Fingerprint]:
    """Give different texts that end alike."""
    return [a_fingerprint(f"Title {at}", f"{numbered(100 * at, 100 * at + 40)} {foot}") for at in range(number)]


@pytest.mark.parametrize(("number", "parts"), [(0, 0), (1, 0), (2, 0), (3, 15), (50, 15)])
def test_what_three_texts_end_with_is_furniture(number: int, parts: int) -> None:
    assert len(furniture(learn(Furniture(), texts(number)))) == parts


def test_texts_may_come_one_by_one() -> None:
    known = reduce(lambda known, text: learn(known, [text]), texts(3), Furniture())
    assert furniture(known) == furniture(learn(Furniture(), texts(3)))


def test_furniture_is_left_out_and_the_headline_and_the_text_stay() -> None:
    parts = furniture(learn(Furniture(), texts(3)))
    plain, dressed = a_fingerprint(TITLE, REFERENDUM), a_fingerprint(TITLE, f"{REFERENDUM} {FOOT}")
    assert {*plain.shingles} < {*cleared(dressed, parts).shingles}
    assert len(cleared(dressed, parts).shingles) - len(plain.shingles) == 3  # those that stand across the border


def test_texts_that_share_only_furniture_share_nothing() -> None:
    parts = furniture(learn(Furniture(), texts(3)))
    one, other = (cleared(a_fingerprint("", f"{body} {FOOT}"), parts) for body in (REFERENDUM, HERRING))
    assert compare(one, other) == 0.0


def test_a_text_without_furniture_stays_as_it_is() -> None:
    text = a_fingerprint(TITLE, REFERENDUM)
    assert cleared(text, furniture(learn(Furniture(), texts(3)))) is text


def test_a_headline_is_never_furniture() -> None:
    title = "Sign up here for the evening letter"
    parts = furniture(learn(Furniture(), texts(3)))
    text = a_fingerprint(title, f"{REFERENDUM} {FOOT}")
    assert cleared(text, parts).shingles[: text.heading] == a_fingerprint(title).shingles


def test_of_a_source_with_many_texts_three_are_too_few() -> None:
    known = learn(Furniture(), [a_fingerprint("", numbered(100 * at, 100 * at + 40)) for at in range(10, 200)])
    assert furniture(learn(known, texts(3))) == frozenset()
    assert len(furniture(learn(known, texts(4)))) == 15


def test_what_stands_in_the_middle_of_a_long_text_is_not_learnt() -> None:
    middle = [
        a_fingerprint("", f"{numbered(500 * at, 500 * at + 100)} {FOOT} {numbered(500 * at + 100, 500 * at + 200)}")
        for at in range(5)
    ]
    assert furniture(learn(Furniture(), middle)) == frozenset()


def test_texts_of_a_few_words_teach_nothing() -> None:
    known = Furniture(stories=4, counts=((1, 4),))
    assert learn(known, [a_fingerprint("", "The harbour is closed today."), a_fingerprint(TITLE)]) is known


def test_at_most_1024_shingles_are_kept_and_the_rarest_go_first() -> None:
    known = learn(Furniture(), texts(3))
    after = learn(known, [a_fingerprint("", numbered(1_000 * at, 1_000 * at + 200)) for at in range(1, 40)])
    assert (len(after.counts), after.stories) == (1_024, 42)
    assert {value for value, _ in after.counts} >= {*a_fingerprint("", FOOT).shingles}
