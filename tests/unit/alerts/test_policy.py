from tests.builders import an_event
from tests.unit.alerts.builders import NOON, STORY, evidence
from watcher.alerts import first_alerts, recounted
from watcher.model import Alert, AlertId, AlertState, EntryId, Match, Priority, Rule, StoryId, ToldEvent
from watcher.stories import alert_id

RULES = {
    "votes": Rule(name="votes", query="vote", channels=("desk", "mail"), priority=Priority.HIGH),
    "water": Rule(name="water", query="water", channels=("desk",)),
    "moves": Rule(name="moves", query="water", channels=("desk",), on=("update", "correction")),
    "rumours": Rule(name="rumours", query="water", channels=("desk",), min_origins=2),
}


TOLD = (ToldEvent(uid="event", sequence=0, event=an_event()),)


def a_match(rule: str, reason: str = "query matched") -> Match:
    return Match(rule=rule, evidence=(evidence("A vote on water.", "vote"),), reason=reason)


def alerts(
    *matches: Match,
    alerted: frozenset[tuple[str, StoryId]] = frozenset(),
    baseline: bool = False,
    origins: tuple[str, ...] = ("Norvania Wire",),
    told: dict[str, AlertId] | None = None,
) -> tuple[Alert, ...]:
    return first_alerts(
        matches,
        story=STORY,
        entry=EntryId("entry"),
        rules=RULES,
        alerted=alerted,
        baseline=baseline,
        now=NOON,
        origins=origins,
        told=told or {},
        events={"votes": TOLD},
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
            events=TOLD,
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


def test_a_rule_that_wants_more_origins_than_there_are_waits_and_says_so() -> None:
    (alert,) = alerts(a_match("rumours"))
    assert alert.state is AlertState.WAITING
    assert alert.reason == "query matched; waits for 2 independent origins, 1 so far: Norvania Wire"


def test_with_enough_origins_it_alerts_and_names_them() -> None:
    (alert,) = alerts(a_match("rumours"), origins=("Norvania Wire", "Coast; and; Sea\nAgency"))
    assert alert.state is AlertState.OPEN
    assert alert.reason == "query matched; 2 independent origins: Norvania Wire, Coast, and, Sea Agency"


def test_a_reason_names_so_many_origins_and_counts_the_rest() -> None:
    (alert,) = alerts(a_match("rumours"), origins=tuple("ABCDEFG"))
    assert alert.reason == "query matched; 7 independent origins: A, B, C, D, E, 2 more"


def test_an_event_that_was_told_on_a_linked_story_is_not_told_again() -> None:
    (alert,) = alerts(a_match("rumours"), origins=("A", "B"), told={"rumours": AlertId("other")})
    assert alert.state is AlertState.WAITING
    assert alert.reason == "query matched; alert other on a linked story has told it"


def test_a_rule_that_alerts_at_once_does_so_on_every_story_of_an_event() -> None:
    (alert,) = alerts(a_match("water"), told={"water": AlertId("other")})
    assert (alert.state, alert.reason) == (AlertState.OPEN, "query matched")


def test_baseline_stays_baseline_whatever_the_origins() -> None:
    (alert,) = alerts(a_match("rumours"), baseline=True, origins=("A", "B"))
    assert (alert.state, alert.reason) == (AlertState.BASELINE, "query matched")


def test_a_waiting_alert_is_counted_again_without_repeating_itself() -> None:
    (first,) = alerts(a_match("rumours", reason="query matched: water; ice"))
    assert recounted(first, RULES["rumours"], ("Norvania Wire",), None) == first
    told = recounted(first, RULES["rumours"], ("Norvania Wire",), AlertId("other"))
    opened = recounted(told, RULES["rumours"], ("Norvania Wire", "Coast Agency"), None)
    assert opened.state is AlertState.OPEN
    assert opened.reason == "query matched: water; ice; 2 independent origins: Norvania Wire, Coast Agency"


def test_a_rule_that_asks_for_changes_only_records_its_first_alert_and_sends_it_nowhere() -> None:
    [alert] = alerts(a_match("moves"))
    assert (alert.state, alert.channels) == (AlertState.OPEN, ())
