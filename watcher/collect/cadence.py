"""What a poll makes of a feed's state, and when the feed is due. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from watcher.collect.address import LONGEST_ADDRESS, remembered, server_of
from watcher.collect.backoff import QUARANTINE, SOON, alike, server_pause, wait_after
from watcher.collect.found import Found
from watcher.collect.moves import leads_nowhere, led
from watcher.collect.pace import jitter, may_have_gap, never_miss, next_poll, soon_again, with_arrival
from watcher.collect.validators import kept, restless
from watcher.errors import DocumentError, PoisonError
from watcher.model import Feed, FeedState, Pace, Poll, PollStatus, Trouble, Validators
from watcher.text import secrets_in

NEVER = datetime.max.replace(tzinfo=UTC)
PATIENCE = timedelta(seconds=5)
"""Most servers answer within; who does not, waits in a queue of its own (`turns`)."""

BROKE_OFF = "the document broke off; what was whole is taken, and it will be asked for again in full"
_EMPTIED = "the document holds no entry any more, where it held {}; what is stored is kept"
_QUARANTINED = "{}; that happened {} times in a row, so it is asked for again after a day only"

_WELL: Mapping[str, Any] = {  # fields of the state of a feed whose last poll succeeded
    "failures": 0,
    "repeats": 0,
    "failing_since": None,
    "trouble": None,
    "last_error": None,
    "poisoned": 0,
    "stopped": False,
}
_FULL = 3  # entries: a feed with fewer may well have none the next time
_WAS_READ = frozenset({Trouble.NO_FEED, Trouble.BROKE_OFF})  # a document came, and reading it broke no limit


def judged(poll: Poll, state: FeedState, feed: Feed, found: Found | None) -> Poll:
    """Give the poll as it counts once its document was read: one that broke off, or holds nothing any more, failed."""
    if found is None or poll.of_page:
        return poll
    if poll.cut or not found.complete:
        return failed(poll, BROKE_OFF, Trouble.BROKE_OFF)
    held = remembered(state, feed).entries
    return failed(poll, _EMPTIED.format(held), Trouble.NO_FEED) if not found.entries and held >= _FULL else poll


def failed(poll: Poll, problem: str, trouble: Trouble) -> Poll:
    """Turn a poll whose document cannot be used into a failed one: nothing of it is kept to ask again with."""
    return replace(
        poll,
        status=PollStatus.FAILED,
        document=None,
        validators=Validators(),
        body_hash=None,
        error=problem,
        trouble=trouble,
    )


def unread(poll: Poll, error: DocumentError) -> Poll:
    """Turn a poll whose document could not be read into a failed one."""
    if isinstance(error, PoisonError):
        return failed(poll, str(error), Trouble.POISON)
    return failed(poll, str(error), Trouble.NO_FEED if error.__cause__ is None else Trouble.BUG)


def due_after(
    poll: Poll, state: FeedState, feed: Feed, found: Found | None = None, *, unreachable: bool = False
) -> FeedState:
    """Give the state to store with what the poll brought.

    A failure keeps validators and hash, so that the next success is compared with what is really stored.

    Args:
        poll: as `judged` gives it.
        state: what was remembered of the feed when it was polled.
        feed: as it was polled.
        found: what its document held, also where it broke off; None: it brought none.
        unreachable: whether our own network is away, so that a failure says nothing about the feed.
    """
    state = remembered(state, feed)
    if unreachable and poll.trouble is Trouble.NETWORK:
        return replace(state, polled_at=poll.at, next_due=poll.at + SOON * _later(feed))
    if poll.of_page:
        return _after_page(poll, state, feed, found)
    if poll.status is PollStatus.FAILED:
        return _after_failure(poll, state, feed, found)
    return _after_success(poll, state, feed, found)


def due_at(state: FeedState, feed: Feed) -> datetime | None:
    """Give when to poll next; None: now. An interval that was shortened since the last poll holds at once."""
    state = remembered(state, feed)
    if state.stopped:
        return NEVER
    if state.next_due is None or state.polled_at is None or state.failures or feed.adaptive:
        return state.next_due
    return min(state.next_due, state.polled_at + feed.interval * jitter(feed.name))


def left_alone(feed: Feed, state: FeedState, waits: Mapping[str, datetime], now: datetime) -> bool:
    """Say whether even who polls everything has to leave a feed alone: it fails, is gone, or its server asked for it.

    `waits` says of servers until when they are to be left alone.
    """
    if waits.get(server_of(feed, state), now) > now:
        return True
    state = remembered(state, feed)
    if state.stopped:
        return True
    return state.failures > 0 and state.next_due is not None and state.next_due > now


def server_wait(poll: Poll, after: FeedState) -> tuple[str, datetime] | None:
    """Give which server is to be left alone after a poll, by host and port, and until when; None: none is."""
    pause = server_pause(poll, after.repeats)
    return None if pause is None else (pause[0], poll.at + pause[1])


def _after_success(poll: Poll, state: FeedState, feed: Feed, found: Found | None) -> FeedState:
    """Give the state after "nothing new", which is what most polls say, or after a document."""
    times = restless(poll, state)
    whole = poll.http_status != 304 or state.whole_at is None  # noqa: PLR2004 - Not Modified
    quiet: dict[str, Any] = {
        **_polled(poll),
        **_WELL,
        "validators": kept(poll, times),
        "restless": times,
        "body_hash": poll.body_hash,
        "succeeded_at": poll.at,
        "whole_at": poll.at if whole else state.whole_at,
        "followed_since": state.followed_since or state.succeeded_at or poll.at,
        "pace": _read(state.pace),
    }
    if found is None:
        due = next_poll(feed, state, poll.at, poll.fresh_for)
        return replace(led(state, feed, poll, found), **quiet, next_due=due)
    gap = may_have_gap(state, found)
    after = replace(
        led(state, feed, poll, found),
        **quiet
        | {
            "title": found.title,
            "entries": found.entries,
            "arrivals": with_arrival(state, poll.at, found.new),
            "pace": found.pace if gap and _may_be_read(found.pace.next_page) else _read(found.pace),
            "shape": found.shape(state.shape),
        },
    )
    return replace(after, next_due=_next_due(poll, after, feed, gap=gap))


def _polled(poll: Poll) -> dict[str, Any]:
    return {"polled_at": poll.at, "slow": poll.seconds >= PATIENCE.total_seconds()}


def _read(pace: Pace) -> Pace:
    """Give a pace without a further page that is to be read."""
    return pace if pace.next_page is None else replace(pace, next_page=None)


def _next_due(poll: Poll, state: FeedState, feed: Feed, *, gap: bool) -> datetime:
    if state.pace.next_page is not None:
        return poll.at
    return soon_again(feed, state, poll.at) if gap else next_poll(feed, state, poll.at, poll.fresh_for)


def _after_page(poll: Poll, state: FeedState, feed: Feed, found: Found | None) -> FeedState:
    """Give the state after a further page, which counts neither as a success nor as a failure of the feed.

    Its entries were missed by the poll before it: they came with those.
    """
    arrivals = state.arrivals
    if found is not None and found.new and arrivals:
        arrivals = (*arrivals[:-1], replace(arrivals[-1], count=arrivals[-1].count + found.new))
    state = replace(state, arrivals=arrivals, pace=_read(state.pace))
    due = soon_again(feed, state, poll.at)
    return replace(state, next_due=max(due, poll.at + (poll.retry_after or timedelta(0))))


def _after_failure(poll: Poll, state: FeedState, feed: Feed, found: Found | None) -> FeedState:
    trouble = poll.trouble or Trouble.BUG
    before = state
    poisoned = _poisoned(state, trouble)
    state = replace(
        state,
        **_polled(poll),
        failures=state.failures + 1,
        repeats=state.repeats + 1 if alike(trouble, state.trouble) else 1,
        failing_since=state.failing_since or poll.at,
        trouble=trouble,
        last_error=poll.error,
        poisoned=poisoned,
        stopped=trouble is Trouble.GONE and _was_gone(before, poll),
    )
    if trouble is Trouble.BROKE_OFF:
        state = _partly_taken(poll, state, found)
    elif poisoned >= QUARANTINE and trouble is Trouble.POISON:
        state = replace(state, last_error=_QUARANTINED.format(poll.error, poisoned))
    if leads_nowhere(state, poll):
        return _back_home(poll, state)
    return replace(state, next_due=poll.at + _wait(poll, before, state, feed))


def _poisoned(state: FeedState, trouble: Trouble) -> int:
    if trouble is Trouble.POISON:
        return state.poisoned + 1
    return 0 if trouble in _WAS_READ else state.poisoned


def _wait(poll: Poll, before: FeedState, state: FeedState, feed: Feed) -> timedelta:
    trouble = state.trouble or Trouble.BUG
    poisoned = state.poisoned if trouble is Trouble.POISON else 0
    wait = wait_after(trouble, state.repeats, asked=poll.retry_after, poisoned=poisoned, jitter=_later(feed))
    if trouble is Trouble.FILE:
        return min(wait, feed.interval * 4)
    if trouble is Trouble.BROKE_OFF:  # its entries come all the same, so none may be missed
        return min(wait, never_miss(feed, state) or wait)
    if trouble is Trouble.GONE and not state.stopped and before.next_due and before.trouble is Trouble.GONE:
        return max(before.next_due - poll.at, SOON)  # asked before its time: the day goes on
    return wait


def _later(feed: Feed) -> float:
    """Give the feed's own factor for a wait that must not be shorter, 1 to 1.1."""
    return (jitter(feed.name) + 1.1) / 2


def _was_gone(before: FeedState, poll: Poll) -> bool:
    """Say whether it was gone already when a whole day had passed since it was for the first time."""
    if before.stopped:
        return True
    return before.trouble is Trouble.GONE and before.next_due is not None and poll.at >= before.next_due


def _partly_taken(poll: Poll, state: FeedState, found: Found | None) -> FeedState:
    """Give the state of a feed whose document broke off: with nothing to ask with, for a 304 would hide the rest.

    Where it broke off twice in a row, what came is all that there is to begin with: its first run is over.
    """
    arrivals = with_arrival(state, poll.at, found.new if found else 0)
    begun = poll.at if found and state.repeats > 1 else None
    return replace(
        state,
        validators=Validators(),
        arrivals=arrivals,
        succeeded_at=state.succeeded_at or begun,
        followed_since=state.followed_since or begun,
    )


def _back_home(poll: Poll, state: FeedState) -> FeedState:
    """Give the state of a feed that is not where it moved to: its configured address is asked soon, as if new."""
    return replace(
        state,
        current_url=None,
        moved_to=None,
        moved_since=None,
        moved_polls=0,
        validators=Validators(),
        stopped=False,
        next_due=poll.at + SOON,
    )


def _may_be_read(page: str | None) -> bool:
    return page is not None and len(page) <= LONGEST_ADDRESS and next(secrets_in(page), None) is None
