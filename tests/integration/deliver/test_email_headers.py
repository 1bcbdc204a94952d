"""What a mail looks like to a mail program: read back from a real server with the standard library's parser."""

from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from tests.builders import NOON
from tests.integration.deliver.mails import KEY, RENDERING, email, send
from tests.integration.servers import MailServer
from tests.unit.alerts.builders import a_view
from watcher.alerts import Rendering, notice
from watcher.deliver import Outcome
from watcher.deliver.fit import SHORTENED
from watcher.deliver.senders import Message
from watcher.deliver.senders.message import PART_LIMIT, compose

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

FIRST = "<01h8zk3m5q7r0@quay.example>"
OPERATOR = notice("feeds", "feed harbour is dead", "It answered 410 Gone.", NOON)
HOSTILE = "Vote{end}Bcc: evil@quay.example{end}{end}<img src=x>"
LINE_ENDS = [
    pytest.param("\r\n", id="CRLF"),
    pytest.param("\n", id="LF"),
    pytest.param("\r", id="CR"),
    pytest.param("\x0b", id="vertical tab"),
    pytest.param("\x85", id="next line"),
    pytest.param("\u2028", id="line separator"),
    pytest.param("\x00\r\n", id="NUL"),
    pytest.param("\r\n\u202e", id="a bidi override"),
    pytest.param("Голос\r\n ", id="other letters, and a folded line"),
]
ENCODED = [  # RFC 2047; "Vote", a line end, "Bcc: evil@quay.example"
    pytest.param("=?utf-8?q?Vote=0D=0ABcc=3A_evil=40quay=2Eexample?=", id="quoted-printable"),
    pytest.param("=?utf-8?b?Vm90ZQ0KQmNjOiBldmlsQHF1YXkuZXhhbXBsZQ==?=", id="base64"),
    pytest.param("=\u200b?utf-8?q?Vote=0D=0ABcc=3A_evil=40quay=2Eexample?=", id="made by what is left out"),
]


def text_of(mail: EmailMessage) -> list[str]:
    return str(mail.get_body(("plain",)).get_content()).splitlines()


def test_a_mail_has_its_headers_its_text_and_its_html(plain: MailServer) -> None:
    send(email(plain.port, to=("Ana <ana@quay.example>",)), recipient="ana@quay.example")

    (mail,) = plain.mails
    assert mail["Subject"] == RENDERING.subject
    assert (mail["From"], mail["To"]) == ("Harbour Watch <watcher@quay.example>", "Ana <ana@quay.example>")
    assert mail["Date"].datetime == NOON
    assert mail["Message-ID"] == f"<{KEY}@quay.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert text_of(mail) == RENDERING.text.splitlines()
    assert mail.get_body(("html",)).get_content().strip() == RENDERING.html
    assert mail.defects == []
    assert plain.envelopes[0].mail_from == "watcher@quay.example"
    assert plain.envelopes[0].rcpt_tos == ["ana@quay.example"]


def test_a_mail_goes_to_its_recipient_alone_and_names_no_other(plain: MailServer) -> None:
    send(email(plain.port, to=("desk@quay.example", "Ana <ana@quay.example>")), recipient="ana@quay.example")

    assert plain.envelopes[0].rcpt_tos == ["ana@quay.example"]
    assert b"desk@" not in plain.envelopes[0].content


def test_a_mail_without_a_recipient_goes_to_the_first(plain: MailServer) -> None:
    send(email(plain.port, to=("Desk <desk@quay.example>", "ana@quay.example")))

    assert plain.mails[0]["To"] == "Desk <desk@quay.example>"
    assert plain.envelopes[0].rcpt_tos == ["desk@quay.example"]


def test_a_name_in_any_letters_arrives(plain: MailServer) -> None:
    send(email(plain.port, to=("Dr. Ана Реєс <ana@quay.example>",), sender="Вартовий <watcher@quay.example>"))

    (mail,) = plain.mails
    assert mail["From"].addresses[0].display_name == "Вартовий"
    assert mail["To"].addresses[0].display_name == "Dr. Ана Реєс"
    assert plain.envelopes[0].content.isascii()


def test_a_mail_that_begins_a_thread_refers_to_nothing(plain: MailServer) -> None:
    send(email(plain.port))

    assert (plain.mails[0]["In-Reply-To"], plain.mails[0]["References"]) == (None, None)


def test_a_mail_of_a_thread_answers_its_first(plain: MailServer) -> None:
    send(email(plain.port), thread=FIRST)

    assert (plain.mails[0]["In-Reply-To"], plain.mails[0]["References"]) == (FIRST, FIRST)


@pytest.mark.parametrize("thread", ["$event:matrix.example", "<a@b>\r\nBcc: <evil@quay.example>", "<a@b> <c@d>", "<>"])
def test_what_is_no_message_id_begins_no_thread(plain: MailServer, thread: str) -> None:
    send(email(plain.port), thread=thread)

    assert (plain.mails[0]["In-Reply-To"], plain.mails[0]["Bcc"]) == (None, None)


@pytest.mark.parametrize(
    ("views", "list_id"),
    [
        pytest.param((a_view(rule="votes"),), '"votes" <votes.desk.watcher.quay.example>', id="an alert"),
        pytest.param((a_view(rule="eu.v_2"),), '"eu.v_2" <eu-v_2.desk.watcher.quay.example>', id="dots in the name"),
        pytest.param((a_view(rule="votes"),) * 2, '"votes" <votes.desk.watcher.quay.example>', id="several of a rule"),
        pytest.param(
            (a_view(rule="votes"), a_view(rule="laws")), '"desk" <desk.watcher.quay.example>', id="several rules"
        ),
        pytest.param((OPERATOR,), '"desk" <desk.watcher.quay.example>', id="a notice"),
        pytest.param((), '"desk" <desk.watcher.quay.example>', id="a digest of nothing, or a test"),
    ],
)
def test_mails_are_filtered_by_their_rule_or_else_their_channel(
    plain: MailServer, views: tuple[object, ...], list_id: str
) -> None:
    send(email(plain.port), views=views)

    assert plain.mails[0]["List-Id"] == list_id


def test_the_longest_names_make_a_list_id_of_a_legal_length() -> None:
    message = Message(rendering=RENDERING, key=KEY, views=(a_view(rule="v" * 500),))
    mail = compose(email(25), message, channel="c" * 500, now=NOON)

    assert len(mail["List-Id"].partition("<")[2]) <= 255  # RFC 2919, section 2


def test_a_mail_is_plain_ascii_with_short_lines_whatever_it_says(plain: MailServer) -> None:
    subject = "нагода " * 24 + "нагода"
    send(email(plain.port), Rendering(subject=subject, text="слово " * 1_000, html="<p>" + "a" * 3_000))

    content = plain.envelopes[0].content
    assert content.isascii()
    assert max(map(len, content.splitlines())) <= 998  # RFC 5322, section 2.1.1
    assert BytesParser(policy=policy.default).parsebytes(content)["Subject"] == subject


@pytest.mark.parametrize("end", LINE_ENDS)
def test_a_subject_adds_no_header_and_no_recipient(plain: MailServer, end: str) -> None:
    result = send(email(plain.port), replace(RENDERING, subject=HOSTILE.format(end=end)))

    assert result.outcome is Outcome.SENT
    (mail,) = plain.mails
    assert mail["Subject"].startswith("Vote")
    assert "Bcc: evil@quay.example" in mail["Subject"]
    assert mail["Subject"].isprintable()
    assert mail["Bcc"] is None
    assert mail.defects == []
    assert text_of(mail) == RENDERING.text.splitlines()
    assert plain.envelopes[0].rcpt_tos == ["desk@quay.example"]


@pytest.mark.parametrize("word", ENCODED)
def test_an_encoded_word_in_a_headline_or_a_name_is_not_decoded(plain: MailServer, word: str) -> None:
    send(email(plain.port, to=(f"{word} <desk@quay.example>",)), replace(RENDERING, subject=f"Vote {word}"))

    (mail,) = plain.mails
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("Vote = ?utf-8?")
    assert mail["To"].addresses[0].display_name.startswith("= ?utf-8?")
    assert mail.defects == []


@pytest.mark.parametrize("end", LINE_ENDS)
def test_a_name_beside_an_address_adds_no_header(plain: MailServer, end: str) -> None:
    send(email(plain.port, to=(f"Ana{end}Bcc: evil <desk@quay.example>",)), recipient="desk@quay.example")

    assert plain.mails[0]["Bcc"] is None
    assert plain.envelopes[0].rcpt_tos == ["desk@quay.example"]


@pytest.mark.parametrize("dot", ["\r\n.\r\n", "\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r"], ids=repr)
def test_a_text_cannot_end_the_mail_and_begin_another(plain: MailServer, dot: str) -> None:
    smuggled = f"over{dot}MAIL FROM:<evil@quay.example>{dot}RCPT TO:<ana@quay.example>{dot}DATA\r\n"

    send(email(plain.port), Rendering(subject="Vote", text=smuggled, html=smuggled))

    (mail,) = plain.mails
    assert text_of(mail)[:2] == ["over", "."]
    assert len(mail.get_payload()) == 2


def test_an_empty_text_is_a_whole_mail(plain: MailServer) -> None:
    assert send(email(plain.port), Rendering(subject="Vote", text="", html="")).outcome is Outcome.SENT
    assert text_of(plain.mails[0]) in ([], [""])


@pytest.mark.parametrize(
    ("rendering", "wanted"),
    [
        pytest.param(RENDERING, {"plain": True}, id="the server refused the markup"),
        pytest.param(replace(RENDERING, html=""), {}, id="there is no HTML"),
        pytest.param(replace(RENDERING, html="<p>" + "ж" * (PART_LIMIT // 2)), {}, id="a mail program would cut it"),
    ],
)
def test_a_mail_is_text_alone_where(plain: MailServer, rendering: Rendering, wanted: dict[str, bool]) -> None:
    send(email(plain.port), rendering, **wanted)

    assert plain.mails[0].get_content_type() == "text/plain"
    assert text_of(plain.mails[0]) == RENDERING.text.splitlines()


def test_a_mail_that_was_too_long_comes_with_half_its_text_and_says_so(plain: MailServer) -> None:
    lines = [f"line {number} of the story" for number in range(100)]
    send(email(plain.port), replace(RENDERING, text="\n".join(lines)), short=True)

    text = text_of(plain.mails[0])
    assert plain.mails[0].get_content_type() == "text/plain"
    assert len("\n".join(text)) <= len("\n".join(lines)) // 2
    assert (text[0], text[-2:]) == (lines[0], [SHORTENED, lines[-1]])


def test_a_text_that_a_mail_program_would_cut_off_is_cut_by_us(plain: MailServer) -> None:
    send(email(plain.port), Rendering(subject="Many", text="слово\n" * PART_LIMIT + "the end", html=""))

    text = text_of(plain.mails[0])
    assert len("\n".join(text).encode()) <= PART_LIMIT
    assert text[-2:] == [SHORTENED, "the end"]
