"""Many new entries at once in a feed that is known: what still alerts, what is held, what the operator reads."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.builders import NOON, a_rule
from tests.unit.pipeline.builders import (
    COAST,
    NOTHING,
    WIRE,
    a_match,
    a_prepared_entry,
    a_telling,
    a_text,
    an_alert,
    the_towns,
)
from watcher.model import AlertState
from watcher.pipeline import Flood, Known, Outcome, Usual, decide, flood_notice
from watcher.pipeline.alerting import Alerting
from watcher.pipeline.floods import LATE_BY, LATE_ENTRIES, MANY, TIMELY_ALERTS, flood_in
from watcher.pipeline.happenings import Happenings
from watcher.pipeline.linking import Linking
from watcher.rules import RuleSet

HOUR = timedelta(hours=1)
LATE, TIMELY = NOON - LATE_BY - HOUR, NOON + HOUR
USUAL = Usual(last_read=NOON)
WIDE = Flood(new=45, late=0, last_read=NOON, wide=True)
NARROW = Flood(new=8, late=6, last_read=NOON, wide=False)
RULES = RuleSet([a_rule(name="towns", query="mayor")])


def states(outcome: Outcome) -> Counter[AlertState]:
    return Counter(alert.state for alert in outcome.alerts)


@pytest.mark.parametrize(
    ("published", "usual"),
    [
        pytest.param([TIMELY] * MANY, USUAL, id="as many as a feed may bring"),
        pytest.param([TIMELY] * (3 * 30), replace(USUAL, new=30), id="three times the usual number"),
        pytest.param([LATE] * LATE_ENTRIES, USUAL, id="a few late ones"),
        pytest.param([NOON - LATE_BY] * MANY, USUAL, id="a week old"),
        pytest.param([None] * MANY, USUAL, id="without dates"),
    ],
)
def test_no_flood_is(published: list[datetime | None], usual: Usual) -> None:
    assert flood_in(published, usual) is None


@pytest.mark.parametrize(
    ("published", "usual", "wide"),
    [
        pytest.param([TIMELY] * (MANY + 1), USUAL, True, id="more than a feed may bring"),
        pytest.param(
            [TIMELY] * (3 * 30 + 1), replace(USUAL, new=30), True, id="more than three times the usual number"
        ),
        pytest.param([LATE] * (LATE_ENTRIES + 1), USUAL, False, id="more than a few late ones"),
        pytest.param([LATE] * (LATE_ENTRIES + 1), replace(USUAL, new=30), False, id="late ones in a busy feed"),
    ],
)
def test_a_flood_is(published: list[datetime | None], usual: Usual, *, wide: bool) -> None:
    flood = flood_in(published, usual)
    assert flood is not None
    assert flood.wide is wide


@pytest.mark.parametrize(
    ("flood", "published", "let_through", "held"),
    [
        pytest.param(WIDE, LATE, 0, True, id="late"),
        pytest.param(WIDE, None, 0, True, id="without a date"),
        pytest.param(WIDE, NOON - timedelta(hours=23), 0, False, id="published some hours before the last poll"),
        pytest.param(WIDE, TIMELY, TIMELY_ALERTS - 1, False, id="timely, and few before"),
        pytest.param(WIDE, TIMELY, TIMELY_ALERTS, True, id="timely, and enough before"),
        pytest.param(NARROW, LATE, 0, True, id="late among few"),
        pytest.param(NARROW, None, 0, False, id="without a date among few"),
        pytest.param(NARROW, TIMELY, TIMELY_ALERTS, False, id="timely among few"),
    ],
)
def test_a_flood_holds(flood: Flood, published: datetime | None, let_through: int, *, held: bool) -> None:
    assert flood.holds(published, let_through) is held


def test_what_comes_out_timely_in_a_flood_alerts_up_to_a_number() -> None:
    outcome = decide(the_towns(25, TIMELY), replace(NOTHING, usual=USUAL), RULES, NOON)
    assert states(outcome) == {AlertState.OPEN: TIMELY_ALERTS, AlertState.HELD: 25 - TIMELY_ALERTS}


def test_an_archive_alerts_nobody() -> None:
    outcome = decide(the_towns(25, LATE), replace(NOTHING, usual=USUAL), RULES, NOON)
    assert states(outcome) == {AlertState.HELD: 25}
    assert outcome.flood is not None


def test_a_held_alert_says_why() -> None:
    alert = decide(the_towns(25, LATE), replace(NOTHING, usual=USUAL), RULES, NOON).alerts[0]
    assert alert.reason == "query matched: Mayor; held back: 25 new entries came at once"


@pytest.mark.parametrize(
    ("count", "known"),
    [
        pytest.param(25, NOTHING, id="a drop or a replay"),
        pytest.param(3, replace(NOTHING, usual=USUAL), id="a few late ones"),
    ],
)
def test_all_alert_in(count: int, known: Known) -> None:
    assert states(decide(the_towns(count, LATE), known, RULES, NOON)) == {AlertState.OPEN: count}


def test_a_first_run_stays_one() -> None:
    known = replace(NOTHING, first_run=True, usual=USUAL)
    assert states(decide(the_towns(25, LATE), known, RULES, NOON)) == {AlertState.BASELINE: 25}


def test_what_was_deleted_and_comes_back_makes_no_flood() -> None:
    document = the_towns(25, LATE)
    known = replace(NOTHING, usual=USUAL, returned=frozenset(entry.keys[0] for entry in document.entries))
    assert decide(document, known, RULES, NOON).flood is None


HELD = an_alert("wire", AlertState.HELD, reason="query matched: minister; held back: 45 new entries came at once")
STORY = a_text("wire", WIRE)
OF_A_HELD = replace(NOTHING, stories=(STORY,), alerted=frozenset({("ministers", STORY.id)}), waiting=(HELD,))


def arrived(known: Known = OF_A_HELD, flood: Flood | None = None, *, matches: bool = True) -> Alerting:
    """Let a copy come into the story of a held alert."""
    linking, happenings = Linking(known), Happenings(known, NOON)
    alerting = Alerting(known, linking, happenings, {"ministers": a_rule(name="ministers", query="minister")}, NOON)
    linking.place(a_prepared_entry(COAST), STORY)
    alerting.arrive([a_match()] if matches else [], a_telling("wire", published=LATE), (), flood)
    return alerting


def test_a_held_alert_goes_out_when_another_entry_tells_the_story() -> None:
    [alert] = arrived().recounted
    assert (alert.id, alert.state, alert.reason) == (HELD.id, AlertState.OPEN, "query matched: minister")


@pytest.mark.parametrize(
    "alerting",
    [
        pytest.param(arrived(flood=WIDE), id="with a flood too"),
        pytest.param(arrived(matches=False), id="without a match"),
        pytest.param(arrived(replace(OF_A_HELD, first_run=True)), id="in a first run"),
    ],
)
def test_a_held_alert_stays_held_when_the_story_comes_again(alerting: Alerting) -> None:
    assert (alerting.recounted, alerting.begun) == ((), ())


def test_the_operator_reads_which_feed_how_many_and_what_to_do() -> None:
    subject, text = flood_notice("harbour", replace(WIDE, late=40), 12)
    assert subject == "Feed harbour brought 45 new entries at once: 12 alerts are held back"
    assert "45 new entries at once, 40 of them published more than 7 days before its last poll" in text
    assert "watcher alerts list --held" in text
    assert "watcher alerts release --feed harbour" in text


def test_one_alert_is_spoken_of_as_one() -> None:
    subject, text = flood_notice("harbour", WIDE, 1)
    assert subject.endswith("1 alert is held back")
    assert "1 alert is held back" in text
