import pytest

from watcher.parse.byline import are_persons, is_byline, is_byline_below_headline, is_role


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Reyes",
        "by Ana Reyes and Ivan Koval",
        "By ANA REYES and IVAN KOVAL, Example Press",
        "By Ana Reyes, Mira Sol and Ivan de la Koval",
        "By Ana Reyes in Quayside",
        "By Ana Reyes, special correspondent",
        "By AFP",
        "By the Example Press",
        "Written by Ana Reyes",
        "Ana Reyes, Example News on",
        "Ana Reyes and Ivan Koval, Example News on Jan 3, 2026",
        "Von Ana Reyes",
    ],
)
def test_a_byline_names_who_wrote(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, council must decide",
        "By the end of the week",
        "By Monday the council will have met.",
        "Council names Koval, Reyes",
        "Ana Reyes, Example Press",
        "Talks go on, council says on",
        "Bypass to open in spring",
        "",
        "By " + "Ana " * 60,
    ],
)
def test_prose_is_no_byline(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize("line", ["Ana Reyes, Example Press", "Ana Reyes | Example News", "By Ana Reyes"])
def test_below_a_headline_a_name_with_its_outlet_is_a_byline(line: str) -> None:
    assert is_byline_below_headline(line)


@pytest.mark.parametrize(
    "line", ["$40 million", "A plan, a pier and a price", "Harbour", "Nobody will say, says Reyes"]
)
def test_a_subhead_is_no_byline(line: str) -> None:
    assert not is_byline_below_headline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Par Anne Rey (Port-Linden, envoyée spéciale)",
        "Автор: Ганна Рейко",
        "By Ana Reyes January 3",
        "By Ana Reyes Sat, January 3, 2026 at 2:05 PM GMT 3 min read",
    ],
)
def test_a_byline_may_say_more_than_names(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    ("line", "expected"), [("Ana Reyes in Quayside", True), ("Quayside News", False), ("12", False)]
)
def test_names_alone_are_persons_where_no_trade_is_in_them(line: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert are_persons(line) is expected


def test_an_outlet_with_its_place_is_no_byline_but_a_role() -> None:
    assert not is_byline_below_headline("Example News, Quayside")
    assert is_role("Example News, Quayside")
    assert not is_role("The reporter asked twice.")
