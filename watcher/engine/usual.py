"""What a document of a feed usually brings: the measure of a flood."""

from datetime import datetime
from itertools import pairwise
from statistics import median

from watcher.model import FeedState, Poll
from watcher.pipeline import Usual

KNOWN_AFTER = 4
"""Arrivals from which a feed's pace says how many entries come in a longer time, as after a pause of ours."""


def usual_of(state: FeedState, poll: Poll) -> Usual | None:
    """Give what a document of this poll would usually bring; None in a feed's first run, of which nothing is known."""
    last_read = _read_before(state, poll)
    if last_read is None:
        return None
    counts = [arrival.count for arrival in state.arrivals]
    return Usual(last_read=last_read, new=max([median(counts or [0]), _come_since(state, last_read, poll.at)]))


def _read_before(state: FeedState, poll: Poll) -> datetime | None:
    """Give when the feed was last read; of a further page, which has what a poll missed, when it was before that."""
    if not poll.of_page:
        return state.succeeded_at
    return state.arrivals[-2].at if len(state.arrivals) > 1 else state.followed_since


def _come_since(state: FeedState, since: datetime, at: datetime) -> float:
    if len(state.arrivals) < KNOWN_AFTER:
        return 0.0
    span = state.arrivals[-1].at - state.arrivals[0].at
    came = sum(later.count for _, later in pairwise(state.arrivals))
    return came * ((at - since) / span) if span else 0.0
