"""Headlines as copies change them."""

import pytest

from watcher.stories.titles import (
    covers,
    figures,
    figures_differ,
    headline,
    is_distinct,
    outlet_in,
    overlap,
    pairs,
    telling,
)


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Parliament takes up islands bill - The Linden Courier", id="outlet"),
        pytest.param("Parliament takes up islands bill | Courier", id="bar"),
        pytest.param("UPDATE 3-Parliament takes up islands bill", id="update"),
        pytest.param("CORRECTED-Parliament takes up islands bill", id="corrected"),
        pytest.param("RPT-Parliament takes up islands bill", id="repeated"),
        pytest.param("Parliament takes up islands bill, 2nd Ld-Writethru", id="writethru"),
        pytest.param("Watch: Parliament takes up islands bill", id="watch"),
        pytest.param("EXCLUSIVE - Parliament takes up islands bill", id="exclusive"),
    ],
)
def test_a_headline_is_without_outlet_and_marks(title: str) -> None:
    assert headline(title) == ("parliament", "takes", "up", "islands", "bill")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        pytest.param("Islands bill - a primer", 4, id="too little would be left"),
        pytest.param(
            "Parliament takes up islands bill - and puts off the vote on harbour dues", 13, id="too long for an outlet"
        ),
        pytest.param("UPDATE 2-", 2, id="nothing but a mark"),
        pytest.param("Video:", 1, id="nothing but a label"),
    ],
)
def test_what_is_no_outlet_stays(title: str, words: int) -> None:
    assert len(headline(title)) == words


@pytest.mark.parametrize(
    ("title", "outlet"),
    [("Islands bill - The Linden Courier", "The Linden Courier"), ("Islands bill", None), ("Port-Linden ferry", None)],
)
def test_the_outlet_stands_behind_the_last_dash(title: str, outlet: str | None) -> None:
    assert outlet_in(title) == outlet


@pytest.mark.parametrize(
    ("title", "distinct"),
    [
        pytest.param("Parliament takes up islands bill", True, id="five words"),
        pytest.param("Market report", False, id="two words"),
        pytest.param("What we know so far", False, id="five short words"),
        pytest.param("国会审议群岛税务法案", True, id="a script in which each character is a word"),
    ],
)
def test_a_short_headline_is_not_distinct(title: str, distinct: bool) -> None:  # noqa: FBT001 - a case
    assert is_distinct(headline(title)) is distinct


def test_telling_words_are_without_endings_function_words_and_ways_to_write_units() -> None:
    assert telling("the minister sells 12bn of bonds") == telling("ministers selling 12 billion bond")


def test_overlap_is_the_share_of_all_words_and_covers_that_of_the_shorter_headline() -> None:
    one, other = telling("islands bill passes"), telling("islands bill in harbour dispute")
    assert overlap(one, other) == 2 / 5
    assert covers(one, other) == covers(other, one) == 2 / 3
    assert (overlap(one, frozenset()), covers(frozenset(), one)) == (0.0, 0.0)


def test_pairs_of_words_are_the_same_in_any_order() -> None:
    assert {*pairs("islands bill")} == {*pairs("bill islands")} == {*pairs("the islands of bill")}
    assert pairs("bill") == pairs("the of") == ()


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        pytest.param("quake of 4.1 near ardley", "quake of 5.0 near ardley", True, id="each has its own"),
        pytest.param("quake near ardley", "quake of 5.0 near ardley", False, id="one says more"),
        pytest.param("stake of 12bn", "stake of 12 billion", False, id="units"),
        pytest.param("12 dead in fire", "13 dead in fire", True, id="whole numbers"),
        pytest.param("profit up 12 percent", "profit up 12.2 percent", False, id="rounded down"),
        pytest.param("profit up 13 percent", "profit up 12.7 percent", False, id="rounded up"),
        pytest.param("2nd ferry", "3.5m ferries", True, id="no plain numbers"),
    ],
)
def test_figures_differ_only_where_each_headline_has_its_own(one: str, other: str, differ: bool) -> None:  # noqa: FBT001 - a case
    assert figures_differ(figures(one), figures(other)) is figures_differ(figures(other), figures(one)) is differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        pytest.param("Quake of 4.1 near Ardley", "Quake of 5.0 near Ardley", True, id="each has its own"),
        pytest.param("Quake near Ardley", "Quake of 5.0 near Ardley", False, id="one says more"),
        pytest.param("Stake of $12bn", "Stake of $12 billion", False, id="units"),
        pytest.param("UPDATE 1-Rate at 3.5%", "UPDATE 2-Rate at 3.5%", False, id="version marks"),
    ],
)
def test_figures_of_titles_as_written_differ_only_where_each_has_its_own(one: str, other: str, differ: bool) -> None:  # noqa: FBT001 - a case
    mine, theirs = (figures(" ".join(headline(title))) for title in (one, other))
    assert figures_differ(mine, theirs) is differ
