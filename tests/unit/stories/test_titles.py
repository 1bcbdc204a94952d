import pytest

from watcher.stories.titles import agreement, headline, numbers_differ, related


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Parliament takes up islands bill - The Linden Courier", id="outlet"),
        pytest.param("Parliament takes up islands bill | Courier", id="bar"),
        pytest.param("UPDATE 3-Parliament takes up islands bill", id="update"),
        pytest.param("CORRECTED-Parliament takes up islands bill", id="corrected"),
        pytest.param("RPT-Parliament takes up islands bill", id="repeated"),
        pytest.param("Parliament takes up islands bill, 2nd Ld-Writethru", id="writethru"),
    ],
)
def test_a_headline_is_without_outlet_and_version_marks(title: str) -> None:
    assert headline(title) == ("parliament", "takes", "up", "islands", "bill")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        pytest.param("Islands bill - a primer", 4, id="too little would be left"),
        pytest.param(
            "Parliament takes up islands bill - and puts off the vote on harbour dues", 13, id="too long for an outlet"
        ),
        pytest.param("UPDATE 2-", 2, id="nothing but a mark"),
    ],
)
def test_what_is_no_outlet_stays(title: str, words: int) -> None:
    assert len(headline(title)) == words


def test_agreement_is_the_share_of_the_shorter_headline() -> None:
    assert agreement(("islands", "bill", "passes"), ("islands", "bill", "in", "october")) == pytest.approx(2 / 3)
    assert agreement((), ("islands",)) == 0.0


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        pytest.param("Quake of 4.1 near Ardley", "Quake of 5.0 near Ardley", True, id="each has its own"),
        pytest.param("Quake near Ardley", "Quake of 5.0 near Ardley", False, id="one says more"),
        pytest.param("Stake of $12bn", "Stake of $12 billion", False, id="units"),
        pytest.param("UPDATE 1-Rate at 3.5%", "UPDATE 2-Rate at 3.5%", False, id="version marks"),
    ],
)
def test_numbers_differ_only_where_each_title_has_its_own(one: str, other: str, differ: bool) -> None:  # noqa: FBT001 - a case
    assert numbers_differ(one, other) is differ


def test_titles_are_related_by_one_long_word() -> None:
    assert related("Ferry stuck in harbour", "Harbour dues rise")
    assert not related("Ferry is in", "Dues are in")
