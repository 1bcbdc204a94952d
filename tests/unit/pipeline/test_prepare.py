"""What preparing a document finds out about the events in its texts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.builders import NOON, a_document, an_entry
from watcher.events import Lexicons
from watcher.model import Article, DocumentKind, Entry, PublishedFrom
from watcher.pipeline import Carrier, Stated, measure, prepare
from watcher.stories import entry_keys

TEXT = "President Ana Reyes named Ivan Koval defence minister on Friday."
STRIKES = Lexicons(
    {
        "strike.toml": {
            "kind": "strike",
            "language": "en",
            "fields": {"who": "phrase"},
            "triggers": [{"active": ["struck"], "who": ["subject"]}],
        }
    }
)


def read(text: str, headers: str = "", **options: object) -> Article:
    document = a_document(f"Title: Cabinet\n{headers}\n{text}\n".encode(), kind=DocumentKind.DROP)
    [entry] = prepare(document, **options).entries
    return entry.article


def first_day(article: Article) -> date:
    [event] = article.events
    assert event.when is not None
    return event.when.start


def measured(entry: Entry, received_at: datetime | None) -> Article:
    [keys] = entry_keys([entry])
    [measured] = measure([Stated(entry, keys)], Carrier("harbour", received_at))
    return measured.article


def test_a_text_tells_its_events() -> None:
    [event] = read(TEXT).events
    assert event.kind == "appointment"
    assert event.fields["person"] == "Ivan Koval"
    assert event.evidence.sentence == TEXT


def test_dates_are_counted_from_the_publication() -> None:
    assert first_day(read(TEXT, "Date: 2026-02-14T09:00Z\n")) == date(2026, 2, 13)


def test_a_publication_that_is_given_counts_for_them_too() -> None:
    given = datetime(2026, 1, 3, tzinfo=UTC)
    article = read(TEXT, "Date: 2026-02-14T09:00Z\n", published=given)
    assert (article.published, article.published_from) == (given, PublishedFrom.OPTION)
    assert first_day(article) == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("received_at", "day"), [(NOON, date(2026, 3, 6)), (NOON + timedelta(days=8), date(2026, 3, 13))]
)
def test_without_a_publication_they_are_counted_from_when_it_came(received_at: datetime, day: date) -> None:
    article = measured(an_entry(title="Cabinet", body=TEXT), received_at)
    assert article.published is None
    assert first_day(article) == day


def test_without_both_an_event_has_no_date() -> None:
    [event] = measured(an_entry(title="Cabinet", body=TEXT), None).events
    assert event.when is None


def test_the_language_that_is_stated_decides_where_few_words_could() -> None:
    few = "Koval was named defence minister."
    assert read(few, "Lang: de\n").events == ()
    assert len(read(few, "Lang: en\n").events) == 1


def test_kinds_of_the_users_own_are_looked_for_where_they_are_handed_in() -> None:
    text = "The ferry crews of Port Linden struck on Monday."
    assert read(text).events == ()
    [event] = read(text, lexicons=STRIKES).events
    assert event.kind == "strike"
