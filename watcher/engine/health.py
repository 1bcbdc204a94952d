"""Silence is news: what a poll says about the health of its feed that the operator has to know. Pure.

Told once when it begins and once when it is over; `FeedState.announced` holds what was told and is still so, and is
saved with the notice. What passes by itself within a day is not told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from watcher.model import Feed, FeedState
from watcher.text import masked

FAILING_FOR = timedelta(
    hours=24
)  # servers are often away for hours, and by then every schedule has tried several times
POISONED = 3  # documents in a row after which a feed is set aside
RHYTHM = 8  # arrivals from which it is known how often a feed brings something
QUIET_FACTOR = 3  # times the longest pause that a feed made before
QUIET_LEAST = timedelta(hours=24)  # a night and a holiday are no news

SHAPE = {"title": "titles", "body": "texts", "link": "links", "date": "dates"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthNews:
    """What to tell the operator, and what is so from then on (None: all is well)."""

    announced: str | None
    subject: str
    text: str


def health_news(feed: Feed, before: FeedState, after: FeedState, now: datetime) -> HealthNews | None:
    """Say what is new about a feed's health; `before` and `after` are its states around one poll."""
    condition = _condition(before, after, now)
    if condition == before.announced:
        return None
    if condition is None:
        return HealthNews(
            announced=None,
            subject=f"Feed {feed.name} is well again",
            text=f"{_where(feed)} {_over(before)}. There is nothing to do.",
        )
    subject, text = _told(condition, after, now)
    return HealthNews(announced=condition, subject=f"Feed {feed.name} {subject}", text=f"{_where(feed)} {text}")


def _condition(before: FeedState, after: FeedState, now: datetime) -> str | None:
    """Name the worst of what is wrong with a feed, in a word that stays the same for as long as it is so."""
    if after.stopped:
        return "gone"
    if after.poisoned >= POISONED:
        return "poison"
    if after.failing_since is not None and now - after.failing_since >= FAILING_FOR:
        return "failing"
    if after.trouble is not None and before.announced is not None:
        return before.announced  # one failure more says nothing about what was told
    if lost := _lost(before, after):
        return f"shape {' '.join(sorted(lost))}"
    return "quiet" if _is_quiet(after, now) else None


def _lost(before: FeedState, after: FeedState) -> frozenset[str]:
    """Give what the feed's entries had and have no more, until they have it again."""
    word, _, told = (before.announced or "").partition(" ")
    missed = before.shape | frozenset(told.split() if word == "shape" else ())
    return missed - after.shape if after.shape else frozenset()


def _is_quiet(state: FeedState, now: datetime) -> bool:
    if len(state.arrivals) < RHYTHM:
        return False
    pauses = (later.at - earlier.at for earlier, later in pairwise(state.arrivals))
    return now - state.arrivals[-1].at > max(QUIET_FACTOR * max(pauses), QUIET_LEAST)


def _where(feed: Feed) -> str:
    return f"{feed.name} ({masked(feed.url) if feed.url else feed.path})"


def _told(condition: str, state: FeedState, now: datetime) -> tuple[str, str]:
    word, _, fields = condition.partition(" ")
    error = state.last_error or "it gave no reason"
    if word == "gone":
        advice = "Remove it, or give its new address in watcher.toml; a changed address is polled at once."
        return "is gone", f"is not polled any more: its server said twice that it is gone for good.\n{advice}"
    if word == "poison":
        advice = "It is tried once a day. Save the document and report it, or set enabled = false for this feed."
        return (
            "is set aside",
            f"was set aside: the last {state.poisoned} documents could not be read: {error}.\n{advice}",
        )
    if word == "failing":
        since = state.failing_since or now
        advice = "It is asked again by itself. Look at its address; set enabled = false if it is not needed."
        return (
            f"has failed for {_hours(now - since)}",
            f"could not be read since {_time(since)}, {state.failures} times: {error}.\n{advice}",
        )
    if word == "shape":
        lost = ", ".join(SHAPE[name] for name in fields.split())
        advice = "Copies and repeats may be recognised worse. See whether its publisher offers another feed."
        return f"has no {lost} any more", f"changed its shape: its entries have no {lost} any more.\n{advice}"
    last = state.arrivals[-1].at
    advice = "It answers, but with nothing new. Open it in a browser: it may have moved or been given up."
    return (
        f"is silent for {_hours(now - last)}",
        f"brought nothing new since {_time(last)}, longer than ever.\n{advice}",
    )


def _over(before: FeedState) -> str:
    word = (before.announced or "").partition(" ")[0]
    if word == "quiet":
        return "brings new entries again"
    return "has again what its entries lacked" if word == "shape" else "can be read again"


def _hours(time: timedelta) -> str:
    hours = time // timedelta(hours=1)
    return f"{hours} hours" if hours < 72 else f"{hours // 24} days"  # noqa: PLR2004 - three days


def _time(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B %Y, %H:%M} UTC"
