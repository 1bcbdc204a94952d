import pytest

from watcher.parse.byline import is_byline, is_byline_below_headline


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
