"""How a message reads where it arrives: laid out and cut as its channel's sender does it, and sent nowhere."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from watcher.deliver.senders import Message, scheme_of
from watcher.model import Channel, Email
from watcher.text import html_to_text

if TYPE_CHECKING:
    from email.message import EmailMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A message as a reader gets it, without markup; `text` is JSON where the reader is a program."""

    subject: str
    text: str
    first: str | None = None  # what the first message of its thread says from then on; None: as it did


def preview(channel: Channel, message: Message, now: datetime) -> Preview:
    """Lay a message out for the channel; the date of a mail is `now`.

    Raises ConfigurationError where the channel's URL cannot be used.
    """
    if channel.email is not None:
        return _mail(channel.email, channel.name, message, now)
    if channel.matrix is not None:
        from watcher.deliver.senders.matrix_content import body, edited  # noqa: PLC0415 - each kind loads with its first channel

        return Preview(
            subject=message.rendering.subject,
            text=_without(message.rendering.subject, body(message.rendering)),
            first=edited(message),
        )
    if channel.webhook is not None:
        from watcher.deliver.senders.webhook import payload  # noqa: PLC0415 - as above

        return Preview(
            subject=message.rendering.subject, text=json.dumps(payload(message), ensure_ascii=False, indent=2)
        )
    if scheme_of(channel) == "console":
        return Preview(subject=message.rendering.subject, text=message.rendering.text)
    return _service(channel, message)


def _mail(email: Email, channel: str, message: Message, now: datetime) -> Preview:
    from watcher.deliver.senders.message import compose  # noqa: PLC0415 - as above

    mail: EmailMessage = compose(email, message, channel=channel, now=now)
    shown = mail.get_body(("html", "plain"))
    content = str(shown.get_content()) if shown else ""
    is_html = shown is not None and shown.get_content_subtype() == "html"
    subject, text = str(mail["Subject"]), html_to_text(content) if is_html else content.strip()
    return Preview(subject=subject, text=_without(subject, text))


def _service(channel: Channel, message: Message) -> Preview:
    from apprise import NotifyFormat  # noqa: PLC0415 - takes 0.3 s to import

    from watcher.deliver.senders.apprise import AppriseSender  # noqa: PLC0415 - as above

    title, body, form = AppriseSender(channel).laid_out(message)
    return Preview(subject=title, text=html_to_text(body) if form is NotifyFormat.HTML else body)


def _without(subject: str, body: str) -> str:
    """Leave out the subject that a body begins with."""
    return body.removeprefix(subject).lstrip("\n")
