"""When steps are played: moments and spans as cases write them."""

import re
from datetime import datetime, timedelta

from tests.play.case import CaseError, absolute

_SPAN = re.compile(r"\+\s*(\d+(?:\.\d+)?)\s*(s|m|min|h|d)")
_UNITS = {"s": "seconds", "m": "minutes", "min": "minutes", "h": "hours", "d": "days"}
_POLLS_OF_A_RANGE = 25


def moment(text: str, since: datetime) -> datetime:
    """Read a moment: ISO 8601, or so long after `since` ("+3600s", "+4h", "+8d").

    Raises:
        CaseError: it is neither.
    """
    if found := _SPAN.fullmatch(text.strip()):
        return since + timedelta(**{_UNITS[found[2]]: float(found[1])})
    at = absolute(text)
    if at is None:
        raise CaseError(f"{text!r} is no moment; write 2026-03-06T12:00:00Z or +4h")
    return at


def times(text: str, now: datetime) -> tuple[datetime, ...]:
    """Give when a step is polled: once, or for a range ("+1h..+7d") again and again from its beginning to its end."""
    first, dots, last = text.partition("..")
    begin = moment(first, now)
    if not dots:
        return (begin,)
    step = (moment(last, now) - begin) / (_POLLS_OF_A_RANGE - 1)
    return tuple(begin + number * step for number in range(_POLLS_OF_A_RANGE))
