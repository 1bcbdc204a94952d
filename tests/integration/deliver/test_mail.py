"""Mail through real SMTP sessions with TLS and login."""

import io
from zoneinfo import ZoneInfo

import pytest

from tests.integration.servers import PASSWORD, MailServer, closed_port
from tests.unit.alerts.builders import a_copy, a_view, evidence
from watcher.alerts import Rendering, render
from watcher.deliver import Outcome, Result, build_sender, reachable
from watcher.deliver.senders import Message
from watcher.model import Channel

# aiosmtpd does not know that TLS from the first byte is TLS.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

SENTENCE = "Рада призначила референдум & <b>нічого</b> більше."


def channel(port: int, *, mode: str = "starttls", password: str = PASSWORD, to: str = "desk@quay.example") -> Channel:
    url = f"mailtos://herald:{password}@localhost:{port}/{to}?mode={mode}&smtp=localhost&from=watcher@quay.example"
    return Channel(name="mail", url=url)


def rendering(title: str = "Референдум: “так” чи ні") -> Rendering:
    copy = a_copy(outlet="Harbour Times", link="https://harbour.example/1?a=b&c=d", title=title)
    view = a_view(copy, title=title, origin="Quay Wire", found=(evidence(SENTENCE, "референдум"),))
    return render(view, timezone=ZoneInfo("Europe/Kyiv"))


def send(to: Channel, shown: Rendering | None = None) -> Result:
    return build_sender(to, stream=io.StringIO()).send(Message(rendering=shown or rendering(), key="01h8zk3m5q7rt"))


@pytest.mark.usefixtures("_trusted")
def test_a_mail_arrives_by_starttls_with_its_subject_its_text_and_its_html(starttls: MailServer) -> None:
    result = send(channel(starttls.port))
    assert (result.outcome, result.reason) == (Outcome.SENT, "E-Mail took it")
    (mail,) = starttls.mails
    assert mail["Subject"] == "Референдум: “так” чи ні"
    assert (mail["To"], mail["From"]) == ("desk@quay.example", "watcher@quay.example")
    assert mail.get_content_type() == "multipart/alternative"
    html = mail.get_body(("html",)).get_content()
    assert ">референдум</mark> &amp; &lt;b&gt;нічого&lt;/b&gt; більше." in html
    assert 'href="https://harbour.example/1?a=b&amp;c=d"' in html
    text = mail.get_body(("plain",)).get_content().splitlines()
    assert SENTENCE in text
    assert "https://harbour.example/1?a=b&c=d" in text
    assert "Quay Wire; carried by Harbour Times" in text
    assert text[-1] == "Story: watcher stories show 01h8zk3m5q7rt"


@pytest.mark.usefixtures("_trusted")
def test_a_mail_arrives_with_tls_from_the_first_byte(implicit_tls: MailServer) -> None:
    assert send(channel(implicit_tls.port, mode="ssl")).outcome is Outcome.SENT
    assert len(implicit_tls.mails) == 1


@pytest.mark.usefixtures("_trusted")
def test_a_channel_that_asks_for_text_gets_text(starttls: MailServer) -> None:
    to = channel(starttls.port)
    send(Channel(name="mail", url=f"{to.url}&format=text"))
    (mail,) = starttls.mails
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().splitlines() == rendering().text.splitlines()


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Vote\r\nBcc: evil@quay.example", id="CRLF"),
        pytest.param("Vote\nBcc: evil@quay.example", id="LF"),
        pytest.param("Vote\u2028Bcc: evil@quay.example", id="line separator"),
        pytest.param("Vote\x85Bcc: evil@quay.example", id="next line"),
        pytest.param("Голос\r\nBcc: evil@quay.example", id="CRLF among other letters"),
    ],
)
def test_a_headline_cannot_add_a_header_or_a_recipient(starttls: MailServer, title: str) -> None:
    send(channel(starttls.port), rendering(title))
    (mail,) = starttls.mails
    assert mail["Bcc"] is None
    assert starttls.envelopes[0].rcpt_tos == ["desk@quay.example"]
    assert mail["Subject"].endswith("Bcc: evil@\u200bquay.example")


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize("word", ["Referendum ", "Референдум ", "国民投票", "\U0001f33e", "<@ "])
def test_a_headline_of_a_thousand_words_arrives_as_a_legal_subject(starttls: MailServer, word: str) -> None:
    result = send(channel(starttls.port), rendering(word * 1000))
    assert result.outcome is Outcome.SENT
    subject = starttls.mails[0]["Subject"]
    assert subject.startswith(word[0])
    assert subject.endswith("…")


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize(
    ("to", "outcome", "said"),
    [
        pytest.param(
            "550nobody@quay.example", Outcome.DEAD, "the mail server answered 550: 5.1.1 <", id="no such user"
        ),
        pytest.param("451later@quay.example", Outcome.RETRY, "the mail server answered 451: 5.1.1 <", id="greylisted"),
    ],
)
def test_a_recipient_that_the_server_refuses(starttls: MailServer, to: str, outcome: Outcome, said: str) -> None:
    result = send(channel(starttls.port, to=to))
    assert result.outcome is outcome
    assert result.reason.startswith(said)
    assert to not in result.reason


@pytest.mark.usefixtures("_trusted")
def test_a_wrong_password_ends_the_delivery_and_is_not_shown(
    starttls: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    to = channel(starttls.port, password="canary-wrong-77")
    result = send(to)
    assert result.outcome is Outcome.DEAD
    assert result.reason == "the mail server answered 535: 5.7.8 Authentication credentials invalid"
    assert "canary" not in f"{result!r} {to!r} {caplog.text}"


def test_a_certificate_that_nobody_vouches_for_is_named(starttls: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    result = send(channel(starttls.port))
    assert result.outcome is Outcome.RETRY
    assert result.reason.startswith("the server's certificate is not trusted: ")
    assert starttls.mails == []
    assert "canary" not in f"{result!r} {caplog.text}"


def test_a_refused_connection_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    result = send(channel(closed_port()))
    assert (result.outcome, result.reason) == (Outcome.RETRY, "no connection: connection refused")
    assert "canary" not in f"{result!r} {caplog.text}"


def test_a_mail_server_is_reached_without_login(starttls: MailServer) -> None:
    assert reachable(channel(starttls.port), 2) is None


def test_a_mail_server_that_is_not_there_is_named() -> None:
    port = closed_port()
    assert reachable(channel(port), 2) == f"cannot reach localhost:{port}: connection refused"
