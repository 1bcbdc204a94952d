"""Alerts that begin, wait for independent origins, and go out when those have come."""

from dataclasses import replace
from datetime import timedelta

from tests.builders import NOON, a_rule
from tests.unit.pipeline.builders import (
    COAST,
    NOTHING,
    THIRD,
    WIRE,
    a_match,
    a_prepared_entry,
    a_telling,
    a_text,
    an_alert,
)
from watcher.model import AlertState, Rule, StoryId, StoryLink
from watcher.pipeline import Known
from watcher.pipeline.alerting import Alerting
from watcher.pipeline.happenings import Happenings
from watcher.pipeline.linking import Linking
from watcher.stories import StoryText, Teller, alert_id

TWO = {"ministers": a_rule(name="ministers", query="minister", min_origins=2)}
WIRE_STORY, COAST_STORY = a_text("wire", WIRE, "Norvania Wire"), a_text("coast", COAST, "Coast Agency")


class Arrivals:
    """What `decide` does with stories that arrive, each as one entry that matches."""

    def __init__(self, known: Known = NOTHING, rules: dict[str, Rule] = TWO) -> None:
        self.linking = Linking(known)
        self.happenings = Happenings(known, NOON)
        self.alerting = Alerting(known, self.linking, self.happenings, rules, NOON)

    def arrive(self, text: StoryText, outlet: str = "Harbour Times", *, matches: bool = True) -> "Arrivals":
        self.linking.place(a_prepared_entry(text.title, outlet=outlet), text)
        self.alerting.arrive([a_match()] if matches else [], a_telling(text.id), ())
        return self


def waiting(*alerts: str, **fields: object) -> Known:
    """Give what is known where alerts wait for a second origin: of two linked stories one only retells the other."""
    known = replace(
        NOTHING,
        stories=(WIRE_STORY, COAST_STORY),
        links=(StoryLink(story=COAST_STORY.id, other=WIRE_STORY.id, cites="Norvania Wire", score=1, reason=""),),
        tellers={
            WIRE_STORY.id: Teller(origin="Norvania Wire", outlet="Harbour Times"),
            COAST_STORY.id: Teller(origin=None, outlet="Quay Herald"),
        },
        alerted=frozenset(("ministers", StoryId(story)) for story in alerts),
        waiting=tuple(an_alert(story) for story in alerts),
    )
    return replace(known, **fields)


def test_a_rule_that_wants_no_origins_alerts_at_once() -> None:
    [alert] = Arrivals(rules={"ministers": a_rule(name="ministers")}).arrive(WIRE_STORY).alerting.begun
    assert (alert.state, alert.reason) == (AlertState.OPEN, "query matched: minister")


def test_one_origin_waits_where_two_are_wanted() -> None:
    [alert] = Arrivals().arrive(WIRE_STORY).alerting.begun
    assert alert.state is AlertState.WAITING
    assert alert.reason == "query matched: minister; waits for 2 independent origins, 1 so far: Norvania Wire"


def test_the_second_origin_in_the_same_document_opens_the_alert_that_began_first() -> None:
    alerting = Arrivals().arrive(WIRE_STORY).arrive(COAST_STORY, "Quay Herald").alerting
    told = alert_id("ministers", WIRE_STORY.id)
    assert [(alert.id, alert.state) for alert in alerting.begun] == [
        (told, AlertState.OPEN),
        (alert_id("ministers", COAST_STORY.id), AlertState.WAITING),
    ]
    assert [alert.reason.partition("; ")[2] for alert in alerting.begun] == [
        "2 independent origins: Norvania Wire, Coast Agency",
        f"alert {told} on a linked story has told it",
    ]
    assert alerting.recounted == ()


def test_a_copy_that_says_who_wrote_it_first_opens_the_alert_of_the_linked_story() -> None:
    alerting = Arrivals(waiting("wire")).arrive(COAST_STORY, matches=False).alerting
    [alert] = alerting.recounted
    assert (alert.id, alert.story, alert.state) == ("alert-wire", "wire", AlertState.OPEN)
    assert alert.reason == "query matched: minister; 2 independent origins: Norvania Wire, Coast Agency"
    assert alerting.begun == ()


def test_a_copy_that_says_nothing_new_changes_nothing() -> None:
    arrived = Arrivals(waiting("wire")).arrive(WIRE_STORY, "Islander", matches=False)
    assert arrived.alerting.recounted == ()


def test_of_two_that_wait_one_is_told_and_the_other_says_which() -> None:
    alerting = Arrivals(waiting("wire", "coast")).arrive(COAST_STORY, matches=False).alerting
    assert [(alert.id, alert.state) for alert in alerting.recounted] == [
        ("alert-coast", AlertState.OPEN),
        ("alert-wire", AlertState.WAITING),
    ]
    assert alerting.recounted[1].reason.endswith("; alert alert-coast on a linked story has told it")


def test_what_an_alert_on_a_linked_story_told_is_not_told_again() -> None:
    known = waiting(told={("ministers", WIRE_STORY.id): an_alert("wire").id})
    [alert] = Arrivals(known).arrive(COAST_STORY).alerting.begun
    assert alert.state is AlertState.WAITING
    assert alert.reason.endswith("; alert alert-wire on a linked story has told it")


def test_the_first_run_of_a_feed_is_baseline_and_never_opens() -> None:
    arrived = Arrivals(replace(NOTHING, first_run=True)).arrive(WIRE_STORY).arrive(COAST_STORY, "Quay Herald")
    assert {alert.state for alert in arrived.alerting.begun} == {AlertState.BASELINE}


def test_a_baseline_alert_on_a_linked_story_has_told_nothing() -> None:
    known = waiting(alerted=frozenset({("ministers", WIRE_STORY.id)}))
    [alert] = Arrivals(known).arrive(COAST_STORY).alerting.begun
    assert alert.state is AlertState.OPEN


def test_an_alert_goes_by_its_rule_as_it_is_now() -> None:
    rules = {"ministers": a_rule(name="ministers", channels=("mail",))}
    [alert] = Arrivals(waiting("wire"), rules).arrive(WIRE_STORY, matches=False).alerting.recounted
    assert (alert.state, alert.channels, alert.reason) == (AlertState.OPEN, ("mail",), "query matched: minister")


def test_an_alert_whose_rule_is_gone_waits_on() -> None:
    assert Arrivals(waiting("wire"), {}).arrive(COAST_STORY, matches=False).alerting.recounted == ()


def test_a_third_origin_does_not_open_what_was_told_by_two() -> None:
    arrived = Arrivals().arrive(WIRE_STORY).arrive(COAST_STORY, "Quay Herald")
    begun = arrived.arrive(a_text("gull", THIRD), "Evening Gull").alerting.begun
    assert [alert.state for alert in begun] == [AlertState.OPEN, AlertState.WAITING, AlertState.WAITING]


def test_an_alert_moves_to_the_story_that_absorbs_its_own() -> None:
    arrived = Arrivals().arrive(WIRE_STORY)
    arrived.alerting.merge(WIRE_STORY.id, StoryId("elder"))
    assert [alert.story for alert in arrived.alerting.begun] == ["elder"]
    arrived.linking.merge(WIRE_STORY.id, StoryId("elder"))
    arrived.alerting.arrive([a_match()], a_telling("elder"), ())
    assert len(arrived.alerting.begun) == 1


def test_of_two_stories_that_become_one_the_survivor_keeps_its_waiting_alert() -> None:
    arrived = Arrivals(waiting("wire", "coast"))
    arrived.linking.merge(COAST_STORY.id, WIRE_STORY.id)
    arrived.alerting.merge(COAST_STORY.id, WIRE_STORY.id)
    arrived.arrive(a_text("gull", THIRD), "Evening Gull", matches=False)
    assert [(alert.id, alert.story) for alert in arrived.alerting.recounted] == [("alert-wire", "wire")]


def test_what_the_absorbed_story_told_the_survivor_does_not_tell_again() -> None:
    known = waiting(
        "wire",
        alerted=frozenset({("ministers", WIRE_STORY.id), ("ministers", COAST_STORY.id)}),
        told={("ministers", COAST_STORY.id): an_alert("coast").id},
    )
    arrived = Arrivals(known)
    arrived.linking.merge(COAST_STORY.id, WIRE_STORY.id)
    arrived.alerting.merge(COAST_STORY.id, WIRE_STORY.id)
    arrived.arrive(a_text("gull", THIRD, at=NOON + timedelta(hours=1)), "Evening Gull")
    assert arrived.alerting.recounted == ()
    assert [alert.state for alert in arrived.alerting.begun] == [AlertState.WAITING]
