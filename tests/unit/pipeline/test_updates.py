"""What is told after the first alert: what changed in an event that it told, once, and only where it was told."""

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import NOON, a_rule, an_event
from tests.unit.pipeline.builders import NOTHING, a_match, a_prepared_entry, a_telling, a_text, an_alert
from watcher.model import Alert, AlertLabel, AlertState, Event, Evidence, Label, Rule, StoryId, ToldEvent
from watcher.pipeline import Known
from watcher.pipeline.alerting import Alerting
from watcher.pipeline.happenings import Happenings
from watcher.pipeline.linking import Linking
from watcher.stories import StoryText

STORY = a_text("wire", "European leaders meet in Paris", "Norvania Wire")
TUESDAY, WEDNESDAY, THURSDAY = date(2026, 1, 6), date(2026, 1, 7), date(2026, 1, 8)
FIRST = an_event(TUESDAY)


def moved(day: date) -> Event:
    evidence = Evidence(field="body", sentence=f"The leaders now meet on {day.isoformat()}.", start=0, marks=())
    return an_event(day, evidence=evidence)


class Texts:
    """What `decide` does with the texts of one story after the other, each of which the rule matches."""

    def __init__(self, known: Known = NOTHING, **rule: object) -> None:
        rules: dict[str, Rule] = {"ministers": a_rule(name="ministers", **rule)}
        self.linking = Linking(known)
        self.happenings = Happenings(known, NOON)
        self.alerting = Alerting(known, self.linking, self.happenings, rules, NOON)

    def tell(
        self, *events: Event, label: Label = Label.COPY, matched: bool = True, story: StoryText = STORY
    ) -> "Texts":
        self.linking.place(a_prepared_entry(story.title), story)
        telling = a_telling(story.id, *events, label=label)
        happenings = self.happenings.tell(telling)
        matches = [replace(a_match(), events=events)] if matched else []
        self.alerting.arrive(matches, telling, happenings)
        return self

    @property
    def updates(self) -> list[Alert]:
        return [alert for alert in self.alerting.begun if alert.label is not AlertLabel.NEW]


def told(*events: ToldEvent, state: AlertState = AlertState.OPEN) -> Known:
    """Give what is known of the story after an alert told these events, which stand as it told them."""
    texts = Texts().tell(FIRST, label=Label.NEW)
    key = ("ministers", STORY.id)
    if state is AlertState.OPEN:
        alerts = {"told": {key: "alert"}, "told_events": {key: events or texts.alerting.begun[0].events}}
    else:
        waiting = an_alert(STORY.id, state, events=texts.alerting.begun[0].events)
        alerts = {"waiting": (waiting,) if state is AlertState.WAITING else ()}
    return replace(NOTHING, events=texts.happenings.changed, alerted=frozenset({key}), **alerts)


def test_the_first_alert_tells_the_event_that_its_rule_asks_for_as_the_story_does() -> None:
    named = an_event(None, place="Paris", participants=("Ana Reyes",))
    [alert] = Texts().tell(named, matched=False).tell(FIRST).alerting.begun
    [event] = alert.events
    assert (event.event.fields["participants"], event.event.when, event.was) == (("Ana Reyes",), FIRST.when, None)


def test_only_what_made_the_rule_match_is_told() -> None:
    law = an_event(None, kind="law", what="referendum bill")
    [alert] = Texts().tell(law, matched=False).tell(FIRST).alerting.begun
    assert [each.event for each in alert.events] == [FIRST]


def test_copies_give_no_further_alert() -> None:
    assert len(Texts().tell(FIRST, label=Label.NEW).tell(FIRST).tell(FIRST).alerting.begun) == 1


@pytest.mark.parametrize(
    ("label", "told_as"),
    [
        (Label.COPY, AlertLabel.UPDATE),
        (Label.UPDATE, AlertLabel.UPDATE),
        (Label.CORRECTION, AlertLabel.CORRECTION),
    ],
)
def test_a_date_that_moves_is_told_with_what_it_was(label: Label, told_as: AlertLabel) -> None:
    [update] = Texts(told()).tell(moved(WEDNESDAY), label=label).updates
    assert (update.label, update.state, update.channels) == (told_as, AlertState.OPEN, ("desk",))
    [event] = update.events
    assert (event.sequence, event.event.when.start, event.was) == (1, WEDNESDAY, FIRST)


def test_the_same_change_is_told_once_and_the_next_one_again() -> None:
    texts = Texts(told()).tell(moved(WEDNESDAY)).tell(moved(WEDNESDAY)).tell(moved(THURSDAY))
    assert [(one.events[0].was.when.start, one.events[0].event.when.start) for one in texts.updates] == [
        (TUESDAY, WEDNESDAY),
        (WEDNESDAY, THURSDAY),
    ]
    assert len({alert.id for alert in texts.updates}) == len(texts.updates)


def test_the_same_change_has_the_same_id_everywhere() -> None:
    [one], [again] = (Texts(told()).tell(moved(WEDNESDAY)).updates for _ in range(2))
    assert one.id == again.id


def test_a_change_that_an_update_told_before_is_not_told_again() -> None:
    first = Texts(told()).tell(moved(WEDNESDAY))
    known = replace(
        told(),
        events=first.happenings.changed,
        told_events={("ministers", STORY.id): first.updates[0].events},
    )
    assert Texts(known).tell(moved(WEDNESDAY)).updates == []


def test_a_change_that_no_text_which_matches_has_told_yet_is_told_by_the_next_one_that_does() -> None:
    texts = Texts(told()).tell(moved(WEDNESDAY), matched=False)
    assert texts.updates == []
    assert len(texts.tell(moved(WEDNESDAY)).updates) == 1


@pytest.mark.parametrize(
    ("on", "label", "count"),
    [
        (("new",), Label.COPY, 0),
        (("new", "update"), Label.UPDATE, 1),
        (("new", "update"), Label.CORRECTION, 0),
        (("correction",), Label.CORRECTION, 1),
    ],
)
def test_a_rule_is_told_of_the_changes_that_it_asks_for(on: tuple[str, ...], label: Label, count: int) -> None:
    assert len(Texts(told(), on=on).tell(moved(WEDNESDAY), label=label).updates) == count


@pytest.mark.parametrize("state", [AlertState.WAITING, AlertState.BASELINE])
def test_nothing_changes_for_whom_nothing_was_told(state: AlertState) -> None:
    assert Texts(told(state=state), min_origins=2).tell(moved(WEDNESDAY)).updates == []


def test_in_a_first_run_no_update_is_told() -> None:
    assert Texts(replace(told(), first_run=True)).tell(moved(WEDNESDAY)).updates == []


def test_an_alert_that_waits_tells_the_event_as_it_is_when_it_goes_out() -> None:
    texts = Texts(told(state=AlertState.WAITING), min_origins=2).tell(moved(WEDNESDAY), matched=False)
    [waiting] = texts.alerting.recounted
    assert [(each.event.when.start, each.was) for each in waiting.events] == [(WEDNESDAY, None)]


def test_an_event_of_another_kind_begins_no_second_alert() -> None:
    law = an_event(TUESDAY, kind="law", what="referendum bill")
    assert Texts(told()).tell(law).alerting.begun == ()


def test_a_change_is_not_told_with_a_match_of_something_else() -> None:
    law = an_event(TUESDAY, kind="law", what="referendum bill")
    assert Texts(told()).tell(moved(WEDNESDAY), matched=False).tell(law).updates == []


def test_an_event_whose_story_was_merged_away_is_known_by_what_it_is() -> None:
    gone = ToldEvent(uid="gone", sequence=4, event=FIRST)
    [update] = Texts(told(gone)).tell(moved(WEDNESDAY)).updates
    assert (update.events[0].was, update.events[0].sequence) == (FIRST, 1)


def test_stories_that_become_one_go_on_telling_what_changes() -> None:
    other = StoryId("other")
    texts = Texts(told())
    texts.happenings.merge(STORY.id, other)
    texts.alerting.merge(STORY.id, other)
    assert [alert.story for alert in texts.tell(moved(WEDNESDAY), story=a_text("other", "Leaders")).updates] == [other]
