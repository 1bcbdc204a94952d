"""What a message of the outbox is to its sender."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests.unit.alerts.test_render_updates import KYIV, an_alert, an_update
from watcher.alerts import Dispatch, render_first
from watcher.deliver.handing import message_of
from watcher.model import AlertLabel, Bundle, Calm, Channel, Delivery, DeliveryId

DESK = Channel(name="desk", url="console:")
MORNING, EVENING = time(7, 30), time(17)
DUE = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
DIGEST = Delivery(id=DeliveryId(1), key="key", channel="desk", bundle=Bundle.DIGEST)


UPDATE = an_update()
EARLIER = (an_alert(),)


def dispatch(**fields: object) -> Dispatch:
    """Give an update that follows a first message of its own."""
    delivery = Delivery(id=DeliveryId(1), key="8masf3", alert=UPDATE.alert.id, channel="room")
    given = {"delivery": delivery, "views": (UPDATE,), "created_at": UPDATE.alert.created_at}
    return Dispatch(**{**given, "thread": "$first", "alone": True, "earlier": EARLIER, **fields})


def test_an_update_says_what_is_new_and_what_the_first_message_says_from_then_on() -> None:
    message = message_of(dispatch(), DESK, KYIV)
    assert (message.key, message.thread, message.views) == ("8masf3", "$first", (UPDATE,))
    assert "First told: " in message.rendering.text
    assert message.first == render_first(UPDATE, timezone=KYIV, earlier=EARLIER)


def test_the_template_of_its_channel_lays_both_out() -> None:
    template = "{% block text %}{{ 'new' if first_told else 'whole' }}{% endblock %}"
    message = message_of(dispatch(), replace(DESK, template=template), KYIV)
    assert message.first is not None
    assert (message.rendering.text, message.first.text) == ("new", "whole")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(dispatch(alone=False), id="the first one told others too"),
        pytest.param(dispatch(thread=None, alone=False, earlier=()), id="there is no first one"),
        pytest.param(
            dispatch(views=(replace(UPDATE, alert=replace(UPDATE.alert, label=AlertLabel.REMINDER)),)), id="a reminder"
        ),
        pytest.param(
            dispatch(
                delivery=Delivery(id=DeliveryId(2), key="8masf3", bundle=Bundle.GROUP, channel="room"),
                views=(UPDATE, UPDATE),
                thread=None,
                alone=False,
                earlier=(),
            ),
            id="a message of several",
        ),
    ],
)
def test_a_first_message_stays_as_it_is(other: Dispatch) -> None:
    assert message_of(other, DESK, ZoneInfo("UTC")).first is None


@pytest.mark.parametrize(
    ("times", "subject"),
    [
        pytest.param((), "Digest of Tuesday 3 March: nothing new", id="where low alerts gather"),
        pytest.param((MORNING,), "Digest of Tuesday 3 March: nothing new", id="once a day"),
        pytest.param((MORNING, EVENING), "Digest of Tuesday 3 March, 07:30: nothing new", id="twice a day"),
    ],
)
def test_a_digest_says_its_time_where_its_channel_has_several_a_day(times: tuple[time, ...], subject: str) -> None:
    channel = Channel(name="desk", url="console:", calm=Calm(digest=times))
    message = message_of(Dispatch(delivery=DIGEST, views=(), created_at=DUE, due=DUE), channel, ZoneInfo("UTC"))
    assert message.rendering.subject == subject
