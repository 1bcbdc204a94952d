"""Stories as listings show them."""

from datetime import datetime, timedelta

import pytest

from tests.contract.store.builders import LATER, NOW, arrival, article, beginning, document, name, story
from watcher.errors import InputError
from watcher.model import EntryId, StoryId
from watcher.pipeline import Outcome
from watcher.store import Store, StorySummary

DAY = timedelta(days=1)


@pytest.fixture
def archive(store: Store) -> Store:
    """Three stories of three days; the first has a copy from "quay", written on the third day."""
    copy = arrival(4, story=1, text=article("Bridge", source="quay"), at=NOW + 2 * DAY)
    with store.write() as tx:
        tx.outcomes.write(beginning(1), document(), NOW)
        tx.outcomes.write(beginning(2, at=NOW + DAY), document(), NOW + DAY)
        tx.outcomes.write(beginning(3, at=NOW + 2 * DAY), document(), NOW + 2 * DAY)
        tx.outcomes.write(Outcome(new=(copy,), aliases={}), document("quay"), NOW + 2 * DAY)
    return store


def ids(summaries: list[StorySummary]) -> list[str]:
    return [summary.story.id for summary in summaries]


def order(*numbers: int) -> list[str]:
    return [name(number) for number in numbers]


def test_the_newest_story_comes_first(archive: Store) -> None:
    with archive.read() as tx:
        assert ids(tx.stories.list()) == order(3, 2, 1)
        assert ids(tx.stories.list(limit=2)) == order(3, 2)


def test_a_story_is_listed_with_its_copies_in_the_order_of_first_sight(archive: Store) -> None:
    with archive.read() as tx:
        first = tx.stories.list()[-1]
        copies = tx.stories.copies(StoryId(name(1)))
    assert first == StorySummary(story=story(1), copies=copies)
    assert [copy.entry for copy in copies] == order(1, 4)


@pytest.mark.parametrize(
    ("since", "expected"), [(NOW + DAY, order(3, 2)), (NOW + DAY + timedelta(microseconds=1), order(3))]
)
def test_only_stories_first_seen_since_then_are_listed(archive: Store, since: datetime, expected: list[str]) -> None:
    with archive.read() as tx:
        assert ids(tx.stories.list(since=since)) == expected


def test_only_stories_that_a_source_carries_are_listed(archive: Store) -> None:
    with archive.read() as tx:
        assert ids(tx.stories.list(source="quay")) == order(1)
        assert ids(tx.stories.list(source="nobody")) == []


def test_a_story_that_got_a_copy_is_touched(archive: Store) -> None:
    with archive.read() as tx:
        assert ids(tx.stories.touched(NOW + 2 * DAY)) == order(3, 1)


def test_a_story_whose_entry_changed_is_touched(store: Store) -> None:
    with store.write() as tx:
        tx.outcomes.write(beginning(1), document(), NOW)
        tx.outcomes.write(Outcome(changed=(arrival(1),), aliases={}), document(), LATER)
        assert ids(tx.stories.touched(LATER)) == order(1)


def begin(store: Store, *stories: str) -> None:
    with store.write() as tx:
        for each in stories:
            tx.outcomes.write(Outcome(begun=(story(0, id=StoryId(each)),), aliases={}), document(), NOW)


@pytest.mark.parametrize("typed", ["0a1b2c3d4e5f6", "0a1", " 0A1B ", "oa1", "OAL", "0ai"])
def test_a_story_is_named_by_any_beginning_that_only_it_has(store: Store, typed: str) -> None:
    begin(store, "0a1b2c3d4e5f6", "0a2b2c3d4e5f6", "1a1b2c3d4e5f6")

    with store.read() as tx:
        assert tx.stories.get(typed) == "0a1b2c3d4e5f6"


def test_a_beginning_of_several_stories_is_an_error_that_names_them(store: Store) -> None:
    begin(store, "0a1b2c3d4e5f6", "0a2b2c3d4e5f6")

    with store.read() as tx, pytest.raises(InputError, match=r"0a1b2c3d4e5f6, 0a2b2c3d4e5f6; type more"):
        tx.stories.get("0a")


def test_an_error_names_five_stories_at_most(store: Store) -> None:
    begin(store, *(f"0{number}aaaaaaaaaaa" for number in range(7)))

    with store.read() as tx, pytest.raises(InputError, match=r"04aaaaaaaaaaa, …; type more"):
        tx.stories.get("0")


def test_a_story_that_was_merged_away_is_answered_by_its_survivor(archive: Store) -> None:
    with archive.write() as tx:
        tx.outcomes.write(Outcome(merged={StoryId(name(2)): StoryId(name(1))}), document(), LATER)

    with archive.read() as tx:
        assert tx.stories.get(name(2)) == tx.stories.story(StoryId(name(2))).id == name(1)
        assert [copy.entry for copy in tx.stories.copies(StoryId(name(2)))] == order(1, 2, 4)
        assert tx.stories.summary(StoryId(name(2))) == tx.stories.summary(StoryId(name(1)))


def test_a_story_that_was_merged_away_is_not_listed(archive: Store) -> None:
    with archive.write() as tx:
        tx.outcomes.write(Outcome(merged={StoryId(name(2)): StoryId(name(1))}), document(), LATER)
        assert ids(tx.stories.list()) == order(3, 1)
        assert ids(tx.stories.touched(NOW)) == order(3, 1)


@pytest.mark.parametrize("typed", ["zz", "0a1b2c3d4e5f60"], ids=["unknown", "too long"])
def test_a_beginning_of_no_story_is_an_error(store: Store, typed: str) -> None:
    begin(store, "0a1b2c3d4e5f6")

    with store.read() as tx, pytest.raises(InputError, match=f"no story has an id that begins with '{typed}'"):
        tx.stories.get(typed)


@pytest.mark.parametrize("typed", ["", "  ", "%", "a_", "0a'--", "є"], ids=repr)
def test_what_cannot_be_an_id_is_an_error(store: Store, typed: str) -> None:
    with store.read() as tx, pytest.raises(InputError, match="letters and digits"):
        tx.stories.get(typed)


def test_asking_for_what_is_not_there_is_an_error(store: Store) -> None:
    with store.read() as tx:
        with pytest.raises(InputError, match="no story"):
            tx.stories.story(StoryId("nowhere"))
        with pytest.raises(InputError, match="no entry"):
            tx.stories.article(EntryId("nowhere"))
        assert tx.stories.copies(StoryId("nowhere")) == ()
