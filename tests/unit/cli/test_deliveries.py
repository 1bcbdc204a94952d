"""How one delivery stands, on a line and in a cell."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders import NOON
from watcher.cli.deliveries import delivery_json, delivery_line, standing
from watcher.model import AlertId, Delivery, DeliveryId, DeliveryState

KYIV = ZoneInfo("Europe/Kyiv")
NEW = Delivery(id=DeliveryId(1), key="key", alert=AlertId("a"), channel="mail", recipient="ana@example.org")
LATER = NOON + timedelta(minutes=5)
RETRY = replace(NEW, state=DeliveryState.RETRY, attempts=2, not_before=LATER, last_error="no answer\nin time")


@pytest.mark.parametrize(
    ("delivery", "line"),
    [
        (NEW, "mail to ana@example.org: new"),
        (replace(NEW, recipient="", step=1, not_before=LATER), "mail, escalated: new, not before 2026-03-06 14:05"),
        (RETRY, "mail to ana@example.org: retry after 2 tries, not before 2026-03-06 14:05: no answer in time"),
        (
            replace(RETRY, state=DeliveryState.UNKNOWN, attempts=1),
            "mail to ana@example.org: unknown after 1 try, not before 2026-03-06 14:05: no answer in time",
        ),
        (
            replace(RETRY, state=DeliveryState.DEAD),
            "mail to ana@example.org: dead after 2 tries: no answer in time",
        ),
        (
            replace(NEW, state=DeliveryState.SENT, attempts=1, sent_at=NOON),
            "mail to ana@example.org: sent after 1 try, 2026-03-06 14:00",
        ),
        (
            replace(NEW, state=DeliveryState.SUPPRESSED, last_error="rule bridges is muted"),
            "mail to ana@example.org: suppressed: rule bridges is muted",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_delivery_says_where_it_stands(delivery: Delivery, line: str) -> None:
    assert delivery_line(delivery, KYIV) == line


def test_the_deliveries_of_an_alert_stand_in_one_cell() -> None:
    assert standing([NEW, replace(NEW, channel="desk", recipient="", state=DeliveryState.DEAD)]) == (
        "mail to ana@example.org new; desk dead"
    )
    assert standing([]) == ""


def test_a_delivery_as_data_says_to_whom() -> None:
    assert delivery_json(NEW) == {
        "id": 1,
        "key": "key",
        "channel": "mail",
        "recipient": "ana@example.org",
        "step": 0,
        "state": "new",
        "attempts": 0,
        "not_before": None,
        "last_error": None,
        "sent_at": None,
    }
