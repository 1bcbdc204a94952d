"""The events of stories: written with their document, read by date, gone with their story."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from tests.builders import an_event
from tests.contract.store.builders import (
    HOSTILE,
    LATER,
    NOW,
    SOURCE,
    alert,
    beginning,
    document,
    events_in,
    fingerprint,
    name,
    prepared_entry,
    story_event,
)
from watcher.model import (
    NEWS,
    AlertLabel,
    AlertState,
    Evidence,
    Precision,
    Realis,
    StoryEvent,
    StoryId,
    ToldEvent,
    When,
)
from watcher.pipeline import Known, Outcome
from watcher.store import Deleted, Retention, Store
from watcher.store.check import problems

EDT = timezone(timedelta(hours=-4), "EDT")
KEEP = timedelta(days=180)
WEEK = When(start=date(2026, 2, 2), end=date(2026, 2, 8), precision=Precision.WEEK)


def write(store: Store, *outcomes: Outcome, at: datetime = NOW) -> None:
    with store.write() as tx:
        for outcome in outcomes:
            tx.outcomes.write(outcome, document(), at)


def known(store: Store, number: int) -> Known:
    with store.read() as tx:
        return tx.memory.known(SOURCE, [prepared_entry(f"guid:{number}", fingerprint(99))], NOW)


def uids(events: tuple[StoryEvent, ...]) -> list[str]:
    return [event.uid for event in events]


@pytest.fixture
def dated(store: Store) -> Store:
    """A store with four events: on 6 January, in a week of February, called for on 1 March, without a date."""
    on_the_sixth = story_event(4, event=an_event(date(2026, 1, 6)))
    in_the_week = story_event(3, event=an_event(WEEK, kind="law", what="referendum bill"))
    called_for = story_event(2, event=an_event(date(2026, 3, 1), realis=Realis.CALLED_FOR))
    undated = story_event(1, event=an_event(None))
    write(store, beginning(1, events=(on_the_sixth, in_the_week, called_for, undated)))
    return store


def test_an_event_is_read_as_it_was_written(store: Store) -> None:
    at = datetime(2026, 8, 19, 11, 15, tzinfo=EDT)
    when = When(
        start=at.date(),
        end=at.date() + timedelta(days=1),
        precision=Precision.MINUTE,
        at=at,
        until=at + timedelta(minutes=90),
    )
    written = story_event(
        1,
        sequence=3,
        changed_at=LATER,
        published=NOW - timedelta(days=400, microseconds=1),
        event=an_event(
            when,
            kind="strike at the quays",
            place=HOSTILE,
            participants=("Ана Реєс", HOSTILE),
            realis=Realis.REPORTED,
            confidence=0.25,
            evidence=Evidence(field="title", sentence=HOSTILE, start=7, marks=((0, 6), (8, 9))),
        ),
    )
    write(store, beginning(1, events=(written,)))

    [read] = events_in(store)
    assert read == written
    assert read.event.when.at.tzname() == "EDT"
    assert problems(store) == ()


def test_events_come_by_date_and_those_without_one_last(dated: Store) -> None:
    assert uids(events_in(dated, realis=frozenset(Realis))) == [name(4), name(3), name(2), name(1)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({}, [4, 3, 1], id="what is news"),
        pytest.param({"realis": {Realis.CALLED_FOR}}, [2], id="what is called for"),
        pytest.param({"kind": "law"}, [3], id="a kind"),
        pytest.param({"since": date(2026, 1, 7)}, [3], id="since the day after"),
        pytest.param({"since": date(2026, 2, 8)}, [3], id="since the last day of a period"),
        pytest.param({"since": date(2026, 2, 9)}, [], id="since the day after a period"),
        pytest.param({"until": date(2026, 2, 2)}, [4, 3], id="until the first day of a period"),
        pytest.param({"until": date(2026, 2, 1)}, [4], id="until the day before a period"),
        pytest.param({"since": date(2026, 2, 4), "until": date(2026, 2, 5)}, [3], id="within a period"),
        pytest.param({"story": StoryId(name(1))}, [4, 3, 1], id="a story"),
        pytest.param({"story": StoryId(name(2))}, [], id="another story"),
        pytest.param({"limit": 2}, [4, 3], id="at most two"),
    ],
)
def test_events_are_found_by_what_is_asked(dated: Store, asked: dict[str, object], found: list[int]) -> None:
    assert uids(events_in(dated, **asked)) == list(map(name, found))


def test_a_change_overwrites_what_was_known_but_not_when_it_was_first_seen(store: Store) -> None:
    first = story_event(1)
    moved = replace(first, event=an_event(date(2026, 1, 7)), sequence=1, first_seen=LATER, changed_at=LATER)
    write(store, beginning(1, events=(first,)), Outcome(events=(moved,)))

    assert events_in(store) == (replace(moved, first_seen=NOW),)
    assert events_in(store, until=date(2026, 1, 6)) == ()


def test_the_events_of_the_stories_that_bear_on_a_document_are_known(store: Store) -> None:
    mine, denied = story_event(1), story_event(2, event=an_event(realis=Realis.DENIED))
    write(store, beginning(1, events=(mine, denied)), beginning(2, events=(story_event(3, story=2, entry=2),)))

    assert known(store, 1).events == (mine, denied)


def told(number: int, sequence: int = 0, **fields: object) -> ToldEvent:
    return ToldEvent(uid=name(number), sequence=sequence, event=an_event(), **fields)


def test_what_alerts_told_is_known_as_it_was_told_last(store: Store) -> None:
    first = alert(1, events=(told(7), told(8)))
    update = alert(2, label=AlertLabel.UPDATE, events=(told(7, 1, was=an_event(date(2026, 1, 5))),))
    held = alert(3, rule="quays", state=AlertState.BASELINE, events=(told(9),))
    write(store, beginning(1, alerts=(first, held)), Outcome(alerts=(update,)))

    found = known(store, 1)
    assert found.told_events == {("bridges", name(1)): (told(7, 1, was=an_event(date(2026, 1, 5))), told(8))}
    assert found.told == {("bridges", name(1)): name(1)}
    with store.read() as tx:
        assert {each.id: each for each in tx.alerts.list()} == {name(1): first, name(2): update, name(3): held}


def test_a_rule_has_one_first_alert_on_a_story_however_many_updates_follow(store: Store) -> None:
    updates = (alert(2, label=AlertLabel.UPDATE), alert(3, label=AlertLabel.CORRECTION))
    write(store, beginning(1, alerts=(alert(1), alert(9))), Outcome(alerts=updates), Outcome(alerts=updates))

    with store.read() as tx:
        assert {each.id for each in tx.alerts.list()} == {name(1), name(2), name(3)}


def test_a_story_takes_the_events_of_one_that_it_absorbs_but_for_those_that_are_its_own(store: Store) -> None:
    write(
        store,
        beginning(1, events=(story_event(1),)),
        beginning(2, events=(story_event(2, story=2, entry=2), story_event(3, story=2, entry=2))),
        Outcome(merged={StoryId(name(2)): StoryId(name(1))}, dropped=frozenset({name(2)})),
    )

    assert [(event.uid, event.story, event.entry) for event in events_in(store, story=StoryId(name(2)))] == [
        (name(1), name(1), name(1)),
        (name(3), name(1), name(2)),
    ]
    assert problems(store) == ()


def test_events_go_with_their_story(store: Store) -> None:
    write(store, beginning(1, events=(story_event(1),)), beginning(2, alerts=(alert(2, entry=2, story=2),)))
    write(store, Outcome(events=(story_event(2, story=2, entry=2),)))

    deleted = sum(Retention(store, KEEP, feeds=[SOURCE]).steps(NOW + KEEP + timedelta(days=1)), Deleted())
    assert (deleted.stories, uids(events_in(store))) == (1, [name(2)])


def test_news_is_what_is_read_where_nothing_is_said(dated: Store) -> None:
    assert events_in(dated) == events_in(dated, realis=NEWS)
