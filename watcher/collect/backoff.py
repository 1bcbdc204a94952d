"""How long to stay away after a failure, by what went wrong. Pure.

Schedules: what may be over in a minute is asked again soon and never less than four times a day; what somebody has to
mend, or forbade, at most every four hours. Nothing is given up but what is gone for good (`cadence`).
"""

from datetime import timedelta

from watcher.collect.wishes import LONGEST
from watcher.model import Poll, Trouble

SOON = timedelta(minutes=5)
QUARANTINE = 3  # documents in a row whose reading broke the limits

_STEPS = (SOON, timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=6))
_DOUBLING = {
    Trouble.REFUSED: timedelta(hours=4),
    Trouble.CHALLENGED: timedelta(hours=4),
    Trouble.MISSING: timedelta(hours=1),
    Trouble.GONE: LONGEST,
    Trouble.BUSY: timedelta(minutes=10),
}
_EVER_LONGER = timedelta(minutes=1)  # doubles too: for a server that says "in a second", and is busy then as well
_EVER_LONGER_UP_TO = timedelta(hours=1)
_LIKE_A_REFUSAL = frozenset({Trouble.REFUSED, Trouble.CHALLENGED})
_OF_SERVERS = frozenset({Trouble.BUSY, Trouble.CHALLENGED})  # they hold for all that one serves


def server_pause(poll: Poll, repeats: int = 1) -> tuple[str, timedelta] | None:
    """Give which server a poll says is to be left alone, by host and port, and for how long; None: none is."""
    if poll.trouble not in _OF_SERVERS or poll.host is None:
        return None
    return poll.host, wait_after(poll.trouble, max(repeats, 1), asked=poll.retry_after)


def alike(trouble: Trouble, before: Trouble | None) -> bool:
    """Say whether two failures in a row belong to one schedule: a 503 at a server's start must not cost six hours."""
    return before is not None and _schedule(trouble) == _schedule(before)


def wait_after(
    trouble: Trouble, repeats: int, *, asked: timedelta | None = None, poisoned: int = 0, jitter: float = 1.0
) -> timedelta:
    """Give how long to stay away after so many failures in a row of one schedule, at least 1.

    Args:
        trouble: the last one.
        repeats: how many in a row called for its schedule.
        asked: what the server asked for; a busy one is believed, by any other it can only become longer.
        poisoned: documents in a row whose reading broke the limits.
        jitter: factor for the schedule of what nobody decided, so that its feeds do not come back all at once.
    """
    if trouble is Trouble.BUSY and asked is not None:
        return min(max(asked, min(_doubled(_EVER_LONGER, repeats), _EVER_LONGER_UP_TO)), LONGEST)
    if poisoned >= QUARANTINE:
        wait = LONGEST
    elif trouble in _DOUBLING:
        wait = _doubled(_DOUBLING[trouble], repeats)
    else:
        wait = _STEPS[min(repeats, len(_STEPS)) - 1] * (1.0 if trouble is Trouble.BROKE_OFF else jitter)
    return min(max(wait, asked or wait), LONGEST)


def _doubled(first: timedelta, repeats: int) -> timedelta:
    return min(first * (1 << min(repeats - 1, 16)), LONGEST)


def _schedule(trouble: Trouble) -> Trouble | None:
    """Name the schedule of a trouble; None: the one of all that nobody decided."""
    if trouble in _LIKE_A_REFUSAL:
        return Trouble.REFUSED
    return trouble if trouble in _DOUBLING or trouble is Trouble.BROKE_OFF else None
