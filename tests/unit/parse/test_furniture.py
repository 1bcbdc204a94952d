import pytest

from watcher.parse.furniture import is_credit, is_furniture, is_section, is_separator, without_furniture

PROSE = "The harbour council of Quayside met on Monday and spoke of sand until the tide came in and filled the cellars."


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Share",
            "Share this article",
            "Share on Facebook",
            "Print",
            "E-mail",
            "Share | Print | Email",
            "12 comments",
        ),
        *(
            "Sign up for our newsletter",
            "Subscribe now to read on",
            "Advertisement",
            "Story continues below advertisement",
        ),
        *(
            "Read more: Sand everywhere",
            "Related articles",
            "Most Popular",
            "Trending now",
            "Editor's picks",
            "Comments (3)",
        ),
        *(
            "blog comments powered by Chatterbox",
            "Leave a comment",
            "3 min read",
            "Skip to content",
            "More from Quayside",
        ),
    ],
)
def test_lines_of_the_page_are_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        *("Sharing a pier", "Printers strike in Quayside", "Comments by the mayor angered the crew.", "Xavier wins"),
        *(
            "Advertisers leave the quay",
            "Subscribers sue the Quayside Post",
            "Related to the mayor",
            "© 2026 Example News",
        ),
        *("Searching for sand", "Followers of Reyes march", PROSE, ""),
    ],
)
def test_lines_of_the_article_are_not(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize("line", ["Current News", "World / Europe", "News & Features", "Published in News & Features"])
def test_sections_are_told(line: str) -> None:
    assert is_section(line)


@pytest.mark.parametrize("line", ["World champion sails home", "QuayMix", "Published in 2024, the report was short."])
def test_what_only_begins_like_a_section_is_none(line: str) -> None:
    assert not is_section(line)


@pytest.mark.parametrize(
    "line",
    [
        "©2026 Example News. Visit example.com. Distributed by Sample Content Agency, LLC.",
        "Copyright 2026 Example Press. All rights reserved.",
        "Distributed by Sample Content Agency",
        "(Reporting by Ana Reyes; editing by Ivan Koval)",
        "—With assistance from Mira Sol.",
    ],
)
def test_credit_is_told_from_furniture(line: str) -> None:
    assert is_credit(line)


@pytest.mark.parametrize(
    "line", ["Aid distributed by council in Quayside", "Writing a new chapter for the port", PROSE]
)
def test_prose_is_no_credit(line: str) -> None:
    assert not is_credit(line)


@pytest.mark.parametrize(("line", "expected"), [("/", True), ("* * *", True), ("—", True), ("5", False), ("", False)])
def test_separators_are_told(line: str, expected: bool) -> None:  # noqa: FBT001 - a parametrised answer
    assert is_separator(line) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"Share\n\n{PROSE}", f"\n{PROSE}", id="buttons above"),
        pytest.param(f"{PROSE}\n\nAnalysis\n\n{PROSE}", f"{PROSE}\n\nAnalysis\n\n{PROSE}", id="a subhead stays"),
        pytest.param(f"Comments\n{PROSE}", PROSE, id="a comments button above cuts nothing"),
        pytest.param(f"{PROSE}\nComments\nFirst!\n{PROSE}"[: len(PROSE) + 20], PROSE, id="comments below are cut"),
        pytest.param(
            f"{PROSE}\n© 2026 Example\nComments\n{PROSE * 3}", f"{PROSE}\n© 2026 Example", id="behind the credit"
        ),
        pytest.param(f"{PROSE}\nRelated\nSand here\nSand there\n{PROSE}", f"{PROSE}\n{PROSE}", id="lists of headlines"),
        pytest.param(
            f"{PROSE}\nMost popular\nSand\n© 2026 Example", f"{PROSE}\n© 2026 Example", id="credit ends a list"
        ),
    ],
)
def test_furniture_is_kept_out_of_a_text(text: str, expected: str) -> None:
    assert without_furniture(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Anzeige",
        "Link kopieren",
        "Lesen Sie auch: Sand",
        "Partager sur X",
        "Lire aussi : Du sable",
        "Condividi",
        "Publicidad",
        "Читайте також: Пісок",
        "Поділитися",
        "Updated 2 hours ago",
        "We value your privacy",
        "Tags: sand, piers",
    ],
)
def test_lines_of_pages_in_other_languages_are_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["Anzeigen gegen den Hafenrat", "Partage des eaux", "Tags fell from the ceiling"])
def test_headlines_of_other_languages_are_not(line: str) -> None:
    assert not is_furniture(line)


def test_a_list_that_would_take_the_whole_text_is_none() -> None:
    text = "Related\n\nBoats may use the basin from Monday\n\nThe board decided so on Friday"
    assert "Boats may use the basin from Monday" in without_furniture(text)
