"""Mail channels that are written `email = { … }`, against real servers: TLS, logins, commands."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.builders import NOON
from tests.integration.deliver.mails import email, send
from tests.integration.servers import PASSWORD, MailServer, closed_port, mail_server
from watcher import deliver
from watcher.cli.main import cli
from watcher.deliver import Outcome
from watcher.model import Channel, MailTls

# aiosmtpd does not know that TLS from the first byte is TLS, nor that a loopback needs none.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

ODD = [
    pytest.param("p@ss:w/rd?#&=%41+ \\\"'", id="what means something in an address"),
    pytest.param("пароль-ß-密码", id="other letters"),
    pytest.param(" begins and ends with a space ", id="spaces"),
    pytest.param("x" * 300, id="long"),
]


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


def test_what_a_server_repeats_of_the_password_is_not_shown(plain: MailServer) -> None:
    plain.answer = f"554 no mail from someone whose password is {PASSWORD}"

    assert send(email(plain.port)).reason == "the mail server answered 554 no mail from someone whose password is ***"


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


def test_a_test_message_goes_to_every_recipient_and_a_refusal_is_what_counts(plain: MailServer) -> None:
    to = ("Ana <ana@quay.example>", "550nobody@quay.example", "desk@quay.example")
    channel = Channel(name="mail", email=email(plain.port, to=to))

    result = deliver.test_channel(channel, stream=io.StringIO(), now=NOON)

    assert result.outcome is Outcome.DEAD
    assert "550nobody@quay.example was refused" in result.reason
    assert [mail["To"] for mail in plain.mails] == [to[0], to[2]]


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
    assert tested.stderr == (
        "channel mail: not sent (refused): the mail server answered 554 5.7.1 no; an alert would be given up at once\n"
    )


def test_a_check_reaches_the_server_and_logs_in_nowhere(plain: MailServer, config: Path) -> None:
    checked = CliRunner().invoke(cli, ["check", "--config", str(config)])

    assert (checked.exit_code, plain.logins) == (0, [])
