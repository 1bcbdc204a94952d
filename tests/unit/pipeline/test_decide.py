"""`decide` on prepared documents: what is new, what is a copy, what alerts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import HERRING, NOON, REFERENDUM, a_rule, an_entry
from watcher.model import AlertState, DocumentKind, Entry, Label
from watcher.pipeline import Carrier, Known, Outcome, Prepared, Stated, decide, measure
from watcher.rules import RuleSet
from watcher.stories import KnownEntry, entry_keys

RULES = RuleSet([a_rule()])
NOTHING = Known(entries={}, stories=(), exact={}, alerted=frozenset())


def a_prepared(*entries: Entry, source: str = "harbour") -> Prepared:
    measured = measure(list(map(Stated, entries, entry_keys(entries))), Carrier(source))
    return Prepared(source=source, kind=DocumentKind.FEED, received_at=NOON, entries=measured)


def after(outcome: Outcome, *, same_source: bool = True) -> Known:
    """What a store would know once it wrote this outcome."""
    arrivals = outcome.new + outcome.changed
    exact = {
        hash_: one.copy.story for one in arrivals for hash_ in (one.fingerprint.words, one.fingerprint.page) if hash_
    }
    entries = {
        key: KnownEntry(id=one.id, key=one.keys[0], story=one.copy.story, words=one.fingerprint.words)
        for one in arrivals
        for key in one.keys
    }
    return Known(
        entries=entries if same_source else {},
        stories=outcome.texts,
        exact=exact,
        alerted=frozenset((alert.rule, alert.story) for alert in outcome.alerts),
    )


def test_a_first_entry_begins_a_story_that_has_its_id():
    outcome = decide(a_prepared(an_entry()), NOTHING, RULES, NOON)
    [arrival], [story] = outcome.new, outcome.begun
    assert (arrival.copy.label, arrival.copy.story, story.id) == (Label.NEW, arrival.id, arrival.id)


def test_the_same_entry_again_changes_nothing():
    first = decide(a_prepared(an_entry()), NOTHING, RULES, NOON)
    again = decide(a_prepared(an_entry()), after(first), RULES, NOON)
    assert (again.new, again.changed, again.begun, again.alerts) == ((), (), (), ())
    assert again.verdicts[0].known


def test_the_same_text_under_another_headline_in_another_feed_is_a_copy():
    first = decide(a_prepared(an_entry()), NOTHING, RULES, NOON)
    other = an_entry(guid="x", title="Islanders to be asked about their taxes")
    [copy] = decide(a_prepared(other, source="gazette"), after(first, same_source=False), RULES, NOON).new
    assert (copy.copy.label, copy.copy.story) == (Label.COPY, first.begun[0].id)


def test_copies_in_one_document_join_one_story():
    entries = [
        an_entry(guid=str(number), title=f"Islands bill, edition {word}")
        for number, word in enumerate(("north", "south"))
    ]
    outcome = decide(a_prepared(*entries), NOTHING, RULES, NOON)
    assert (len(outcome.new), len(outcome.begun), len(outcome.alerts)) == (2, 1, 1)


def test_an_entry_that_a_document_lists_twice_counts_once():
    outcome = decide(a_prepared(an_entry(), an_entry()), NOTHING, RULES, NOON)
    assert [verdict.known for verdict in outcome.verdicts] == [False, True]
    assert len(outcome.new) == 1


def test_different_texts_stay_different_stories():
    outcome = decide(a_prepared(an_entry(), an_entry(guid="2", title="Herring", body=HERRING)), NOTHING, RULES, NOON)
    assert len(outcome.begun) == 2


def test_a_rule_alerts_once_per_story_however_many_copies_match():
    first = decide(a_prepared(an_entry()), NOTHING, RULES, NOON)
    second = decide(a_prepared(an_entry(guid="x"), source="gazette"), after(first, same_source=False), RULES, NOON)
    assert (len(first.alerts), len(second.alerts)) == (1, 0)
    assert second.new[0].copy.story == first.alerts[0].story


def test_a_fuller_copy_alerts_when_the_first_did_not_match():
    start = REFERENDUM.replace("referendum", "ballot")
    first = decide(a_prepared(an_entry(body=start)), NOTHING, RULES, NOON)
    second = decide(a_prepared(an_entry(guid="x"), source="gazette"), after(first, same_source=False), RULES, NOON)
    assert (first.alerts, [alert.story for alert in second.alerts]) == ((), [first.begun[0].id])


def test_a_changed_entry_stays_in_its_story_and_may_alert_now():
    first = decide(a_prepared(an_entry(body=HERRING)), NOTHING, RULES, NOON)
    second = decide(a_prepared(an_entry()), after(first), RULES, NOON)
    [changed] = second.changed
    assert (changed.copy.label, changed.copy.story) == (Label.UPDATE, first.begun[0].id)
    assert len(second.alerts) == 1


def test_a_first_run_records_alerts_without_opening_them():
    outcome = decide(a_prepared(an_entry()), replace(NOTHING, first_run=True), RULES, NOON)
    assert [alert.state for alert in outcome.alerts] == [AlertState.BASELINE]


def test_a_new_name_of_a_known_entry_is_remembered():
    first = decide(a_prepared(an_entry(link="https://harbour.example/a")), NOTHING, RULES, NOON)
    moved = decide(a_prepared(an_entry(guid="other", link="https://harbour.example/a")), after(first), RULES, NOON)
    assert (moved.new, moved.verdicts[0].entry) == ((), first.new[0].id)
    assert moved.aliases["guid:other"] == first.new[0].id


@pytest.mark.parametrize("rules", [RULES, RuleSet([])], ids=["with a rule", "without rules"])
def test_deciding_twice_gives_the_same(rules):
    document = a_prepared(an_entry(), an_entry(guid="2", body=HERRING))
    assert decide(document, NOTHING, rules, NOON) == decide(document, NOTHING, rules, NOON)


def test_other_news_under_a_link_that_was_used_before_is_a_new_entry_and_alerts():
    link = "https://harbour.example/live"
    first = decide(a_prepared(an_entry(link=link, body=HERRING, title="Herring")), NOTHING, RULES, NOON)
    second = decide(a_prepared(an_entry(guid="other", link=link)), after(first), RULES, NOON)
    assert (len(second.new), len(second.alerts)) == (1, 1)
    assert second.new[0].copy.label is Label.NEW
    assert second.new[0].copy.story != first.begun[0].id


def test_an_entry_that_was_deleted_and_comes_back_as_it_was_is_kept_again_but_alerts_nobody():
    prepared = a_prepared(an_entry())
    returned = replace(NOTHING, returned=frozenset({prepared.entries[0].keys[0]}))
    outcome = decide(prepared, returned, RULES, NOON)
    assert (len(outcome.new), outcome.alerts, outcome.verdicts[0].rules) == (1, (), ())


def test_a_page_that_has_other_news_every_day_under_one_headline_is_new_every_day():
    page = {"link": "https://harbour.example/today", "title": "The day at the harbour"}
    first = decide(a_prepared(an_entry(**page, guid="1", body=HERRING, published=NOON)), NOTHING, RULES, NOON)
    today = an_entry(**page, guid="2", published=NOON + timedelta(days=1))
    second = decide(a_prepared(today), after(first), RULES, NOON)
    assert (len(second.new), len(second.alerts)) == (1, 1)


def test_a_title_that_was_edited_is_a_version_and_alerts_nobody_again():
    first = decide(a_prepared(an_entry()), NOTHING, RULES, NOON)
    second = decide(
        a_prepared(an_entry(title="Parliament takes up islands bill (2 comments)")), after(first), RULES, NOON
    )
    assert (second.new, len(second.changed), second.alerts) == ((), 1, ())


def test_a_time_that_was_edited_changes_nothing():
    first = decide(a_prepared(an_entry(published=NOON)), NOTHING, RULES, NOON)
    second = decide(a_prepared(an_entry(published=NOON + timedelta(hours=5))), after(first), RULES, NOON)
    assert (second.new, second.changed, second.alerts) == ((), (), ())
