"""Why a send failed, and so whether trying again helps.

`answered` says what an HTTP answer means and `mail_cause` what an SMTP reply does, whoever sent. `classify` reads what
Apprise logs, for its result names no status, no answer and no cause: only its summary, the server's answer and the
cause of a broken connection; the records that hold headers and messages are not read.
"""

import ast
import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from watcher.alerts import one_line
from watcher.deliver.result import REASON_LIMIT, Cause, Outcome, Result

_FOR_GOOD = frozenset({Cause.AUTH, Cause.TOO_LONG, Cause.MARKUP, Cause.GONE, Cause.REFUSED})

_BY_STATUS = {
    401: Cause.AUTH,
    403: Cause.AUTH,
    404: Cause.GONE,
    405: Cause.GONE,  # what is there is no hook
    407: Cause.AUTH,
    408: Cause.SERVER,
    410: Cause.GONE,
    413: Cause.TOO_LONG,
    414: Cause.TOO_LONG,
    425: Cause.SERVER,
    429: Cause.RATE,
}
_REFUSALS = frozenset({400, 406, 411, 415, 422, 431, 451})  # the same request will get the same answer
_WORDS = {
    Cause.TOO_LONG: re.compile(
        r"too[ _-]?(?:long|large|big)\b|\d+ or fewer|MAX_LENGTH|max(?:imum)?[ _-](?:\w+[ _-]){0,3}(?:length|size)"
        r"|size[ _-]exceeded|exceeds? [\w ]{0,40}(?:length|size|limit|characters)|must be (?:shorter|at most)",
        re.IGNORECASE,
    ),
    Cause.MARKUP: re.compile(
        r"can.?t parse|parse[ _-]?entit|invalid_blocks|unsupported start tag|invalid (?:markup|markdown|html)",
        re.IGNORECASE,
    ),
    Cause.GONE: re.compile(
        r"not[ _]found|no[ _]such|unknown (?:channel|webhook|room)|is_archived|deactivated|was (?:blocked|kicked)"
        r"|not a member|not[ _]in[ _](?:channel|room)",
        re.IGNORECASE,
    ),
    Cause.AUTH: re.compile(
        r"invalid_auth|not_authed|unauthori[sz]ed|token_(?:revoked|expired)|invalid[ _]token|account_inactive",
        re.IGNORECASE,
    ),
    Cause.RATE: re.compile(r"rate[ _-]?limit|too many requests", re.IGNORECASE),
}
"""What Discord, Google Chat, Matrix, Mattermost, ntfy, Rocket.Chat, Slack and Telegram say, the foremost first."""
_ASKED_BY_WORDS = frozenset({400, 403, 422, *range(200, 300)})  # these alone say little

_NO_LOGIN = frozenset({530, 534, 535, 538})  # RFC 4954, section 6
_MAIL_TOO_LONG = re.compile(
    r"\b5\.(?:3\.4|2\.3)\b|^552 (?!5\.)|too (?:large|big|long)|size (?:limit|exceed)|exceeds[\w ]*size", re.IGNORECASE
)
_NO_MAILBOX = re.compile(  # 5.1.7 and 5.1.8 are about the sender
    r"\b5\.(?:1\.(?:[1236]|10)|2\.1)\b|(?:no such|unknown|invalid) (?:user|mailbox|recipient|address)|user unknown",
    re.IGNORECASE,
)
_PUT_OFF = frozenset({421, 450, 451, 452})
_TOO_MUCH_MAIL = re.compile(r"too many|rate limit|\b4\.7\.\d", re.IGNORECASE)  # 4.7: by policy, as greylisting is

_ANSWER_LIMIT = 200  # characters of what a server said
_HTTP_STATUS = re.compile(r"\berror=(\d{3})\b")
_SMTP_REPLY = re.compile(r"""(?:\(|was refused: )(\d{3}),? (b'(?:[^'\\]|\\.)*'|b"(?:[^"\\]|\\.)*")""")
_DETAILS = re.compile(r"Response Details:?\s*(.*)", re.DOTALL)
_CAUSE = re.compile(r"Exception[^:]{0,40}: (.*)", re.DOTALL)
_SYSTEM_ERROR = re.compile(r"\[Errno -?\d+\] ([\w ,.-]+)")
_NOT_CONNECTED = re.compile(r"connect timeout|ConnectTimeout", re.IGNORECASE)
_LOST = re.compile(r"Connection aborted|Connection broken|reset by peer|Broken pipe|unexpectedly closed|IncompleteRead")
_RETRY_AFTER = re.compile(r"retry_?after(_?ms)?\W{1,4}(\d{1,9}(?:\.\d{1,6})?)", re.IGNORECASE)

Redact = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Record:
    """One log record of a send."""

    level: str
    message: str


def classify(records: Sequence[Record], redact: Redact, retry_after: timedelta | None = None) -> Result:
    """Say what is to be done about a send that failed; an unknown failure may pass.

    `retry_after` is what a header of the answer asked for.
    """
    summaries = [redact(record.message) for record in records if record.level in {"WARNING", "ERROR", "CRITICAL"}]
    details = [redact(record.message) for record in records if record.level == "DEBUG"]
    return (
        _http(summaries, details, redact, retry_after)
        or _smtp(summaries + details, redact)
        or _connection(details)
        or _unknown(summaries)
    )


def answered(status: int, answer: str, retry_after: timedelta | None = None) -> Result:
    """Say what an HTTP answer means that takes no message. `answer` is its body, without secrets.

    `retry_after` is what a header asked for; what the body asks for counts too, and the longer of both.
    """
    cause = _http_cause(status, answer)
    asked = [each for each in (retry_after, _asked(answer)) if each is not None]
    return Result(
        outcome=outcome_of(cause),
        reason=f"the server answered {status}{_phrase(status)}{_said(answer)}",
        cause=cause,
        retry_after=max(asked, default=None),
    )


def mail_cause(code: int, words: str) -> Cause:
    """Say what an SMTP reply means that takes no mail (RFC 5321, section 4.2; RFC 3463 for what is in the words)."""
    if code < 500:  # noqa: PLR2004 - 4yz: transient
        return Cause.RATE if code in _PUT_OFF and _TOO_MUCH_MAIL.search(words) else Cause.SERVER
    if code in _NO_LOGIN:
        return Cause.AUTH
    if _MAIL_TOO_LONG.search(f"{code} {words}"):
        return Cause.TOO_LONG
    return Cause.GONE if _NO_MAILBOX.search(words) else Cause.REFUSED


def outcome_of(cause: Cause) -> Outcome:
    """Say whether what failed for this cause is tried again: what fails for good is not."""
    return Outcome.DEAD if cause in _FOR_GOOD else Outcome.RETRY


def _http(
    summaries: Sequence[str], details: Sequence[str], redact: Redact, retry_after: timedelta | None
) -> Result | None:
    found = [match for line in summaries for match in _HTTP_STATUS.finditer(line)]
    if not found:
        return None
    answers = [match.group(1) for line in details if (match := _DETAILS.search(line))]
    return answered(int(found[-1].group(1)), redact(_decoded(answers[-1])) if answers else "", retry_after)


def _http_cause(status: int, answer: str) -> Cause:
    said = _by_words(answer) if status in _ASKED_BY_WORDS else None
    if said is not None:
        return said
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status in _REFUSALS:
        return Cause.REFUSED
    return Cause.SERVER if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Cause.OTHER


def _by_words(answer: str) -> Cause | None:
    return next((cause for cause, words in _WORDS.items() if words.search(answer)), None)


def _smtp(lines: Sequence[str], redact: Redact) -> Result | None:
    found = [match for line in lines for match in _SMTP_REPLY.finditer(line)]
    if not found:
        return None
    code, words = found[-1].groups()
    answer = redact(_decoded(words))
    cause = mail_cause(int(code), answer)
    return Result(outcome=outcome_of(cause), reason=f"the mail server answered {code}{_said(answer)}", cause=cause)


def _connection(details: Sequence[str]) -> Result | None:
    """Read what a library said of a connection; what breaks after it stood may have carried the message."""
    causes = [match.group(1) for line in details if (match := _CAUSE.search(line))]
    if not causes:
        return None
    said = causes[-1]
    if _LOST.search(said):
        return _lost(Cause.NETWORK, "the connection was lost before an answer came")
    if _NOT_CONNECTED.search(said):
        return Result(outcome=Outcome.RETRY, reason="no connection in time", cause=Cause.TIMEOUT)
    if "timed out" in said.lower():
        return _lost(Cause.TIMEOUT, "no answer in time")
    return Result(outcome=Outcome.RETRY, reason=_no_connection(said), cause=Cause.NETWORK)


def _lost(cause: Cause, reason: str) -> Result:
    return Result(outcome=Outcome.UNKNOWN, reason=f"{reason}; the message may have arrived", cause=cause)


def _no_connection(said: str) -> str:
    system = _SYSTEM_ERROR.search(said)
    if system:
        return f"no connection: {system.group(1).strip().lower()}"
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return f"the server's certificate is not trusted: {one_line(said, _ANSWER_LIMIT)}"
    return f"the connection failed: {one_line(said, _ANSWER_LIMIT)}"


def _unknown(summaries: Sequence[str]) -> Result:
    reason = one_line(summaries[-1], REASON_LIMIT) if summaries else "not sent, and no reason was given"
    return Result(outcome=Outcome.RETRY, reason=reason, cause=Cause.OTHER)


def _phrase(status: int) -> str:
    with contextlib.suppress(ValueError):
        return f" ({HTTPStatus(status).phrase})"
    return ""


def _decoded(text: str) -> str:
    """Undo the `repr` that Apprise logs a body of bytes with."""
    if text.startswith(("b'", 'b"')):
        with contextlib.suppress(ValueError, SyntaxError):
            return bytes(ast.literal_eval(text)).decode("utf-8", "replace")
    return text


def _said(answer: str) -> str:
    line = one_line(answer, _ANSWER_LIMIT)
    return f": {line}" if line else ""


def _asked(answer: str) -> timedelta | None:
    """Read what Discord, Telegram (seconds) and Matrix (milliseconds) write into the body."""
    found = _RETRY_AFTER.search(answer)
    if found is None:
        return None
    amount = float(found.group(2))
    return timedelta(milliseconds=amount) if found.group(1) else timedelta(seconds=amount)
