"""`email = { … }`: mail through a server of the user's, without Apprise and without an address to escape things in.

One recipient a mail: what a server answers is about one person, and nobody gets a mail again because another did not.
A failure is UNKNOWN where the whole mail was written and no answer came, for it may have arrived; it comes again under
the same Message-ID.
"""

import smtplib
import socket
import ssl
from datetime import timedelta

from watcher.alerts import one_line
from watcher.clock import Clock, SystemClock
from watcher.deliver.classify import mail_cause
from watcher.deliver.result import REASON_LIMIT, Cause, Outcome, Result
from watcher.deliver.senders import Message
from watcher.deliver.senders.message import address_of, compose, recipient_of
from watcher.deliver.senders.smtp import (
    NoLoginError,
    RecipientRefusedError,
    Reply,
    UnansweredError,
    hand_over,
    session,
    timed_out,
)
from watcher.model import Email, MailTls
from watcher.text import Redactor

TIMEOUT = timedelta(seconds=60)  # for each answer; RFC 5321, section 4.5.3.2, would wait longer, an alert should not

_WORDS_LIMIT = 200  # characters of what a server said


class EmailSender:
    """Sends mail by SMTP, to one recipient at a time. `send` blocks, at worst for a few answers' time."""

    def __init__(self, email: Email, *, channel: str, clock: Clock | None = None, timeout: timedelta = TIMEOUT) -> None:
        """Take a mail server and who gets mail through it; `channel` is the name that its mails are filtered by."""
        self._email = email
        self._channel = channel
        self._clock = clock or SystemClock()
        self._timeout = timeout.total_seconds()
        self._redact = Redactor([email.password] if email.password else [])

    def __repr__(self) -> str:
        return f"<EmailSender {self._email.host}:{self._email.port}>"

    @property
    def endpoint(self) -> tuple[str, int]:
        """Host and TCP port of the mail server."""
        return self._email.host, self._email.port

    def send(self, message: Message) -> Result:
        """Hand one mail over; what the server answers decides. `remote` of the result is the Message-ID."""
        mail = compose(self._email, message, channel=self._channel, now=self._clock.now())
        recipient = recipient_of(self._email, message.recipient)
        try:
            with session(self._email, self._timeout) as smtp:
                reply = hand_over(smtp, address_of(self._email.sender), recipient, bytes(mail))
        except smtplib.SMTPResponseException as error:
            return self._refused(error, recipient)
        except (smtplib.SMTPException, OSError) as error:
            outcome = Outcome.UNKNOWN if isinstance(error, UnansweredError) else Outcome.RETRY
            reason = self._redact(_hindrance(error, self._email))
            return Result(outcome=outcome, reason=one_line(reason, REASON_LIMIT), cause=_cause(error))
        said = f"the mail server took it: {self._said(reply)}"
        return Result(outcome=Outcome.SENT, reason=said, remote=mail["Message-ID"])

    def _refused(self, error: smtplib.SMTPResponseException, recipient: str) -> Result:
        reply = Reply(error.smtp_code, _text(error.smtp_error))
        if reply.code < 0:
            reason = f"what answers on port {self._email.port} is no mail server"
            return Result(outcome=Outcome.RETRY, reason=reason, cause=Cause.SERVER)
        who = f": {recipient} was refused:" if isinstance(error, RecipientRefusedError) else ""
        is_login = isinstance(error, smtplib.SMTPAuthenticationError)
        return Result(
            outcome=Outcome.DEAD if reply.for_good else Outcome.RETRY,
            reason=one_line(f"the mail server answered{who} {self._said(reply)}", REASON_LIMIT),
            cause=Cause.AUTH if is_login and reply.for_good else mail_cause(reply.code, reply.words),
        )

    def _said(self, reply: Reply) -> str:
        return one_line(f"{reply.code} {self._redact(reply.words)}", _WORDS_LIMIT)


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _cause(error: Exception) -> Cause:
    """Sort what kept us from talking to the server."""
    match error:
        case NoLoginError():
            return Cause.AUTH
        case smtplib.SMTPNotSupportedError():
            return Cause.SERVER
        case UnansweredError(timed_out=True):
            return Cause.TIMEOUT
    return Cause.TIMEOUT if timed_out(error) else Cause.NETWORK


def _hindrance(error: Exception, email: Email) -> str:
    """Say what kept us from talking to the server."""
    match error:
        case NoLoginError():
            ways = f"it offers {error}" if str(error) else "it offers none here"
            return f"the mail server knows no login with a password: {ways}"
        case smtplib.SMTPNotSupportedError():
            return f"the mail server offers no STARTTLS on port {email.port}"
        case UnansweredError():
            how = "no answer in time" if error.timed_out else "the connection was lost before an answer came"
            return f"{how}; the mail may have arrived"
        case smtplib.SMTPServerDisconnected():
            return "no answer in time" if timed_out(error) else "the mail server closed the connection"
        case OSError():
            return _no_connection(error, email)
    return f"the mail server cannot be used: {one_line(str(error), _WORDS_LIMIT)}"


def _no_connection(error: OSError, email: Email) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"the server's certificate is not trusted: {one_line(error.verify_message, _WORDS_LIMIT)}"
        case ssl.SSLError():
            other = MailTls.STARTTLS if email.tls is MailTls.SSL else MailTls.SSL
            return f'no encrypted connection on port {email.port}: perhaps it wants tls = "{other}"'
        case TimeoutError():
            return "no answer in time"
        case socket.gaierror():
            return f"the host name {email.host} is not known"
    return f"no connection: {(error.strerror or type(error).__name__).lower()}"
