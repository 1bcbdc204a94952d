"""Which proposed stories may matter to a document's texts."""

from dataclasses import replace

import pytest

from watcher.stories import Fingerprint, Screen, outline, pack

MANY = tuple(range(1000, 1100))


def text(words: int = 1, shingles: tuple[int, ...] = MANY) -> Fingerprint:
    return Fingerprint(words=words, tokens=99, page=None, shingles=shingles)


def near(known: Fingerprint, *texts: Fingerprint) -> bool:
    proposed = {each.words: [7] for each in texts}
    return Screen(texts, ()).near(proposed, {7: outline(pack(known))}, frozenset()) == {7}


@pytest.mark.parametrize(("shared", "is_near"), [(34, False), (35, True)])
def test_a_story_is_near_from_the_containment_that_may_be_a_copy(shared: int, *, is_near: bool) -> None:
    assert near(text(2, (*MANY[:shared], *range(100 - shared))), text()) is is_near


def test_a_shingle_behind_a_sampled_lead_stands_for_four() -> None:
    lead, rest = tuple(range(96)), MANY[:9]
    assert near(replace(text(2, (*lead, *rest)), size=500), text())
    assert not near(text(2, (*lead, *rest)), text())


def test_what_versions_add_counts_too() -> None:
    assert near(replace(text(2, (*MANY[:20], *range(80))), beside=MANY[20:40]), text())


def test_one_headline_or_one_minute_is_near_whatever_the_texts_say() -> None:
    other = text(2, tuple(range(100)))
    headed, stamped = replace(text(), titles=("brücke auf", "b")), replace(text(), stamps=(5, 6))
    assert near(replace(other, titles=("a", "brücke auf")), headed)
    assert near(replace(other, stamps=(6,)), stamped)
    assert not near(replace(other, titles=("a", "b"), stamps=(4,)), replace(headed, stamps=(5, 6)))


def test_a_digest_is_near_nothing() -> None:
    assert not near(replace(text(2), digest=True), text())


def test_a_story_that_has_left_the_index_is_never_left_out() -> None:
    assert Screen([text()], ()).near({1: [7]}, {}, frozenset()) == {7}


def test_pieces_of_stories_stay_where_they_may_make_up_a_digest() -> None:
    pieces = {n: outline(pack(text(n, (*MANY[20 * n : 20 * n + 20], *range(-100, 0))))) for n in range(3)}
    screen = Screen([text()], ())
    assert screen.near({1: [0, 1]}, pieces, frozenset()) == {0, 1}
    assert Screen([text()], ()).near({1: [0]}, {0: pieces[0]}, frozenset()) == set()


def test_pieces_stay_where_another_story_may_grow_or_another_text_may_add_to_them() -> None:
    piece, other = (text(n, (*MANY[20 * n : 20 * n + 20], *range(-100, 0))) for n in range(2))
    known = {0: outline(pack(piece)), 1: outline(pack(other))}
    assert Screen([text()], ()).near({1: [0]}, known, frozenset({1})) == {0}
    beside = text(5, MANY[20:40])
    assert 0 in Screen([text(), beside], ()).near({1: [0], 5: []}, known, frozenset())


@pytest.mark.parametrize(
    ("title", "may_tell"),
    [
        ("Larkhaven bridge reopens today", True),
        ("Larkhaven bridge is shut", False),
        ("Harbour opens bridge", False),
    ],
)
def test_a_headline_that_shares_three_words_with_one_entry_may_tell_its_event(title: str, *, may_tell: bool) -> None:
    titles = ["Larkhaven bridge reopens", "Harbour fire"]
    assert Screen([], titles).may_tell(title) is may_tell
