"""What a call of our own over HTTP comes to, for the senders that need no Apprise."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from watcher.deliver.classify import answered
from watcher.deliver.result import Cause, Outcome, Result
from watcher.net import Answer, CallError
from watcher.net.waits import retry_after

_PORTS = {"http": 80, "https": 443}


def refused(answer: Answer, redact: Callable[[str], str], now: datetime) -> Result:
    """Say what an answer means that takes no message."""
    return answered(answer.status, redact(answer.text), retry_after(answer.headers, now))


def unanswered(error: CallError) -> Result:
    """Say what it means that there is no answer to a call that was to carry a message."""
    cause = Cause.TIMEOUT if error.late else Cause.NETWORK
    if error.written:
        reason = f"{error}; the message may have arrived"
        return Result(outcome=Outcome.UNKNOWN, reason=reason, cause=cause)
    return Result(outcome=Outcome.RETRY, reason=f"no connection: {error}", cause=cause)


def not_begun(error: CallError) -> Result:
    """Say what it means that there is no answer to a call before the one that carries the message."""
    result = unanswered(error)
    return replace(result, outcome=Outcome.RETRY, reason=str(error)) if error.written else result


def endpoint_of(url: str) -> tuple[str, int] | None:
    """Give host and TCP port of an http(s) address."""
    parts = urlsplit(url)
    return (parts.hostname, parts.port or _PORTS[parts.scheme]) if parts.hostname else None
