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


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask again with; sent back byte for byte (RFC 9110, section 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


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
    """The outcome of polling one feed once. `document` is set exactly when it was FETCHED, `error` when it FAILED."""

    feed: str
    status: PollStatus
    at: datetime
    document: Document | None = None
    validators: Validators = Validators()  # to be kept when the document's entries are stored
    body_hash: str | None = None
    error: str | None = None  # one sentence for the user
    retry_after: timedelta | None = None  # what the server asked for
    http_status: int | None = None  # of the last answer; None: there was none, or the feed is a file
    size: int = 0  # bytes of the body, unpacked
    seconds: float = 0.0  # that fetching took, without waiting for its turn
