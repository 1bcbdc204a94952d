"""What chats are really sent. Apprise knows the addresses of these services, so they are pointed at the loopback."""

import json
from zoneinfo import ZoneInfo

import pytest

from tests.integration.servers import Receiver
from tests.unit.alerts.builders import a_copy, a_view, evidence
from tests.unit.deliver.fakes import a_message
from watcher.alerts import Rendering, render
from watcher.deliver import Outcome
from watcher.deliver.senders.apprise import AppriseSender
from watcher.model import Channel

HOSTILE = (
    "@everyone <!channel> <@U1> <@&9> @room **bold** [bank](https://evil.example) <b>x</b> & ![p](https://t.example/p)"
)
LIVE = ["@everyone", "@room", "<!", "<@", "&lt;!", "&lt;@", "](http"]

SERVICES = [
    pytest.param("discord://1234567890/canary0123456789", "notify_url", b"", id="Discord"),
    pytest.param("slack://T1JJ3T3L2/A1BRTD4JD/canarydnlazkcOXrIdevi7FQ/#desk", "webhook_url", b"ok", id="Slack"),
    pytest.param(
        "tgram://123456789:canary_abcdefghijk/1234", "notify_url", b'{"ok": true, "result": {}}', id="Telegram"
    ),
    pytest.param("mmost://127.0.0.1:{port}/canary0123456789canary0123", None, b"ok", id="Mattermost"),
    pytest.param(
        "rocket://canary012345/canary6789@127.0.0.1:{port}/%23desk", None, b'{"success": true}', id="Rocket.Chat"
    ),
    pytest.param("ntfy://127.0.0.1:{port}/canary", None, b"{}", id="ntfy"),
    pytest.param("gotify://127.0.0.1:{port}/canary", None, b"{}", id="Gotify"),
]


def message() -> Rendering:
    copy = a_copy(outlet=HOSTILE, title=HOSTILE, link="https://quay.example/@ana?a=b_c_d")
    return render(
        a_view(copy, title=HOSTILE, origin=HOSTILE, found=(evidence(HOSTILE, "bank"),)), timezone=ZoneInfo("UTC")
    )


def sender(receiver: Receiver, url: str, attribute: str | None, monkeypatch: pytest.MonkeyPatch) -> AppriseSender:
    sender = AppriseSender(Channel(name="chat", url=url.format(port=receiver.port)))
    own_server = f"http://127.0.0.1:{receiver.port}/"
    monkeypatch.setattr(sender._plugin, attribute or "unused", own_server, raising=False)
    return sender


@pytest.mark.parametrize(("url", "attribute", "answer"), SERVICES)
def test_no_chat_is_sent_a_live_mention_or_a_masked_link(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, url: str, attribute: str | None, answer: bytes
) -> None:
    receiver.body = answer
    assert sender(receiver, url, attribute, monkeypatch).send(a_message(message())).outcome is Outcome.SENT
    (request,) = receiver.requests
    sent = json.dumps(request.body, ensure_ascii=False).replace("\\", "")
    assert [live for live in LIVE if live in sent] == []
    assert "Story: watcher stories show 01h8zk3m5q7rt" in sent


@pytest.mark.parametrize(("url", "attribute", "answer"), SERVICES)
def test_no_chat_is_sent_more_than_it_takes(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, url: str, attribute: str | None, answer: bytes
) -> None:
    receiver.body = answer
    to = sender(receiver, url, attribute, monkeypatch)
    long = Rendering(subject="<&>🌾" * 40, text="One <line> & *більше* 🌾\n" * 3000 + "The end", html="")
    assert to.send(a_message(long)).outcome is Outcome.SENT
    (request,) = receiver.requests
    parts = [part for part in strings(request.body) if "The end" in part]
    assert [len(part.encode("utf-16-le")) // 2 <= to._plugin.body_maxlen for part in parts] == [True]


def strings(value: object) -> list[str]:
    """Give all strings in a JSON value."""
    match value:
        case str():
            return [value]
        case dict():
            return [found for inner in value.values() for found in strings(inner)]
        case list():
            return [found for inner in value for found in strings(inner)]
        case _:
            return []
