"""What is written comes back as it was, and what is there already stays."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.store.builders import (
    FULL,
    HOSTILE,
    LATER,
    NOW,
    SOURCE,
    alert,
    alerting,
    arrival,
    article,
    beginning,
    document,
    fingerprint,
    name,
    prepared_entry,
    story,
    story_text,
)
from watcher.model import AlertState, Article, EntryId, EntryKey, Evidence, Label, Priority, StoryId
from watcher.pipeline import Arrival, Known, Outcome
from watcher.store import Store

FIRST = StoryId(name(1))
BROKEN = "a\0b\ud83d"
"""A NUL and half a surrogate pair: no database takes both."""


def write(store: Store, *outcomes: Outcome) -> None:
    with store.write() as tx:
        for outcome in outcomes:
            tx.outcomes.write(outcome, document(), NOW)


def known(store: Store, *keys: str) -> Known:
    with store.read() as tx:
        return tx.memory.known(SOURCE, [prepared_entry(key) for key in keys], NOW)


@pytest.mark.parametrize("text", [FULL, article(), article("", body="")], ids=["every field", "bare", "empty"])
def test_an_article_comes_back_as_it_was(store: Store, text: Article) -> None:
    write(store, beginning(1, new=(arrival(1, text=text),)))

    with store.read() as tx:
        assert tx.stories.article(EntryId(name(1))) == text


def test_a_copy_comes_back_as_it_was(store: Store) -> None:
    copy = arrival(2, story=1, text=FULL, label=Label.CORRECTION, score=0.925, reason=HOSTILE, at=LATER)
    write(store, beginning(1), Outcome(new=(copy,), aliases={}))

    with store.read() as tx:
        assert tx.stories.copies(FIRST)[1] == copy.copy


def test_a_story_comes_back_as_it_was(store: Store) -> None:
    fields = {"title": HOSTILE, "origin": HOSTILE, "origin_confidence": 0.97, "distributor": "Quay Syndicate"}
    full = story(1, published=NOW - timedelta(days=1), **fields)
    write(store, beginning(1, begun=(full,), texts=(story_text(1, **fields),)))

    with store.read() as tx:
        assert tx.stories.story(FIRST) == full


def test_an_alert_comes_back_as_it_was(store: Store) -> None:
    evidence = (
        Evidence(field="body", sentence=HOSTILE, start=12, marks=((0, 4), (9, 12))),
        Evidence(field="title", sentence="", start=0, marks=()),
    )
    full = alert(
        7,
        rule=HOSTILE,
        evidence=evidence,
        reason=HOSTILE,
        channels=("console", HOSTILE),
        priority=Priority.URGENT,
        created_at=LATER,
    )
    write(store, beginning(1, alerts=(full,)))

    with store.read() as tx:
        assert tx.alerts.view(full.id).alert == full


def test_what_no_database_takes_is_replaced_and_its_entry_is_known_again(store: Store) -> None:
    broken = arrival(1, keys=(f"guid:{BROKEN}",), text=article(BROKEN))
    write(store, beginning(1, new=(broken,)))

    with store.read() as tx:
        assert tx.stories.article(EntryId(name(1))).title == "a\ufffdb\ufffd"
    assert known(store, f"guid:{BROKEN}").entries[EntryKey(f"guid:{BROKEN}")].id == name(1)


def test_a_key_of_any_length_is_known_again(store: Store) -> None:
    long = "guid:" + "Київ" * 5000
    write(store, beginning(1, new=(arrival(1, keys=(long,)),)))

    found = known(store, long, long + "x").entries
    assert found.keys() == {long}
    assert found[EntryKey(long)].key == long


def test_the_first_entry_of_a_key_keeps_it(store: Store) -> None:
    write(store, beginning(1), beginning(2, new=(arrival(2, keys=("guid:2", "guid:1")),)))

    assert known(store, "guid:1").entries[EntryKey("guid:1")].id == name(1)


def test_another_source_may_use_the_same_key(store: Store) -> None:
    with store.write() as tx:
        tx.outcomes.write(beginning(1, new=(arrival(1, keys=("guid:x",)),)), document(), NOW)
        tx.outcomes.write(beginning(2, new=(arrival(2, keys=("guid:x",)),)), document("quay"), NOW)
        entries = [prepared_entry("guid:x")]
        found = [tx.memory.known(source, entries, NOW).entries["guid:x"].id for source in (SOURCE, "quay")]
    assert found == [name(1), name(2)]


def test_a_further_key_names_an_entry_known_before(store: Store) -> None:
    write(store, beginning(1), Outcome(aliases={EntryKey("link:moved"): EntryId(name(1))}))

    entry = known(store, "link:moved").entries[EntryKey("link:moved")]
    assert (entry.id, entry.key) == (name(1), "guid:1")


def changed(number: int, text: Article) -> Arrival:
    return arrival(
        number, text=text, fp=fingerprint(99), label=Label.UPDATE, score=0.5, reason="changed text", at=LATER
    )


def test_a_changed_entry_replaces_its_text_but_keeps_its_place(store: Store) -> None:
    write(store, beginning(1), beginning(2, at=LATER))
    with store.write() as tx:
        tx.outcomes.write(Outcome(changed=(changed(1, FULL),), aliases={}), document(), LATER)

    with store.read() as tx:
        assert tx.stories.article(EntryId(name(1))) == FULL
        copies = tx.stories.copies(FIRST)
        untouched = tx.stories.article(EntryId(name(2)))
    assert copies == (replace(changed(1, FULL).copy, story=FIRST, first_seen=NOW),)
    assert untouched == article()
    assert known(store, "guid:1").entries[EntryKey("guid:1")].words == 99


def test_each_change_of_an_entry_is_counted(store: Store) -> None:
    first, second = changed(1, FULL), replace(changed(1, article()), fingerprint=fingerprint(98))
    write(store, beginning(1), Outcome(changed=(first,)), Outcome(changed=(second,)))

    with store.read() as tx:
        row = tx.connection.exec_driver_sql("SELECT version, changed_at FROM entry").one()
    assert row.version == 3
    assert row.changed_at is not None


def test_a_text_gives_its_story_the_origin_that_only_it_named(store: Store) -> None:
    text = story_text(1, origin="Larkhaven Wire", distributor="Quay Syndicate")
    write(store, beginning(1), Outcome(texts=(text,), aliases={}))

    with store.read() as tx:
        found = tx.stories.story(FIRST)
    assert (found.origin, found.distributor) == ("Larkhaven Wire", "Quay Syndicate")


def test_a_second_alert_of_a_rule_on_a_story_is_ignored_and_sends_nothing(store: Store) -> None:
    again = alert(2, channels=("desk", "console"))
    write(store, alerting(1, "console"), Outcome(alerts=(again,), aliases={}))

    with store.read() as tx:
        assert [found.id for found in tx.alerts.list()] == [name(1)]
        assert [delivery.channel for delivery in tx.alerts.deliveries(tx.alerts.get(name(1)))] == ["console"]


def test_another_rule_alerts_on_the_same_story(store: Store) -> None:
    write(store, alerting(1), Outcome(alerts=(alert(2, rule="quays"),), aliases={}))

    with store.read() as tx:
        assert {found.rule for found in tx.alerts.list()} == {"bridges", "quays"}


def test_an_alert_has_one_delivery_for_each_channel(store: Store) -> None:
    write(store, alerting(1, "desk", "console", "desk"))

    with store.read() as tx:
        deliveries = tx.alerts.deliveries(tx.alerts.get(name(1)))
    assert [delivery.channel for delivery in deliveries] == ["desk", "console"]


def test_a_baseline_alert_is_recorded_but_has_no_delivery(store: Store) -> None:
    write(store, beginning(1, alerts=(alert(1, state=AlertState.BASELINE),)))

    with store.read() as tx:
        assert tx.alerts.deliveries(tx.alerts.get(name(1))) == ()
        assert tx.counts().alerts == dict.fromkeys(AlertState, 0) | {AlertState.BASELINE: 1}


def test_an_outcome_that_changes_nothing_writes_nothing(store: Store) -> None:
    write(store, Outcome(aliases={}))

    with store.read() as tx:
        assert (tx.counts().entries, tx.counts().stories) == (0, 0)
