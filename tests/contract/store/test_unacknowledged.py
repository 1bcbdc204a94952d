"""What a leased escalation says of itself: for how long nobody took its alert on."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.contract.store.builders import NOW, alert, beginning
from tests.contract.store.sending import begin, fill, lease
from watcher.alerts import AlertView, Dispatch, render_dispatch
from watcher.model import Escalation
from watcher.store import Outbox, Store

HALF_AN_HOUR = timedelta(minutes=30)
DUE = NOW + HALF_AN_HOUR


def escalating(store: Store) -> None:
    """Write an alert that escalates to another channel half an hour after it went out, an hour after it began."""
    escalation = Escalation(after=HALF_AN_HOUR, channels=("phone",))
    fill(store, beginning(1, alerts=(alert(1, escalation=escalation, created_at=NOW - timedelta(hours=1)),)))


def the_view(dispatch: Dispatch) -> AlertView:
    (view,) = dispatch.views
    assert isinstance(view, AlertView)
    return view


def test_a_first_message_does_not_escalate(store: Store, outbox: Outbox) -> None:
    escalating(store)
    assert the_view(begin(outbox)).unacked_for is None


def test_an_escalation_says_how_long_its_alert_was_out(store: Store, outbox: Outbox) -> None:
    escalating(store)
    dispatch = begin(outbox, "phone", DUE)

    assert the_view(dispatch).unacked_for == HALF_AN_HOUR
    assert render_dispatch(dispatch, timezone=ZoneInfo("UTC")).subject.startswith("Not acknowledged after 30 min: ")


def test_one_that_comes_again_says_until_when_nobody_took_it_on(store: Store, outbox: Outbox) -> None:
    escalating(store)
    again = DUE + timedelta(minutes=10)
    outbox.retry(begin(outbox, "phone", DUE).delivery.id, again, "the line is busy")
    dispatch = lease(outbox, "phone", again)

    assert dispatch is not None
    assert the_view(dispatch).unacked_for == timedelta(minutes=40)
