"""How soon a feed is asked again while it answers: as often as its entries come, and never so late that one is lost.

For feeds without an interval of their own; an interval that the user gave is kept to the letter. Pure.

1. Want: half of the usual gap between two polls that brought something.
2. Hint: longer where the document or its server says so.
3. Bound: never longer than half of the time that the document reaches back, by how fast entries came so far. What a
   document says of dates counts for nothing here.

A feed that was never polled is asked at once, however many there are: missing nothing comes before politeness, and the
spacing of requests to one server (`turns`) and each feed's own jitter spread them well enough.
"""

from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import pairwise
from statistics import median

from watcher.collect.found import Found
from watcher.collect.wishes import LONGEST
from watcher.model import Arrival, Feed, FeedState, Pace

ARRIVALS = 20  # that are remembered
SILENT = timedelta(days=30)
AS_LARGE_AS_USUAL = 0.9  # of the entries of the last whole document
SEVERAL = 3  # entries: all new ones of fewer are nothing unusual

_JITTER = 0.1  # of the interval, to both sides
_HOUR = timedelta(hours=1)
_HOURS = 24
_DAYS = 7


def next_poll(feed: Feed, state: FeedState, at: datetime, fresh_for: timedelta | None = None) -> datetime:
    """Give when to poll next after a success at that time.

    Args:
        feed: as configured.
        state: what is known of it, with what the poll brought.
        at: the time of the poll.
        fresh_for: for how long its server says that the answer holds.
    """
    if not feed.adaptive:
        return at + feed.interval * jitter(feed.name)
    want, bound = wanted(feed, state, at) * jitter(feed.name), never_miss(feed, state)
    # While it is not known what that may cost, nobody can make it longer than the longest interval.
    hint = min(_hint(state, fresh_for), feed.max_interval if bound is None else LONGEST)
    due = _behind_skipped(at + max(want, hint), state.pace)
    return due if bound is None else min(due, at + bound)


def soon_again(feed: Feed, state: FeedState, at: datetime) -> datetime:
    """Give when to poll next after a document that may have left a gap: in half of the time, where that is ours."""
    due = next_poll(feed, state, at)
    return at + max((due - at) / 2, feed.min_interval) if feed.adaptive else due


def wanted(feed: Feed, state: FeedState, at: datetime) -> timedelta:
    """Give how often the feed is worth a look, by when entries came."""
    arrivals = state.arrivals
    heard = arrivals[-1].at if arrivals else state.followed_since
    if heard is not None and at - heard >= SILENT:
        return feed.max_interval
    if len(arrivals) <= 1:
        return _between(feed, feed.interval)
    gaps = [(later.at - earlier.at).total_seconds() for earlier, later in pairwise(arrivals)]
    return _between(feed, timedelta(seconds=median(gaps) / 2))


def never_miss(feed: Feed, state: FeedState) -> timedelta | None:
    """Give half of the time that the document reaches back; None where that is not known."""
    arrivals = state.arrivals
    if len(arrivals) <= 1 or not state.entries:
        return None
    span = arrivals[-1].at - arrivals[0].at
    came = sum(arrival.count for arrival in arrivals[1:])
    return max(span * (state.entries / came) / 2, feed.min_interval)


def may_have_gap(state: FeedState, found: Found) -> bool:
    """Say whether entries may have come and gone between two polls: all of a document of the usual size is new."""
    usual = state.entries * AS_LARGE_AS_USUAL
    return state.succeeded_at is not None and state.entries >= SEVERAL and found.known == 0 and found.new >= usual


def with_arrival(state: FeedState, at: datetime, new: int) -> tuple[Arrival, ...]:
    """Give the arrivals that are to be remembered after a poll that brought so many new entries."""
    if not new or state.succeeded_at is None:  # what a feed held at first came at any time
        return state.arrivals
    return (*state.arrivals, Arrival(at=at, count=new))[-ARRIVALS:]


def jitter(name: str) -> float:
    """Give a feed's own factor, 0.9 to 1.1: feeds of one interval drift apart, and a restart changes nothing."""
    share = int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "big") / 0xFFFFFFFF
    return 1 + _JITTER * (2 * share - 1)


def _hint(state: FeedState, fresh_for: timedelta | None) -> timedelta:
    """Give what document and server ask for, whichever is longer."""
    return max(state.pace.hint or timedelta(0), fresh_for or timedelta(0))


def _between(feed: Feed, interval: timedelta) -> timedelta:
    return min(max(interval, feed.min_interval), feed.max_interval)


def _behind_skipped(due: datetime, pace: Pace) -> datetime:
    """Move a poll behind the hours and days in which the feed says that nothing comes, by a day at most."""
    if len(pace.skip_hours) >= _HOURS or len(pace.skip_days) >= _DAYS:  # a feed that never comes is none
        return due
    moved = due
    while moved - due < LONGEST and (moved.hour in pace.skip_hours or moved.weekday() in pace.skip_days):
        moved = moved.replace(minute=0, second=0, microsecond=0) + _HOUR
    return min(moved, due + LONGEST)
