"""What was learnt of a source is there again with its next document, and goes with the source."""

from dataclasses import replace
from datetime import timedelta

from tests.contract.store.builders import NOW, SOURCE, beginning, document, fingerprint, prepared_entry
from watcher.model import FeedState
from watcher.pipeline import Known
from watcher.store import Retention, Store
from watcher.stories import Furniture

LEARNT = Furniture(stories=7, counts=((-5, 7), (2**31 - 1, 1), (-(2**31), 3)))


def learn(store: Store, known: Furniture = LEARNT) -> None:
    with store.write() as tx:
        tx.outcomes.write(replace(beginning(1), furniture=known), document(), NOW)


def known(store: Store, source: str, *texts: int) -> Known:
    entries = [prepared_entry(f"guid:{text}", fingerprint(text, shingles=range(text, text + 20))) for text in texts]
    with store.read() as tx:
        return tx.memory.known(source, entries, NOW)


def learnt(store: Store, source: str = SOURCE) -> Furniture:
    """Give what is known where a text comes from which nothing is learnt."""
    with store.read() as tx:
        return tx.memory.known(source, [prepared_entry("guid:short", fingerprint(99))], NOW).furniture


def test_a_new_source_has_none(store: Store) -> None:
    assert learnt(store) == Furniture()


def test_what_was_learnt_is_known_of_the_next_document_of_that_source_alone(store: Store) -> None:
    learn(store)
    assert (learnt(store), learnt(store, "quay-news")) == (LEARNT, Furniture())


def test_what_is_learnt_later_takes_its_place(store: Store) -> None:
    learn(store)
    learn(store, Furniture(stories=8, counts=((4, 8),)))
    assert learnt(store) == Furniture(stories=8, counts=((4, 8),))


def test_a_document_teaches_by_its_new_texts(store: Store) -> None:
    learn(store)
    after = known(store, SOURCE, 100, 110).furniture
    assert after.stories == LEARNT.stories + 2
    assert dict(after.counts) | {115: 2} == dict(after.counts) != dict(LEARNT.counts)


def test_it_goes_with_a_feed_that_is_no_longer_configured(store: Store) -> None:
    learn(store)
    with store.write() as tx:
        tx.feeds.save(FeedState(name=SOURCE, polled_at=NOW))
    list(Retention(store, timedelta(days=1), feeds=["quay-news"]).steps(NOW + timedelta(days=2)))
    assert learnt(store) == Furniture()
