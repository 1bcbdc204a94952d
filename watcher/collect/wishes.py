"""What servers say about time: when to come back, and for how long an answer holds. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from watcher.net.waits import http_date, retry_after, seconds

LONGEST = timedelta(hours=24)
"""That a server can have us wait: "we've seen 16 years" (NetNewsWire)."""

_NONE = timedelta(0)
_RESETS = ("x-ratelimit-reset", "ratelimit-reset")  # Reddit sends nothing else
_EPOCH_BEGINS = 10**9  # seconds: a larger number is a moment since 1970, a smaller one a span
_NUMBER = re.compile(r"([0-9]{1,18})[0-9]*(?:\.[0-9]*)?")
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,18})", re.IGNORECASE)


def asked_wait(headers: Mapping[str, str], now: datetime, *, limited: bool) -> timedelta | None:
    """Give how long an answer asks us to stay away; at most `LONGEST`.

    Retry-After, in seconds or as a date seen from the server's own clock (RFC 9110, section 10.2.3). Else, where
    `limited` says that a rate limit may be why, its reset, in seconds or since 1970; servers send it at any time.
    """
    wait = retry_after(headers, now)
    if wait is None and limited:
        wait = next((reset for name in _RESETS if (reset := _reset(headers.get(name, ""), now)) is not None), None)
    return None if wait is None else min(max(wait, _NONE), LONGEST)


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Give for how long an answer holds by max-age, less its age, or by Expires (RFC 9111, section 4.2).

    None: it does not say, or not at all; what is stale at once may be asked for at our own pace. At most `LONGEST`.
    """
    control = headers.get("cache-control", "")
    if found := _MAX_AGE.search(control):
        span = seconds(found[1]) - (_number(headers.get("age", "")) or _NONE)
    else:
        expires = http_date(headers.get("expires", ""))
        span = expires - (http_date(headers.get("date", "")) or now) if expires else _NONE
    return min(span, LONGEST) if span > _NONE else None


def _reset(value: str, now: datetime) -> timedelta | None:
    span = _number(value)
    if span is None or span.total_seconds() < _EPOCH_BEGINS:
        return span
    return datetime.fromtimestamp(span.total_seconds(), UTC) - now


def _number(value: str) -> timedelta | None:
    found = _NUMBER.fullmatch(value.strip())
    return seconds(found[1]) if found else None
