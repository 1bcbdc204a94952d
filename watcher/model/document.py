"""Documents: what collecting gives to parsing, and the outcome of one poll."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is expected to be."""

    FEED = "feed"
    DROP = "drop"


class PollStatus(StrEnum):
    """How one poll of a feed ended."""

    FETCHED = "fetched"
    NOT_MODIFIED = "not-modified"  # by 304, or by the same body as last time
    FAILED = "failed"


class Trouble(StrEnum):
    """Why a poll failed, as far as it decides when to ask again and what the operator is told."""

    NETWORK = "network"  # no answer: look-up, connection, TLS, time
    SERVER = "server"  # 5xx but 503, and any status that means nothing to us
    REFUSED = "refused"  # 401, 403, 451, and what the address guard refuses
    CHALLENGED = "challenged"  # a bot wall answers for the server: of all its feeds
    MISSING = "missing"  # 404
    GONE = "gone"  # 410
    BUSY = "busy"  # 429, 503: of all feeds of the server
    NO_FEED = "no-feed"  # an answer that is none: an HTML page, another format, no entry where there were several
    BROKE_OFF = "broke-off"  # what was whole is taken
    POISON = "poison"  # reading it broke the limits on time or memory, or the process that read it
    FILE = "file"  # a local feed that cannot be read
    BUG = "bug"  # ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask again with; sent back byte for byte (RFC 9110, section 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What a document says about when to ask again, and where its older entries are."""

    hint: timedelta | None = None  # the longest of <ttl> and sy:updatePeriod divided by sy:updateFrequency
    skip_hours: frozenset[int] = frozenset()  # 0 to 23, GMT
    skip_days: frozenset[int] = frozenset()  # 0 is Monday, as in `datetime.weekday`
    next_page: str | None = None  # absolute address of the page of entries before these (RFC 5005, section 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One body of bytes as it came from a feed, a drop folder or the command line."""

    source: str  # name of the feed or drop
    kind: DocumentKind
    body: bytes
    received_at: datetime
    content_type: str | None = None  # the HTTP header as received
    url: str | None = None  # where it came from, redirects followed
    file_name: str | None = None  # of a drop or a local feed
    modified_at: datetime | None = None  # of that file


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """The outcome of polling one feed once.

    `document` is set exactly when it was FETCHED, `error` and `trouble` when it FAILED.
    """

    feed: str
    status: PollStatus
    at: datetime
    document: Document | None = None
    validators: Validators = Validators()  # to be kept when the document's entries are stored
    body_hash: str | None = None
    error: str | None = None  # one sentence for the user
    trouble: Trouble | None = None
    retry_after: timedelta | None = None  # what the server asked for
    fresh_for: timedelta | None = None  # what Cache-Control or Expires says
    moved: str | None = None  # address that unbroken permanent redirects lead to, where they begin with one
    of_page: bool = False  # it was asked for a further page of the feed (`Pace.next_page`), not for the feed
    cut: bool = False  # the bytes of the document ended before the server said that they would
    host: str | None = None  # host and port that answered last, in lower case
    http_status: int | None = None  # of the last answer; None: there was none, or the feed is a file
    size: int = 0  # bytes of the body, unpacked
    seconds: float = 0.0  # that fetching took, without waiting for its turn
