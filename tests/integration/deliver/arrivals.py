"""Channels on the loopback with their real senders, and what arrives there, taken apart as a reader's program would."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Protocol

import pytest

from tests.integration.deliver.mails import email, send
from tests.integration.farm import Farm, reply
from tests.integration.servers import mail_server, webhook_receiver
from watcher.alerts import Rendering
from watcher.deliver import Outcome, Result
from watcher.deliver.senders import Message
from watcher.deliver.senders.apprise import AppriseSender
from watcher.deliver.senders.matrix import MatrixSender
from watcher.model import Channel, Matrix

DISCORD = "discord://1234567890/canary0123456789"
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/canarydnlazkcOXrIdevi7FQ/#desk"
TELEGRAM = "tgram://123456789:canary_abcdefghijk/1234"


@dataclass(frozen=True)
class Arrival:
    """One message as it arrived."""

    texts: tuple[str, ...]  # all that is shown as text
    tags: frozenset[str] = frozenset()  # of markup
    links: frozenset[str] = frozenset()  # that markup makes
    attributes: frozenset[str] = frozenset()  # all that tags have
    mentions: object = None  # what the service is told to mention
    headers: tuple[str, ...] = ()  # names, in order
    subject: str = ""  # of a mail, where nothing is markup


class Send(Protocol):
    """Send a rendering and give what arrived."""

    def __call__(self, rendering: Rendering) -> Arrival: ...


@contextmanager
def discord() -> Iterator[Send]:
    """Discord shows Markdown; its `content` is all."""
    with _apprise(DISCORD, "notify_url", b"") as post:
        yield lambda rendering: _of_discord(post(rendering))


@contextmanager
def slack() -> Iterator[Send]:
    """In Slack everything live is in angle brackets, and what is meant as text has entities for them."""
    with _apprise(SLACK, "webhook_url", b"ok") as post:
        yield lambda rendering: _of_slack(post(rendering))


@contextmanager
def telegram() -> Iterator[Send]:
    """Telegram reads HTML."""
    with _apprise(TELEGRAM, "notify_url", b'{"ok": true, "result": {}}') as post:
        yield lambda rendering: _of_html(post(rendering)["text"])


@contextmanager
def matrix() -> Iterator[Send]:
    """Matrix has a text, and the same as HTML."""
    with Farm() as farm:
        farm.otherwise = lambda _request: [
            reply(
                body=b'{"room_id": "!r:quay.example", "event_id": "$e"}', headers={"Content-Type": "application/json"}
            )
        ]
        sender = MatrixSender(Matrix(homeserver=farm.url(""), room="!r:quay.example", token="canary"))
        yield lambda rendering: _of_matrix(_taken(sender.send(message(rendering))), farm)


@contextmanager
def mail() -> Iterator[Send]:
    """A mail has headers, a text, and the same as HTML."""
    with mail_server(None, auth_required=False) as server:
        to = email(server.port, user=None, password=None)

        def post(rendering: Rendering) -> Arrival:
            _taken(send(to, rendering))
            mail = server.mails[-1]
            html = _of_html(mail.get_body(("html",)).get_content())
            text = mail.get_body(("plain",)).get_content()
            assert server.envelopes[-1].rcpt_tos == ["desk@quay.example"]
            headers = {"headers": tuple(mail.keys()), "subject": mail["Subject"]}
            return Arrival((text,), html.tags, html.links, html.attributes, **headers)

        yield post


def message(rendering: Rendering) -> Message:
    return Message(rendering=rendering, key="01h8zk3m5q7rt")


@contextmanager
def _apprise(url: str, attribute: str, answer: bytes) -> Iterator["Post"]:
    with webhook_receiver() as receiver, pytest.MonkeyPatch.context() as patch:
        receiver.body = answer

        def post(rendering: Rendering) -> dict:
            sender = AppriseSender(Channel(name="chat", url=url))  # a new one each time: it waits between its messages
            patch.setattr(sender._plugin, attribute, f"http://127.0.0.1:{receiver.port}/")
            _taken(sender.send(message(rendering)))
            return receiver.requests[-1].body

        yield post


class Post(Protocol):
    """Send a rendering and give the JSON that arrived."""

    def __call__(self, rendering: Rendering) -> dict: ...


def _taken(result: Result) -> None:
    assert result.outcome is Outcome.SENT, result.reason


def _of_discord(sent: dict) -> Arrival:
    return Arrival((sent["content"],))


def _of_slack(sent: dict) -> Arrival:
    raw = [shown[name] for shown in sent["attachments"] for name in ("title", "text")]
    tags = frozenset(found for text in raw for found in re.findall("<[^>]*>?", text))
    return Arrival(tuple(map(unescape, raw)), tags)


def _of_matrix(_: None, farm: Farm) -> Arrival:
    sent = json.loads(farm.requests[-1].body)
    html = _of_html(sent["formatted_body"])
    return Arrival((sent["body"], *html.texts), html.tags, html.links, html.attributes, mentions=sent["m.mentions"])


def _of_html(markup: str) -> Arrival:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return Arrival(tuple(reader.texts), frozenset(reader.tags), frozenset(reader.links), frozenset(reader.attributes))


@dataclass
class _Found:
    texts: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)


class _Reader(HTMLParser, _Found):
    def __init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        _Found.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links.update(value or "" for name, value in attrs if name in {"href", "src", "action"})

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.tags.add(f"!--{data}")
