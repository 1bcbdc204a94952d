"""What the past says about one document."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.builders import HERRING, an_entry
from tests.contract.store.builders import (
    LATER,
    NOW,
    SOURCE,
    alerting,
    arrival,
    beginning,
    document,
    fingerprint,
    name,
    prepared_entry,
    story_text,
)
from watcher.model import Entry, EntryId, EntryKey, StoryId
from watcher.pipeline import Carrier, Known, Outcome, PreparedEntry, Stated, decide, measure
from watcher.rules import RuleSet
from watcher.store import Store, rows
from watcher.stories import KnownEntry, Report, entry_keys

LOW, HIGH = -(2**63), 2**63 - 1
SMALLEST, LARGEST = -(2**31), 2**31 - 1


def write(store: Store, outcomes: Iterable[Outcome]) -> None:
    with store.write() as tx:
        for outcome in outcomes:
            tx.outcomes.write(outcome, document(), NOW)


def ask(store: Store, *entries: PreparedEntry, first_run: bool = False) -> Known:
    with store.read() as tx:
        return tx.memory.known(SOURCE, entries, NOW, first_run=first_run)


def names(*numbers: int) -> set[str]:
    return {name(number) for number in numbers}


def test_an_empty_store_knows_nothing(store: Store) -> None:
    entry = prepared_entry()
    nothing = {entry.fingerprint.words: ()}
    assert ask(store, entry) == Known(entries={}, stories=(), exact={}, near=nothing, alerted=frozenset())


def test_a_document_without_entries_asks_nothing(store: Store) -> None:
    write(store, [beginning(1)])

    assert ask(store) == Known(entries={}, stories=(), exact={}, near={}, alerted=frozenset())


@pytest.mark.parametrize("first_run", [True, False])
def test_the_first_run_of_a_source_is_passed_on(store: Store, first_run: bool) -> None:  # noqa: FBT001 - pytest passes it by name
    assert ask(store, first_run=first_run).first_run is first_run


def test_an_entry_is_known_by_any_of_its_keys_with_its_story(store: Store) -> None:
    write(store, [beginning(1, new=(arrival(1, keys=("guid:1", "link:1")),))])

    known = ask(store, prepared_entry("guid:other", more_keys=["link:1"]))

    entry = KnownEntry(
        id=EntryId(name(1)), key=EntryKey("guid:1"), story=StoryId(name(1)), words=1, title="Bridge opens in Larkhaven"
    )
    assert known.entries == {"link:1": entry}
    assert [story.id for story in known.stories] == [name(1)]


def test_a_story_is_found_by_the_same_words(store: Store) -> None:
    write(store, [beginning(1, fingerprint(77, tokens=12))])

    known = ask(store, prepared_entry("guid:other", fingerprint(77, tokens=12)))

    assert known.exact == {77: name(1)}
    assert [story.id for story in known.stories] == [name(1)]


def test_the_same_words_say_nothing_where_they_are_few(store: Store) -> None:
    write(store, [beginning(1, fingerprint(77, tokens=11))])

    assert ask(store, prepared_entry("guid:other", fingerprint(77, tokens=11))).exact == {}


def test_a_story_is_found_by_the_same_page_of_any_copy(store: Store) -> None:
    copy = arrival(2, story=1, fp=fingerprint(2, tokens=3, page=LOW))
    write(store, [beginning(1), Outcome(new=(copy,), aliases={})])

    assert ask(store, prepared_entry("guid:other", fingerprint(5, page=LOW))).exact == {LOW: name(1)}


def test_the_latest_story_of_a_text_owns_it(store: Store) -> None:
    write(store, [beginning(1, fingerprint(77)), beginning(2, fingerprint(77))])

    assert ask(store, prepared_entry("guid:other", fingerprint(77))).exact == {77: name(2)}


def test_a_story_is_found_by_shared_shingles_and_comes_back_as_it_was(store: Store) -> None:
    fp = replace(
        fingerprint(LOW, tokens=9, page=HIGH, shingles=[LARGEST, SMALLEST, 0, -1, 5]),
        titles=("bridge opens", "міст відкрито"),
        names=(SMALLEST, 7),
        begun=29_000_000,
        marked=True,
    )
    text = story_text(1, fp, title="Київ “bridge”", origin="Larkhaven Wire", distributor="Quay Syndicate")
    write(store, [beginning(1, fp, texts=(text,)), beginning(2, fingerprint(2, shingles=[6, 7]))])

    assert ask(store, prepared_entry("guid:other", fingerprint(3, shingles=[SMALLEST, 99]))).stories == (text,)


def test_a_new_longest_text_replaces_the_one_before(store: Store) -> None:
    longest = story_text(1, fingerprint(9, shingles=[3, 4, 5]))
    write(store, [beginning(1, fingerprint(1, shingles=[1, 2, 3])), Outcome(texts=(longest,), aliases={})])

    found = [ask(store, prepared_entry("guid:other", fingerprint(8, shingles=[n]))).stories for n in (1, 3, 5)]
    assert found == [(), (longest,), (longest,)]


def test_the_twelve_stories_that_share_most_are_candidates(store: Store) -> None:
    texts = [fingerprint(number, shingles=range(number * 100, number * 100 + number)) for number in range(1, 14)]
    write(store, [beginning(number, text) for number, text in enumerate(texts, 1)])
    everything = fingerprint(99, shingles=[shingle for text in texts for shingle in text.shingles])

    known = ask(store, prepared_entry("guid:other", everything))

    assert {story.id for story in known.stories} == names(*range(2, 14))


def test_each_entry_has_candidates_of_its_own(store: Store) -> None:
    write(store, [beginning(number, fingerprint(number, shingles=[number])) for number in range(1, 31)])
    entries = [prepared_entry(f"guid:x{n}", fingerprint(n + 100, shingles=[n])) for n in range(1, 31)]

    assert {story.id for story in ask(store, *entries).stories} == names(*range(1, 31))


@pytest.mark.parametrize(("carriers", "candidates"), [(23, 12), (24, 0), (40, 0)])
def test_a_shingle_that_too_many_stories_carry_names_none(store: Store, carriers: int, candidates: int) -> None:
    write(store, [beginning(number, fingerprint(number, shingles=[7])) for number in range(1, carriers + 1)])

    assert len(ask(store, prepared_entry("guid:other", fingerprint(99, shingles=[7]))).stories) == candidates


@pytest.mark.parametrize(("carriers", "held"), [(5, {}), (6, {7: 6}), (24, {7: 24}), (40, {7: 24})])
def test_what_is_nobodys_own_is_told_with_the_stories_that_carry_it(
    store: Store, carriers: int, held: dict[int, int]
) -> None:
    write(store, [beginning(number, fingerprint(number, shingles=[7, -number])) for number in range(1, carriers + 1)])

    assert ask(store, prepared_entry("guid:other", fingerprint(99, shingles=[7, 8, -1]))).held == held
    with store.read() as tx:
        carried = tx.connection.scalars(select(rows.posting.c.story).where(rows.posting.c.hash == 7)).all()
    assert sorted(carried) == list(range(1, min(carriers, 24) + 1))


def test_a_story_that_says_it_no_more_gives_up_its_place_under_a_hash(store: Store) -> None:
    write(store, [beginning(number, fingerprint(number, shingles=[7])) for number in range(1, 25)])
    write(store, [Outcome(texts=(story_text(1, fingerprint(1, shingles=[8])),))])
    write(store, [beginning(25, fingerprint(25, shingles=[7]))])

    with store.read() as tx:
        carried = tx.connection.scalars(select(rows.posting.c.story).where(rows.posting.c.hash == 7)).all()
    assert sorted(carried) == list(range(2, 26))


def test_where_all_entries_come_as_they_were_no_story_is_read(store: Store) -> None:
    same = fingerprint(1, shingles=[7])
    write(store, [beginning(1, same), beginning(2, fingerprint(2, shingles=[7]))])

    known = ask(store, prepared_entry("guid:1", same))

    assert (set(known.entries), known.stories, known.beside, known.near) == ({"guid:1"}, (), (), {})


def test_the_story_of_an_entry_that_did_not_change_stands_beside_what_is_new(store: Store) -> None:
    same = replace(fingerprint(1, shingles=[7]), begun=60, origins=(5,))
    write(store, [beginning(1, same), beginning(2, fingerprint(2, shingles=[8]))])

    known = ask(store, prepared_entry("guid:1", same), prepared_entry("guid:other", fingerprint(3, shingles=[8])))

    at = datetime(1970, 1, 1, 1, tzinfo=UTC)
    told = Report(story=StoryId(name(1)), title="Bridge opens in Larkhaven", at=at, writers=frozenset({5}))
    assert known.beside == (told,)
    assert {story.id for story in known.stories} == names(2)


def test_a_digest_stands_beside_nothing(store: Store) -> None:
    same = replace(fingerprint(1, shingles=[7]), digest=True)
    write(store, [beginning(1, same)])

    known = ask(store, prepared_entry("guid:1", same), prepared_entry("guid:other", fingerprint(3, shingles=[8])))

    assert (known.stories, known.beside) == ((), ())


def test_what_alerted_is_known_of_every_story_given(store: Store) -> None:
    write(store, [alerting(1), alerting(2), alerting(3)])

    known = ask(store, prepared_entry("guid:1", fingerprint(2)))

    assert known.alerted == {("bridges", name(1)), ("bridges", name(2))}


def test_stories_come_in_the_order_they_began(store: Store) -> None:
    write(store, [beginning(5, at=LATER), beginning(3), beginning(4)])

    known = ask(store, *(prepared_entry(f"guid:{number}") for number in (3, 4, 5)))

    assert [story.id for story in known.stories] == [name(5), name(3), name(4)]


def test_a_document_of_many_entries_is_answered_whole(store: Store) -> None:
    numbers = range(1, 1301)
    new = tuple(arrival(number, fp=fingerprint(number, shingles=[number, -number])) for number in numbers)
    begun = [beginning(number, fingerprint(number, shingles=[number, -number])) for number in numbers]
    together = Outcome(
        new=new,
        begun=tuple(outcome.begun[0] for outcome in begun),
        texts=tuple(outcome.texts[0] for outcome in begun),
        aliases={},
    )
    write(store, [together])

    known = ask(store, *(prepared_entry(f"guid:{n}", fingerprint(n + 9999, shingles=[-n])) for n in numbers))

    assert (len(known.entries), len(known.stories)) == (1300, 1300)


def test_an_entry_whose_only_key_is_a_further_key_of_another_is_known_the_next_time(store: Store) -> None:
    """A guid entry and a bare entry may share a link; the bare one must not come as new at every poll."""
    named = an_entry(guid="1", link="https://a.example/x")
    bare = an_entry(guid=None, link="https://a.example/x", title="Other", body=HERRING)
    first, both = poll(store, named), [poll(store, named, bare) for _ in range(2)]
    assert [len(outcome.new) for outcome in (first, *both)] == [1, 1, 0]


def poll(store: Store, *entries: Entry) -> Outcome:
    keyed = zip(entries, entry_keys(entries), strict=True)
    prepared = replace(document(), entries=measure([Stated(*each) for each in keyed], Carrier(SOURCE)))
    with store.write() as tx:
        known = tx.memory.known(SOURCE, prepared.entries, NOW)
        outcome = decide(prepared, known, RuleSet([]), NOW)
        tx.outcomes.write(outcome, prepared, NOW)
    return outcome
