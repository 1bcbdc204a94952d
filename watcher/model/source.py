"""Where documents come from and where alerts go: feeds, drop folders, channels."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from watcher.model.document import Validators


class FirstRun(StrEnum):
    """What the entries do that a feed already holds when it is polled for the first time."""

    BASELINE = "baseline"
    """They are stored and shown; what would have alerted is recorded, not sent."""
    ALERT = "alert"


class AfterDrop(StrEnum):
    """What becomes of a dropped file once it was read."""

    MOVE = "move"
    """To `done/` or `failed/` in the drop folder."""
    KEEP = "keep"
    """It stays; its content is remembered and not read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One configured feed; exactly one of `url` and `path` is set."""

    name: str
    url: str | None = None
    path: Path | None = None
    tags: tuple[str, ...] = ()
    interval: timedelta = timedelta(minutes=15)
    first_run: FirstRun = FirstRun.BASELINE
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One configured drop folder."""

    name: str
    path: Path
    after: AfterDrop = AfterDrop.MOVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way out, with one recipient. `url` is a secret: never print or log it."""

    name: str
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is remembered of a feed between polls; absent fields mean "never"."""

    name: str
    validators: Validators = Validators()
    body_hash: str | None = None  # of the last body that was parsed and stored
    next_due: datetime | None = None  # None: now
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None  # None: its first run is still to come
    failures: int = 0  # in a row
    last_error: str | None = None
