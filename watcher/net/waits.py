"""What a server says about when to come back: the header Retry-After (RFC 9110, section 10.2.3). Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from watcher.clock import utc

_LONGEST = 10**10  # seconds: more is no time any more


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Give the pause that an answer asks for, in seconds or as a date seen from the server's own clock.

    None: it asks for none. May be negative, where the date has passed. Names in `headers` are looked up in lower case.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return seconds(value)
    moment = http_date(value)
    return None if moment is None else moment - (http_date(headers.get("date", "")) or now)


def http_date(value: str) -> datetime | None:
    """Read a date as HTTP writes it; None where it is none."""
    try:
        return utc(parsedate_to_datetime(value))
    except (ValueError, OverflowError):
        return None


def seconds(digits: str) -> timedelta:
    """Read a number of seconds; of one with very many digits, a very long time."""
    return timedelta(seconds=min(int(digits[:18]), _LONGEST))
