"""Mail channels of a server on the loopback, and what is sent through them."""

from datetime import timedelta
from typing import Any

from tests.builders import FakeClock
from tests.integration.servers import PASSWORD
from watcher.alerts import Rendering
from watcher.deliver import Result
from watcher.deliver.senders import Message
from watcher.deliver.senders.email import EmailSender
from watcher.model import Email, MailTls

KEY = "01h8zk3m5q7rt"
RENDERING = Rendering(
    subject="Референдум: “так” чи ні",
    text="Рада призначила «референдум».\n.\nhttps://harbour.example/1?a=b",
    html="<!doctype html><html><body><p>Рада призначила <mark>референдум</mark>.</p></body></html>",
)


def email(port: int, **fields: Any) -> Email:
    """Give a mail server without encryption, with login, that takes mail for one recipient."""
    login = {"user": "herald", "password": PASSWORD, "tls": MailTls.NONE}
    people = {"sender": "Harbour Watch <watcher@quay.example>", "to": ("desk@quay.example",)}
    return Email(**{"host": "localhost", "port": port, **login, **people, **fields})


def send(to: Email, rendering: Rendering = RENDERING, *, seconds: float = 20, **message: Any) -> Result:
    """Try once; `seconds` is how long each answer may take."""
    sender = EmailSender(to, channel="desk", clock=FakeClock(), timeout=timedelta(seconds=seconds))
    return sender.send(Message(**{"rendering": rendering, "key": KEY, **message}))
