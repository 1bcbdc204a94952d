"""Alerts that are recorded and not sent: of muted rules, and within a cooldown."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.contract.store.builders import LATER, NOW, alert, beginning, document
from tests.contract.store.sending import all_stored, fill, lease, stored
from watcher.model import AlertLabel, AlertState, DeliveryState, Escalation
from watcher.pipeline import Outcome
from watcher.store import Outbox, Store
from watcher.store.check import problems

HOUR = timedelta(hours=1)


def document_of(*numbers: int, **fields: object) -> Outcome:
    """Give the outcome of a document whose entries begin stories that alert."""
    parts = [
        beginning(
            number, alerts=(alert(number, entry=number, story=number, **fields),), at=fields.get("created_at", NOW)
        )
        for number in numbers
    ]
    names = ("new", "begun", "texts", "alerts")
    return Outcome(**{each: tuple(value for part in parts for value in getattr(part, each)) for each in names})


def mute(store: Store, rule: str = "bridges") -> None:
    with store.write() as tx:
        tx.mutes.mute(rule, NOW, LATER)


def states(store: Store, *numbers: int) -> list[DeliveryState]:
    return [stored(store, number).state for number in numbers]


SENT, SUPPRESSED = DeliveryState.NEW, DeliveryState.SUPPRESSED


def test_an_alert_of_a_muted_rule_is_recorded_with_the_reason_and_not_sent(store: Store, outbox: Outbox) -> None:
    mute(store)
    fill(store, document_of(1))

    assert (stored(store).state, stored(store).last_error) == (
        SUPPRESSED,
        f"rule bridges is muted until {LATER:%Y-%m-%d %H:%M} UTC",
    )
    assert lease(outbox) is None
    assert problems(store) == ()


def test_a_mute_is_of_its_rule_and_of_its_time(store: Store) -> None:
    mute(store)
    fill(store, document_of(1, rule="quays"))
    fill(store, document_of(2, created_at=LATER), at=LATER)

    assert states(store, 1, 2) == [SENT, SENT]


def test_a_rule_that_is_unmuted_alerts_again(store: Store) -> None:
    mute(store)
    with store.write() as tx:
        assert tx.mutes.all(NOW) == {"bridges": LATER}
        assert [tx.mutes.unmute("bridges"), tx.mutes.unmute("bridges")] == [True, False]
    fill(store, document_of(1))

    assert states(store, 1) == [SENT]


def test_a_muted_alert_does_not_escalate(store: Store) -> None:
    mute(store)
    fill(store, document_of(1, escalation=Escalation(after=HOUR, channels=("pager",))))

    assert [each.state for each in all_stored(store)] == [SUPPRESSED, SUPPRESSED]


def test_an_alert_that_waited_goes_by_whether_its_rule_is_muted_when_it_would_go_out(store: Store) -> None:
    fill(store, document_of(1, state=AlertState.WAITING))
    mute(store)
    fill(store, Outcome(recounted=(alert(1),), aliases={}), at=NOW + HOUR / 2)

    assert states(store, 1) == [SUPPRESSED]


@pytest.mark.parametrize(
    ("later", "state"),
    [
        pytest.param({"created_at": NOW + HOUR - timedelta(microseconds=1)}, SUPPRESSED, id="within it"),
        pytest.param({"created_at": NOW + HOUR}, SENT, id="after it"),
        pytest.param({"rule": "quays"}, SENT, id="another rule"),
        pytest.param({"label": AlertLabel.CORRECTION}, SENT, id="a correction"),
        pytest.param({"label": AlertLabel.UPDATE}, SENT, id="an update"),
        pytest.param({"cooldown": timedelta(0)}, SENT, id="no cooldown"),
    ],
)
def test_a_rule_has_at_most_one_first_alert_in_its_cooldown(
    store: Store, later: dict[str, object], state: DeliveryState
) -> None:
    fill(store, document_of(1, cooldown=HOUR))
    second = {"cooldown": HOUR, **later}
    fill(store, document_of(2, **second), at=second.get("created_at", NOW))

    assert states(store, 1, 2) == [SENT, state]


def test_an_alert_within_a_cooldown_says_so(store: Store) -> None:
    fill(store, document_of(1, cooldown=HOUR), document_of(2, cooldown=HOUR))

    assert stored(store, 2).last_error == "rule bridges had an alert within its cooldown"


def test_of_several_in_one_document_the_first_is_sent(store: Store) -> None:
    fill(store, document_of(1, 2, 3, cooldown=HOUR))

    assert states(store, 1, 2, 3) == [SENT, SUPPRESSED, SUPPRESSED]


def test_what_was_not_sent_begins_no_cooldown(store: Store) -> None:
    fill(store, document_of(1, cooldown=HOUR))
    half, over = NOW + HOUR / 2, NOW + HOUR
    fill(store, document_of(2, cooldown=HOUR, created_at=half), at=half)
    fill(store, document_of(3, cooldown=HOUR, created_at=over), at=over)

    assert states(store, 1, 2, 3) == [SENT, SUPPRESSED, SENT]


def test_an_alert_that_a_feeds_first_run_brought_begins_no_cooldown(store: Store) -> None:
    fill(store, document_of(1, cooldown=HOUR, state=AlertState.BASELINE), document_of(2, cooldown=HOUR))

    assert states(store, 2) == [SENT]


@pytest.mark.parametrize(
    ("outcome", "asked"),
    [
        pytest.param(document_of(1, state=AlertState.BASELINE), 0, id="nothing goes out"),
        pytest.param(document_of(1, 2, 3), 1, id="three alerts"),
        pytest.param(document_of(1, 2, 3, cooldown=HOUR), 1, id="three alerts with a cooldown"),
        pytest.param(beginning(1), 0, id="no alert"),
    ],
)
def test_mutes_are_read_once_a_document_and_only_for_what_goes_out(store: Store, outcome: Outcome, asked: int) -> None:
    statements: list[str] = []
    with store.write() as tx:
        event.listen(tx.connection, "before_cursor_execute", lambda *about: statements.append(about[2]))
        tx.outcomes.write(outcome, document(), NOW)

    assert sum("FROM mute" in each for each in statements) == asked
