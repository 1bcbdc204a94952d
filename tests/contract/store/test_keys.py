"""Entries under their keys: which are known, which keys are none, what is left of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import HERRING, NOON, REFERENDUM, an_entry
from watcher.model import DocumentKind, Entry, EntryKey
from watcher.pipeline import Carrier, Known, Outcome, Prepared, Stated, decide, measure
from watcher.rules import RuleSet
from watcher.store import Retention, Store, rows
from watcher.stories import keyed

OLD = an_entry(
    guid="http://old.example/2026/bill",
    link="http://old.example/2026/bill",
    title="Islands bill",
    published=NOON + timedelta(minutes=17),
)
OTHER = an_entry(
    guid="http://old.example/2026/fish", title="Herring quota", body=HERRING, published=NOON + timedelta(minutes=17)
)
NO_RULES = RuleSet(())
FEED = "harbour"


def shown(*entries: Entry) -> Prepared:
    given = keyed(entries)
    measured = measure(list(map(Stated, entries, given.keys)), Carrier(FEED))
    return Prepared(
        source=FEED, kind=DocumentKind.DROP, received_at=NOON, entries=measured, shared=given.shared
    )  # of a drop: nothing is shown for longer than once


def known(store: Store, *entries: Entry) -> Known:
    with store.read() as tx:
        return tx.memory.known(FEED, shown(*entries).entries, NOON)


def take(store: Store, *entries: Entry) -> Outcome:
    """Write a document as a poll does."""
    document = shown(*entries)
    with store.write() as tx:
        outcome = decide(document, tx.memory.known(FEED, document.entries, NOON), NO_RULES, NOON)
        tx.outcomes.write(outcome, document, NOON)
    return outcome


def keys_in(store: Store) -> list[str]:
    with store.read() as tx:
        return sorted(tx.connection.scalars(select(rows.entry_key.c.key)))


MOVED = replace(OLD, guid="urn:1", link="https://new.example/p/1")


def test_an_entry_is_stored_under_three_keys(store: Store) -> None:
    take(store, OLD)
    assert [key.partition(":")[0] for key in keys_in(store)] == ["guid", "path", "time"]


def test_an_entry_that_comes_again_is_found_by_its_first_key_alone(store: Store) -> None:
    take(store, OLD)
    assert known(store, OLD).entries.keys() == {f"guid:{OLD.guid}"}


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(MOVED, id="guid and link"),
        pytest.param(replace(OLD, guid="urn:1"), id="guid"),
        pytest.param(replace(OLD, title="Islands bill is amended"), id="title"),
        pytest.param(replace(OLD, published=NOON + timedelta(hours=1, minutes=17)), id="time"),
    ],
)
def test_an_entry_is_not_new_after_a_change_of(store: Store, after: Entry) -> None:
    take(store, OLD)
    assert take(store, after).new == ()


def test_a_guid_that_came_later_finds_its_entry_whatever_it_says_then(store: Store) -> None:
    take(store, OLD)
    take(store, MOVED)
    rewritten = replace(MOVED, title="Else", body=HERRING, link="https://new.example/p/2", published=None)
    assert take(store, rewritten).new == ()


def test_an_entry_known_by_the_keys_of_earlier_days_is_known_still(store: Store) -> None:
    """Stores of before have rows for guid, link and text, and none for path and time."""
    take(store, OLD)
    with store.write() as tx:
        old = rows.entry_key
        tx.connection.execute(old.delete().where(old.c.key.startswith("path:") | old.c.key.startswith("time:")))
        entry = tx.connection.scalar(select(old.c.entry))
        tx.connection.execute(old.insert(), [{"source": FEED, "entry": entry, "key": "link:old.example/2026/bill"}])

    assert take(store, OLD) == take(store, OLD)
    assert take(store, replace(OLD, guid="urn:1")).new == ()


def test_a_guid_that_two_entries_had_names_none_ever_after(store: Store) -> None:
    one, two, three = (
        an_entry(guid="N/A", link=f"https://harbour.example/b{n}", title=title, body=body)
        for n, (title, body) in enumerate((("Bill", REFERENDUM), ("Fish", HERRING), ("Tram", "The tram is late.")))
    )
    take(store, one, two)

    assert len(take(store, three).new) == 1
    assert known(store, replace(one, title="Bill, again")).shared == {"guid:N/A"}
    assert take(store, replace(one, title="Bill, again")).new == ()


def test_a_link_that_two_entries_had_is_no_page_of_the_next(store: Store) -> None:
    page = {"guid": None, "link": "https://harbour.example/news"}
    take(store, an_entry(**page, title="Bill"), an_entry(**page, title="Fish", body=HERRING))

    [third] = take(store, an_entry(**page, title="Tram", body="The tram to the harbour is late again today.")).new

    assert third.fingerprint.page is None
    assert EntryKey("link:harbour.example/news") not in third.keys


def test_shared_keys_are_asked_for_only_where_something_is_new(store: Store) -> None:
    one, two = (an_entry(guid="N/A", title=body, body=body) for body in (REFERENDUM, HERRING))
    take(store, one, two)
    assert known(store, one, two).shared == set()


def test_an_entry_comes_back_under_its_later_guid_after_it_was_deleted(store: Store) -> None:
    take(store, OLD)
    take(store, MOVED)
    sum(1 for _ in Retention(store, timedelta(days=180)).steps(NOON + timedelta(days=200)))

    assert keys_in(store) == []
    assert known(store, MOVED).returned == {"guid:urn:1"}
