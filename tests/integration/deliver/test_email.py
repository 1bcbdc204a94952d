"""Mail channels that are written `email = { … }`, against real servers with TLS, logins and moods."""

import io
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner

from tests.builders import NOON, FakeClock
from tests.integration.farm import Farm
from tests.integration.servers import PASSWORD, MailServer, closed_port, mail_server
from watcher import deliver
from watcher.alerts import Rendering
from watcher.cli.main import cli
from watcher.deliver import Outcome, Result
from watcher.deliver.senders.email import EmailSender
from watcher.model import Channel, Email, MailTls

# aiosmtpd does not know that TLS from the first byte is TLS, nor that a loopback needs none.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

RENDERING = Rendering(
    subject="Референдум: “так” чи ні",
    text="Рада призначила «референдум».\n.\nhttps://harbour.example/1?a=b",
    html="<!doctype html><html><body><p>Рада призначила <mark>референдум</mark>.</p></body></html>",
)
ODD = [
    pytest.param("p@ss:w/rd?#&=%41+ \\\"'", id="what means something in an address"),
    pytest.param("пароль-ß-密码", id="other letters"),
    pytest.param(" begins and ends with a space ", id="spaces"),
    pytest.param("x" * 300, id="long"),
]


def email(port: int, **fields: Any) -> Email:
    login = {"user": "herald", "password": PASSWORD, "tls": MailTls.NONE}
    people = {"sender": "Harbour Watch <watcher@quay.example>", "to": ("desk@quay.example",)}
    return Email(**{"host": "localhost", "port": port, **login, **people, **fields})


def send(to: Email, rendering: Rendering = RENDERING) -> Result:
    return EmailSender(to, clock=FakeClock(), timeout=timedelta(seconds=20)).send(rendering)


@pytest.fixture
def plain() -> Iterator[MailServer]:
    with mail_server(None) as server:
        yield server


def test_a_mail_has_its_headers_its_text_and_its_html(plain: MailServer) -> None:
    result = send(email(plain.port, to=("desk@quay.example", "Ana <ana@quay.example>")))

    assert result == Result(outcome=Outcome.SENT, reason="the mail server took it: 250 2.0.0 OK: queued as 4711")
    (mail,) = plain.mails
    assert mail["Subject"] == RENDERING.subject
    assert (mail["From"], mail["To"]) == (
        "Harbour Watch <watcher@quay.example>",
        "desk@quay.example, Ana <ana@quay.example>",
    )
    assert mail["Date"].datetime == NOON
    assert mail["Message-ID"].endswith("@quay.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_body(("plain",)).get_content().splitlines() == RENDERING.text.splitlines()
    assert mail.get_body(("html",)).get_content().strip() == RENDERING.html
    assert plain.envelopes[0].mail_from == "watcher@quay.example"
    assert plain.envelopes[0].rcpt_tos == ["desk@quay.example", "ana@quay.example"]


def test_mails_of_one_thread_refer_to_the_same_and_a_mail_of_none_to_nothing(plain: MailServer) -> None:
    told = [replace(RENDERING, subject=subject, thread="8masf3") for subject in ("Meeting: Paris", "Update: meeting")]
    sent = [send(email(plain.port), rendering) for rendering in (*told, RENDERING)]

    assert {result.outcome for result in sent} == {Outcome.SENT}
    assert [mail["References"] for mail in plain.mails] == ["<8masf3@quay.example>", "<8masf3@quay.example>", None]


def test_a_mail_is_plain_ascii_with_short_lines_whatever_it_says(plain: MailServer) -> None:
    subject = "нагода " * 24 + "нагода"
    send(email(plain.port), Rendering(subject=subject, text="слово " * 1_000, html="<p>" + "a" * 3_000))

    content = plain.envelopes[0].content
    assert content.isascii()
    assert max(map(len, content.splitlines())) <= 998  # RFC 5322, section 2.1.1
    assert BytesParser(policy=policy.default).parsebytes(content)["Subject"] == subject


@pytest.mark.usefixtures("_trusted")
def test_tls_from_the_first_byte(implicit_tls: MailServer) -> None:
    assert send(email(implicit_tls.port, tls=MailTls.SSL)).outcome is Outcome.SENT
    assert len(implicit_tls.mails) == 1


@pytest.mark.usefixtures("_trusted")
def test_starttls(starttls: MailServer) -> None:
    assert send(email(starttls.port, tls=MailTls.STARTTLS)).outcome is Outcome.SENT
    assert len(starttls.mails) == 1


def test_without_a_user_nobody_logs_in() -> None:
    with mail_server(None, auth_required=False) as server:
        assert send(email(server.port, user=None, password=None)).outcome is Outcome.SENT
        assert (server.logins, len(server.mails)) == ([], 1)


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
@pytest.mark.parametrize("password", ODD)
def test_any_character_may_stand_in_a_password(password: str, mechanism: str) -> None:
    other = {"PLAIN": "LOGIN", "LOGIN": "PLAIN"}[mechanism]
    with mail_server(None, password=password, auth_exclude_mechanism=[other]) as server:
        assert send(email(server.port, password=password)).outcome is Outcome.SENT
        assert server.logins == ["herald"]


def test_a_wrong_password_ends_the_delivery_and_is_not_shown(
    plain: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    to = email(plain.port, password="canary-wrong-77")
    result = send(to)

    assert result == Result(
        outcome=Outcome.DEAD, reason="the mail server answered 535 5.7.8 Authentication credentials invalid"
    )
    assert "canary" not in f"{to!r} {EmailSender(to)!r} {caplog.text}"


def test_what_a_server_repeats_of_the_password_is_not_shown(plain: MailServer) -> None:
    plain.answer = f"554 no mail from someone whose password is {PASSWORD}"

    assert send(email(plain.port)).reason == "the mail server answered 554 no mail from someone whose password is ***"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("451 4.3.0 later", Outcome.RETRY),
        ("421 4.3.2 shutting down", Outcome.RETRY),
        ("552 5.3.4 too big", Outcome.DEAD),
    ],
)
def test_what_the_server_says_of_a_mail_decides(plain: MailServer, answer: str, outcome: Outcome) -> None:
    plain.answer = answer

    assert send(email(plain.port)) == Result(outcome=outcome, reason=f"the mail server answered {answer}")


@pytest.mark.parametrize(
    ("to", "outcome"), [("550nobody@quay.example", Outcome.DEAD), ("451later@quay.example", Outcome.RETRY)]
)
def test_a_refused_recipient_is_named(plain: MailServer, to: str, outcome: Outcome) -> None:
    result = send(email(plain.port, to=(to,)))

    assert result.outcome is outcome
    assert result.reason == f"the mail server answered: {to} was refused: {to[:3]} 5.1.1 <{to}> is not taken"
    assert plain.mails == []


def test_the_next_try_is_for_those_who_have_not_got_the_mail(plain: MailServer) -> None:
    to = ("desk@quay.example", "451later@quay.example", "550nobody@quay.example")
    sender = EmailSender(email(plain.port, to=to), clock=FakeClock())

    first, second = sender.send(RENDERING), sender.send(RENDERING)

    assert [first.outcome, second.outcome] == [Outcome.RETRY, Outcome.RETRY]
    assert first.reason.endswith(" (1 of 3 recipients have it)")
    assert [envelope.rcpt_tos for envelope in plain.envelopes] == [["desk@quay.example"]]
    assert plain.mails[0]["To"] == ", ".join(to)


def test_a_recipient_who_is_refused_for_good_ends_the_delivery_although_others_have_it(plain: MailServer) -> None:
    result = send(email(plain.port, to=("desk@quay.example", "550nobody@quay.example")))

    assert result.outcome is Outcome.DEAD
    assert result.reason.endswith(" (1 of 2 recipients have it)")
    assert len(plain.mails) == 1


def test_all_tries_of_a_mail_have_one_identity(plain: MailServer) -> None:
    sender = EmailSender(email(plain.port, to=("desk@quay.example", "451later@quay.example")), clock=FakeClock())
    sender.send(RENDERING)
    plain.greylisting = False
    sender.send(RENDERING)

    first, again = plain.mails
    assert first["Message-ID"] == again["Message-ID"]
    assert plain.envelopes[1].rcpt_tos == ["451later@quay.example"]


def test_the_same_text_sent_a_second_time_is_another_mail(plain: MailServer) -> None:
    sender = EmailSender(email(plain.port), clock=FakeClock())
    sender.send(RENDERING)
    sender.send(RENDERING)

    first, second = plain.mails
    assert first["Message-ID"] != second["Message-ID"]


@pytest.mark.parametrize("subject", ["Vote\r\nBcc: evil@quay.example", "Vote\nBcc: evil@quay.example"])
def test_a_subject_with_a_line_end_is_never_sent(plain: MailServer, subject: str) -> None:
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        send(email(plain.port), Rendering(subject=subject, text="", html=""))
    assert plain.envelopes == []


def test_a_certificate_that_nobody_vouches_for_is_named(starttls: MailServer, implicit_tls: MailServer) -> None:
    for_start = send(email(starttls.port, tls=MailTls.STARTTLS))
    for_ssl = send(email(implicit_tls.port, tls=MailTls.SSL))

    assert for_start.outcome is for_ssl.outcome is Outcome.RETRY
    assert for_start.reason == for_ssl.reason
    assert for_ssl.reason.startswith("the server's certificate is not trusted: unable to get local issuer certificate")
    assert starttls.envelopes == implicit_tls.envelopes == []


@pytest.mark.usefixtures("_trusted")
def test_a_certificate_of_another_name_is_named(implicit_tls: MailServer) -> None:
    result = send(email(implicit_tls.port, tls=MailTls.SSL, host="127.0.0.1"))

    assert result.reason.startswith("the server's certificate is not trusted: IP address mismatch")


def test_tls_on_a_port_without_it_is_named(plain: MailServer) -> None:
    result = send(email(plain.port, tls=MailTls.SSL))

    assert result.outcome is Outcome.RETRY
    assert result.reason == f'no encrypted connection on port {plain.port}: perhaps it wants tls = "starttls"'


def test_a_server_without_starttls_gets_no_password(plain: MailServer) -> None:
    result = send(email(plain.port, tls=MailTls.STARTTLS))

    assert result.reason == f"the mail server offers no STARTTLS on port {plain.port}"
    assert plain.logins == []


@pytest.mark.usefixtures("_trusted")
def test_a_server_that_wants_encryption_first_is_named(starttls: MailServer) -> None:
    result = send(email(starttls.port, tls=MailTls.NONE))

    assert result.outcome is Outcome.RETRY
    assert result.reason == "the mail server knows no login with a password: it offers none here"


def test_a_server_that_knows_other_logins_only_is_named() -> None:
    with mail_server(None, auth_exclude_mechanism=["PLAIN", "LOGIN"]) as server:
        assert send(email(server.port)).reason.startswith("the mail server knows no login with a password: it offers ")


def test_a_server_that_says_nothing_is_given_up(hanging: int) -> None:
    result = EmailSender(email(hanging), timeout=timedelta(seconds=0.2)).send(RENDERING)

    assert result == Result(outcome=Outcome.RETRY, reason="no answer in time")


def test_a_refused_connection_is_tried_again() -> None:
    assert send(email(closed_port())) == Result(outcome=Outcome.RETRY, reason="no connection: connection refused")


@pytest.mark.parametrize(
    ("greeting", "reason"),
    [
        pytest.param(
            b"HTTP/1.1 400 Bad Request\r\n\r\n", "what answers on port {port} is no mail server", id="the web"
        ),
        pytest.param(b"554 no service here\r\n", "the mail server answered 554 no service here", id="no service"),
    ],
)
def test_what_answers_otherwise_is_named(farm: Farm, greeting: bytes, reason: str) -> None:
    farm.greeting = greeting
    port = int(farm.host.partition(":")[2])

    assert send(email(port)).reason == reason.format(port=port)


def hang_up(listening: socket.socket) -> None:
    """Take one connection and close it."""
    connection, _ = listening.accept()
    connection.close()


def test_a_connection_that_is_closed_at_once_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=hang_up, args=(listening,)).start()
        result = send(email(listening.getsockname()[1]))

    assert result == Result(outcome=Outcome.RETRY, reason="the mail server closed the connection")


def test_a_mail_server_is_reached_without_login(plain: MailServer) -> None:
    assert deliver.reachable(Channel(name="mail", email=email(plain.port)), 2) is None
    assert plain.logins == []


def test_a_mail_server_that_is_not_there_is_named() -> None:
    port = closed_port()

    problem = deliver.reachable(Channel(name="mail", email=email(port)), 2)

    assert problem == f"cannot reach localhost:{port}: connection refused"


def test_a_test_message_says_what_the_server_said(plain: MailServer) -> None:
    channel = Channel(name="mail", email=email(plain.port))

    result = deliver.test_channel(channel, stream=io.StringIO(), now=NOON)

    assert result.reason == "the mail server took it: 250 2.0.0 OK: queued as 4711"
    assert plain.mails[0]["Subject"] == "Test from watcher: channel mail"


@pytest.fixture
def config(plain: MailServer, tmp_path: Path) -> Path:
    """A configuration with one mail channel; its password stands in a file."""
    login = 'user = "herald@quay.example", password-file = "secret"'
    email = f'host = "localhost", port = {plain.port}, tls = "none", {login}, to = ["desk@quay.example"]'
    (tmp_path / "secret").write_text(f"{PASSWORD}\n", encoding="utf-8")
    (tmp_path / "watcher.toml").write_text(
        f'data-dir = "data"\n[[channels]]\nname = "mail"\nemail = {{ {email} }}\n', encoding="utf-8"
    )
    return tmp_path / "watcher.toml"


def test_the_command_says_what_the_server_said(plain: MailServer, config: Path) -> None:
    tested = CliRunner().invoke(cli, ["channels", "test", "mail", "--config", str(config)])

    assert tested.exit_code == 0
    assert tested.stderr == (
        "channel mail: the mail server took it: 250 2.0.0 OK: queued as 4711; look whether it arrived\n"
    )
    assert plain.logins == ["herald@quay.example"]


def test_the_command_says_why_nothing_was_sent(plain: MailServer, config: Path) -> None:
    plain.answer = "554 5.7.1 no"

    tested = CliRunner().invoke(cli, ["channels", "test", "mail", "--config", str(config)])

    assert tested.exit_code == 1
    assert tested.stderr == "watcher: channel mail: not sent: the mail server answered 554 5.7.1 no\n"


def test_a_check_reaches_the_server_and_logs_in_nowhere(plain: MailServer, config: Path) -> None:
    checked = CliRunner().invoke(cli, ["check", "--config", str(config)])

    assert (checked.exit_code, plain.logins) == (0, [])
