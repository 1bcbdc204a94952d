"""One module per kind of channel: delete the module, and the kind is gone.

Takes a configured channel and gives a sender that knows no rows and no rules: it takes a rendering and says what
became of it. A sender never raises for what a server or a network does; it belongs to one thread.
"""

import re
from dataclasses import dataclass
from typing import Protocol, TextIO

from watcher.alerts import AlertView, Rendering
from watcher.deliver.result import Result
from watcher.model import Channel, Notice

_SCHEME = re.compile(r"\s*(?:(console):|([a-z][a-z0-9+.-]*)://)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A rendering on its way to one recipient."""

    rendering: Rendering
    key: str  # the same at every try, and of no other message
    recipient: str = ""  # empty: the channel's only one
    views: tuple[AlertView | Notice, ...] = ()  # what it tells, for receivers that are programs; empty: a test
    thread: str | None = None  # what the server calls the first message of the thread; None: this one begins it
    first: Rendering | None = None  # what that one is to say from now on, where the channel can edit; None: as it is
    plain: bool = False  # the channel refused the markup
    short: bool = False  # it was too long for the channel


class Sender(Protocol):
    """One channel, ready to send; `send` may be called by several threads where the channel's `parallel` says so."""

    def send(self, message: Message) -> Result:
        """Try once; blocks until the channel took it, refused it or failed."""
        ...

    @property
    def endpoint(self) -> tuple[str, int] | None:
        """Host and TCP port that `send` connects to; None where there is none or it is not known."""
        ...


def scheme_of(channel: Channel) -> str:
    """Give the scheme of the channel's URL, the only part of it that may be shown; empty where it has none.

    "token:secret" has none: a scheme stands before "://", and "console:" is the one exception.
    What is no URL is "email", "matrix" or "webhook".
    """
    if channel.email is not None:
        return "email"
    if channel.matrix is not None:
        return "matrix"
    if channel.webhook is not None:
        return "webhook"
    found = _SCHEME.match(channel.url or "")
    return (found.group(1) or found.group(2)).lower() if found else ""


def build_sender(channel: Channel, *, stream: TextIO) -> Sender:
    """Give the sender of a channel; `stream` is where the console channel writes.

    Raises ConfigurationError where the channel's URL cannot be used, in one sentence that never shows it.
    """
    if channel.email is not None:
        from watcher.deliver.senders.email import EmailSender  # noqa: PLC0415 - as below

        return EmailSender(channel.email, channel=channel.name)
    if channel.matrix is not None:
        from watcher.deliver.senders.matrix import MatrixSender  # noqa: PLC0415 - as below

        return MatrixSender(channel.matrix)
    if channel.webhook is not None:
        from watcher.deliver.senders.webhook import WebhookSender  # noqa: PLC0415 - as below

        return WebhookSender(channel.webhook)
    if scheme_of(channel) == "console":
        from watcher.deliver.senders.console import ConsoleSender  # noqa: PLC0415 - as below

        return ConsoleSender(channel, stream)
    from watcher.deliver.senders.apprise import AppriseSender  # noqa: PLC0415 - Apprise takes 0.3 s to import

    return AppriseSender(channel)
