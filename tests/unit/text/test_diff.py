"""What changed between two texts."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.text import diff
from watcher.text.diff import Change, ChangeKind, changes, reworded

LEAD = "The lower house took up the islands bill on Friday."
VIK = "Justice Minister Aron Vik tabled it after months of talks."
VOTE = "A vote is due in June."
TEXT = f"{LEAD} {VIK}\n\n{VOTE}"


def added(sentence: str) -> Change:
    return Change(kind=ChangeKind.ADDED, before=None, after=sentence)


def removed(sentence: str) -> Change:
    return Change(kind=ChangeKind.REMOVED, before=sentence, after=None)


def moved(sentence: str) -> Change:
    return Change(kind=ChangeKind.MOVED, before=sentence, after=sentence)


def words(change: Change) -> tuple[list[str], list[str]]:
    """Give the marked words of both forms."""
    return (
        [change.before[start:end] for start, end in change.before_marks],
        [change.after[start:end] for start, end in change.after_marks],
    )


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(TEXT, id="as it was"),
        pytest.param(f"{LEAD}\n\n{VIK}\n{VOTE}", id="other paragraphs"),
        pytest.param(TEXT.replace(" ", "   "), id="other spaces"),
    ],
)
def test_the_same_sentences_are_no_change(after: str) -> None:
    assert changes(TEXT, after) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(TEXT, f"{LEAD} {VIK} It passed.\n\n{VOTE}", [added("It passed.")], id="added"),
        pytest.param(TEXT, f"{LEAD}\n\n{VOTE}", [removed(VIK)], id="removed"),
        pytest.param(TEXT, f"{VOTE} {LEAD} {VIK}", [moved(VOTE)], id="moved to the front"),
        pytest.param("", VOTE, [added(VOTE)], id="from nothing"),
        pytest.param(VOTE, "", [removed(VOTE)], id="to nothing"),
        pytest.param("", "", [], id="nothing"),
        pytest.param(LEAD, VOTE, [removed(LEAD), added(VOTE)], id="another sentence in its place"),
        pytest.param(f"No. {LEAD} No.", f"{LEAD} No.", [removed("No.")], id="of a repeated sentence only one went"),
    ],
)
def test_whole_sentences_come_go_and_move(before: str, after: str, expected: list[Change]) -> None:
    assert list(changes(before, after)) == expected


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        pytest.param("Two men were held.", "Three men were held.", ["Two"], ["Three"], id="a word"),
        pytest.param(
            "It cost 2,000 crowns.", "It cost 20,000 crowns.", ["2,000"], ["20,000"], id="a number as a whole"
        ),
        pytest.param("He said he left.", "He said he never left.", [], ["never"], id="a word more"),
        pytest.param("He said he never left.", "He said he left.", ["never"], [], id="a word less"),
        pytest.param(
            "They met in Larkhaven on Monday.",
            "They met in Port Linden on Sunday.",
            ["Larkhaven", "Monday"],
            ["Port Linden", "Sunday"],
            id="two places in it",
        ),
        pytest.param("The vote is over.", "The vote is over!", ["."], ["!"], id="a sign"),
        pytest.param("The Board met.", "The board met.", ["Board"], ["board"], id="a capital"),
        pytest.param("Kyiv's mayor spoke.", "Kyiv mayor spoke.", ["'s"], [], id="a possessive"),
        pytest.param("首相は東京で述べた。", "首相は大阪で述べた。", ["東京"], ["大阪"], id="without spaces"),
        pytest.param("Рада ухвалила закон.", "Рада відхилила закон.", ["ухвалила"], ["відхилила"], id="Cyrillic"),
    ],
)
def test_a_reworded_sentence_has_the_words_marked_that_differ(
    before: str, after: str, was: list[str], now: list[str]
) -> None:
    [change] = changes(before, after)
    assert change.kind is ChangeKind.REWORDED
    assert words(change) == (was, now)


def test_of_two_forms_a_sentence_is_paired_with_the_one_more_like_it() -> None:
    before = "Two boats sank off the northern islands on Friday."
    after = (
        "Two boats were lost off the islands on Friday. Three boats sank off the northern islands on Friday. It rained."
    )
    found = changes(before, after)

    assert [change.kind for change in found] == [ChangeKind.ADDED, ChangeKind.REWORDED, ChangeKind.ADDED]
    assert words(found[1]) == (["Two"], ["Three"])


def test_changes_come_in_the_order_of_the_texts() -> None:
    found = changes(f"{LEAD} {VIK} {VOTE}", f"It began. {LEAD} {VIK} A vote is due in July. It ended.")

    assert [change.kind for change in found] == [ChangeKind.ADDED, ChangeKind.REWORDED, ChangeKind.ADDED]


def test_a_headline_is_compared_word_by_word_however_little_is_left_of_it() -> None:
    assert words(reworded("Islands bill passes", "Herring quota cut")) == (
        ["Islands bill passes"],
        ["Herring quota cut"],
    )
    assert words(reworded("", "Islands bill")) == ([], ["Islands bill"])


SENTENCES = st.lists(st.sampled_from([LEAD, VIK, VOTE, "It rained.", "It rained hard.", "No."]), max_size=12)


@given(SENTENCES, SENTENCES)
def test_every_sentence_that_differs_is_told_once(old: list[str], new: list[str]) -> None:
    """What is taken out of the old text and what is put in makes the new one, whatever their order."""
    found = changes("\n\n".join(old), "\n\n".join(new))
    kept = Counter(old)
    kept.update(change.after for change in found if change.after is not None)
    kept.subtract(change.before for change in found if change.before is not None)
    assert +kept == Counter(new)
    assert min(kept.values(), default=0) >= 0


@given(st.text(alphabet="ab .,\n漢'’1"), st.text(alphabet="ab .,\n漢'’1"))
def test_any_two_texts_can_be_compared(before: str, after: str) -> None:
    marks = [
        (text, mark)
        for change in changes(before, after)
        for text, marks in ((change.before, change.before_marks), (change.after, change.after_marks))
        for mark in marks
    ]
    assert all(0 <= start < end <= len(text) and text[start:end].strip() for text, (start, end) in marks)


def test_texts_of_very_many_sentences_are_compared_without_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "MOST_SENTENCES", 2)
    assert list(changes(TEXT, f"{VOTE} {VIK} It rained.")) == [removed(LEAD), added("It rained.")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("Boats sank. " * 900, "Boats sank. " * 899, id="one sentence all the time"),
        pytest.param(
            " ".join(f"S{i % 60} a." for i in range(1000)), " ".join(f"S{i * 7 % 60} a." for i in range(1000)), id="few"
        ),
        pytest.param("word " * 100_000, "word " * 100_001, id="one long sentence"),
        pytest.param("the a " * 660, "a the " * 660, id="two words all the time"),
        pytest.param(
            "".join(f"{i} men. " for i in range(5_000)), "".join(f"{i} women. " for i in range(5_000)), id="all differ"
        ),
    ],
)
def test_hostile_texts_take_no_time(before: str, after: str) -> None:
    """The suite's time limit holds each of them; what grew with the cube of the length would take hours."""
    assert changes(before, after)
