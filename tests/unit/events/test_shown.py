"""An event as data."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tests.builders import an_event
from watcher.events import Lexicons
from watcher.events.shown import event_json
from watcher.model import Event, Evidence, Precision, Realis, When

NO_DATE = {
    "date_start": None,
    "date_end": None,
    "precision": None,
    "deadline": False,
    "starts_at": None,
    "ends_at": None,
}
OWN = Lexicons({"strike.toml": {"kind": "strike", "language": "en", "fields": {"who": "phrase", "firm": "org"}}})


def test_an_event_has_all_fields_of_its_kind_and_what_all_have() -> None:
    evidence = Evidence(field="body", sentence="They met Friday.", start=40, marks=((5, 8),))
    event = an_event(None, type="talks", participants=("Tarn", "Ostrey"), evidence=evidence, confidence=0.8)
    assert event_json(event) == {
        "kind": "meeting",
        "name": None,
        "type": "talks",
        "place": None,
        "participants": ["Tarn", "Ostrey"],
        "tense": None,
        **NO_DATE,
        "realis": "asserted",
        "evidence": {"sentence": "They met Friday.", "start": 40, "end": 56},
        "confidence": 0.8,
    }


def test_the_kind_comes_first_and_the_fields_in_their_order() -> None:
    assert list(event_json(an_event(kind="appointment", status="appointed", person="Ivan Koval")))[:5] == [
        *("kind", "person", "post", "org", "status"),
    ]


NINE = datetime(2026, 3, 6, 9, 30, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (When(start=date(2026, 3, 6), end=date(2026, 3, 6)), ("2026-03-06", "2026-03-06", "day", False, None, None)),
        (
            When(start=date(2026, 3, 1), end=date(2026, 3, 31), precision=Precision.MONTH),
            ("2026-03-01", "2026-03-31", "month", False, None, None),
        ),
        (
            When(start=date(2026, 3, 31), end=date(2026, 3, 31), deadline=True),
            ("2026-03-31", "2026-03-31", "day", True, None, None),
        ),
        (
            When(start=NINE.date(), end=NINE.date(), precision=Precision.MINUTE, at=NINE),
            ("2026-03-06", "2026-03-06", "minute", False, "2026-03-06T09:30:00+02:00", None),
        ),
        (
            When(
                start=NINE.date(),
                end=NINE.date(),
                precision=Precision.MINUTE,
                at=NINE.astimezone(UTC),
                until=NINE + timedelta(hours=2),
            ),
            ("2026-03-06", "2026-03-06", "minute", False, "2026-03-06T07:30:00+00:00", "2026-03-06T11:30:00+02:00"),
        ),
    ],
    ids=["day", "month", "deadline", "minute", "from and to"],
)
def test_dates_are_days_and_times_have_their_zone(when: When, shown: tuple[object, ...]) -> None:
    assert tuple(event_json(an_event(when))[key] for key in NO_DATE) == shown


@pytest.mark.parametrize("realis", Realis)
def test_all_of_it_is_plain_json(realis: Realis) -> None:
    shown = event_json(an_event(realis=realis, participants=("Tarn",)))
    assert json.loads(json.dumps(shown)) == shown
    assert shown["realis"] == realis.value


def test_a_kind_of_the_users_own_has_its_fields_where_its_lexicon_is_known() -> None:
    strike = Event(kind="strike", fields={"who": "crews"}, evidence=an_event().evidence)
    assert list(event_json(strike, OWN))[:4] == ["kind", "who", "firm", "date_start"]
    assert list(event_json(strike))[:3] == ["kind", "who", "date_start"]


def test_what_parts_the_words_of_an_event_by_much_is_shortened() -> None:
    between = ", who led the ferry line for eleven years and was known along the coast for the songs she sang at sea, "
    sentence = f"Ana Reyes{between}has resigned."
    marks = (0, 9), (len(sentence) - 9, len(sentence) - 1)
    told = event_json(an_event(None, evidence=Evidence(field="body", sentence=sentence, start=7, marks=marks)))
    assert told["evidence"] == {
        "sentence": "Ana Reyes, who led the ferry line … she sang at sea, has resigned.",
        "start": 7,
        "end": 7 + len(sentence),
    }


@pytest.mark.parametrize("length", [50, 100])
def test_what_parts_them_by_less_stays(length: int) -> None:
    sentence = f"Ana{' so' * (length // 3)} quit"
    evidence = Evidence(field="body", sentence=sentence, start=0, marks=((0, 3), (len(sentence) - 4, len(sentence))))
    assert event_json(an_event(None, evidence=evidence))["evidence"]["sentence"] == sentence
