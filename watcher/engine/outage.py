"""One outage of the store, whoever runs into it: since when, what waits for its end, and what of that was said.

A store that is locked, full or away fails everybody who writes, again and again. Each failure is noted here; what is to
be said of all of them together comes out at most once in ten seconds.
"""

import threading
from dataclasses import dataclass
from enum import StrEnum

from watcher.clock import Clock

SAY_EVERY = 10.0  # seconds from one line of the log to the next
CALM = 5.0  # seconds without a failure after which a store that takes something is well again
TELL_AFTER = 30.0  # seconds: what is shorter passes by itself
ONE_OUTAGE = 60.0  # seconds without a failure, and the next one begins another; sources are tried again sooner


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFailure:
    """Something that the store did not take, or did not answer; it is tried again.

    Attributes:
        who: a feed or dropped file by name, or what else asked: "channel desk", "reminders".
        error: what the store said, in one sentence.
        is_source: whether it is a feed or dropped file.
        is_said: whether the log has a line about this very failure.
    """

    who: str
    error: str
    is_source: bool = False
    is_said: bool = False


class Matter(StrEnum):
    """What there is to say."""

    FAILS = "fails"
    LASTS = "lasts"  # so long that a person has to be told
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What there is to say of an outage now.

    Attributes:
        matter: what it is about.
        first: the failure with which the outage began.
        seconds: from that one to the latest.
        errors: what was said since the last news, each sentence once, in order.
        unstored: how many polls and dropped files failed since then.
        others: who else did, sorted.
    """

    matter: Matter
    first: StoreFailure
    seconds: float
    errors: tuple[str, ...]
    unstored: int
    others: tuple[str, ...]


class Outage:
    """Notes failures from any thread, without waiting; `news` is for one thread, which asks every second or so."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._first: StoreFailure | None = None
        self._began = self._latest = self._said_at = float("-inf")  # monotonic
        self._is_said = self._is_told = False
        self._forget()

    def note(self, failure: StoreFailure) -> None:
        """Take note of one failure."""
        with self._lock:
            now = self._clock.monotonic()
            if self._first is None or now - self._latest > ONE_OUTAGE:
                self._first, self._began, self._is_told = failure, now, False
            self._latest = now
            if not failure.is_said:
                self._gather(failure)

    def news(self, wrote_at: float) -> News | None:
        """Give what is to be said now; `wrote_at` is when the store took something last, in monotonic seconds."""
        with self._lock:
            now = self._clock.monotonic()
            matter = self._matter(now, wrote_at) if now - self._said_at >= SAY_EVERY else None
            if matter is None or self._first is None:
                return None
            self._said_at = now
            return self._said(matter, self._first)

    def _matter(self, now: float, wrote_at: float) -> Matter | None:
        if not self._is_told and self._latest - self._began >= TELL_AFTER:
            return Matter.LASTS
        if self._is_said and wrote_at > self._latest and now - self._latest >= CALM:
            return Matter.OVER
        return Matter.FAILS if self._errors else None

    def _said(self, matter: Matter, first: StoreFailure) -> News:
        news = News(
            matter=matter,
            first=first,
            seconds=self._latest - self._began,
            errors=tuple(self._errors),
            unstored=self._unstored,
            others=tuple(sorted(self._others)),
        )
        if matter is Matter.LASTS:  # that goes to a person; the log counts on
            self._is_told = True
        else:
            self._is_said = matter is Matter.FAILS
            self._forget()
        return news

    def _gather(self, failure: StoreFailure) -> None:
        self._errors[failure.error] = None
        self._unstored += failure.is_source
        if not failure.is_source:
            self._others.add(failure.who)

    def _forget(self) -> None:
        self._errors: dict[str, None] = {}  # in their order
        self._unstored = 0
        self._others: set[str] = set()
