"""How a try to send ended."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from watcher.model import AlertId, NoticeId

REASON_LIMIT = 500  # characters


class Outcome(StrEnum):
    """What is to be done about a delivery after one try."""

    SENT = "sent"  # the channel says that it took it
    RETRY = "retry"  # the failure may pass
    UNKNOWN = "unknown"  # the message was handed over, and no answer came: it may have arrived
    DEAD = "dead"  # the failure will not pass by itself


class Cause(StrEnum):
    """Why a try failed, as far as what is to be done depends on it."""

    AUTH = "auth"  # who we are is not accepted
    RATE = "rate limit"
    TOO_LONG = "too long"  # tried once more, shorter
    MARKUP = "markup refused"  # tried once more, as plain text
    GONE = "gone"  # there is no such room, hook or mailbox
    REFUSED = "refused"  # the server will not take it, for another reason
    SERVER = "server"  # the server is in trouble
    NETWORK = "network"
    TIMEOUT = "timeout"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One try to send. `reason` is for the user: at most 500 characters, without any part of the channel's URL."""

    outcome: Outcome
    reason: str
    cause: Cause | None = None  # None: it was sent
    retry_after: timedelta | None = None  # what the server asked for
    remote: str | None = None  # what the server calls the message
    flaw: str | None = None  # of one that was sent: what did not work besides; the reason ends with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One delivery after one try, as it was recorded in the outbox: enough for one log line."""

    channel: str
    alert: AlertId | None = None
    notice: NoticeId | None = None  # exactly one of both is set
    outcome: Outcome
    reason: str
    attempts: int  # with this one
    seconds: float  # that rendering and sending took
    queued: float = 0.0  # seconds from the alert to this try
    flaw: str | None = None  # of one that was sent: what did not work besides

    @property
    def sent(self) -> bool:
        """Tell whether the channel took it."""
        return self.outcome is Outcome.SENT
