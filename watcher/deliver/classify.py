"""Whether a failure may pass, read from what Apprise logs: its result names no status, no answer and no cause.

Takes the log records of one send that failed and gives RETRY or DEAD with one sentence for the user. Only Apprise's
summary, the server's answer and the cause of a broken connection are read; the records that hold headers and
messages are not.
"""

import ast
import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from watcher.alerts import one_line
from watcher.deliver.result import REASON_LIMIT, Outcome, Result

DEAD_HTTP = frozenset({400, 401, 403, 404, 410, 413})  # the same request will get the same answer

_ANSWER_LIMIT = 200  # characters of what a server said
_HTTP_STATUS = re.compile(r"\berror=(\d{3})\b")
_SMTP_REPLY = re.compile(r"""(?:\(|was refused: )(\d{3}),? (b'(?:[^'\\]|\\.)*'|b"(?:[^"\\]|\\.)*")""")
_DETAILS = re.compile(r"Response Details:\s*(.*)", re.DOTALL)
_CAUSE = re.compile(r"Exception[^:]{0,40}: (.*)", re.DOTALL)
_SYSTEM_ERROR = re.compile(r"\[Errno -?\d+\] ([\w ,.-]+)")
_RETRY_AFTER = re.compile(r"retry_after(_ms)?\W{1,4}(\d{1,9}(?:\.\d{1,6})?)")

Redact = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Record:
    """One log record of a send."""

    level: str
    message: str


def classify(records: Sequence[Record], redact: Redact) -> Result:
    """Say what is to be done about a send that failed; an unknown failure may pass."""
    summaries = [redact(record.message) for record in records if record.level in {"WARNING", "ERROR", "CRITICAL"}]
    details = [redact(record.message) for record in records if record.level == "DEBUG"]
    return (
        _http(summaries, details, redact)
        or _smtp(summaries + details, redact)
        or _connection(details)
        or _unknown(summaries)
    )


def _http(summaries: Sequence[str], details: Sequence[str], redact: Redact) -> Result | None:
    found = [match for line in summaries for match in _HTTP_STATUS.finditer(line)]
    if not found:
        return None
    status = int(found[-1].group(1))
    answers = [match.group(1) for line in details if (match := _DETAILS.search(line))]
    answer = redact(_decoded(answers[-1])) if answers else ""
    return Result(
        outcome=Outcome.DEAD if status in DEAD_HTTP else Outcome.RETRY,
        reason=f"the server answered {status}{_phrase(status)}{_said(answer)}",
        retry_after=_retry_after(answer),
    )


def _smtp(lines: Sequence[str], redact: Redact) -> Result | None:
    found = [match for line in lines for match in _SMTP_REPLY.finditer(line)]
    if not found:
        return None
    status, answer = found[-1].groups()
    return Result(
        outcome=Outcome.DEAD if status.startswith("5") else Outcome.RETRY,
        reason=f"the mail server answered {status}{_said(redact(_decoded(answer)))}",
    )


def _connection(details: Sequence[str]) -> Result | None:
    causes = [match.group(1) for line in details if (match := _CAUSE.search(line))]
    if not causes:
        return None
    cause = causes[-1]
    system = _SYSTEM_ERROR.search(cause)
    if system:
        reason = f"no connection: {system.group(1).strip().lower()}"
    elif "CERTIFICATE_VERIFY_FAILED" in cause:
        reason = f"the server's certificate is not trusted: {one_line(cause, _ANSWER_LIMIT)}"
    elif "timed out" in cause.lower():
        reason = "no answer in time"
    else:
        reason = f"the connection failed: {one_line(cause, _ANSWER_LIMIT)}"
    return Result(outcome=Outcome.RETRY, reason=reason)


def _unknown(summaries: Sequence[str]) -> Result:
    reason = one_line(summaries[-1], REASON_LIMIT) if summaries else "not sent, and no reason was given"
    return Result(outcome=Outcome.RETRY, reason=reason)


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


def _retry_after(answer: str) -> timedelta | None:
    """Read what Discord, Telegram (seconds) and Matrix (milliseconds) write into the body; no plugin shows headers."""
    found = _RETRY_AFTER.search(answer)
    if found is None:
        return None
    amount = float(found.group(2))
    return timedelta(milliseconds=amount) if found.group(1) else timedelta(seconds=amount)
