"""When to try again, and when to stop: full jitter, and an age instead of a count.

Full jitter spreads the tries of many deliveries best after an outage (Brooker, "Exponential Backoff And Jitter",
AWS Architecture Blog, 2015).
"""

import random
from datetime import datetime, timedelta

BASE = timedelta(seconds=5)
LEAST = timedelta(seconds=1)  # jitter may come close to nothing, and a server may ask for nothing
CAP = timedelta(minutes=15)
RETRY_AFTER_CAP = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)

_LAST_DOUBLING = 10  # 5 s doubled ten times is above the cap


def delay(attempt: int, rng: random.Random, retry_after: timedelta | None = None) -> timedelta:
    """Give the pause after the failed try number `attempt`, counted from 1.

    What a server asked for wins over the jitter, up to an hour.
    """
    if retry_after is not None:
        return min(max(retry_after, LEAST), RETRY_AFTER_CAP)
    ceiling = min(BASE * 2 ** min(attempt - 1, _LAST_DOUBLING), CAP)
    return max(timedelta(seconds=rng.uniform(0, ceiling.total_seconds())), LEAST)


def given_up(created_at: datetime, now: datetime) -> bool:
    """Tell whether an alert is too old for another try."""
    return now - created_at >= GIVE_UP_AFTER
