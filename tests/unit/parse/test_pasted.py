import pytest

from watcher.parse.pasted import Pasted, read_pasted

LEAD = (
    "The harbour council of Quayside will sell the outer pier to the ferry company, mayor Lev Ondra told reporters on "
    "Monday, after a night of talks that nobody wanted to call a success."
)
HEADLINE = "Council sells outer pier to ferry company"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(f"{HEADLINE}\n", {}, id="headline alone"),
        pytest.param(
            f"Quayside Post\n{HEADLINE}\nBy Ana Reyes\n",
            {"outlet": "Quayside Post", "byline": "By Ana Reyes"},
            id="site",
        ),
        pytest.param(f"Home > World > Europe\n\n{HEADLINE}\n", {}, id="bread crumbs are no site"),
        pytest.param(
            f"{HEADLINE}\nAna Reyes, Example Press\n", {"byline": "Ana Reyes, Example Press"}, id="a name below"
        ),
        pytest.param(f"{HEADLINE}\nJanuary 5, 2026 9:14 AM\n", {"published": "2026-01-05T09:14"}, id="date below"),
        pytest.param(f"Jan 5, 2026\n{HEADLINE}\n", {"published": "2026-01-05T00:00"}, id="date above"),
        pytest.param(
            f"{HEADLINE}\nUpdated January 6, 2026\nPublished January 5, 2026\n",
            {"published": "2026-01-05T00:00"},
            id="publication before change",
        ),
        pytest.param(f"{HEADLINE}\nUpdated Jan. 6, 2026\n", {"published": "2026-01-06T00:00"}, id="only a change"),
        pytest.param(
            f"{HEADLINE}\nBy Ana Reyes • Jan 5, 2026 • 3 min read\n",
            {"byline": "By Ana Reyes • Jan 5, 2026 • 3 min read", "published": "2026-01-05T00:00"},
            id="all in one line",
        ),
        pytest.param(
            f"{HEADLINE}\nAna Reyes, Example News on Jan 5, 2026\n",
            {"byline": "Ana Reyes, Example News on Jan 5, 2026", "published": "2026-01-05T00:00"},
            id="date in the byline",
        ),
        pytest.param(
            f"{HEADLINE}\nUpdated 3:41 PM EST, Mon January 5, 2026\n",
            {"published": "2026-01-05T20:41"},
            id="time first",
        ),
        pytest.param(f"# {HEADLINE}\n", {}, id="Markdown"),
    ],
)
def test_the_head_of_a_page_is_told_apart(head: str, expected: dict[str, str]) -> None:
    pasted = read_pasted(f"{head}\n{LEAD}\n\nIt did not comment.")
    published = pasted.published.strftime("%Y-%m-%dT%H:%M") if pasted.published else None
    told = {"outlet": pasted.outlet, "byline": pasted.byline, "published": published}
    assert (pasted.title, pasted.body) == (HEADLINE, f"{LEAD}\n\nIt did not comment.")
    assert {name: value for name, value in told.items() if value} == expected


def test_a_dek_below_the_headline_stays_in_the_body() -> None:
    pasted = read_pasted(f"{HEADLINE}\n\nThe mayor calls it a good day\n\n{LEAD}")
    assert pasted == Pasted(title=HEADLINE, body=f"The mayor calls it a good day\n\n{LEAD}")


def test_a_line_that_holds_a_date_among_other_words_stays() -> None:
    line = "What the council promised to the crews – January 5, 2026"
    assert read_pasted(f"{HEADLINE}\n\n{line}\n\n{LEAD}").body == f"{line}\n\n{LEAD}"


def test_a_known_title_is_taken_out_of_the_text_with_all_that_stands_above_it() -> None:
    pasted = read_pasted(f"Menu\n\n{HEADLINE}\n\nBy Ana Reyes\n\n{LEAD}", HEADLINE.upper())
    assert pasted == Pasted(title=HEADLINE.upper(), body=LEAD, byline="By Ana Reyes")


def test_a_known_title_that_the_text_does_not_hold_takes_nothing_away() -> None:
    pasted = read_pasted(f"By Ana Reyes\n\nSand everywhere\n\n{LEAD}", "Another title")
    assert pasted == Pasted(title="Another title", body=f"Sand everywhere\n\n{LEAD}", byline="By Ana Reyes")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(LEAD, LEAD[:119].rpartition(" ")[0].rstrip(",") + "…", id="a long sentence is cut"),
        pytest.param("It ended. Nobody came.", "It ended.", id="a short one is not"),
        pytest.param("Koval out", "Koval out", id="a headline and nothing else"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_text_without_a_headline_is_named_after_its_first_sentence(text: str, title: str) -> None:
    assert read_pasted(text).title == title
