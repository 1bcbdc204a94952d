"""The Matrix sender against a loopback server that answers as Matrix servers do; the real one: test_synapse.py."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.integration.farm import Farm, reply
from tests.integration.servers import closed_port
from watcher import deliver
from watcher.alerts import Rendering
from watcher.deliver import Outcome, Result
from watcher.deliver.handing import send
from watcher.deliver.result import Cause
from watcher.deliver.senders import Message
from watcher.deliver.senders.matrix import MatrixSender
from watcher.model import Channel, Matrix
from watcher.net import Caller

TOKEN = "syt_canary-4711"
JOIN = "/_matrix/client/v3/join/%23desk%3Aquay.example"
PUT = "/_matrix/client/v3/rooms/%21a%2Fb%3Aquay.example/send/m.room.message/8masf3"
ELSEWHERE = "/_matrix/client/v3/rooms/%21new/send/m.room.message/8masf3"
MESSAGE = Message(rendering=Rendering(subject="Vote", text="A «vote».", html=""), key="8masf3")


def says(fields: dict[str, Any], status: int = 200, **headers: str) -> bytes:
    return reply(status, json.dumps(fields).encode(), **headers)


def error(status: int, code: str, words: str = "No.", **more: Any) -> bytes:
    return says({"errcode": code, "error": words, **more}, status)


JOINED = says({"room_id": "!a/b:quay.example"})
TAKEN = says({"event_id": "$first"})


def sender(farm: Farm, caller: Caller | None = None) -> MatrixSender:
    return MatrixSender(Matrix(homeserver=f"http://{farm.host}", room="#desk:quay.example", token=TOKEN), caller=caller)


def sent(farm: Farm, *answers: bytes) -> Result:
    """Join, and send one message, which is answered so."""
    farm.says(JOIN, JOINED)
    farm.says(PUT, *answers)
    return sender(farm).send(MESSAGE)


def asked(farm: Farm) -> list[tuple[str, str]]:
    return [(request.method, request.path) for request in farm.requests]


def test_the_room_is_joined_once_and_each_message_put_under_its_key(farm: Farm) -> None:
    farm.says(JOIN, JOINED)
    farm.says(PUT, TAKEN)
    to_room = sender(farm)
    expected = Result(outcome=Outcome.SENT, reason="the server took it as $first", remote="$first")
    assert [to_room.send(MESSAGE), to_room.send(MESSAGE)] == [expected, expected]
    assert asked(farm) == [("POST", JOIN), ("PUT", PUT), ("PUT", PUT)]
    assert {request.headers["Authorization"] for request in farm.requests} == {f"Bearer {TOKEN}"}
    assert json.loads(farm.requests[-1].body)["body"] == "Vote\n\nA «vote»."


def test_a_channel_with_a_room_sends_to_it(farm: Farm) -> None:
    farm.says(JOIN, JOINED)
    farm.says(PUT, TAKEN)
    matrix = Matrix(homeserver=f"http://{farm.host}", room="#desk:quay.example", token=TOKEN)
    built = deliver.build_sender(Channel(name="desk", matrix=matrix), stream=None)
    assert built.send(MESSAGE).remote == "$first"
    assert built.endpoint == ("127.0.0.1", farm.port)
    assert "canary" not in repr(built)


@pytest.mark.parametrize(
    ("answer", "outcome", "cause"),
    [
        pytest.param(error(401, "M_UNKNOWN_TOKEN"), Outcome.DEAD, Cause.AUTH, id="token"),
        pytest.param(error(403, "M_FORBIDDEN"), Outcome.DEAD, Cause.AUTH, id="forbidden"),
        pytest.param(error(404, "M_NOT_FOUND"), Outcome.DEAD, Cause.GONE, id="no room"),
        pytest.param(error(413, "M_TOO_LARGE", "event too large"), Outcome.DEAD, Cause.TOO_LONG, id="too long"),
        pytest.param(error(400, "M_BAD_JSON"), Outcome.DEAD, Cause.MARKUP, id="malformed"),
        pytest.param(error(400, "M_GUEST_ACCESS_FORBIDDEN"), Outcome.DEAD, Cause.REFUSED, id="refused"),
        pytest.param(error(429, "M_LIMIT_EXCEEDED"), Outcome.RETRY, Cause.RATE, id="limit"),
        pytest.param(error(500, "M_UNKNOWN"), Outcome.RETRY, Cause.SERVER, id="server"),
        pytest.param(reply(502, b"<html>Bad Gateway</html>"), Outcome.RETRY, Cause.SERVER, id="proxy before it"),
        pytest.param(reply(308, Location="/elsewhere"), Outcome.RETRY, Cause.OTHER, id="redirect"),
        pytest.param(reply(200, b"<html>Log in</html>"), Outcome.UNKNOWN, Cause.OTHER, id="no Matrix"),
        pytest.param(reply(200, b'{"event', Content_Length="99"), Outcome.UNKNOWN, Cause.OTHER, id="broken off"),
        pytest.param(b"", Outcome.UNKNOWN, Cause.NETWORK, id="lost"),
    ],
)
def test_what_an_answer_means(farm: Farm, answer: bytes, outcome: Outcome, cause: Cause) -> None:
    result = sent(farm, answer)
    assert (result.outcome, result.cause, result.remote) == (outcome, cause, None)


def test_an_error_is_told_in_the_servers_words_without_the_token(farm: Farm) -> None:
    result = sent(farm, error(403, "M_FORBIDDEN", f"{TOKEN} may not\nwrite here"))
    assert result.reason == "the server answered 403 (Forbidden): M_FORBIDDEN: *** may not write here"


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        pytest.param(error(429, "M_LIMIT_EXCEEDED", retry_after_ms=2_500), timedelta(seconds=2.5), id="body"),
        pytest.param(says({"errcode": "M_LIMIT_EXCEEDED"}, 429, Retry_After="7"), timedelta(seconds=7), id="header"),
        pytest.param(error(429, "M_LIMIT_EXCEEDED"), None, id="neither"),
        pytest.param(error(429, "M_LIMIT_EXCEEDED", retry_after_ms="soon"), None, id="nonsense"),
    ],
)
def test_how_long_the_server_asks_to_wait(farm: Farm, answer: bytes, pause: timedelta | None) -> None:
    assert sent(farm, answer).retry_after == pause


def test_what_is_malformed_is_sent_as_plain_text_once(farm: Farm) -> None:
    farm.says(JOIN, JOINED)
    farm.says(PUT, error(400, "M_UNKNOWN", "Cannot start threads from an event with a relation"))
    result = send(sender(farm), MESSAGE)
    assert (result.outcome, result.cause) == (Outcome.DEAD, Cause.REFUSED)
    assert ["formatted_body" in json.loads(request.body) for request in farm.requests[1:]] == [True, False]


@pytest.mark.parametrize("refusal", [error(403, "M_FORBIDDEN"), error(404, "M_NOT_FOUND")], ids=["removed", "gone"])
def test_a_room_that_is_closed_to_us_by_now_is_joined_again_where_its_alias_leads(farm: Farm, refusal: bytes) -> None:
    farm.says(JOIN, JOINED, says({"room_id": "!new"}))
    farm.says(PUT, TAKEN, refusal)
    farm.says(ELSEWHERE, says({"event_id": "$second"}))
    to_room = sender(farm)
    assert [to_room.send(MESSAGE).remote, to_room.send(MESSAGE).remote] == ["$first", "$second"]


@pytest.mark.parametrize(
    ("answer", "outcome", "cause"),
    [
        pytest.param(error(403, "M_FORBIDDEN"), Outcome.DEAD, Cause.AUTH, id="not invited"),
        pytest.param(error(404, "M_NOT_FOUND"), Outcome.DEAD, Cause.GONE, id="no such alias"),
        pytest.param(error(429, "M_LIMIT_EXCEEDED"), Outcome.RETRY, Cause.RATE, id="limit"),
        pytest.param(reply(200, b"{}"), Outcome.RETRY, Cause.OTHER, id="no Matrix"),
        pytest.param(b"", Outcome.RETRY, Cause.NETWORK, id="lost"),
    ],
)
def test_a_message_is_not_sent_where_the_room_cannot_be_joined(
    farm: Farm, answer: bytes, outcome: Outcome, cause: Cause
) -> None:
    farm.says(JOIN, answer)
    result = sender(farm).send(MESSAGE)
    assert (result.outcome, result.cause) == (outcome, cause)
    assert asked(farm) == [("POST", JOIN)]


def test_a_server_that_hangs_may_have_taken_the_message(farm: Farm) -> None:
    farm.says(JOIN, JOINED)
    farm.hangs(PUT)
    result = sender(farm, Caller(read_timeout=timedelta(seconds=0.3))).send(MESSAGE)
    assert (result.outcome, result.cause) == (Outcome.UNKNOWN, Cause.TIMEOUT)
    assert result.reason == "no answer in time; the message may have arrived"


def test_a_server_that_is_not_there() -> None:
    homeserver = f"http://127.0.0.1:{closed_port()}"
    result = MatrixSender(Matrix(homeserver=homeserver, room="!a:quay.example", token=TOKEN)).send(MESSAGE)
    assert (result.outcome, result.cause) == (Outcome.RETRY, Cause.NETWORK)
    assert result.reason == "no connection: connection refused"
