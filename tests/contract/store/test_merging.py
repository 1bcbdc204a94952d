"""Two stories that turn out to be one: what the survivor takes over, and how the absorbed one is still named."""

from datetime import timedelta

import pytest
from sqlalchemy import select

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
    story_text,
)
from watcher.model import AlertState, EntryId, FeedState, Label, StoryId, StoryLink
from watcher.pipeline import Known, Outcome
from watcher.store import Deleted, Retention, Store, rows
from watcher.store.check import problems
from watcher.store.merging import surviving

KEEP = timedelta(days=180)
OVER = NOW + KEEP + timedelta(days=1)


def write(store: Store, *outcomes: Outcome, at=NOW) -> None:
    with store.write() as tx:
        for outcome in outcomes:
            tx.outcomes.write(outcome, document(), at)


def merging(absorbed: int, survivor: int, **fields: object) -> Outcome:
    return Outcome(merged={StoryId(name(absorbed)): StoryId(name(survivor))}, **fields)


def known(store: Store, *entries) -> Known:
    with store.read() as tx:
        return tx.memory.known(SOURCE, entries, NOW)


def test_the_survivor_has_the_entries_of_both(store: Store) -> None:
    write(store, beginning(1), beginning(2, at=LATER), merging(2, 1))

    with store.read() as tx:
        assert [copy.entry for copy in tx.stories.copies(StoryId(name(1)))] == [name(1), name(2)]
        assert {copy.story for copy in tx.stories.copies(StoryId(name(1)))} == {name(1)}
        assert (tx.counts().stories, tx.counts().entries) == (1, 2)
        assert [summary.story.id for summary in tx.stories.list()] == [name(1)]
    assert problems(store) == ()


def test_the_absorbed_story_is_still_named_by_its_id(store: Store) -> None:
    write(store, beginning(1), beginning(2), merging(2, 1))

    with store.read() as tx:
        assert tx.stories.get(name(2)) == name(1)
        assert tx.stories.summary(StoryId(name(2))).story.id == name(1)
        assert len(tx.stories.copies(StoryId(name(2)))) == 2


def test_its_words_and_its_entries_lead_to_the_survivor(store: Store) -> None:
    write(store, beginning(1), beginning(2, fingerprint(77, page=8)), merging(2, 1))

    found = known(store, prepared_entry("guid:2"), prepared_entry("guid:other", fingerprint(77, page=8)))
    assert found.entries["guid:2"].story == name(1)
    assert found.exact == {1: name(1), 77: name(1), 8: name(1)}
    assert [text.id for text in found.stories] == [name(1)]


def test_the_survivor_is_found_by_the_text_that_unites_them_and_the_absorbed_one_no_more(store: Store) -> None:
    united = story_text(1, fingerprint(3, shingles=range(40)))
    write(store, beginning(1, fingerprint(1, shingles=range(20))), beginning(2, fingerprint(2, shingles=range(20, 60))))
    write(store, merging(2, 1, texts=(united,), new=(arrival(3, story=1, label=Label.UPDATE),)))

    assert known(store, prepared_entry("guid:9", fingerprint(9, shingles=range(30, 50)))).stories == (united,)
    with store.read() as tx:
        assert tx.connection.scalars(select(rows.posting.c.story).distinct()).all() == [1]
        assert tx.connection.scalars(select(rows.story_text.c.story)).all() == [1]
    assert problems(store) == ()


def test_an_entry_that_arrives_for_the_absorbed_story_in_the_same_document_goes_to_the_survivor(store: Store) -> None:
    write(store, beginning(1), beginning(2))
    write(store, merging(2, 1, new=(arrival(3, story=2, label=Label.COPY),), texts=(story_text(2),)))

    with store.read() as tx:
        assert [copy.entry for copy in tx.stories.copies(StoryId(name(1)))] == [name(1), name(2), name(3)]
    assert problems(store) == ()


def test_an_alert_of_another_rule_moves_and_one_of_the_same_rule_is_kept_where_it_was(store: Store) -> None:
    other = alert(3, entry=2, story=2, rule="quays")
    write(store, alerting(1), alerting(2), Outcome(alerts=(other,)), merging(2, 1))

    with store.read() as tx:
        assert {found.id: found.story for found in tx.alerts.list()} == dict.fromkeys(
            [name(1), name(2), name(3)], name(1)
        )
        places = dict(tx.connection.execute(select(rows.alert.c.public, rows.alert.c.story)).all())
        assert [copy.entry for copy in tx.alerts.view(tx.alerts.get(name(2))).copies] == [name(1), name(2)]
    assert places == {name(1): 1, name(2): 2, name(3): 1}
    assert known(store, prepared_entry("guid:2")).alerted == {("bridges", name(1)), ("quays", name(1))}
    assert problems(store) == ()


def test_the_alerts_of_a_story_are_listed_with_those_of_what_it_absorbed(store: Store) -> None:
    write(store, alerting(1), alerting(2), merging(2, 1))

    with store.read() as tx:
        assert {found.id for found in tx.alerts.list(story=StoryId(name(1)))} == {name(1), name(2)}


@pytest.mark.parametrize("steps", [[(3, 2), (2, 1)], [(2, 1), (3, 1)]], ids=["a chain", "both into one"])
def test_what_was_absorbed_before_leads_straight_to_the_last_one(store: Store, steps: list[tuple[int, int]]) -> None:
    write(store, beginning(1), beginning(2), beginning(3), *(merging(*step) for step in steps))

    with store.read() as tx:
        found = dict(tx.connection.execute(select(rows.story.c.id, rows.story.c.merged_into)).all())
        assert tx.stories.get(name(3)) == name(1)
    assert found == {1: None, 2: 1, 3: 1}
    assert problems(store) == ()


def test_a_chain_in_one_document_ends_at_the_last_one(store: Store) -> None:
    merged = {StoryId(name(3)): StoryId(name(2)), StoryId(name(2)): StoryId(name(1))}
    write(store, beginning(1), beginning(2), beginning(3), Outcome(merged=merged))

    assert surviving(merged) == {name(3): name(1), name(2): name(1)}
    with store.read() as tx:
        assert len(tx.stories.copies(StoryId(name(1)))) == 3
    assert problems(store) == ()


def test_a_story_that_begins_in_the_document_may_absorb_one(store: Store) -> None:
    write(store, beginning(1), beginning(2, merged={StoryId(name(1)): StoryId(name(2))}))

    with store.read() as tx:
        assert [copy.entry for copy in tx.stories.copies(StoryId(name(2)))] == [name(1), name(2)]
    assert problems(store) == ()


def test_links_move_and_one_between_the_two_goes(store: Store) -> None:
    def link(one: int, other: int) -> StoryLink:
        return StoryLink(story=StoryId(name(one)), other=StoryId(name(other)), cites=None, score=0.5, reason="names")

    write(store, beginning(1), beginning(2), beginning(3), Outcome(links=(link(2, 1), link(3, 2))), merging(2, 1))

    with store.read() as tx:
        found = [(row.story, row.other) for row in tx.connection.execute(select(rows.story_link))]
    assert found == [(3, 1)]


def test_a_merge_touches_the_survivor(store: Store) -> None:
    write(store, beginning(1), beginning(2))
    write(store, merging(2, 1), at=LATER)

    with store.read() as tx:
        assert [summary.story.id for summary in tx.stories.touched(LATER)] == [name(1)]


def retain(store: Store) -> Deleted:
    return sum(Retention(store, KEEP, feeds=[SOURCE]).steps(OVER), Deleted())


def test_the_absorbed_story_goes_with_its_survivor(store: Store) -> None:
    held = alert(1, entry=2, story=2, state=AlertState.BASELINE)
    write(store, beginning(1), beginning(2, alerts=(held,)), merging(2, 1))

    assert retain(store) == Deleted(stories=1, entries=2, alerts=1)
    with store.read() as tx:
        assert tx.connection.scalars(select(rows.story.c.id)).all() == []


def test_the_absorbed_story_stays_as_long_as_its_survivor(store: Store) -> None:
    write(store, beginning(1), beginning(2), merging(2, 1))
    write(store, Outcome(new=(arrival(3, story=1, label=Label.COPY),)), at=OVER)

    assert retain(store) == Deleted()
    with store.read() as tx:
        assert tx.stories.get(name(2)) == name(1)


def test_what_was_told_of_the_absorbed_story_keeps_its_survivor(store: Store) -> None:
    quiet = alert(1, entry=1, story=1, state=AlertState.BASELINE)
    write(store, beginning(1, alerts=(quiet,)), alerting(2), merging(2, 1))

    assert retain(store) == Deleted()


def test_an_entry_known_before_still_counts_as_shown_by_its_feed(store: Store) -> None:
    write(store, beginning(1), beginning(2), merging(2, 1))
    with store.write() as tx:
        tx.feeds.save(FeedState(name=SOURCE, polled_at=OVER))

    assert retain(store) == Deleted()
    with store.read() as tx:
        assert tx.stories.article(EntryId(name(2))).source == SOURCE
