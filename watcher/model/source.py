"""Where documents come from and where alerts go: feeds, drop folders, channels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from watcher.model.document import Pace, Trouble, Validators


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


class MailTls(StrEnum):
    """How the connection to a mail server is encrypted."""

    SSL = "ssl"
    """From the first byte (RFC 8314, section 3.3)."""
    STARTTLS = "starttls"
    """After a plain greeting; without encryption nothing is sent."""
    NONE = "none"
    """Not at all: for a server on this machine or in a closed network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One configured feed; exactly one of `url` and `path` is set.

    `headers`, `user` and `password` are sent to the host of `url` only. Headers and password are secrets.
    """

    name: str
    url: str | None = field(default=None, repr=False)  # may carry a token
    path: Path | None = None
    tags: tuple[str, ...] = ()
    interval: timedelta = timedelta(minutes=15)  # where `adaptive`, until it is known how often entries come
    adaptive: bool = False  # False: always polled at `interval`
    min_interval: timedelta = timedelta(minutes=5)  # bounds of what an adaptive feed comes to
    max_interval: timedelta = timedelta(hours=6)
    allow_private: tuple[IPv4Network | IPv6Network, ...] = ()  # where it may live beside the public internet
    first_run: FirstRun = FirstRun.BASELINE
    enabled: bool = True
    headers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One configured drop folder."""

    name: str
    path: Path
    after: AfterDrop = AfterDrop.MOVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """A mail server and who gets mail through it. Addresses are bare or "Name <address>", in ASCII but for the name."""

    host: str
    port: int
    tls: MailTls = MailTls.SSL
    user: str | None = None  # set together with `password`; None: no login
    password: str | None = field(default=None, repr=False)  # a secret
    sender: str
    to: tuple[str, ...]  # never empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A room on a Matrix server."""

    homeserver: str  # http(s)://host[:port]
    room: str  # "!id:server" or "#alias:server"
    token: str = field(repr=False)  # a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A server that takes alerts as JSON and tells one that comes twice by its Idempotency-Key."""

    url: str = field(repr=False)  # a secret
    headers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)  # secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A stretch of every day in local time; where it ends before it starts, it goes over midnight. The two differ."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """At most so many messages in so much time."""

    count: int  # at least 1
    per: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """What holds deliveries back, and makes several of them one message; see `alerts.calm`."""

    digest: tuple[time, ...] = ()  # times of the day, in local time; empty: at once
    group_wait: timedelta = timedelta(0)  # the first of a group waits so long for others
    group_interval: timedelta = timedelta(0)  # the least time from one group to the next
    quiet: Hours | None = None  # nothing is delivered
    burst: int = 10  # more than so many that wait are one message


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way out; exactly one of `url`, `email`, `matrix` and `webhook` is set. `url` is a secret: never print it."""

    name: str
    url: str | None = field(default=None, repr=False)
    email: Email | None = None
    matrix: Matrix | None = None
    webhook: Webhook | None = None
    calm: Calm = Calm()
    rate: Rate | None = None  # None: as the kind of channel bears
    parallel: int = 1  # messages under way at a time; above 1 they may arrive in another order
    template: str | None = None  # text of the user's Jinja template; None: ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A poll that brought new entries."""

    at: datetime
    count: int  # of new entries, at least 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is remembered of a feed between polls; absent fields mean "never"."""

    name: str
    address: str | None = None  # a hash of where that was: elsewhere, neither validators nor failures mean anything
    validators: Validators = Validators()
    body_hash: str | None = None  # of the last body that was parsed and stored
    next_due: datetime | None = None  # None: now
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None  # None: its first run is still to come
    whole_at: datetime | None = None  # when a whole body last came, not a 304
    followed_since: datetime | None = None  # when a poll succeeded for the first time
    failures: int = 0  # in a row
    repeats: int = 0  # the last of those, as far as they call for the same schedule
    failing_since: datetime | None = None  # the first of those
    trouble: Trouble | None = None  # of the last poll; None: it succeeded
    last_error: str | None = None
    slow: bool = False  # its server kept the last poll waiting for longer than most do
    restless: int = 0  # answers in a row that gave another ETag to the same body
    poisoned: int = 0  # documents in a row whose reading broke the limits
    stopped: bool = False  # gone for good: not polled until it is configured anew
    title: str | None = None  # of the feed, in the last whole document
    entries: int = 0  # in the last whole document
    arrivals: tuple[Arrival, ...] = ()  # the last ones after the first run, oldest first
    pace: Pace = Pace()  # of the last whole document; its `next_page` only while it is still to be read
    moved_to: str | None = None  # where permanent redirects lead; holds no secret
    moved_since: datetime | None = None
    moved_polls: int = 0  # successful ones that were led there, in a row
    current_url: str | None = None  # taken over after proof: polled in place of the configured address
    shape: frozenset[str] = frozenset()  # what most entries have, of "title", "body", "link" and "date"
    seen: bytes = field(default=b"", repr=False)  # the entries of the last whole document; see `pipeline.seen`
    announced: str | None = None  # what the operator was told last and is still so; None: all is well
