"""A message as a mail to one recipient: text and HTML, with the headers that threads and filters go by.

The Message-ID is made of the message's key, so that all tries have the same, and most mailboxes show a mail once that
came twice. No header holds a line end or another control character, whatever a feed wrote.
"""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from watcher.alerts import AlertView, one_line
from watcher.deliver.fit import fit
from watcher.deliver.senders import Message
from watcher.model import Email

PART_LIMIT = 100_000  # bytes: Gmail cuts a part of more than 102 KB off, and hides what stood behind
SUBJECT_LIMIT = 200  # characters

_POLICY = SMTP.clone(cte_type="7bit")  # so that every server takes it, whatever it says about 8BITMIME
_IDENTITY = re.compile(r"<[^<>@\s]{1,200}@[^<>@\s]{1,255}>")
_NAME_LIMIT = 100  # characters
_LABEL_LIMIT = 63  # characters: as much as a part of a host's name has (RFC 1035, section 2.3.4)
_NOT_IN_LABEL = re.compile(r"[^A-Za-z0-9_-]+")


def compose(email: Email, message: Message, *, channel: str, now: datetime) -> EmailMessage:
    """Make the mail. `channel` is the name of its channel, `now` its date."""
    mail = EmailMessage(_POLICY)
    mail["Subject"] = _header(message.rendering.subject, SUBJECT_LIMIT)
    mail["From"] = _written(email.sender)
    mail["To"] = _written(_entry(email, message.recipient))
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message.key}@{_host(email)}>"
    if message.thread and _IDENTITY.fullmatch(message.thread):  # none where the channel was of another kind then
        mail["In-Reply-To"] = mail["References"] = message.thread
    mail["List-Id"] = _list_id(email, channel, message)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer from people who are away
    _fill(mail, message)
    return mail


def _header(text: str, limit: int) -> str:
    """Give one line of text as a header may have it, which is never an encoded word (RFC 2047).

    `email` decodes those that it is given, and writes the line ends in them as they are: headers of the feed's own.
    """
    return one_line(text, limit).replace("=?", "= ?")


def address_of(written: str) -> str:
    """Give the bare address of one that may have a name before it."""
    return parseaddr(written)[1]


def recipient_of(email: Email, recipient: str) -> str:
    """Give the bare address that a message goes to; where it names nobody, the first of the channel."""
    return recipient or address_of(email.to[0])


def _entry(email: Email, recipient: str) -> str:
    """Give a recipient as the configuration writes it, with its name."""
    address = recipient_of(email, recipient)
    return next((entry for entry in email.to if address_of(entry) == address), address)


def _written(entry: str) -> Address:
    name, address = parseaddr(entry)
    return Address(_header(name, _NAME_LIMIT), addr_spec=address)


def _host(email: Email) -> str:
    return address_of(email.sender).rpartition("@")[2]


def _list_id(email: Email, channel: str, message: Message) -> str:
    """Name what mail programs filter by (RFC 2919): a rule within its channel; of several, or of none, the channel."""
    rules = {view.alert.rule for view in message.views if isinstance(view, AlertView)}
    names = (*rules, channel) if len(rules) == 1 else (channel,)
    labels = ".".join(_NOT_IN_LABEL.sub("-", name)[:_LABEL_LIMIT] for name in names)
    return f'"{_header(names[0], _LABEL_LIMIT)}" <{labels}.watcher.{_host(email)}>'


def _fill(mail: EmailMessage, message: Message) -> None:
    """Put the text in, and the HTML unless the server would not have it or a mail program would not show all of it."""
    text, html = message.rendering.text, message.rendering.html
    limit = min(PART_LIMIT, _as_bytes(text) // 2) if message.short else PART_LIMIT
    mail.set_content(fit(text, limit, _as_bytes))
    if html and not message.short and not message.plain and _as_bytes(html) <= PART_LIMIT:
        mail.add_alternative(html, subtype="html")


def _as_bytes(text: str) -> int:
    return len(text.encode())
