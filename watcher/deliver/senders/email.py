"""`email = { … }`: mail through a server of the user's, without Apprise and without an address to escape things in.

A mail goes to all recipients at once. Where the server takes some of them, those are remembered, and the next try is
for the others only. All tries have one Message-ID: where a server took a mail and its answer was lost, most mailboxes
show one. It is not made of the text, or a notice that comes a second time would be taken for the first.
"""

import smtplib
import socket
import ssl
from dataclasses import dataclass
from datetime import timedelta

from watcher.alerts import Rendering, one_line
from watcher.clock import Clock, SystemClock
from watcher.deliver.result import REASON_LIMIT, Outcome, Result
from watcher.deliver.senders.message import address_of, compose, new_identity
from watcher.deliver.senders.smtp import Handover, NoLoginError, Reply, hand_over, session
from watcher.model import Email, MailTls
from watcher.text import Redactor

TIMEOUT = timedelta(seconds=60)  # for each answer; RFC 5321, section 4.5.3.2, would wait longer, an alert should not

_WORDS_LIMIT = 200  # characters of what a server said
_REMEMBERED = 1_000  # mails to be tried again


@dataclass(frozen=True, slots=True)
class _Tried:
    """What is known of a mail between two tries."""

    identity: str
    taken: frozenset[str] = frozenset()  # the addresses that have it already


class EmailSender:
    """Sends mail by SMTP. `send` blocks, at worst for a few answers' time."""

    def __init__(self, email: Email, *, clock: Clock | None = None, timeout: timedelta = TIMEOUT) -> None:
        self._email = email
        self._clock = clock or SystemClock()
        self._timeout = timeout.total_seconds()
        self._redact = Redactor([email.password] if email.password else [])
        self._tried: dict[Rendering, _Tried] = {}  # what is to be tried again

    def __repr__(self) -> str:
        return f"<EmailSender {self._email.host}:{self._email.port}>"

    @property
    def endpoint(self) -> tuple[str, int]:
        """Host and TCP port of the mail server."""
        return self._email.host, self._email.port

    def send(self, rendering: Rendering) -> Result:
        """Hand one mail over; what the server answers decides."""
        tried = self._tried.pop(rendering, None) or _Tried(new_identity(self._email))
        message = compose(self._email, rendering, now=self._clock.now(), identity=tried.identity)
        everybody = dict.fromkeys(map(address_of, self._email.to))
        waiting = [address for address in everybody if address not in tried.taken]
        try:
            with session(self._email, self._timeout) as smtp:
                handover = hand_over(smtp, address_of(self._email.sender), waiting, bytes(message))
        except (smtplib.SMTPException, OSError) as error:
            result = self._failed(error)
        else:
            result = self._result(handover, len(everybody))
            tried = _Tried(tried.identity, tried.taken.union(waiting).difference(handover.refused))
        if result.outcome is Outcome.RETRY:
            self._remember(rendering, tried)
        return result

    def _remember(self, rendering: Rendering, tried: "_Tried") -> None:
        self._tried[rendering] = tried
        if len(self._tried) > _REMEMBERED:
            self._tried.pop(next(iter(self._tried)))

    def _result(self, handover: Handover, everybody: int) -> Result:
        refused = handover.refused
        if not refused:
            return Result(outcome=Outcome.SENT, reason=f"the mail server took it: {self._said(handover.reply)}")
        passing = any(not reply.for_good for reply in refused.values())
        who = "; ".join(f"{address} was refused: {self._said(reply)}" for address, reply in refused.items())
        others = f" ({everybody - len(refused)} of {everybody} recipients have it)" if everybody > len(refused) else ""
        reason = one_line(f"the mail server answered: {who}", REASON_LIMIT - len(others)) + others
        return Result(outcome=Outcome.RETRY if passing else Outcome.DEAD, reason=reason)

    def _failed(self, error: Exception) -> Result:
        if isinstance(error, smtplib.SMTPResponseException):
            reply = Reply(error.smtp_code, _text(error.smtp_error))
            reason = (
                f"the mail server answered {self._said(reply)}"
                if reply.code > 0
                else f"what answers on port {self._email.port} is no mail server"
            )
            return Result(outcome=Outcome.DEAD if reply.for_good else Outcome.RETRY, reason=reason)
        return Result(outcome=Outcome.RETRY, reason=self._redact(_hindrance(error, self._email)))

    def _said(self, reply: Reply) -> str:
        return one_line(f"{reply.code} {self._redact(reply.words)}", _WORDS_LIMIT)


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _hindrance(error: Exception, email: Email) -> str:
    """Say what kept us from talking to the server."""
    match error:
        case NoLoginError():
            ways = f"it offers {error}" if str(error) else "it offers none here"
            return f"the mail server knows no login with a password: {ways}"
        case smtplib.SMTPNotSupportedError():
            return f"the mail server offers no STARTTLS on port {email.port}"
        case smtplib.SMTPServerDisconnected():
            late = isinstance(error.__context__, TimeoutError)
            return "no answer in time" if late else "the mail server closed the connection"
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
