"""When to ask again: what servers say about it, and what a poll makes of a feed's state. Pure."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b

from watcher.clock import utc
from watcher.model import Feed, FeedState, Poll, PollStatus, Validators

_BACKOFF = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=6),  # this and every further failure
)
_LONGEST_WAIT = timedelta(hours=24)  # that a server can ask for
_JITTER = 0.1  # of the interval, to both sides


def remembered(state: FeedState, feed: Feed) -> FeedState:
    """Give what of a state holds for the feed as it is configured now.

    Of another address only that the feed is not new: another server's validators would hide what is there.
    """
    address = _address(feed)
    if state.address in {None, address}:  # None: an earlier watcher wrote it, which did not know
        return replace(state, address=address)
    return FeedState(name=state.name, address=address, succeeded_at=state.succeeded_at)


def due_after(poll: Poll, state: FeedState, feed: Feed) -> FeedState:
    """Give the state to store with what the poll brought.

    A failure keeps validators and hash, so that the next success is compared with what is really stored.
    """
    state = remembered(state, feed)
    if poll.status is PollStatus.FAILED:
        failures = state.failures + 1
        return replace(
            state,
            next_due=poll.at + _backoff(failures, poll.retry_after),
            polled_at=poll.at,
            failures=failures,
            last_error=poll.error,
        )
    return FeedState(
        name=state.name,
        address=state.address,
        validators=poll.validators,
        body_hash=poll.body_hash,
        next_due=poll.at + feed.interval * _pace(feed.name),
        polled_at=poll.at,
        succeeded_at=poll.at,
    )


def due_at(state: FeedState, feed: Feed) -> datetime | None:
    """Give when to poll next; None: now. An interval that was shortened since the last poll holds at once."""
    state = remembered(state, feed)
    if state.next_due is None or state.polled_at is None or state.failures:
        return state.next_due
    return min(state.next_due, state.polled_at + feed.interval * _pace(feed.name))


def failed(poll: Poll, problem: str) -> Poll:
    """Turn a poll whose document cannot be used into a failed one: nothing of it is kept to ask again with."""
    return replace(
        poll, status=PollStatus.FAILED, document=None, validators=Validators(), body_hash=None, error=problem
    )


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read Retry-After, in seconds or as a date seen from the server's own clock; at most a day (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+", value):
        return timedelta(seconds=min(int(value[:9]), _LONGEST_WAIT.total_seconds()))
    moment = _http_date(value)
    if moment is None:
        return None
    wait = moment - (_http_date(headers.get("date", "")) or now)
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _backoff(failures: int, asked: timedelta | None) -> timedelta:
    backoff = _BACKOFF[min(failures, len(_BACKOFF)) - 1]
    return max(backoff, min(asked or timedelta(0), _LONGEST_WAIT))


def _address(feed: Feed) -> str:
    """Name where a feed is without its address, which may hold a secret: 16 hexadecimal digits."""
    return blake2b(str(feed.url or feed.path).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def _pace(name: str) -> float:
    """Give a feed's own factor, 0.9 to 1.1: feeds of one interval drift apart, and a restart changes nothing."""
    share = int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "big") / 0xFFFFFFFF
    return 1 + _JITTER * (2 * share - 1)


def _http_date(value: str) -> datetime | None:
    try:
        return utc(parsedate_to_datetime(value))
    except (ValueError, OverflowError):
        return None
