from tests.unit.alerts.builders import NOON, STORY, evidence
from watcher.alerts import first_alerts
from watcher.model import Alert, AlertState, EntryId, Match, Priority, Rule, StoryId
from watcher.stories import alert_id

RULES = {
    "votes": Rule(name="votes", query="vote", channels=("desk", "mail"), priority=Priority.HIGH),
    "water": Rule(name="water", query="water", channels=("desk",)),
}


def a_match(rule: str, reason: str = "query matched") -> Match:
    return Match(rule=rule, evidence=(evidence("A vote on water.", "vote"),), reason=reason)


def alerts(
    *matches: Match, alerted: frozenset[tuple[str, StoryId]] = frozenset(), baseline: bool = False
) -> tuple[Alert, ...]:
    return first_alerts(
        matches, story=STORY, entry=EntryId("entry"), rules=RULES, alerted=alerted, baseline=baseline, now=NOON
    )


def test_each_rule_that_matches_gives_one_alert_in_the_order_of_the_matches() -> None:
    assert [alert.rule for alert in alerts(a_match("water"), a_match("votes"))] == ["water", "votes"]


def test_an_alert_carries_what_the_rule_says_and_what_the_match_found() -> None:
    match = a_match("votes", reason="query matched: vote")
    assert alerts(match) == (
        Alert(
            id=alert_id("votes", STORY),
            rule="votes",
            story=STORY,
            entry=EntryId("entry"),
            created_at=NOON,
            evidence=match.evidence,
            reason="query matched: vote",
            channels=("desk", "mail"),
            priority=Priority.HIGH,
            state=AlertState.OPEN,
        ),
    )


def test_a_rule_that_had_its_first_alert_on_this_story_gives_none() -> None:
    found = alerts(a_match("votes"), a_match("water"), alerted=frozenset({("votes", STORY)}))
    assert [alert.rule for alert in found] == ["water"]


def test_an_alert_on_another_story_is_no_reason_to_keep_silent() -> None:
    assert len(alerts(a_match("votes"), alerted=frozenset({("votes", StoryId("another"))}))) == 1


def test_a_second_match_of_the_same_rule_gives_no_second_alert() -> None:
    (alert,) = alerts(a_match("votes", reason="first"), a_match("votes", reason="second"))
    assert alert.reason == "first"


def test_the_first_run_of_a_feed_records_its_alerts_as_baseline() -> None:
    (alert,) = alerts(a_match("votes"), baseline=True)
    assert alert.state is AlertState.BASELINE


def test_without_a_match_there_is_no_alert() -> None:
    assert alerts() == ()
