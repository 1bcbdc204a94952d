"""How feeds fare, for `watcher feeds list`: a row of the table, or an object of its JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from watcher.cli.show import local
from watcher.collect import due_at, server_of
from watcher.model import Feed, FeedState
from watcher.net import shown

FEED_COLUMNS = ("NAME", "STATE", "LAST POLL", "NEXT POLL", "WHERE", "ERROR")


def feed_row(
    feed: Feed, state: FeedState, waits: Mapping[str, datetime], zone: ZoneInfo
) -> tuple[str, str, str, str, str, str | None]:
    """Give the cells of `FEED_COLUMNS`; `waits` says of servers until when they are to be left alone."""
    moved = f" -> {shown(state.current_url)}" if state.current_url else ""
    return (
        feed.name,
        _condition(feed, state),
        local(state.polled_at, zone),
        local(_next_poll(feed, state, waits), zone),
        f"{_where(feed)}{moved}",
        state.last_error,
    )


def feed_json(feed: Feed, state: FeedState, waits: Mapping[str, datetime]) -> dict[str, Any]:
    """Give the same, and more, as JSON."""
    return {
        "name": feed.name,
        "where": _where(feed),
        "current_url": shown(state.current_url) if state.current_url else None,
        "tags": feed.tags,
        "enabled": feed.enabled,
        "condition": _condition(feed, state),
        "polled_at": state.polled_at,
        "succeeded_at": state.succeeded_at,
        "next_due": _next_poll(feed, state, waits),
        "failures": state.failures,
        "failing_since": state.failing_since,
        "trouble": state.trouble,
        "last_error": state.last_error,
    }


def _where(feed: Feed) -> str:
    return shown(feed.url) if feed.url else str(feed.path)


def _condition(feed: Feed, state: FeedState) -> str:
    if not feed.enabled:
        return "disabled"
    if state.stopped:
        return "gone"
    if state.failures:
        return f"failing ({state.failures})"
    return "healthy" if state.succeeded_at else "not polled yet"


def _next_poll(feed: Feed, state: FeedState, waits: Mapping[str, datetime]) -> datetime | None:
    """Give when a feed is polled next, its server's wishes included; None: at once, or never."""
    if not feed.enabled or state.stopped:
        return None
    times = [moment for moment in (due_at(state, feed), waits.get(server_of(feed, state))) if moment is not None]
    return max(times, default=None)
