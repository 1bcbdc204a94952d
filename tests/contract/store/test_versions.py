"""The texts that entries had."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.contract.store.builders import (
    FULL,
    LATER,
    NOW,
    SOURCE,
    FixedClock,
    arrival,
    article,
    beginning,
    document,
    fingerprint,
    name,
)
from watcher.model import Label, StoryId, Version
from watcher.pipeline import Arrival, Outcome
from watcher.store import Store, rows
from watcher.store.backup import back_up
from watcher.store.backup_file import BackupFile
from watcher.store.check import problems
from watcher.store.restore import restore
from watcher.store.retention import Retention
from watcher.store.versions import MOST

DAY = timedelta(days=1)
STORY = StoryId(name(1))


def text(number: int, words: int, body: str | None = None, *, story: int = 1) -> Arrival:
    """Give an entry with a text of that words hash."""
    body = f"Text {words}." if body is None else body
    said = article(f"Title {words}", body=body)
    return arrival(number, story=story, fp=fingerprint(words), text=said, label=Label.UPDATE)


def write(store: Store, outcome: Outcome, at: datetime = NOW) -> None:
    with store.write() as tx:
        tx.outcomes.write(outcome, document(), at)


def change(store: Store, *words: int, at: datetime = LATER) -> None:
    """Change entry 1 to each of these texts in turn, an hour apart."""
    for place, each in enumerate(words):
        write(store, Outcome(changed=(text(1, each),)), at + place * timedelta(hours=1))


def versions(store: Store, story: StoryId = STORY) -> tuple[Version, ...]:
    with store.read() as tx:
        return tx.stories.versions(story)


def numbers(found: Iterable[Version]) -> list[int]:
    return [version.number for version in found]


def stored(store: Store) -> int:
    with store.read() as tx:
        return tx.connection.scalar(select(func.count()).select_from(rows.entry_version))


@pytest.fixture
def begun(store: Store) -> Store:
    """A store with one story of one entry, with the words hash 1."""
    write(store, beginning(1, new=(text(1, 1),)))
    return store


def test_an_entry_has_one_version_as_first_seen(begun: Store) -> None:
    [only] = versions(begun)
    assert only == Version(entry=name(1), number=1, at=NOW, words=1, title="Title 1", body="Text 1.")
    assert stored(begun) == 0


def test_a_changed_entry_keeps_its_former_texts_with_hash_and_time(begun: Store) -> None:
    change(begun, -2, 3)

    assert versions(begun) == (
        Version(entry=name(1), number=1, at=NOW, words=1, title="Title 1", body="Text 1."),
        Version(entry=name(1), number=2, at=LATER, words=-2, title="Title -2", body="Text -2."),
        Version(entry=name(1), number=3, at=LATER + timedelta(hours=1), words=3, title="Title 3", body="Text 3."),
    )
    assert [version.hash for version in versions(begun)[:2]] == ["0000000000000001", "fffffffffffffffe"]


def test_any_text_is_kept_as_it_was(begun: Store) -> None:
    write(begun, Outcome(changed=(arrival(1, fp=fingerprint(2), text=FULL),)))
    change(begun, 3)

    assert (versions(begun)[1].title, versions(begun)[1].body) == (FULL.title, FULL.body)


def test_the_same_words_again_make_no_version(begun: Store) -> None:
    write(begun, Outcome(changed=(text(1, 1, "Text: 1!"),)), LATER)

    assert (numbers(versions(begun)), stored(begun)) == ([1], 0)
    assert versions(begun)[0].body == "Text: 1!"


def test_a_text_that_comes_back_is_a_version_of_its_own(begun: Store) -> None:
    change(begun, 2, 1)
    assert [version.words for version in versions(begun)] == [1, 2, 1]


def test_two_texts_of_an_entry_in_one_document_are_two_versions(begun: Store) -> None:
    write(begun, Outcome(changed=(text(1, 2), text(1, 3))), LATER)

    assert [(version.number, version.words) for version in versions(begun)] == [(1, 1), (2, 2), (3, 3)]


def test_an_entry_that_comes_and_changes_in_one_document_has_both_texts(store: Store) -> None:
    write(store, beginning(1, new=(text(1, 1),), changed=(text(1, 2),)))

    assert [(version.number, version.words) for version in versions(store)] == [(1, 1), (2, 2)]


def test_entries_that_change_together_each_keep_their_own(begun: Store) -> None:
    write(begun, Outcome(new=(text(2, 20),)))
    write(begun, Outcome(changed=(text(1, 2), text(2, 21))), LATER)

    assert [(version.entry, version.words) for version in versions(begun)] == [
        (name(1), 1),
        (name(2), 20),
        (name(1), 2),
        (name(2), 21),
    ]


def test_a_flood_of_changes_leaves_the_first_text_and_the_newest_ones(begun: Store) -> None:
    change(begun, *range(2, MOST + 11))

    assert numbers(versions(begun)) == [1, *range(12, MOST + 11)]
    assert len(versions(begun)) == MOST


def test_up_to_the_bound_every_text_stays(begun: Store) -> None:
    change(begun, *range(2, MOST + 1))

    assert numbers(versions(begun)) == list(range(1, MOST + 1))


def test_versions_go_with_their_entry(begun: Store) -> None:
    change(begun, 2, 3)
    assert stored(begun) == 2

    list(Retention(begun, DAY, feeds=[SOURCE]).steps(LATER + 30 * DAY))
    assert (stored(begun), problems(begun)) == (0, ())


def test_versions_follow_an_entry_into_the_story_that_absorbed_its_own(begun: Store) -> None:
    change(begun, 2)
    write(begun, beginning(2))
    write(begun, Outcome(merged={STORY: StoryId(name(2))}))

    assert versions(begun, STORY) == versions(begun, StoryId(name(2)))
    assert [(version.entry, version.words) for version in versions(begun)] == [
        (name(1), 1),
        (name(2), 2),
        (name(1), 2),
    ]


def test_a_version_that_is_not_earlier_than_its_entry_is_a_problem(begun: Store) -> None:
    change(begun, 2)
    assert problems(begun) == ()
    with begun.write() as tx:
        tx.connection.execute(rows.entry.update().values(version=1))

    assert problems(begun) == ("earlier texts that are not earlier than the entry's own: 1",)


def test_versions_come_back_from_a_backup_on_either_database(begun: Store, tmp_path: Path) -> None:
    change(begun, 2, 3)
    kept = versions(begun)
    file = tmp_path / "watcher.backup"
    back_up(begun, file)
    other = Store.open(f"sqlite:///{tmp_path}/other.db", FixedClock())
    try:
        restore(other, BackupFile(file), BackupFile(file).verify())
        assert versions(other) == kept
    finally:
        other.close()
