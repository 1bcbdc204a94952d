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


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        pytest.param("Ana Reyes\n5 January 2026\n", "Ana Reyes", id="a name above the date"),
        pytest.param("5 January 2026\nShare\nANA REYES\n", "ANA REYES", id="a name below date and button"),
        pytest.param("Ana Reyes | 5 January 2026\n", "Ana Reyes | 5 January 2026", id="a name beside the date"),
        pytest.param("Ana Reyes in Quayside\nMon 5 Jan 2026 14.05 GMT\n", "Ana Reyes in Quayside", id="with its place"),
    ],
)
def test_a_name_beside_a_date_is_a_byline(head: str, byline: str) -> None:
    pasted = read_pasted(f"{HEADLINE}\n{head}\n{LEAD}")
    assert (pasted.title, pasted.byline, pasted.body) == (HEADLINE, byline, LEAD)


def test_a_name_far_from_any_date_stays_in_the_body() -> None:
    assert read_pasted(f"{HEADLINE}\n\nAna Reyes\n\n{LEAD}").body == f"Ana Reyes\n\n{LEAD}"


def test_a_line_below_the_byline_that_says_what_its_person_is_leaves_the_body() -> None:
    pasted = read_pasted(
        f"{HEADLINE}\nAna Reyes\nChief reporter, Quayside\n5 January 2026\n\n{LEAD}".replace("Ana", "By Ana")
    )
    assert (pasted.byline, pasted.body) == ("By Ana Reyes", LEAD)


@pytest.mark.parametrize(
    ("above", "outlet"),
    [
        pytest.param("Quayside Post\nHarbours\n", "Quayside Post", id="named like a newspaper"),
        pytest.param("Coast\n\nQuayside Ledger\n", "Quayside Ledger", id="below a section nobody knows"),
        pytest.param("Il Molo\nCronaca\nPorti\n", "Il Molo", id="above the menu"),
        pytest.param("Coast\n\n/\n\nMareMax\n", "MareMax", id="nearest to the headline"),
        pytest.param("Home\n›\nNews\n›\nHarbours\n", None, id="a path over several lines"),
        pytest.param("Küsten-Anzeiger\nStartseite > Region\n", "Küsten-Anzeiger", id="one word with an umlaut"),
        pytest.param("Il Molo\nCronaca\n", "Il Molo", id="a menu of another language"),
    ],
)
def test_the_site_stands_above_the_headline(above: str, outlet: str | None) -> None:
    pasted = read_pasted(f"{above}\n{HEADLINE}\n\n{LEAD}")
    assert (pasted.title, pasted.outlet, pasted.body) == (HEADLINE, outlet, LEAD)


def test_a_headline_without_spaces_between_words_is_one_though_it_holds_a_space() -> None:
    pasted = read_pasted("港の新しい船溜まり、月曜から利用可能に 料金は四％上昇\n\nAna Reyes\n\n" + LEAD)
    assert pasted.title == "港の新しい船溜まり、月曜から利用可能に 料金は四％上昇"
