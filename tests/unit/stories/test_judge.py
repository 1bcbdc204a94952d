"""Which texts are one story, by kinds of text."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import HERRING, NOON
from tests.unit.stories.builders import FERRY, a_side, an_article
from watcher.model import Article, Credit
from watcher.stories.judge import Likeness, Rule, judge

FERRY_TITLE = "Harbour ferry runs aground off Port Linden, all aboard safe"
WHOLE = an_article(title=FERRY_TITLE, body=FERRY)
TIMES, HERALD = Credit(outlet="Harbour Times"), Credit(outlet="Quay Herald")
WIRE, COAST = (Credit(origin=name, origin_confidence=0.9) for name in ("Larkhaven Wire", "Coast Agency"))
MARKET = (
    "The Ostrel index closed {0} percent higher at {1} points on a day of thin trade, led by {4}, which gained {2} "
    "percent. Of the shares that are traded on the exchange, {3} rose and the others fell or did not move. The crown "
    "was little changed against the euro, and yields on bonds with a term of ten years hardly moved. Dealers said that "
    "most funds stayed away before the figures on wages that the statistics office has promised for the coming week."
)
NOTE = (
    "Helix will pay a dividend of {0} crowns a share on {1} May to those who hold shares on {2} April, it said today."
)


def alike(new: Article, known: Article, later: timedelta = timedelta()) -> Likeness | None:
    return judge(a_side(new, NOON + later), a_side(known))


def rule(new: Article, known: Article, **later: float) -> Rule | None:
    found = alike(new, known, timedelta(**later))
    return found.rule if found else None


def market(*facts: object, title: str = "Ostrel shares close higher in thin trade") -> Article:
    return an_article(title=title, body=MARKET.format(*facts))


MONDAY, TUESDAY = market(1.4, 812, 3.5, 41, "Helix"), market(0.6, 817, 2.9, 38, "Brandt")


def titled(title: str, credit: Credit = TIMES, **fields: object) -> Article:
    return an_article(title=title, body="", credit=credit, **fields)


# --- one headline


def test_the_same_headline_within_days_is_one_story() -> None:
    assert rule(titled(FERRY_TITLE, HERALD), titled(FERRY_TITLE), hours=50) is Rule.HEADLINE
    assert rule(titled(FERRY_TITLE, HERALD), titled(FERRY_TITLE), days=4) is None


@pytest.mark.parametrize("title", ["Market report", "Morning briefing", "What we know so far"])
def test_a_common_short_headline_says_nothing(title: str) -> None:
    assert rule(titled(title, HERALD), titled(title), minutes=5) is None


def test_long_texts_under_one_headline_must_share_a_quarter() -> None:
    assert rule(an_article(title=FERRY_TITLE, body=f"{HERRING} {HERRING.upper()[::-1]}"), WHOLE) is None


def test_a_related_headline_of_the_same_publisher_within_hours_is_one_story() -> None:
    retold = "Harbour ferry runs aground off Port Linden, all safe"
    assert rule(titled(retold), titled(FERRY_TITLE), hours=2) is Rule.TEXT
    assert rule(titled("Fire destroys the ferry offices at Port Linden harbour"), titled(FERRY_TITLE), hours=2) is None


def test_the_same_publisher_and_minute_with_a_related_headline_is_one_page() -> None:
    one, other = titled(FERRY_TITLE, published=NOON), titled("Ferry aground: all safe", published=NOON)
    assert rule(other, one) is Rule.MINUTE
    assert rule(replace(other, title="Herring quota cut by a fifth"), one) is None
    assert rule(replace(other, credit=HERALD), one) is None
    assert rule(replace(other, published=NOON + timedelta(minutes=9)), one) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Magnitude 4.1 quake near Ardley", "Magnitude 5.0 quake near Ardley", id="another figure"),
        pytest.param("Helix names Okafor finance chief", "Helix names Brandt head of research", id="another name"),
    ],
)
def test_headlines_of_one_form_are_two_stories(one: str, other: str) -> None:
    assert rule(titled(other), titled(one), minutes=30) is None


# --- reports of one form


def test_reports_with_other_numbers_in_the_same_places_are_two_stories() -> None:
    assert rule(replace(TUESDAY, title="Ostrel index ends up"), replace(MONDAY, title="Shares gain"), hours=2) is None


def test_a_report_of_the_next_day_under_the_same_headline_is_another_story() -> None:
    assert rule(TUESDAY, MONDAY, hours=23) is None


def test_the_same_report_with_the_same_numbers_is_one_story() -> None:
    assert rule(replace(MONDAY, title="Ostrel index ends the day up", source="courier"), MONDAY, hours=1) is Rule.TEXT


def test_notes_of_one_form_with_other_numbers_are_two_stories() -> None:
    one, other = (an_article(title="Helix dividend", body=NOTE.format(*facts)) for facts in ((2, 14, 30), (3, 12, 28)))
    assert rule(other, one, hours=1) is None


def test_texts_of_one_form_on_other_subjects_are_two_stories() -> None:
    body = (
        "{0} said on Friday that it would build a plant for power chips near Marrow, its first outside its home. " * 2
    )
    one, other = (
        an_article(title=f"{name} to build a plant near Marrow", body=body.format(name)) for name in ("Helix", "Okafor")
    )
    assert rule(other, one, hours=1) is None


def test_another_figure_in_the_headline_tells_two_stories_apart() -> None:
    retitled = replace(
        WHOLE, title="Ferry with 90 aboard aground off Port Linden", body=FERRY.replace("214", "90")[:400]
    )
    assert rule(retitled, replace(WHOLE, title="Ferry with 214 aboard aground", body=FERRY[200:]), hours=1) is None


# --- one site, and other origins


def test_a_second_page_of_one_site_is_another_piece_unless_nearly_all_of_it_stands_there() -> None:
    page = replace(WHOLE, link="https://harbour.example/1")
    part = replace(
        WHOLE,
        title="Divers find no leak in the ferry",
        body=FERRY[:480] + HERRING[:170],
        link="https://harbour.example/2",
    )
    assert rule(part, page, hours=1) is None
    assert rule(replace(part, link="https://quay.example/2"), page, hours=1) is Rule.TEXT
    assert rule(replace(page, title="Another headline", link="https://harbour.example/3"), page, hours=1) is Rule.TEXT


def test_a_text_of_another_origin_is_one_story_only_where_four_fifths_are_shared() -> None:
    part = replace(WHOLE, body=FERRY[:500] + HERRING[:220], credit=COAST)
    assert rule(part, replace(WHOLE, credit=WIRE), hours=1) is None
    assert rule(replace(part, credit=WIRE), replace(WHOLE, credit=WIRE), hours=1) is not None
    assert rule(replace(WHOLE, credit=COAST), replace(WHOLE, credit=WIRE), hours=1) is not None


# --- late copies


def test_a_late_copy_joins_where_nearly_all_of_it_is_the_same() -> None:
    assert rule(replace(WHOLE, title="How the ferry ran aground"), WHOLE, days=20) is Rule.TEXT


def test_a_late_copy_that_shares_some_joins_only_where_its_numbers_stand_where_they_stood() -> None:
    part = replace(WHOLE, body=f"{FERRY[:560]} {HERRING[:160]}")
    other = replace(part, body=part.body.replace("214 people", "190 people").replace("Two lifeboats", "Five lifeboats"))
    assert rule(part, WHOLE, days=4) is Rule.TEXT
    assert rule(other, WHOLE, days=4) is None
    assert rule(part, WHOLE, days=8) is None


def test_a_short_report_is_late_after_a_night() -> None:
    one = an_article(title="Crown steady", body="The crown was steady in early trading as importers waited for wages.")
    assert rule(replace(one, title="Crown steady early"), one, hours=20) is None


# --- versions


def test_a_text_of_which_half_is_new_under_another_headline_is_one_story() -> None:
    half = FERRY.split(". ")
    new = replace(
        WHOLE,
        title="Harbour ferry aground off Port Linden: all safe",
        body=". ".join(
            (
                half[0],
                half[1],
                "Holt praised Brekke, Skerrow Lines and the crews of the tug for work through the night",
                "The Aurora Bay will be taken to a yard for repair, which may last until the end of the coming month",
            )
        ),
    )
    assert rule(new, WHOLE, hours=3) is Rule.TEXT


PAYOUT = an_article(
    title="Skerrow Lines sets quarterly payout",
    body="Qtly div 31 cts vs 28 cts prior. Pay April 24. Record March 17. Skerrow Lines of Port Linden.",
)


def dividend(cents: int, before: int, pay: str, record: str) -> Article:
    sentences = f"Quarterly dividend of {cents} cts against {before} cts before. Payable {pay}. Record {record}."
    return an_article(title="Skerrow Lines quarterly dividend", body=f"{sentences} Skerrow Lines of Port Linden.")


def test_a_report_in_other_words_with_the_same_numbers_and_names_is_one_story_within_the_day() -> None:
    reworded = dividend(31, 28, "April 24", "March 17")
    assert rule(reworded, PAYOUT, hours=3) is Rule.FACTS
    assert rule(reworded, PAYOUT, hours=30) is None


def test_the_next_report_in_those_words_is_another_story() -> None:
    assert rule(dividend(33, 31, "July 22", "June 19"), PAYOUT, hours=3) is None


def test_texts_that_share_little_are_two_stories() -> None:
    assert alike(an_article(title="Herring quota cut", body=HERRING), WHOLE) is None


def test_of_two_likenesses_the_one_by_headline_is_the_better_one_then_the_one_that_shares_more() -> None:
    ranks = [
        Likeness(rule=each, score=score).rank
        for each, score in ((Rule.HEADLINE, 0.4), (Rule.TEXT, 0.9), (Rule.FACTS, 0.5))
    ]
    assert ranks == sorted(ranks, reverse=True)
