"""Webhooks through real HTTP."""

import io
import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.integration.servers import Receiver, closed_port
from tests.unit.alerts.builders import HEADLINE, a_copy, a_view, evidence
from tests.unit.deliver.fakes import a_message
from watcher import deliver
from watcher.alerts import Rendering, render
from watcher.deliver import Outcome, Result
from watcher.model import Channel

MESSAGE = render(a_view(), timezone=ZoneInfo("UTC"))


def channel(port: int, *, scheme: str = "json", more: str = "") -> Channel:
    return Channel(name="hook", url=f"{scheme}://ana:canary-1@127.0.0.1:{port}/hooks/canary-2?+X-Key=canary-3{more}")


def send(to: Channel, message: Rendering = MESSAGE) -> Result:
    return deliver.build_sender(to, stream=io.StringIO()).send(a_message(message))


def test_a_webhook_gets_title_and_text(receiver: Receiver) -> None:
    assert send(channel(receiver.port)).outcome is Outcome.SENT
    (request,) = receiver.requests
    assert request.path == "/hooks/canary-2"
    assert request.headers["X-Key"] == "canary-3"
    assert request.body["title"] == HEADLINE
    assert request.body["message"] == MESSAGE.text


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_failure_that_may_pass(receiver: Receiver, status: int) -> None:
    receiver.status = status
    assert send(channel(receiver.port)).outcome is Outcome.RETRY
    assert len(receiver.requests) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413])
def test_a_failure_that_will_not_pass(receiver: Receiver, status: int) -> None:
    receiver.status = status
    assert send(channel(receiver.port)).outcome is Outcome.DEAD


def test_the_pause_that_an_answer_asks_for_is_given_on(receiver: Receiver) -> None:
    receiver.status, receiver.body = 429, b'{"message": "slow down", "retry_after": 12.5}'
    result = send(channel(receiver.port))
    assert (result.outcome, result.retry_after) == (Outcome.RETRY, timedelta(seconds=12.5))


def test_the_pause_that_a_header_asks_for_is_given_on(receiver: Receiver) -> None:
    receiver.status, receiver.headers = 429, {"Retry-After": "7"}
    result = send(channel(receiver.port))
    assert (result.outcome, result.retry_after) == (Outcome.RETRY, timedelta(seconds=7))


def test_a_redirect_is_no_success(receiver: Receiver) -> None:
    receiver.status, receiver.headers = 302, {"Location": f"http://127.0.0.1:{receiver.port}/elsewhere"}
    result = send(channel(receiver.port))
    assert (result.outcome, len(receiver.requests)) == (Outcome.RETRY, 1)
    assert "302" in result.reason


def test_no_secret_of_the_url_is_shown_even_where_the_server_repeats_it(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.status, receiver.body = 404, b"ana, canary-1: no hook canary-2 for CANARY-3"
    to = channel(receiver.port)
    result = send(to)
    assert result.reason == "the server answered 404 (Not Found): ***, ***: no hook *** for ***"
    assert "canary" not in f"{result!r} {to!r} {caplog.text}".lower()


@pytest.mark.parametrize("scheme", ["json", "form", "xml", "mmost", "ntfy", "gotify"])
def test_a_service_that_is_not_there_is_tried_again_and_shows_no_secret(
    scheme: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    to = Channel(name="hook", url=f"{scheme}://127.0.0.1:{closed_port()}/canary-0123456789")
    result = send(to)
    assert (result.outcome, result.reason) == (Outcome.RETRY, "no connection: connection refused")
    assert "canary" not in f"{result!r} {to!r} {caplog.text}"


def test_an_alert_too_long_for_the_service_keeps_its_beginning_and_its_end(receiver: Receiver) -> None:
    copies = [a_copy(n, outlet=f"Outlet {n}", link=f"https://quay.example/{'p' * 1400}{n}") for n in range(5)]
    message = render(a_view(*copies, found=(evidence("A vote is called.", "vote"),)), timezone=ZoneInfo("UTC"))
    to = Channel(name="chat", url=f"mmost://127.0.0.1:{receiver.port}/canary0123456789canary0123")
    receiver.body = b"ok"
    assert send(to, message).outcome is Outcome.SENT
    (request,) = receiver.requests
    text = request.body["text"]
    assert 2000 < len(text) <= 4000
    assert "A «vote» is called." in text.replace("\\", "")
    assert text.endswith("watcher stories show 01h8zk3m5q7rt")


def test_the_test_message_says_what_it_is_and_the_result_what_the_server_said(receiver: Receiver) -> None:
    receiver.status, receiver.body = 403, b"this hook is switched off"
    result = deliver.test_channel(
        channel(receiver.port), stream=io.StringIO(), now=datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
    )
    assert receiver.requests[0].body["title"] == "Test from watcher: channel hook"
    assert result.reason == "the server answered 403 (Forbidden): this hook is switched off"
