"""One session with a mail server: connect, encrypt, log in, hand a mail over, by `smtplib`.

Logging in is done here, because `smtplib` takes ASCII passwords only (its `auth` encodes so).
"""

import base64
import re
import smtplib
import socket
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from watcher.model import Email, MailTls
from watcher.net import trusted_roots

_TAKEN = frozenset({250, 251})  # 251: not a local user, but it is passed on (RFC 5321, section 4.2.2)
_LOGGED_IN, _GO_ON, _SEND_IT = 235, 334, 354
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)  # doubled, or it would end the mail (RFC 5321, section 4.5.2)


class Reply(NamedTuple):
    """What the server said; `code` is -1 where it did not speak SMTP."""

    code: int
    words: str

    @property
    def for_good(self) -> bool:
        """Tell whether the server will say the same again."""
        return 500 <= self.code <= 599  # noqa: PLR2004 - RFC 5321, section 4.2.1


class RecipientRefusedError(smtplib.SMTPResponseException):
    """The server does not take mail for this recipient."""


class UnansweredError(smtplib.SMTPException):
    """The whole mail was written, and no answer came: it may have arrived. `timed_out`: not in time."""

    def __init__(self, *, timed_out: bool) -> None:
        super().__init__("no answer to the mail")
        self.timed_out = timed_out


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


def hand_over(smtp: smtplib.SMTP, sender: str, recipient: str, content: bytes) -> Reply:
    """Send one mail, and give what the server said when it took it. `content` has CRLF at its line ends.

    Raises:
        RecipientRefusedError: the server does not take it for the recipient.
        smtplib.SMTPResponseException: the server refuses the sender or the mail, or ends the session.
        UnansweredError: it may have arrived.
        smtplib.SMTPServerDisconnected: the connection broke before all of it was written.
    """
    size = [f"size={len(content)}"] if smtp.has_extn("size") else []
    _require(smtp.mail(sender, size))
    taken = _reply(smtp.rcpt(recipient))
    if taken.code not in _TAKEN:
        raise RecipientRefusedError(*taken)
    _require(smtp.docmd("DATA"), {_SEND_IT})
    smtp.send(_LEADING_DOT.sub(b"..", content).removesuffix(b"\r\n") + b"\r\n.\r\n")
    return _require(_last_answer(smtp))


def _last_answer(smtp: smtplib.SMTP) -> tuple[int, bytes]:
    try:
        code, words = smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise UnansweredError(timed_out=timed_out(error)) from error
    if code < 0:
        raise UnansweredError(timed_out=False)
    return code, words


def timed_out(error: Exception) -> bool:
    """Tell whether a connection was given up by us; `smtplib` calls that a closed one."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


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


def _require(answer: tuple[int, bytes], wanted: Collection[int] = _TAKEN) -> Reply:
    reply = _reply(answer)
    if reply.code not in wanted:
        raise smtplib.SMTPResponseException(*reply)
    return reply


def _reply(answer: tuple[int, bytes]) -> Reply:
    code, words = answer
    return Reply(code, words.decode("utf-8", "replace"))
