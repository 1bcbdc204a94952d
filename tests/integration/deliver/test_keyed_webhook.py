"""Channels that are written `webhook = { … }`, through real HTTP."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.integration.farm import Farm, reply
from tests.integration.servers import Receiver, closed_port
from tests.unit.alerts.builders import HEADLINE, NOON, a_copy, a_view, evidence
from watcher import deliver
from watcher.alerts import Rendering, render
from watcher.deliver import Outcome, Result
from watcher.deliver.handing import send
from watcher.deliver.result import Cause
from watcher.deliver.senders import Message
from watcher.deliver.senders.webhook import LINKS, WebhookSender
from watcher.model import Channel, Notice, NoticeId, Priority, Webhook
from watcher.net import Caller

LINK = "https://quay.example/news?a=1&b=2"
VIEW = a_view(
    a_copy(outlet="Harbour Times", link=LINK),
    found=(evidence("A vote is called.", "vote"),),
    priority=Priority.HIGH,
    reason="query matched: vote",
)
NOTICE = Notice(id=NoticeId("n1"), key="feed", subject="A feed fails", text="Look at it.", created_at=NOON)
MESSAGE = Message(rendering=render(VIEW, timezone=ZoneInfo("UTC")), key="01h8zk3m5q7rt", views=(VIEW,))


def hook(port: int, **headers: str) -> Webhook:
    url = f"http://ana:canary-1@127.0.0.1:{port}/hooks/canary-2?key=canary-3"
    return Webhook(url=url, headers={"X-Key": "canary-4", "X-Auth": "Bearer canary-5", **headers})


def posted(receiver: Receiver, message: Message = MESSAGE) -> Any:
    assert WebhookSender(hook(receiver.port)).send(message).outcome is Outcome.SENT
    return receiver.requests[-1].body


def answered(receiver: Receiver, status: int, body: bytes = b"", **headers: str) -> Result:
    receiver.status, receiver.body, receiver.headers = status, body, headers
    return WebhookSender(hook(receiver.port)).send(MESSAGE)


def test_a_message_is_posted_as_a_person_reads_it_and_as_a_program_does(receiver: Receiver) -> None:
    assert posted(receiver) == {
        "key": "01h8zk3m5q7rt",
        "subject": HEADLINE,
        "text": MESSAGE.rendering.text,
        "alerts": [
            {
                "id": "alert",
                "label": "new",
                "rule": "zelmar-votes",
                "priority": "high",
                "story": "01h8zk3m5q7rt",
                "created_at": "2026-01-02T12:05:00+00:00",
                "headline": HEADLINE,
                "reason": "query matched: vote",
                "links": [LINK],
            }
        ],
        "notices": [],
    }


def test_its_key_and_the_headers_of_the_channel_go_with_it(receiver: Receiver) -> None:
    posted(receiver)
    (request,) = receiver.requests
    assert request.path == "/hooks/canary-2?key=canary-3"
    assert request.headers["Idempotency-Key"] == "01h8zk3m5q7rt"
    assert (request.headers["X-Key"], request.headers["Authorization"]) == ("canary-4", "Basic YW5hOmNhbmFyeS0x")


def test_a_message_of_several_tells_each(receiver: Receiver) -> None:
    body = posted(receiver, replace(MESSAGE, views=(VIEW, NOTICE, VIEW)))
    notice = {"id": "n1", "subject": "A feed fails", "text": "Look at it.", "created_at": "2026-01-02T12:05:00+00:00"}
    assert (len(body["alerts"]), body["notices"]) == (2, [notice])


def test_a_test_message_tells_nothing(receiver: Receiver) -> None:
    channel = Channel(name="desk", webhook=hook(receiver.port))
    result = deliver.test_channel(channel, stream=io.StringIO(), now=datetime(2026, 3, 4, 5, 6, tzinfo=UTC))
    (request,) = receiver.requests
    assert (result.outcome, result.reason) == (Outcome.SENT, "the server took it: it answered 200")
    assert request.body["subject"] == "Test from watcher: channel desk"
    assert (request.body["alerts"], request.body["notices"]) == ([], [])


def test_links_are_web_pages_each_once_and_not_too_many(receiver: Receiver) -> None:
    links = ["javascript:alert(1)", *[f"https://quay.example/{number // 2}" for number in range(50)]]
    view = a_view(*[a_copy(number, link=link) for number, link in enumerate(links)])
    (alert,) = posted(receiver, replace(MESSAGE, views=(view,)))["alerts"]
    assert alert["links"] == [f"https://quay.example/{number}" for number in range(LINKS)]


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_what_is_taken(receiver: Receiver, status: int) -> None:
    assert answered(receiver, status) == Result(
        outcome=Outcome.SENT, reason=f"the server took it: it answered {status}"
    )


@pytest.mark.parametrize(
    ("status", "outcome", "cause"),
    [
        (302, Outcome.RETRY, Cause.OTHER),
        (400, Outcome.DEAD, Cause.REFUSED),
        (401, Outcome.DEAD, Cause.AUTH),
        (403, Outcome.DEAD, Cause.AUTH),
        (404, Outcome.DEAD, Cause.GONE),
        (408, Outcome.RETRY, Cause.SERVER),
        (410, Outcome.DEAD, Cause.GONE),
        (413, Outcome.DEAD, Cause.TOO_LONG),
        (422, Outcome.DEAD, Cause.REFUSED),
        (429, Outcome.RETRY, Cause.RATE),
        (500, Outcome.RETRY, Cause.SERVER),
        (503, Outcome.RETRY, Cause.SERVER),
    ],
)
def test_what_is_not_taken(receiver: Receiver, status: int, outcome: Outcome, cause: Cause) -> None:
    result = answered(receiver, status)
    assert (result.outcome, result.cause) == (outcome, cause)
    assert f"the server answered {status}" in result.reason
    assert len(receiver.requests) == 1


def test_the_pause_that_the_header_asks_for_is_given_on(receiver: Receiver) -> None:
    result = answered(receiver, 503, **{"Retry-After": "7"})
    assert (result.outcome, result.retry_after) == (Outcome.RETRY, timedelta(seconds=7))


def test_no_secret_is_shown_even_where_the_server_repeats_it(receiver: Receiver) -> None:
    result = answered(receiver, 404, b"ana, canary-1, CANARY-2, canary-3, canary-4 and canary-5")
    assert result.reason == "the server answered 404 (Not Found): ***, ***, ***, ***, *** and ***"
    assert "canary" not in f"{WebhookSender(hook(receiver.port))!r} {hook(receiver.port)!r}"


def test_what_is_too_long_is_posted_once_more_shorter(receiver: Receiver) -> None:
    receiver.status = 413
    long = replace(MESSAGE, rendering=Rendering(subject="Long", text="word\n" * 1_000 + "Last line.", html=""))
    assert send(WebhookSender(hook(receiver.port)), long).cause is Cause.TOO_LONG
    first, second = (request.body for request in receiver.requests)
    assert len(second["text"]) <= len(first["text"]) // 2
    assert second["text"].endswith("(shortened)\nLast line.")
    assert [alert["id"] for alert in second["alerts"]] == ["alert"]


@pytest.mark.parametrize(
    ("caller", "cause"),
    [
        pytest.param(Caller(read_timeout=timedelta(seconds=0.3)), Cause.TIMEOUT, id="it hangs"),
        pytest.param(Caller(), Cause.NETWORK, id="it ends the connection"),
    ],
)
def test_a_server_that_gives_no_answer_may_have_taken_it(farm: Farm, caller: Caller, cause: Cause) -> None:
    farm.says("/lost", b"")
    url = farm.hangs("/hangs") if cause is Cause.TIMEOUT else farm.url("/lost")
    result = WebhookSender(Webhook(url=url), caller=caller).send(MESSAGE)
    assert (result.outcome, result.cause) == (Outcome.UNKNOWN, cause)
    assert result.reason.endswith("; the message may have arrived")


def test_a_server_that_is_not_there() -> None:
    result = WebhookSender(hook(closed_port())).send(MESSAGE)
    assert result == Result(outcome=Outcome.RETRY, cause=Cause.NETWORK, reason="no connection: connection refused")


def test_several_threads_post_through_one_sender(farm: Farm) -> None:
    sender = WebhookSender(Webhook(url=farm.says("/hook", reply())))
    messages = [replace(MESSAGE, key=f"key{number}") for number in range(20)]
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(sender.send, messages))
    assert {result.outcome for result in results} == {Outcome.SENT}
    keys = {request.headers["Idempotency-Key"] for request in farm.requests}
    assert keys == {message.key for message in messages}


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("https://ana:canary-1@hooks.quay.example/canary-2", ("hooks.quay.example", 443)),
        ("HTTP://hooks.quay.example:8080", ("hooks.quay.example", 8080)),
        ("http://[::1]/", ("::1", 80)),
    ],
)
def test_where_it_connects_to(url: str, endpoint: tuple[str, int]) -> None:
    assert WebhookSender(Webhook(url=url)).endpoint == endpoint
