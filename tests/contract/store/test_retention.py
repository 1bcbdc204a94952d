"""What goes after `keep`, what stays, and that nothing that went comes back as news."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from tests.contract.store.builders import (
    LATER,
    NOW,
    SOURCE,
    alert,
    alerting,
    arrival,
    beginning,
    document,
    fingerprint,
    name,
    prepared_entry,
)
from tests.contract.store.sending import a_channel, begin
from watcher.model import AlertState, DocumentKind, EntryId, FeedState, Label, Notice, NoticeId, StoryId
from watcher.pipeline import Outcome, Verdict
from watcher.store import Deleted, Outbox, Retention, Store, rows
from watcher.stories import entry_id

KEEP = timedelta(days=180)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OVER = NOW + KEEP + DAY


def write(store: Store, outcome: Outcome, at: datetime = NOW, **fields: object) -> None:
    with store.write() as tx:
        tx.outcomes.write(outcome, replace(document(), **fields), at)


def write_all(store: Store, outcomes: Sequence[Outcome]) -> None:
    with store.write() as tx:
        for outcome in outcomes:
            tx.outcomes.write(outcome, document(), NOW)


def retain(store: Store, now: datetime = OVER, feeds: Sequence[str] = (SOURCE,), **drops: Sequence[str]) -> Deleted:
    return sum(Retention(store, KEEP, feeds=feeds, **drops).steps(now), Deleted())


def left(store: Store) -> dict[str, int]:
    """Count the rows of every table that holds any, but for what was learnt of sources."""
    with store.read() as tx:
        counts = {
            table.name: tx.connection.scalar(select(func.count()).select_from(table))
            for table in rows.metadata.sorted_tables
        }
    return {table: count for table, count in counts.items() if count and table != "furniture"}


def poll(store: Store, *shown: int, at: datetime, **fields: object) -> None:
    """Write a document of the feed that shows these known entries once more, and nothing new."""
    seen = [
        Verdict(
            raw=f"{SOURCE}|{number}",
            entry=EntryId(name(number)),
            story=StoryId(name(number)),
            label=Label.COPY,
            reason="seen before",
            known=True,
        )
        for number in shown
    ]
    with store.write() as tx:
        tx.outcomes.write(Outcome(verdicts=tuple(seen)), replace(document(), **fields), at)
        tx.feeds.save(FeedState(name=SOURCE, polled_at=at, succeeded_at=at))


def test_a_story_that_nobody_touched_goes_with_all_that_belongs_to_it(store: Store) -> None:
    outcome = beginning(1, fingerprint(1, page=7, shingles=range(1, 400)))
    write(store, outcome)
    write(store, Outcome(new=(arrival(2, story=1, keys=("guid:2", "link:2"), label=Label.COPY),)))

    assert retain(store) == Deleted(stories=1, entries=2)
    assert left(store) == {"forgotten": 2}


@pytest.mark.parametrize(
    ("now", "stories"), [(NOW + KEEP, 0), (NOW + KEEP + timedelta(microseconds=1), 1)], ids=["not yet", "past it"]
)
def test_a_story_stays_for_exactly_as_long_as_it_is_to_be_kept(store: Store, now: datetime, stories: int) -> None:
    write(store, beginning(1))

    assert retain(store, now).stories == stories


def test_a_copy_that_came_later_keeps_the_whole_story(store: Store) -> None:
    write(store, beginning(1))
    write(store, Outcome(new=(arrival(2, story=1, label=Label.COPY),)), NOW + 2 * DAY)

    assert retain(store) == Deleted()
    assert left(store)["entry"] == 2


def test_a_story_that_was_alerted_stays_for_ever_with_all_its_copies(store: Store) -> None:
    write(store, alerting(1))
    write(store, Outcome(new=(arrival(2, story=1, label=Label.COPY),)))
    before = left(store)

    assert retain(store, NOW + 40 * KEEP) == Deleted()
    assert left(store) == {table: count for table, count in before.items() if table != "story_text"}


def test_a_story_whose_alert_could_never_be_delivered_stays_too(store: Store, outbox: Outbox) -> None:
    write(store, alerting(1))
    outbox.dead(begin(outbox).delivery.id, "no such room")

    assert retain(store) == Deleted()


@pytest.mark.parametrize("state", [AlertState.BASELINE, AlertState.WAITING])
def test_an_alert_that_was_recorded_and_not_sent_goes_with_its_story(store: Store, state: AlertState) -> None:
    write(store, beginning(1, alerts=(alert(1, state=state),)))

    assert retain(store) == Deleted(stories=1, entries=1, alerts=1)
    assert left(store) == {"forgotten": 1}


def test_one_alert_that_was_sent_keeps_the_recorded_ones_beside_it(store: Store) -> None:
    held = alert(1, rule="harbours", state=AlertState.BASELINE)
    write(store, beginning(1, alerts=(held, alert(2))))

    assert retain(store) == Deleted()


def test_only_what_is_old_goes_and_the_rest_is_still_found_by_the_same_words(store: Store) -> None:
    write(store, beginning(1, fingerprint(1, shingles=range(1, 200))))
    write(store, beginning(2, fingerprint(2, shingles=range(100, 300)), at=LATER + DAY), LATER + DAY)
    retain(store)

    with store.read() as tx:
        known = tx.memory.known("elsewhere", [prepared_entry("guid:9", fingerprint(2))], OVER)
    assert [text.id for text in known.stories] == [name(2)]
    assert left(store)["story"] == 1


def test_more_stories_than_one_transaction_deletes_all_go(store: Store) -> None:
    write_all(store, [beginning(number) for number in range(1, 131)])

    assert retain(store).stories == 130
    assert left(store) == {"forgotten": 130}


def test_each_step_leaves_a_whole_store_and_the_next_run_goes_on(store: Store) -> None:
    write_all(store, [beginning(number) for number in range(1, 131)])
    steps = Retention(store, KEEP, feeds=[SOURCE]).steps(OVER)
    done = next(steps) + next(steps)
    steps.close()

    assert (done.stories, left(store)["story"], left(store)["entry"], left(store)["entry_key"]) == (20, 110, 110, 110)
    assert retain(store).stories == 110


def test_many_stories_that_stay_are_passed_over_only_once_a_run(store: Store) -> None:
    write_all(store, [*(alerting(number) for number in range(1, 600)), beginning(600)])

    assert retain(store) == Deleted(stories=1, entries=1)


def test_what_the_feed_still_shows_stays_and_is_no_news_however_old(store: Store) -> None:
    write(store, beginning(1))
    poll(store, 1, at=NOW + DAY)
    poll(store, 1, at=OVER + KEEP)

    assert retain(store, OVER + KEEP + DAY) == Deleted()
    with store.read() as tx:
        known = tx.memory.known(SOURCE, [prepared_entry("guid:1")], NOW)
    assert set(known.entries) == {"guid:1"}


def test_what_left_the_feed_goes_once_the_feed_was_read_without_it(store: Store) -> None:
    write(store, beginning(1))
    write(store, beginning(2, at=NOW + DAY), NOW + DAY)
    poll(store, 1, 2, at=NOW + DAY)
    poll(store, 2, at=OVER)

    assert retain(store, OVER + 2 * DAY) == Deleted(stories=1, entries=1)
    assert left(store)["story"] == 1


def test_a_feed_that_cannot_be_read_for_long_comes_back_to_known_entries(store: Store) -> None:
    write(store, beginning(1))
    poll(store, 1, at=NOW + DAY)
    with store.write() as tx:
        tx.feeds.save(FeedState(name=SOURCE, polled_at=OVER + KEEP, failures=9_000, last_error="is away"))

    assert retain(store, OVER + KEEP) == Deleted()


def test_a_start_after_a_long_pause_deletes_nothing_that_the_feed_showed_last(store: Store) -> None:
    write(store, beginning(1))
    poll(store, 1, at=NOW + DAY)

    assert retain(store, NOW + 10 * KEEP) == Deleted()


def test_an_older_store_deletes_nothing_of_a_feed_until_it_was_read_again(store: Store) -> None:
    write(store, beginning(1))
    with store.write() as tx:
        tx.feeds.save(FeedState(name=SOURCE, polled_at=NOW, succeeded_at=NOW))

    assert retain(store) == Deleted()
    poll(store, 9, at=OVER)
    assert retain(store).stories == 1


@pytest.mark.parametrize(
    "lacking",
    [{"complete": False}, {"kind": DocumentKind.DROP}],
    ids=["one that broke off", "a dropped file of the same name"],
)
def test_a_document_that_is_not_the_whole_feed_does_not_say_what_is_gone(
    store: Store, lacking: dict[str, object]
) -> None:
    write(store, beginning(1))
    poll(store, 1, at=NOW + DAY)
    poll(store, 9, at=OVER, **lacking)

    assert retain(store, OVER + DAY) == Deleted()


def test_a_feed_that_is_empty_for_long_does_not_say_that_all_is_gone(store: Store) -> None:
    write(store, beginning(1))
    poll(store, 1, at=NOW + DAY)
    poll(store, at=OVER)

    assert retain(store, OVER + DAY) == Deleted()


@pytest.mark.parametrize(
    ("again", "marked"),
    [(23 * HOUR, timedelta(0)), (24 * HOUR, 24 * HOUR), (-HOUR, -HOUR)],
    ids=["too soon", "a day later", "the clock went back"],
)
def test_what_a_feed_shows_is_marked_once_a_day(store: Store, again: timedelta, marked: timedelta) -> None:
    first = NOW + 9 * DAY
    write(store, beginning(1))
    poll(store, at=NOW + DAY)
    poll(store, 1, at=first)
    poll(store, 1, at=first + again)

    with store.read() as tx:
        assert tx.connection.scalar(select(rows.shown.c.at)) == first + marked


def test_an_entry_that_comes_back_as_it_was_is_known_for_one_that_was_deleted(store: Store) -> None:
    number = entry_id(SOURCE, "guid:1")
    first = replace(beginning(1), new=(replace(arrival(1), id=number),), texts=())
    write(store, first)
    retain(store)

    same, changed = prepared_entry("guid:1", fingerprint(1)), prepared_entry("guid:1", fingerprint(2))
    with store.read() as tx:
        assert tx.memory.known(SOURCE, [same], NOW).returned == {"guid:1"}
        assert tx.memory.known(SOURCE, [changed], NOW).returned == frozenset()
        assert tx.memory.known("elsewhere", [same], NOW).returned == frozenset()


def test_the_mark_of_a_deleted_entry_goes_after_five_years(store: Store) -> None:
    write(store, beginning(1))
    retain(store)

    assert retain(store, OVER + timedelta(days=5 * 365)) == Deleted()
    assert retain(store, OVER + timedelta(days=5 * 365 + 1)) == Deleted(marks=1)


def test_a_feed_that_left_the_configuration_begins_anew_after_a_while(store: Store) -> None:
    write(store, beginning(1))
    poll(store, 1, at=NOW + DAY)

    assert retain(store, OVER, feeds=["another"]).feeds == 0
    assert retain(store, OVER + 2 * DAY, feeds=["another"]) == Deleted(feeds=1, stories=1, entries=1)
    assert left(store) == {"forgotten": 1}


def a_notice(number: int, at: datetime = NOW) -> Notice:
    return Notice(id=NoticeId(name(number)), key="reload", subject="refused", text="line 3", created_at=at)


def test_an_old_notice_goes_once_no_channel_waits_for_it(store: Store, outbox: Outbox) -> None:
    with store.write() as tx:
        tx.notices.tell(a_notice(1), ["desk"])
        tx.notices.tell(a_notice(2), ["pager"])
    outbox.sent(begin(outbox, "desk").delivery.id, NOW)

    assert retain(store, NOW + KEEP) == Deleted()
    assert retain(store) == Deleted(notices=1)
    assert left(store) == {"notice": 1, "delivery": 1}


GATHERED = a_channel("desk", digest=(NOW.time(),))


def send_digest(outbox: Outbox, at: datetime) -> None:
    outbox.sent(begin(outbox, GATHERED, at).delivery.id, at)


def test_a_message_of_several_goes_when_all_that_was_in_it_has_gone(store: Store, outbox: Outbox) -> None:
    with store.write() as tx:
        tx.notices.tell(a_notice(1), ["desk"])
        tx.notices.tell(a_notice(2, NOW + DAY), ["desk"])
    send_digest(outbox, NOW + DAY)

    assert retain(store, OVER) == Deleted(notices=1)
    assert left(store) == {"notice": 1, "delivery": 2}
    assert retain(store, OVER + DAY) == Deleted(notices=1)
    assert left(store) == {}


def test_a_message_that_has_an_alert_in_it_stays(store: Store, outbox: Outbox) -> None:
    write(store, alerting(1, "desk"))
    send_digest(outbox, NOW)

    assert retain(store, NOW + 40 * KEEP) == Deleted()
    assert left(store)["delivery"] == 2


def test_a_digest_of_nothing_is_remembered_for_as_long_as_all_else(store: Store, outbox: Outbox) -> None:
    send_digest(outbox, NOW)
    send_digest(outbox, NOW + DAY)
    begin(outbox, GATHERED, NOW + 2 * DAY)  # its channel may hang

    retain(store, OVER)
    assert left(store) == {"delivery": 2}
    retain(store, OVER + 40 * KEEP)
    assert left(store) == {"delivery": 1}


@pytest.mark.parametrize("state", ["new", "leased", "sending", "retry", "unknown"])
def test_a_notice_that_still_waits_stays(store: Store, state: str) -> None:
    with store.write() as tx:
        tx.notices.tell(a_notice(1), ["desk"])
        tx.connection.execute(update(rows.delivery).values(state=state))

    assert retain(store, NOW + 40 * KEEP) == Deleted()


def test_dropped_files_are_remembered_for_years_and_for_ever_where_they_stay_in_the_folder(store: Store) -> None:
    with store.write() as tx:
        tx.drops.take("inbox", "aa", "a.txt", NOW, None)
        tx.drops.take("archive", "aa", "a.txt", NOW, None)
    long = NOW + timedelta(days=5 * 365 + 1)

    assert retain(store, standing_drops=["archive"]) == Deleted()
    assert retain(store, long, standing_drops=["archive"]) == Deleted(marks=1)
    with store.read() as tx:
        assert (tx.drops.taken("inbox", "aa"), tx.drops.taken("archive", "aa")) == (False, True)


def test_retention_on_an_empty_store_is_fine(store: Store) -> None:
    assert retain(store) == Deleted()


def test_a_new_entry_after_everything_went_gets_keys_of_its_own(store: Store) -> None:
    """SQLite gives a counted key again where the highest row is gone: nothing may still point to the old one."""
    write(store, beginning(1, fingerprint(1, page=7, shingles=range(1, 200))))
    retain(store)
    write(store, beginning(2, fingerprint(2, shingles=range(500, 600))), OVER)

    with store.read() as tx:
        old = prepared_entry("guid:1", fingerprint(1, page=7, shingles=range(1, 200)))
        known = tx.memory.known(SOURCE, [old], NOW)
    assert (known.entries, known.stories, known.exact) == ({}, (), {})
