"""One session with a mail server: connect, encrypt, log in, hand a mail over, by `smtplib`.

Logging in is done here, because `smtplib` takes ASCII passwords only (its `auth` encodes so).
"""

import base64
import smtplib
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NamedTuple

from watcher.model import Email, MailTls
from watcher.net import trusted_roots

_TAKEN = frozenset({250, 251})  # 251: not a local user, but it is passed on (RFC 5321, section 4.2.2)
_LOGGED_IN, _GO_ON = 235, 334
_CLOSING = 421


class Reply(NamedTuple):
    """What the server said; `code` is -1 where it did not speak SMTP."""

    code: int
    words: str

    @property
    def for_good(self) -> bool:
        """Tell whether the server will say the same again."""
        return 500 <= self.code <= 599  # noqa: PLR2004 - RFC 5321, section 4.2.1


@dataclass(frozen=True, slots=True)
class Handover:
    """What became of one mail."""

    reply: Reply  # to the mail itself; where nobody was taken, to the last recipient
    refused: Mapping[str, Reply]  # by address; empty: everybody was taken


class NoLoginError(smtplib.SMTPException):
    """The server offers no way to log in that we know."""


@contextmanager
def session(email: Email, timeout: float) -> Iterator[smtplib.SMTP]:
    """Connect and log in; `timeout` in seconds, for each answer of the server.

    Raises:
        OSError: there is no connection, or none that is trusted (`ssl.SSLError`).
        smtplib.SMTPException: the server refuses, or ends the session; `SMTPNotSupportedError`: it offers no STARTTLS.
    """
    smtp = _connected(email, timeout)
    try:
        smtp.ehlo_or_helo_if_needed()
        if email.user is not None:
            _log_in(smtp, email.user, email.password or "")
        yield smtp
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
    finally:
        smtp.close()


def hand_over(smtp: smtplib.SMTP, sender: str, to: Sequence[str], content: bytes) -> Handover:
    """Send one mail to those of the recipients that the server takes.

    Raises:
        smtplib.SMTPResponseException: the server refuses the sender or the mail, or ends the session.
    """
    size = [f"size={len(content)}"] if smtp.has_extn("size") else []
    _require(smtp.mail(sender, size))
    replies = {address: _reply(smtp.rcpt(address)) for address in to}
    refused = {address: reply for address, reply in replies.items() if reply.code not in _TAKEN}
    closing = next((reply for reply in refused.values() if reply.code == _CLOSING), None)
    if closing:
        raise smtplib.SMTPResponseException(*closing)
    if len(refused) == len(to):
        return Handover(next(reversed(refused.values())), refused)
    return Handover(_require(smtp.data(content)), refused)


def _connected(email: Email, timeout: float) -> smtplib.SMTP:
    name = _own_name()
    if email.tls is MailTls.SSL:
        context = trusted_roots()
        return smtplib.SMTP_SSL(email.host, email.port, local_hostname=name, timeout=timeout, context=context)
    smtp = smtplib.SMTP(email.host, email.port, local_hostname=name, timeout=timeout)
    if email.tls is MailTls.STARTTLS:
        try:
            smtp.starttls(context=trusted_roots())
        except BaseException:
            smtp.close()
            raise
    return smtp


def _own_name() -> str:
    """Name this machine to the server; `smtplib` would ask name servers for it, and wait for those that are dead."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _log_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:  # RFC 4616
        _require_login(smtp.docmd("AUTH", f"PLAIN {_base64(f'{chr(0)}{user}{chr(0)}{password}')}"))
    elif "LOGIN" in offered:
        code, words = smtp.docmd("AUTH", f"LOGIN {_base64(user)}")
        _require_login(smtp.docmd(_base64(password)) if code == _GO_ON else (code, words))
    else:
        raise NoLoginError(" ".join(offered))


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _require_login(answer: tuple[int, bytes]) -> None:
    reply = _reply(answer)
    if reply.code != _LOGGED_IN:
        raise smtplib.SMTPAuthenticationError(*reply)


def _require(answer: tuple[int, bytes]) -> Reply:
    reply = _reply(answer)
    if reply.code not in _TAKEN:
        raise smtplib.SMTPResponseException(*reply)
    return reply


def _reply(answer: tuple[int, bytes]) -> Reply:
    code, words = answer
    return Reply(code, words.decode("utf-8", "replace"))
