"""A rendering as a mail: text and HTML, with the headers that a mail needs."""

import secrets
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from watcher.alerts import Rendering
from watcher.model import Email

_POLICY = SMTP.clone(cte_type="7bit")  # so that every server takes it, whatever it says about 8BITMIME


def compose(email: Email, rendering: Rendering, *, now: datetime, identity: str) -> EmailMessage:
    """Make the mail. `now` is its date, `identity` its Message-ID, as `new_identity` gives one."""
    message = EmailMessage(_POLICY)
    message["Subject"] = rendering.subject
    message["From"] = email.sender
    message["To"] = ", ".join(email.to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = identity
    if rendering.thread:  # mail programs put together what names the same, though nobody has that mail (RFC 5256)
        message["References"] = f"<{rendering.thread}@{_host(email)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer from people who are away
    message.set_content(rendering.text)
    message.add_alternative(rendering.html, subtype="html")
    return message


def address_of(written: str) -> str:
    """Give the bare address of one that may have a name before it."""
    return parseaddr(written)[1]


def new_identity(email: Email) -> str:
    """Give a Message-ID that no other mail has."""
    return f"<{secrets.token_hex(16)}@{_host(email)}>"


def _host(email: Email) -> str:
    return address_of(email.sender).rpartition("@")[2]
