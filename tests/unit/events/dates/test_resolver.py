"""What a mention says beside its date, and what holds for every text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.events.dates.shown import dates, mentions
from watcher.events.dates import Tense, resolve
from watcher.model import Precision

PIECES = """
the first last next this of in on at by to and 1
15 31 99 2026 1066 January May Monday Friday week month year quarter half
day early late mid end - , . ago later following 5th p.m. GMT 14:30 25:99 2026-02-30 31/02/2026 noon today summer
weekend from between time Moscow 's Q3 H1 until 9999 two season may June 1er 5. März тижня минулого
"""


def test_the_span_is_the_expression_without_its_preposition() -> None:
    text = "They will meet in Oslo on Friday, Jan. 9, at 2 p.m. GMT."
    [found] = mentions(text)
    assert text[found.start : found.end] == "Friday, Jan. 9, at 2 p.m. GMT"
    assert found.preposition == "on"


def test_dates_come_in_the_order_of_the_text() -> None:
    assert dates("On 5 May 2024 and, earlier, on 3 May 2023.") == ["2024-05-05", "2023-05-03"]


def test_the_day_is_that_of_the_place_of_publication() -> None:
    evening = datetime(2026, 1, 7, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    [here] = resolve("The vote is today.", evening)
    [elsewhere] = resolve("The vote is today.", evening.astimezone(UTC))
    assert (here.when.start.day, elsewhere.when.start.day) == (7, 8)


def test_a_mention_tells_the_tense_by_which_it_was_read() -> None:
    [past, future] = mentions("He resigned on Monday and will leave on Friday.")
    assert (past.tense, future.tense) == (Tense.PAST, Tense.FUTURE)


def test_a_stated_year_needs_no_tense() -> None:
    [found] = mentions("The law was passed on 3 May 2024.")
    assert found.has_year
    assert found.tense is Tense.UNKNOWN


def test_a_year_that_was_guessed_is_none_that_is_stated() -> None:
    assert [found.has_year for found in mentions("The law was passed on 3 May.")] == [False]


def test_a_part_of_a_period_is_vague_and_the_period_whole() -> None:
    [found] = mentions("The bridge will open in early March.")
    assert found.part == "early"
    assert (found.when.start.day, found.when.end.day, found.when.precision) == (1, 31, Precision.MONTH)


def test_a_deadline_is_the_last_day_of_its_period() -> None:
    [found] = mentions("A draft is due by the end of next week.")
    assert found.when.deadline
    assert found.when.start == found.when.end == datetime(2026, 1, 18, tzinfo=UTC).date()


@pytest.mark.parametrize(
    "text",
    ["By Monday they had left.", "In the years before 2014 it was calm.", "Before Friday’s vote they will talk."],
)
def test_what_is_over_or_only_dates_an_event_is_no_deadline(text: str) -> None:
    assert [mention.when.deadline for mention in mentions(text)] == [False]


def test_an_anchor_far_back_in_the_text_is_none() -> None:
    between = "Nothing of note was said about the harbour. " * 20
    assert dates(f"He flew in on Dec. 28. {between}The following day he left.") == ["2025-12-28"]


def test_a_language_without_words_of_its_own_is_read_as_english() -> None:
    assert dates("They met on 3 May 2024.", language="xx") == ["2024-05-03"]


def test_a_variant_of_a_language_is_read_as_the_language() -> None:
    assert dates("Am 3. Mai 2024 trat er ab.", language="de-AT") == ["2024-05-03"]


@pytest.mark.parametrize("year", [1, 9999])
def test_a_publication_outside_the_years_of_news_gives_no_dates(year: int) -> None:
    assert resolve("They will meet next year.", datetime(year, 1, 1, tzinfo=UTC)) == ()


@given(
    st.lists(st.sampled_from(PIECES.split()), max_size=12).map(" ".join) | st.text(max_size=80),
    st.sampled_from(["en", "de", "fr", "es", "uk", "ru"]),
    st.datetimes(datetime(1500, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001 - aware by `timezones`
)
def test_any_text_gives_spans_in_order_that_do_not_overlap(text: str, language: str, published: datetime) -> None:
    found = resolve(text, published, language)
    bounds = [bound for mention in found for bound in (mention.start, mention.end)]
    assert bounds == sorted(bounds)
    assert all(mention.start < mention.end <= len(text) for mention in found)
    assert all(mention.when.start <= mention.when.end for mention in found)
    assert all((mention.when.at is None) == (mention.when.precision is not Precision.MINUTE) for mention in found)
