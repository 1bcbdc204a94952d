"""What a further text says of a known event: the same, more, or something else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tests.builders import an_event
from watcher.events.revision import (
    DATE,
    REALIS,
    contradictions,
    is_behind,
    is_same_weekday,
    merged,
    repeats,
    stood_there,
)
from watcher.model import Event, Evidence, Precision, Realis, When

TUESDAY, WEDNESDAY = date(2026, 1, 6), date(2026, 1, 7)
JANUARY = When(start=date(2026, 1, 1), end=date(2026, 1, 31), precision=Precision.MONTH)
BY_THE_END = When(start=date(2026, 1, 31), end=date(2026, 1, 31), deadline=True)
EDT = timezone(timedelta(hours=-4), "EDT")
NOON = datetime(2026, 1, 6, 12, tzinfo=EDT)
ANOTHER = Evidence(field="body", sentence="The leaders now come on another day.", start=40, marks=((12, 15),))


def timed(at: datetime) -> When:
    return When(start=at.date(), end=at.date(), precision=Precision.MINUTE, at=at)


def on(when: date | When | None, **fields: object) -> Event:
    return an_event(when, **fields)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(on(TUESDAY, place="Paris"), on(None, place="Paris"), id="says less"),
        pytest.param(on(None), on(TUESDAY), id="a date where there was none"),
        pytest.param(on(JANUARY), on(TUESDAY), id="a finer date"),
        pytest.param(on(TUESDAY), on(JANUARY), id="a coarser date"),
        pytest.param(on(date(2026, 2, 3)), on(JANUARY), id="an earlier month, which is history"),
        pytest.param(on(TUESDAY), on(timed(NOON)), id="a time of that day"),
        pytest.param(on(timed(NOON)), on(timed(NOON.astimezone(UTC))), id="the same instant elsewhere"),
        pytest.param(on(BY_THE_END), on(TUESDAY), id="a day before the deadline"),
        pytest.param(on(TUESDAY), on(BY_THE_END), id="a deadline after the day"),
        pytest.param(on(None, person="Doe"), on(None, person="Jane Doe"), id="a longer name"),
        pytest.param(on(None, post="defence minister"), on(None, post="minister of defence"), id="reworded"),
        pytest.param(on(None, type="summit"), on(None, type="talks"), id="talks called a summit"),
        pytest.param(on(None, tense="future"), on(None, tense="past"), id="it has taken place"),
        pytest.param(on(None, realis=Realis.PLANNED), on(None, realis=Realis.REPORTED), id="both are news"),
    ],
)
def test_these_do_not_contradict(old: Event, new: Event) -> None:
    assert contradictions(old, new) == ()


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        pytest.param(on(TUESDAY), on(WEDNESDAY), (DATE,), id="another day"),
        pytest.param(on(date(2025, 12, 30)), on(JANUARY), (DATE,), id="put off to a later month"),
        pytest.param(on(timed(NOON)), on(timed(NOON + timedelta(hours=1))), (DATE,), id="another time of that day"),
        pytest.param(on(BY_THE_END), on(date(2026, 2, 1)), (DATE,), id="a day behind the deadline"),
        pytest.param(on(date(2026, 2, 1)), on(BY_THE_END), (DATE,), id="a deadline before the day"),
        pytest.param(on(None, status="offered"), on(None, status="appointed"), ("status",), id="another status"),
        pytest.param(
            on(TUESDAY, place="Paris", stage="tabled"),
            on(WEDNESDAY, stage="passed", place="Geneva"),
            ("place", "stage", DATE),
            id="several",
        ),
        pytest.param(on(None, realis=Realis.CALLED_FOR), on(None), (REALIS,), id="what was called for is done"),
        pytest.param(on(None), on(None, realis=Realis.DENIED), (REALIS,), id="what was told is denied"),
    ],
)
def test_these_contradict_in_what_is_named(old: Event, new: Event, names: tuple[str, ...]) -> None:
    assert contradictions(old, new) == names


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        pytest.param(on(None, person="Doe"), on(None, person="Jane Doe"), on(None, person="Jane Doe"), id="full name"),
        pytest.param(on(None, person="Jane Doe"), on(None, person="Doe"), on(None, person="Jane Doe"), id="surname"),
        pytest.param(
            on(None, person="Jane Doe"),
            on(TUESDAY, post="CEO"),
            on(TUESDAY, person="Jane Doe", post="CEO"),
            id="open fields and the date",
        ),
        pytest.param(on(JANUARY), on(TUESDAY), on(TUESDAY), id="a finer date"),
        pytest.param(on(TUESDAY), on(JANUARY), on(TUESDAY), id="a coarser date"),
        pytest.param(on(TUESDAY), on(timed(NOON)), on(timed(NOON)), id="a time"),
        pytest.param(on(BY_THE_END), on(TUESDAY), on(TUESDAY), id="a day before the deadline"),
        pytest.param(on(TUESDAY, place="Paris"), on(WEDNESDAY, place="Rome"), on(TUESDAY, place="Paris"), id="denial"),
        pytest.param(
            on(None, realis=Realis.PLANNED, tense="future"), on(None, tense="past"), on(None, tense="past"), id="done"
        ),
        pytest.param(on(None), on(None, realis=Realis.CALLED_FOR), on(None), id="what is done is not called for"),
    ],
)
def test_what_a_text_adds_is_taken_and_what_it_contradicts_is_not(old: Event, new: Event, after: Event) -> None:
    assert merged(old, new) == after


def test_of_what_contradicts_that_is_taken_which_is_asked_for_with_its_sentence() -> None:
    old = on(TUESDAY, place="Paris", status="offered")
    new = on(WEDNESDAY, place="Geneva", status="appointed", evidence=ANOTHER)
    assert merged(old, new, {DATE, "status"}) == on(WEDNESDAY, place="Paris", status="appointed", evidence=ANOTHER)


def test_what_is_known_keeps_its_sentence_where_nothing_is_taken() -> None:
    assert merged(on(JANUARY), on(TUESDAY, evidence=ANOTHER)).evidence == on(JANUARY).evidence


@pytest.mark.parametrize(
    ("name", "old", "new", "answer"),
    [
        ("status", "offered", "appointed", False),
        ("status", "appointed", "offered", True),
        ("status", "elected", "appointed", True),
        ("stage", "passed_house", "signed", False),
        ("stage", "begun", "ended", False),
        ("place", "Paris", "Geneva", False),
    ],
)
def test_some_values_are_behind_others(name: str, old: str, new: str, *, answer: bool) -> None:
    assert is_behind(name, on(None, **{name: old}), on(None, **{name: new})) is answer


def test_the_same_sentence_or_a_part_of_it_only_repeats_and_one_with_other_words_says_more() -> None:
    bare, dated, turned, further = (
        on(WEDNESDAY, evidence=replace(ANOTHER, sentence=sentence))
        for sentence in (
            "Leaders meet in Paris.",
            "PARIS, Jan 6: Leaders meet in Paris.",
            "In Paris leaders meet",
            "Leaders meet in Paris today.",
        )
    )
    assert repeats(bare, bare)
    assert repeats(dated, bare)
    assert repeats(bare, turned)
    assert not repeats(bare, further)


def test_a_place_that_the_old_sentence_names_too_was_there_before() -> None:
    old = on(None, place="Geneva", evidence=replace(ANOTHER, sentence="Paris: talks move on to Geneva."))
    assert stood_there("place", old, on(None, place="Paris"))
    assert not stood_there("place", old, on(None, place="Rome"))
    assert not stood_there("place", old, on(None, what="bill"))


@pytest.mark.parametrize(
    ("old", "new", "answer"),
    [
        pytest.param(on(TUESDAY), on(TUESDAY + timedelta(weeks=1)), True, id="a week later"),
        pytest.param(on(TUESDAY), on(WEDNESDAY), False, id="another weekday"),
        pytest.param(on(TUESDAY), on(TUESDAY), False, id="the same day"),
        pytest.param(on(TUESDAY), on(timed(NOON + timedelta(weeks=1))), False, id="with a time"),
        pytest.param(on(TUESDAY), on(None), False, id="no date"),
    ],
)
def test_the_same_weekday_of_another_week_is_known(old: Event, new: Event, *, answer: bool) -> None:
    assert is_same_weekday(old, new) is answer
