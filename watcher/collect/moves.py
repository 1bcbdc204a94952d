"""Feeds that moved: permanent redirects are believed after proof, and only as far as we would go ourselves. Pure.

A redirect "for good" may lead to a maintenance page, a login or a parked name, and taking it over would lose the feed
(vienna-rss#1546). So the target must have been the feed itself, three times in a row over a day. The configuration is
never rewritten: what was taken over is remembered beside it, and dropped when it fails.
"""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

from watcher.collect.address import LONGEST_ADDRESS
from watcher.collect.found import Found
from watcher.model import Feed, FeedState, Poll, PollStatus, Trouble
from watcher.text import secrets_in

PROOFS = 3
PROVED_OVER = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(hours=24)  # of failures of any kind at the address that was taken over

_NOT_THERE = frozenset({Trouble.MISSING, Trouble.GONE, Trouble.NO_FEED})
_NO_FEED_NAME = re.compile(
    r"(?<![a-z])(?:log-?[io]n|sign-?(?:in|up)|register|registration|landing-?page|landing|parking|parked|auth|sso"
    r"|consent|maintenance|unavailable|suspended|expired|captcha|challenge|error|404)(?![a-z])",
    re.IGNORECASE,
)


def led(state: FeedState, feed: Feed, poll: Poll, found: Found | None) -> FeedState:
    """Give the state with what a poll that succeeded proves of a move."""
    target = poll.moved
    if target is None and state.moved_to is None:
        return state
    if target is None or not may_move(state.current_url or feed.url or "", target, feed):
        return replace(state, moved_to=None, moved_since=None, moved_polls=0)
    if not _is_the_feed(state, poll, found):
        return replace(state, moved_to=target, moved_since=None, moved_polls=0)
    begun = state.moved_to == target and state.moved_since is not None
    polls = state.moved_polls + 1 if begun else 1
    since = state.moved_since if begun and state.moved_since else poll.at
    if polls < PROOFS or poll.at - since < PROVED_OVER:
        return replace(state, moved_to=target, moved_since=since, moved_polls=polls)
    return replace(
        state, moved_to=None, moved_since=None, moved_polls=0, current_url=None if target == feed.url else target
    )


def may_move(before: str, target: str, feed: Feed) -> bool:
    """Say whether an address may be polled in place of another one, whatever it proves to be."""
    try:
        old, new, configured = urlsplit(before), urlsplit(target), urlsplit(feed.url or "")
    except ValueError:
        return False
    if (
        len(target) > LONGEST_ADDRESS
        or new.scheme not in {"http", "https"}
        or (old.scheme, new.scheme) == ("https", "http")
    ):
        return False
    return not (_is_secretive(new, target) or _is_secretive(configured, feed.url or "") or _names_no_feed(new, old))


def leads_nowhere(state: FeedState, poll: Poll) -> bool:
    """Say whether an address that was taken over is to be dropped after this failure."""
    if state.current_url is None:
        return False
    for_long = state.failing_since is not None and poll.at - state.failing_since >= GIVEN_UP_AFTER
    return poll.trouble in _NOT_THERE or for_long


def _is_the_feed(state: FeedState, poll: Poll, found: Found | None) -> bool:
    """Say whether what was answered is the feed as we know it.

    "Nothing new" is what only the feed itself can say, and of a new feed nothing else is known.
    """
    if poll.status is PollStatus.NOT_MODIFIED:
        return True
    if found is None:
        return False
    same_title = found.title is not None and found.title == state.title
    return found.known > 0 or same_title or (state.succeeded_at is None and found.entries > 0)


def _is_secretive(parts: SplitResult, url: str) -> bool:
    """Say whether an address carries a secret: another one must not be stored, and one of the feed's would be lost."""
    return "@" in parts.netloc or next(secrets_in(url), None) is not None


def _names_no_feed(new: SplitResult, old: SplitResult) -> bool:
    if not new.path.strip("/") and not new.query and _bare(new) == _bare(old):
        return True
    return _NO_FEED_NAME.search(f"{new.netloc}{new.path}?{new.query}") is not None


def _bare(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")
