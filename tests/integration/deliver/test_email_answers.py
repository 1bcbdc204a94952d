"""What becomes of a mail, by what the server answers or does not."""

import socket
from dataclasses import replace
from threading import Thread

import pytest

from tests.integration.deliver.mails import KEY, RENDERING, email, send
from tests.integration.farm import Farm
from tests.integration.servers import MailServer, closed_port, mail_server
from watcher.deliver import Outcome, Result
from watcher.deliver.result import Cause
from watcher.deliver.senders.email import EmailSender

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

TAKEN = "250 2.0.0 OK: queued as 4711"
MAY_HAVE_ARRIVED = "the connection was lost before an answer came; the mail may have arrived"


def test_a_mail_that_is_taken_is_called_by_its_message_id(plain: MailServer) -> None:
    assert send(email(plain.port)) == Result(
        outcome=Outcome.SENT, reason=f"the mail server took it: {TAKEN}", remote=f"<{KEY}@quay.example>"
    )


@pytest.mark.parametrize(
    ("answer", "outcome", "cause"),
    [
        pytest.param("451 4.3.0 later", Outcome.RETRY, Cause.SERVER, id="trouble"),
        pytest.param("452 4.2.2 mailbox full", Outcome.RETRY, Cause.SERVER, id="mailbox full"),
        pytest.param("421 4.7.0 too many connections", Outcome.RETRY, Cause.RATE, id="rate, closing"),
        pytest.param("450 4.2.1 too many messages", Outcome.RETRY, Cause.RATE, id="rate, in words"),
        pytest.param("451 4.7.1 come back in five minutes", Outcome.RETRY, Cause.RATE, id="greylisting"),
        pytest.param("454 4.7.0 TLS not available", Outcome.RETRY, Cause.SERVER, id="trouble with TLS"),
        pytest.param("552 5.3.4 no", Outcome.DEAD, Cause.TOO_LONG, id="too long"),
        pytest.param("552 no", Outcome.DEAD, Cause.TOO_LONG, id="too long, without a code of its own"),
        pytest.param("552 5.2.2 mailbox full", Outcome.DEAD, Cause.REFUSED, id="mailbox full, for good"),
        pytest.param("550 5.1.1 no", Outcome.DEAD, Cause.GONE, id="gone"),
        pytest.param("550 5.1.8 no", Outcome.DEAD, Cause.REFUSED, id="the sender is not known"),
        pytest.param("554 5.7.1 we take no such mail", Outcome.DEAD, Cause.REFUSED, id="refused"),
    ],
)
def test_what_the_server_says_of_a_mail_decides(plain: MailServer, answer: str, outcome: Outcome, cause: Cause) -> None:
    plain.answer = answer

    assert send(email(plain.port)) == Result(outcome=outcome, reason=f"the mail server answered {answer}", cause=cause)


@pytest.mark.parametrize(
    ("to", "outcome", "cause"),
    [
        pytest.param("550nobody@quay.example", Outcome.DEAD, Cause.GONE, id="gone"),
        pytest.param("451later@quay.example", Outcome.RETRY, Cause.SERVER, id="later"),
    ],
)
def test_a_refused_recipient_is_named(plain: MailServer, to: str, outcome: Outcome, cause: Cause) -> None:
    result = send(email(plain.port, to=(to,)))

    said = f"the mail server answered: {to} was refused: {to[:3]} 5.1.1 <{to}> is not taken"
    assert result == Result(outcome=outcome, reason=said, cause=cause)
    assert plain.mails == []


def test_a_server_that_says_how_much_it_takes_refuses_at_once_and_takes_the_shorter_mail() -> None:
    long = replace(RENDERING, html=f"<p>{'a ' * 2_000}</p>")
    with mail_server(None, data_size_limit=2_000) as server:
        whole, shorter = send(email(server.port), long), send(email(server.port), long, short=True)

    assert (whole.outcome, whole.cause) == (Outcome.DEAD, Cause.TOO_LONG)
    assert (shorter.outcome, len(server.sizes)) == (Outcome.SENT, 1)


def test_a_wrong_password_ends_the_delivery_and_is_not_shown(
    plain: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    to = email(plain.port, password="canary-wrong-77")
    result = send(to)

    assert result == Result(
        outcome=Outcome.DEAD,
        reason="the mail server answered 535 5.7.8 Authentication credentials invalid",
        cause=Cause.AUTH,
    )
    assert "canary" not in f"{to!r} {EmailSender(to, channel='desk')!r} {caplog.text}"


def test_a_server_that_knows_no_login_of_ours_is_a_matter_of_auth() -> None:
    with mail_server(None, auth_exclude_mechanism=["PLAIN", "LOGIN"]) as server:
        assert send(email(server.port)).cause is Cause.AUTH


def test_a_connection_that_is_lost_after_the_mail_leaves_open_whether_it_arrived(plain: MailServer) -> None:
    plain.breaks_at = "DATA"

    assert send(email(plain.port)) == Result(outcome=Outcome.UNKNOWN, reason=MAY_HAVE_ARRIVED, cause=Cause.NETWORK)
    assert len(plain.mails) == 1


def test_a_server_that_is_silent_after_the_mail_leaves_open_whether_it_arrived(plain: MailServer) -> None:
    plain.silent = True

    result = send(email(plain.port), seconds=0.5)

    reason = "no answer in time; the mail may have arrived"
    assert result == Result(outcome=Outcome.UNKNOWN, reason=reason, cause=Cause.TIMEOUT)


def test_a_connection_that_is_lost_before_the_mail_carried_none(plain: MailServer) -> None:
    plain.breaks_at = "RCPT"

    result = send(email(plain.port))

    reason = "the mail server closed the connection"
    assert result == Result(outcome=Outcome.RETRY, reason=reason, cause=Cause.NETWORK)
    assert plain.mails == []


@pytest.mark.parametrize("words", [b"\xff\xfe what?\r\n", b"x" * 9_000 + b"\r\n"], ids=["no code", "a line too long"])
def test_an_answer_to_the_mail_that_is_none_leaves_open_whether_it_arrived(words: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=converse, args=(listening, words)).start()
        result = send(email(listening.getsockname()[1], user=None, password=None))

    assert result == Result(outcome=Outcome.UNKNOWN, reason=MAY_HAVE_ARRIVED, cause=Cause.NETWORK)


def converse(listening: socket.socket, last: bytes) -> None:
    """Take one mail, answering each command as a server would, and the mail with these words."""
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as said:
        for answer in (b"220 here\r\n", b"250 you\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n"):
            connection.sendall(answer)
            said.readline()
        while said.readline() != b".\r\n":
            pass
        connection.sendall(last)


def test_a_server_that_says_nothing_is_given_up(hanging: int) -> None:
    result = send(email(hanging), seconds=0.2)

    assert result == Result(outcome=Outcome.RETRY, reason="no answer in time", cause=Cause.TIMEOUT)


def test_a_refused_connection_is_tried_again() -> None:
    result = send(email(closed_port()))

    assert result == Result(outcome=Outcome.RETRY, reason="no connection: connection refused", cause=Cause.NETWORK)


@pytest.mark.parametrize(
    ("greeting", "reason", "outcome", "cause"),
    [
        pytest.param(
            b"HTTP/1.1 400 Bad Request\r\n\r\n",
            "what answers on port {port} is no mail server",
            Outcome.RETRY,
            Cause.SERVER,
            id="the web",
        ),
        pytest.param(
            b"554 no service here\r\n",
            "the mail server answered 554 no service here",
            Outcome.DEAD,
            Cause.REFUSED,
            id="no service",
        ),
    ],
)
def test_what_answers_otherwise_is_named(
    farm: Farm, greeting: bytes, reason: str, outcome: Outcome, cause: Cause
) -> None:
    farm.greeting = greeting
    port = int(farm.host.partition(":")[2])

    assert send(email(port)) == Result(outcome=outcome, reason=reason.format(port=port), cause=cause)


def hang_up(listening: socket.socket) -> None:
    """Take one connection and close it."""
    connection, _ = listening.accept()
    connection.close()


def test_a_connection_that_is_closed_at_once_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=hang_up, args=(listening,)).start()
        result = send(email(listening.getsockname()[1]))

    reason = "the mail server closed the connection"
    assert result == Result(outcome=Outcome.RETRY, reason=reason, cause=Cause.NETWORK)
