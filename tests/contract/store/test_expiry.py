"""The index forgets the weeks that are not looked through any more, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.contract.store.builders import NOW, arrival, beginning, document, fingerprint, name, prepared_entry
from watcher.model import Label
from watcher.pipeline import Known, Outcome
from watcher.store import Retention, Store, expire, expiry, rows
from watcher.store.check import problems

WEEK = timedelta(weeks=1)
SHINGLES = range(100, 130)
TEXT = fingerprint(1, shingles=SHINGLES)
NEAR = prepared_entry("guid:other", fingerprint(99, shingles=SHINGLES))
SAME = prepared_entry("guid:other", fingerprint(1))


def write(store: Store, outcome: Outcome, at=NOW) -> None:
    with store.write() as tx:
        tx.outcomes.write(outcome, document(), at)


def known(store: Store, entry, at) -> Known:
    with store.read() as tx:
        return tx.memory.known("elsewhere", [entry], at)


def left(store: Store) -> tuple[int, int]:
    with store.read() as tx:
        tables = (rows.posting, rows.story_text)
        return tuple(len(tx.connection.execute(select(table)).all()) for table in tables)


@pytest.mark.parametrize(
    ("later", "found"), [(0 * WEEK, 1), (2 * WEEK, 1), (3 * WEEK, 0)], ids=["at once", "two weeks", "three weeks"]
)
def test_a_story_is_found_by_its_text_in_its_week_and_the_two_after_it(store: Store, later, found: int) -> None:
    write(store, beginning(1, TEXT))

    assert len(known(store, NEAR, NOW + later).stories) == found


def test_what_is_looked_through_stays_and_what_is_older_goes(store: Store) -> None:
    write(store, beginning(1, TEXT))
    write(store, beginning(2, fingerprint(2, shingles=range(30)), at=NOW + WEEK), NOW + WEEK)

    assert (sum(expire(store, NOW + 2 * WEEK)), left(store)) == (0, (60, 2))
    assert (sum(expire(store, NOW + 3 * WEEK)), left(store)) == (31, (30, 1))
    assert problems(store) == ()


def test_more_rows_than_one_transaction_looks_at_go_in_slices(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "SEEN", 25)
    monkeypatch.setattr(expiry, "TEXTS", 2)
    for number in range(1, 4):
        write(store, beginning(number, fingerprint(number, shingles=range(number * 50, number * 50 + 20))))

    assert list(expire(store, NOW + 3 * WEEK)) == [25, 25, 10, 2, 1]
    assert left(store) == (0, 0)


def test_the_hashes_that_many_stories_carry_do_not_stop_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "SEEN", 3)
    for number in range(1, 11):
        write(store, beginning(number, fingerprint(number, shingles=[7])))
    sum(expire(store, NOW + 3 * WEEK))

    assert left(store) == (0, 0)


def test_retention_does_it(store: Store) -> None:
    write(store, beginning(1, TEXT))
    deleted = list(Retention(store, timedelta(days=180)).steps(NOW + 3 * WEEK))

    assert not any(deleted)
    assert left(store) == (0, 0)


def test_a_copy_moves_its_story_into_the_week_in_which_it_came(store: Store) -> None:
    write(store, beginning(1, TEXT))
    write(store, Outcome(new=(arrival(2, story=1, fp=fingerprint(2), label=Label.COPY),)), NOW + 2 * WEEK)
    sum(expire(store, NOW + 3 * WEEK))

    assert left(store) == (30, 1)
    assert [each.id for each in known(store, NEAR, NOW + 4 * WEEK).stories] == [name(1)]
    assert problems(store) == ()


def test_a_copy_of_this_week_moves_nothing(store: Store) -> None:
    write(store, beginning(1, TEXT))
    write(store, Outcome(new=(arrival(2, story=1, fp=fingerprint(2), label=Label.COPY),)), NOW)

    assert left(store) == (30, 1)


def test_a_story_that_left_the_index_is_found_by_its_words_with_an_empty_text(store: Store) -> None:
    write(store, beginning(1, TEXT))
    sum(expire(store, NOW + 3 * WEEK))

    found = known(store, SAME, NOW + 3 * WEEK)
    assert found.exact == {1: name(1)}
    [text] = found.stories
    assert (text.id, text.title, text.fingerprint.words) == (name(1), "Bridge opens in Larkhaven", 0)


def test_hashes_of_stories_that_left_the_window_count_no_more(store: Store) -> None:
    """Boilerplate that nobody uses any longer may tell a story again."""
    for number in range(1, 41):
        write(store, beginning(number, fingerprint(number, shingles=[7])))
    later = NOW + 3 * WEEK
    write(store, beginning(41, fingerprint(41, shingles=[7]), at=later), later)

    found = known(store, prepared_entry("guid:other", fingerprint(99, shingles=[7])), later)
    assert [text.id for text in found.stories] == [name(41)]
