"""What is sent so that a server can answer "nothing new", and what is kept of its answers to ask with again. Pure.

Kept byte for byte, and only with the entries that it belongs to: the wrong one makes every further 304 hide what is
new. So nothing is sent that only seems to say something, and what is sent is doubted every eight days.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from watcher.model import FeedState, Poll, PollStatus, Validators
from watcher.net.waits import http_date

DOUBT_AFTER = timedelta(days=8)
"""Without a whole body; some servers answer 304 to whatever has a condition (NetNewsWire asks anew after as long)."""

_LONGEST = 4_096  # letters; servers refuse requests with longer lines
_RESTLESS = 2  # another ETag for the same body so often in a row is none


def to_send(state: FeedState, now: datetime) -> Validators:
    """Give what to ask with; nothing where only a whole body will do."""
    doubted = state.whole_at is not None and now - state.whole_at >= DOUBT_AFTER
    return Validators() if doubted else state.validators


def given(headers: Mapping[str, str]) -> Validators:
    """Give what an answer gives to ask with again."""
    return Validators(etag=_sendable(headers.get("etag")), last_modified=_past(headers))


def renewed(sent: Validators, headers: Mapping[str, str]) -> Validators:
    """Replace one by one what a 304 gives anew (RFC 9111, section 3.2)."""
    if headers.get("etag") == sent.etag and headers.get("last-modified") == sent.last_modified:
        return sent  # as most do
    by = given(headers)
    return Validators(etag=by.etag or sent.etag, last_modified=by.last_modified or sent.last_modified)


def restless(poll: Poll, state: FeedState) -> int:
    """Count the answers in a row, this one included, that gave another ETag to the same body."""
    if poll.status is not PollStatus.NOT_MODIFIED or poll.http_status == 304:  # noqa: PLR2004 - Not Modified
        return 0
    if state.restless >= _RESTLESS:  # it was not sent any more, so nothing is known of the next one
        return state.restless
    changed = poll.validators.etag and state.validators.etag and poll.validators.etag != state.validators.etag
    return state.restless + 1 if changed else 0


def kept(poll: Poll, times: int) -> Validators:
    """Give what to keep of a poll that succeeded, after so many answers as `restless` counts."""
    return poll.validators if times < _RESTLESS else Validators(last_modified=poll.validators.last_modified)


def _past(headers: Mapping[str, str]) -> str | None:
    """Give Last-Modified, unless it lies ahead by the server's own clock: it would hide all that comes until then."""
    value = _sendable(headers.get("last-modified"))
    moment, answered = http_date(value or ""), http_date(headers.get("date", ""))
    return value if moment is None or answered is None or moment <= answered else None


def _sendable(value: str | None) -> str | None:
    """Give a header that can be sent back byte for byte; other than ASCII would not arrive as it came."""
    return value if value and len(value) <= _LONGEST and value.isascii() and value.isprintable() else None
