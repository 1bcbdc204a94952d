from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import NOON, FakeClock
from tests.unit.alerts.builders import a_view
from watcher import alerts
from watcher.alerts import AlertView, Dispatch
from watcher.deliver import Outcome, Result
from watcher.deliver.deadletters import KEY, DeadLetters
from watcher.deliver.result import Cause
from watcher.model import Delivery, DeliveryId, Notice

VIEW = a_view(created_at=NOON)
NO_LOGIN = Result(outcome=Outcome.DEAD, reason="the server answered 401 (Unauthorized)", cause=Cause.AUTH)


def a_dispatch(*views: AlertView | Notice) -> Dispatch:
    return Dispatch(delivery=Delivery(id=DeliveryId(1), key="k", channel="desk"), views=views, created_at=NOON)


def a_notice(key: str) -> Notice:
    return alerts.notice(key, "A feed is gone", "Look there.", NOON)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_the_operators_other_channels_hear_what_was_lost_why_and_what_helps(clock: FakeClock) -> None:
    notice, channels = DeadLetters("desk", lambda: ("mail", "desk", "chat"), clock).told(a_dispatch(VIEW), NO_LOGIN)
    assert channels == ("mail", "chat")
    assert notice is not None
    assert notice.subject == "Channel desk did not take an alert: the server answered 401 (Unauthorized)"
    assert f"alert {VIEW.alert.id}" in notice.text
    assert "Check the password or token of the channel" in notice.text
    assert "watcher channels test desk" in notice.text
    assert "watcher alerts retry ID" in notice.text


@pytest.mark.parametrize("channels", [(), ("desk",)])
def test_without_another_channel_nobody_is_told(clock: FakeClock, channels: tuple[str, ...]) -> None:
    assert DeadLetters("desk", lambda: channels, clock).told(a_dispatch(VIEW), NO_LOGIN) == (None, ())


def test_many_of_an_hour_are_one_notice_and_the_next_says_how_many_there_were(clock: FakeClock) -> None:
    letters = DeadLetters("desk", lambda: ("mail",), clock)
    told = [letters.told(a_dispatch(VIEW), NO_LOGIN)[0] for _ in range(5)]
    clock.forward(timedelta(hours=1))
    later, _ = letters.told(a_dispatch(VIEW), NO_LOGIN)
    assert [notice is None for notice in told] == [False, True, True, True, True]
    assert later is not None
    assert "4 more were lost" in later.text


def test_the_channels_are_those_of_the_moment(clock: FakeClock) -> None:
    channels = ["mail"]
    letters = DeadLetters("desk", lambda: tuple(channels), clock)
    channels[:] = ["chat"]
    assert letters.told(a_dispatch(VIEW), NO_LOGIN)[1] == ("chat",)


def test_a_notice_that_is_lost_is_told_but_not_a_notice_of_something_lost(clock: FakeClock) -> None:
    letters = DeadLetters("desk", lambda: ("mail",), clock)
    assert letters.told(a_dispatch(a_notice(KEY)), NO_LOGIN) == (None, ())
    notice, _ = letters.told(a_dispatch(a_notice("feed")), NO_LOGIN)
    assert notice is not None
    assert notice.text.startswith("Channel desk will not get this: notice ")


@pytest.mark.parametrize(
    ("views", "named"),
    [
        pytest.param((VIEW, VIEW), f"a message of 2, the first of them {VIEW.alert.id}.", id="a bundle"),
        pytest.param((), "an empty digest.", id="an empty digest"),
    ],
)
def test_a_message_of_several_is_named(clock: FakeClock, views: tuple[AlertView, ...], named: str) -> None:
    result = replace(NO_LOGIN, cause=Cause.REFUSED)
    notice, _ = DeadLetters("desk", lambda: ("mail",), clock).told(a_dispatch(*views), result)
    assert notice is not None
    assert notice.text.startswith(f"Channel desk will not get this: {named}")
