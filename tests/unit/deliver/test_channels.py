"""What a channel's URL may be, and what is said when it may not. No socket is opened."""

import io

import pytest

from tests.builders import NOON
from watcher import deliver
from watcher.errors import ConfigurationError
from watcher.model import Channel

SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/canarydnlazkcOXrIdevi7FQ"


def sender(url: str) -> deliver.Sender:
    return deliver.build_sender(Channel(name="desk", url=url), stream=io.StringIO())


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        pytest.param("canary-77", "its URL cannot be used: it begins with no service", id="no scheme"),
        pytest.param("canary:77", "its URL cannot be used: it begins with no service", id="a password is no scheme"),
        pytest.param("", "its URL cannot be used: it begins with no service", id="empty"),
        pytest.param(
            "slak://canary-77",
            "the slak: URL cannot be used: no service has this name; did you mean slack://",
            id="typo",
        ),
        pytest.param("zzzzzzz://canary-77", "no service has this name", id="unknown"),
        pytest.param("http://canary-77/x", "http: names no service", id="configuration by HTTP"),
        pytest.param("https://canary-77/x", "https: names no service", id="configuration by HTTPS"),
        pytest.param("file:///canary-77", "file: names no service", id="configuration file"),
        pytest.param(
            "json://h/canary-77?optional=yes", "remove optional=: it reports success on failure", id="optional"
        ),
        pytest.param("json://h/canary-77?Retry=3", "remove retry=: the watcher retries", id="retry"),
        pytest.param("json://h/canary-77?overflow=split", "remove overflow=: the watcher shortens", id="overflow"),
        pytest.param("mailto://canary-77@h?to=a@b.example&cc=canary-77@b.example", "remove cc=", id="cc"),
        pytest.param("mailto://canary-77@h?to=a@b.example&bcc=", "remove bcc=", id="bcc, empty"),
        pytest.param("json://h/canary-77, json://h/canary-78", "it holds several URLs", id="two URLs"),
        pytest.param("json://h/canary-77 json://h/canary-78", "it holds several URLs", id="two URLs, space"),
        pytest.param(
            "mailto://canary-77@quay.example?to=a@b.example,c@b.example", "it names 2 recipients", id="two addresses"
        ),
        pytest.param(f"{SLACK}/#one/#two", "it names 2 recipients", id="two rooms"),
        pytest.param("slack://canary-77", "see how it is written: https://appriseit.com/services/slack/", id="half"),
        pytest.param("slack://T1/canary-77/x", "An invalid Slack", id="malformed token"),
        pytest.param("mailto://canary-77", "Invalid ~From~ email specified", id="no sender"),
        pytest.param("json://[canary-77", "it cannot be read; see how", id="unreadable"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_in_one_sentence_without_showing_it(
    url: str, problem: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        sender(url)
    message = str(caught.value)
    assert message.startswith("channel desk: ")
    assert problem in message
    assert "canary" not in message
    assert "\n" not in message
    assert "canary" not in caplog.text
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        pytest.param("console:", None, id="console"),
        pytest.param("json://h/canary-77", ("h", 80), id="webhook"),
        pytest.param("jsons://h/canary-77", ("h", 443), id="webhook with TLS"),
        pytest.param("jsons://h:8443/canary-77", ("h", 8443), id="webhook with port"),
        pytest.param("mailto://u:canary-77@quay.example", ("quay.example", 25), id="mail"),
        pytest.param("mailtos://u:canary-77@quay.example", ("quay.example", 587), id="mail, STARTTLS"),
        pytest.param(
            "mailtos://u:canary-77@quay.example?mode=ssl&smtp=mx.example", ("mx.example", 465), id="mail, TLS"
        ),
        pytest.param("matrixs://canary-77@h/%23room?hsreq=no", ("h", 443), id="Matrix"),
        pytest.param("gotify://h/canary-77", ("h", 80), id="Gotify"),
        pytest.param("irc://u@h/%23room", None, id="usual port not known"),
        pytest.param("irc://u@h:6667/%23room", ("h", 6667), id="port given"),
        pytest.param(SLACK, ("hooks.slack.com", 443), id="a token is no host"),
        pytest.param("discord://1/canary-77", ("discord.com", 443), id="Discord"),
        pytest.param("tgram://123456789:canary_abcdefghijk/1234", ("api.telegram.org", 443), id="Telegram"),
        pytest.param("ntfy://canary-77", None, id="a topic is no host"),
        pytest.param("mailgun://u@quay.example/canary-77/a@b.example", None, id="a mail domain is no host"),
    ],
)
def test_the_endpoint_is_where_the_channel_connects_to(url: str, endpoint: tuple[str, int] | None) -> None:
    assert deliver.endpoint(Channel(name="desk", url=url)) == endpoint


@pytest.mark.parametrize("url", [SLACK, "mailto://u:canary-77@quay.example", "json://canary-77@h/canary-78"])
def test_a_sender_shows_nothing_of_its_url(url: str) -> None:
    assert "canary" not in repr(sender(url))


def test_a_channel_without_an_endpoint_has_nothing_to_reach() -> None:
    assert deliver.reachable(Channel(name="desk", url="console:"), 1) is None


def test_a_test_message_says_what_it_is() -> None:

    stream = io.StringIO()
    result = deliver.test_channel(Channel(name="desk", url="console:"), stream=stream, now=NOON)
    assert result.outcome is deliver.Outcome.SENT
    assert "Test from watcher: channel desk" in stream.getvalue()
    assert "sent on 2026-03-06 12:00 UTC. No alert stands behind it." in stream.getvalue()
