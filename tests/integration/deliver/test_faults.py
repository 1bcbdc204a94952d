"""What is made of everything that a server can do instead of taking a message, through Apprise and real HTTP."""

import json
import socket
import time
from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.builders import NOON, FakeClock
from tests.integration.faults import DRIP, HANG, RESET, Answer, Faults
from tests.integration.servers import closed_port
from tests.unit.deliver.fakes import a_message
from watcher.alerts import Rendering
from watcher.deliver import Outcome, Result
from watcher.deliver.handing import send as send_once
from watcher.deliver.result import Cause
from watcher.deliver.senders.apprise import AppriseSender
from watcher.deliver.senders.wire import Wire
from watcher.model import Channel

SHORT = Rendering(subject="Bridge opens", text="It is open.\nRead more: https://quay.example/a_b", html="")

SERVICES = ["json", "form", "xml", "mmost", "ntfy", "gotify"]


def channel(port: int, scheme: str = "json", more: str = "") -> Channel:
    return Channel(name="hook", url=f"{scheme}://127.0.0.1:{port}/canary-0123456789canary{more}")


def send(to: Channel, *, within: timedelta = timedelta(seconds=20), **fields: object) -> Result:
    return AppriseSender(to, within=within).send(a_message(SHORT, **fields))


@pytest.mark.parametrize(
    ("answer", "outcome", "cause"),
    [
        pytest.param(Answer(500), Outcome.RETRY, Cause.SERVER, id="500"),
        pytest.param(Answer(503), Outcome.RETRY, Cause.SERVER, id="503"),
        pytest.param(Answer(429), Outcome.RETRY, Cause.RATE, id="429"),
        pytest.param(Answer(401), Outcome.DEAD, Cause.AUTH, id="401"),
        pytest.param(Answer(403), Outcome.DEAD, Cause.AUTH, id="403"),
        pytest.param(Answer(404), Outcome.DEAD, Cause.GONE, id="404"),
        pytest.param(Answer(410), Outcome.DEAD, Cause.GONE, id="410"),
        pytest.param(Answer(413), Outcome.DEAD, Cause.TOO_LONG, id="413"),
        pytest.param(Answer(400, body=b"msg_too_long"), Outcome.DEAD, Cause.TOO_LONG, id="400 too long"),
        pytest.param(Answer(400, body=b"can't parse entities"), Outcome.DEAD, Cause.MARKUP, id="400 parse error"),
        pytest.param(Answer(400), Outcome.DEAD, Cause.REFUSED, id="400"),
        pytest.param(Answer(302, {"Location": "/elsewhere"}), Outcome.RETRY, Cause.OTHER, id="redirect"),
        pytest.param(RESET, Outcome.UNKNOWN, Cause.NETWORK, id="reset after the request was written"),
    ],
)
def test_every_failure_has_a_cause_and_an_outcome(
    faults: Faults, answer: object, outcome: Outcome, cause: Cause
) -> None:
    faults.script = [answer]
    result = send(channel(faults.port))
    assert (result.outcome, result.cause) == (outcome, cause)
    assert len(faults.taken) == 1
    assert "canary" not in result.reason


@pytest.mark.parametrize("scheme", ["json", "mmost", "gotify"])
@pytest.mark.parametrize(("status", "cause"), [(503, Cause.SERVER), (401, Cause.AUTH), (404, Cause.GONE)])
def test_services_of_users_are_read_alike(faults: Faults, scheme: str, status: int, cause: Cause) -> None:
    faults.script = [Answer(status)]
    assert send(channel(faults.port, scheme)).cause is cause


def test_a_server_that_is_not_there_got_nothing(faults: Faults) -> None:
    result = send(channel(closed_port()))
    assert (result.outcome, result.cause) == (Outcome.RETRY, Cause.NETWORK)
    assert faults.taken == []


def test_a_server_that_hangs_may_have_the_message(faults: Faults) -> None:
    faults.script = [HANG]
    result = send(channel(faults.port, more="?rto=0.3"))
    assert (result.outcome, result.cause) == (Outcome.UNKNOWN, Cause.TIMEOUT)
    assert result.reason == "no answer in time; the message may have arrived"


@pytest.mark.parametrize("fault", [pytest.param(DRIP, id="a byte a second"), pytest.param(HANG, id="no byte")])
def test_an_answer_that_does_not_end_is_ended(faults: Faults, fault: object) -> None:
    faults.script = [fault]
    began = time.monotonic()
    result = send(channel(faults.port, more="?rto=60"), within=timedelta(seconds=1.5))
    assert time.monotonic() - began < 30
    assert (result.outcome, result.cause) == (Outcome.UNKNOWN, Cause.TIMEOUT)
    assert result.reason == "no whole answer within 1.5 s; the message may have arrived"


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        pytest.param(Answer(429, {"Retry-After": "7"}), 7, id="header"),
        pytest.param(Answer(503, {"Retry-After": "120"}), 120, id="header of a 503"),
        pytest.param(Answer(429, body=b'{"retry_after": 2.5}'), 2.5, id="body"),
        pytest.param(Answer(429, {"Retry-After": "3"}, b'{"retry_after": 2.5}'), 3, id="both: the longer"),
        pytest.param(
            Answer(
                429,
                {
                    "Date": format_datetime(NOON, usegmt=True),
                    "Retry-After": format_datetime(NOON + timedelta(minutes=2), usegmt=True),
                },
            ),
            120,
            id="date",
        ),
    ],
)
def test_what_a_server_asks_for_is_read_from_its_header_and_its_body(
    faults: Faults, answer: Answer, seconds: float
) -> None:
    faults.script = [answer]
    assert send(channel(faults.port)).retry_after == timedelta(seconds=seconds)


def test_a_message_that_is_taken_is_told_with_the_status(faults: Faults) -> None:
    faults.script = [Answer(202)]
    assert send(channel(faults.port)) == Result(outcome=Outcome.SENT, reason="JSON took it and answered 202")


def test_a_short_message_is_at_most_half_as_long_and_keeps_its_last_line(faults: Faults) -> None:
    to = AppriseSender(channel(faults.port))
    long = Rendering(subject="Bridge opens", text="A line of it.\n" * 100 + "The end", html="")
    for short in (False, True):
        to.send(a_message(long, short=short))
    whole, half = (len(body["title"] + body["message"]) for body in faults.taken)
    assert half <= whole / 2
    assert faults.taken[1]["message"].endswith("The end")


def test_a_plain_message_has_no_markup_and_its_links_lead_to_where_they_did(faults: Faults) -> None:
    AppriseSender(channel(faults.port)).send(
        a_message(
            Rendering(subject="*Bold* <b>", text="_a_ [b] `c` https://quay.example/a_b?c=[d]&e=f", html=""), plain=True
        )
    )
    assert faults.taken[0]["title"] == "Bold  ‹b›"
    assert faults.taken[0]["message"] == " a   b   c  https://quay.example/a%5Fb?c=%5Bd%5D&e=f"


FORMATTED = Rendering(subject="Bridge *opens*", text="It is <open>.\n" * 40 + "The _end_", html="")


@pytest.mark.parametrize(
    ("url", "attribute", "refusal", "taken"),
    [
        pytest.param(
            "tgram://123456789:canary_abcdefghijk/1234",
            "notify_url",
            b'{"ok":false,"error_code":400,"description":"Bad Request: can\'t parse entities: unclosed tag"}',
            b'{"ok": true, "result": {}}',
            id="Telegram: markup",
        ),
        pytest.param(
            "discord://1234567890/canary0123456789",
            "notify_url",
            b'{"content": ["Must be 2000 or fewer in length."]}',
            b"",
            id="Discord: too long",
        ),
        pytest.param(
            "slack://T1JJ3T3L2/A1BRTD4JD/canarydnlazkcOXrIdevi7FQ/#desk",
            "webhook_url",
            b"msg_too_long",
            b"ok",
            id="Slack: too long",
        ),
    ],
)
def test_a_chat_that_refuses_a_messages_form_takes_it_in_another(
    faults: Faults, monkeypatch: pytest.MonkeyPatch, *, url: str, attribute: str, refusal: bytes, taken: bytes
) -> None:
    faults.script = [Answer(400, body=refusal), Answer(200, body=taken)]
    sender = AppriseSender(Channel(name="chat", url=url))
    monkeypatch.setattr(sender._plugin, attribute, f"http://127.0.0.1:{faults.port}/")
    assert send_once(sender, a_message(FORMATTED)).outcome is Outcome.SENT
    first, second = (json.dumps(body, ensure_ascii=False) for body in faults.taken)
    assert len(second) < len(first)
    assert "end" in second


def test_a_connection_that_is_made_after_the_end_is_ended_too() -> None:
    wire, (ours, theirs) = Wire(FakeClock()), socket.socketpair()
    with ours, theirs:
        wire.end()
        wire.connected(ours)
        assert theirs.recv(1) == b""
