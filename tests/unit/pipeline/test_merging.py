"""Through `decide`: two stories that a later text makes one, with their alerts; and what is learnt of a source."""

from datetime import timedelta

import pytest

from tests.builders import NOON
from tests.remembering import shown
from tests.unit.stories.builders import FERRY
from watcher.model import AlertState, Entry, Rule
from watcher.pipeline import Known, Outcome, decide
from watcher.rules import RuleSet
from watcher.stories import Furniture, KnownEntry, StoryText, learn, short_id

RULES = RuleSet([Rule(name="boats", query="aground OR divers", channels=("desk",))])
HALF = len(FERRY) // 2
START = shown(Entry(guid="1", title="Boat with 214 aboard stuck at Port Linden", body=FERRY[:HALF]), "harbour")
END = shown(Entry(guid="1", title="Divers examine the hull of island vessel", body=FERRY[HALF:]), "quay")
WHOLE = shown(Entry(guid="1", title="Ferry runs aground off Port Linden, all aboard safe", body=FERRY), "gulf")


def knowing(*before: Outcome, **fields: object) -> Known:
    """Give what is known after these outcomes, none of which saw another's story."""
    texts: tuple[StoryText, ...] = tuple(text for outcome in before for text in outcome.texts)
    alerted = frozenset((alert.rule, alert.story) for outcome in before for alert in outcome.alerts)
    return Known(**{"entries": {}, "stories": texts, "exact": {}, "alerted": alerted, **fields})


@pytest.fixture(scope="module")
def first() -> Outcome:
    return decide(START, knowing(), RULES, NOON)


@pytest.fixture(scope="module")
def second(first: Outcome) -> Outcome:
    return decide(END, knowing(first), RULES, NOON + timedelta(minutes=5))


def test_two_parts_of_a_text_begin_two_stories_and_alert_each(first: Outcome, second: Outcome) -> None:
    assert [len(outcome.begun) for outcome in (first, second)] == [1, 1]
    assert [alert.state for outcome in (first, second) for alert in outcome.alerts] == [AlertState.OPEN] * 2


def test_the_text_that_unites_them_joins_the_older_one_and_alerts_nobody_again(first: Outcome, second: Outcome) -> None:
    third = decide(WHOLE, knowing(first, second), RULES, NOON + timedelta(minutes=10))
    older, younger = first.begun[0].id, second.begun[0].id
    assert (third.merged, third.begun, third.alerts) == ({younger: older}, (), ())
    assert [arrival.copy.story for arrival in third.new] == [older]
    assert [text.id for text in third.texts] == [older]


def test_the_united_story_is_known_by_the_headlines_of_all_its_copies(first: Outcome, second: Outcome) -> None:
    third = decide(WHOLE, knowing(first, second), RULES, NOON + timedelta(minutes=10))
    titles = {
        title for outcome in (first, second, third) for text in outcome.texts for title in text.fingerprint.titles
    }
    assert {*third.texts[0].fingerprint.titles} == titles
    assert len(titles) == 3


def test_an_alert_of_the_absorbed_story_alone_keeps_the_united_one_from_alerting(
    first: Outcome, second: Outcome
) -> None:
    told = frozenset({("boats", second.begun[0].id)})
    third = decide(WHOLE, knowing(first, second, alerted=told), RULES, NOON + timedelta(minutes=10))
    assert third.alerts == ()


def test_without_an_alert_on_either_the_united_story_has_its_first(first: Outcome, second: Outcome) -> None:
    third = decide(WHOLE, knowing(first, second, alerted=frozenset()), RULES, NOON + timedelta(minutes=10))
    assert [(alert.rule, alert.story) for alert in third.alerts] == [("boats", first.begun[0].id)]


def test_a_changed_entry_that_holds_another_story_too_unites_them(first: Outcome, second: Outcome) -> None:
    changed = shown(Entry(guid="1", title=START.entries[0].article.title, body=FERRY), "harbour")
    known = {first.new[0].keys[0]: _known_entry(first)}
    third = decide(changed, knowing(first, second, entries=known), RULES, NOON + timedelta(minutes=10))
    assert third.merged == {second.begun[0].id: first.begun[0].id}
    assert [arrival.id for arrival in third.changed] == [first.new[0].id]


def test_what_was_learnt_of_the_source_is_left_out_and_passed_on() -> None:
    menu = "Register now and read the Harbour Times for one crown a week on any of your devices"
    bodies = [" ".join(short_id(str(n), str(word)) for word in range(40)) for n in range(4)]
    texts = [
        shown(Entry(guid=str(n), title=f"Title {n}", body=f"{menu}\n\n{body}"), "harbour")
        for n, body in enumerate(bodies)
    ]
    learnt = learn(Furniture(), [text.entries[0].fingerprint for text in texts])
    outcome = decide(texts[0], knowing(furniture=learnt), RULES, NOON)
    of_the_menu = {*texts[0].entries[0].fingerprint.shingles} & {*texts[1].entries[0].fingerprint.shingles}
    assert len(of_the_menu) > 8
    assert of_the_menu.isdisjoint(outcome.texts[0].fingerprint.shingles)
    assert outcome.furniture == learnt


def _known_entry(outcome: Outcome) -> KnownEntry:
    arrival = outcome.new[0]
    return KnownEntry(id=arrival.id, key=arrival.keys[0], story=arrival.copy.story, words=arrival.fingerprint.words)
