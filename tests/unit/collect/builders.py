"""A feed, what is remembered of it, and polls of it."""

from datetime import timedelta

from tests.builders import NOON
from watcher.model import Document, DocumentKind, Feed, FeedState, Poll, PollStatus, Trouble, Validators

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HARBOUR = Feed(name="harbour", url="https://feeds.example/harbour", interval=timedelta(minutes=20))
ELSEWHERE = Feed(name="harbour", url="https://other.example/harbour")
OLD = Validators(etag='"old"')
NEW = Validators(etag='"new"', last_modified="Fri, 06 Mar 2026 11:00:00 GMT")
KNOWN = FeedState(
    name="harbour",
    validators=OLD,
    body_hash="0ld",
    polled_at=NOON - HOUR,
    succeeded_at=NOON - HOUR,
    whole_at=NOON - HOUR,
    entries=10,
)
DOCUMENT = Document(source="harbour", kind=DocumentKind.FEED, body=b"<rss/>", received_at=NOON)
PAGE = "https://feeds.example/harbour?page=2"


def a_success(status: PollStatus = PollStatus.FETCHED, **fields: object) -> Poll:
    own = {"document": DOCUMENT, "validators": NEW, "body_hash": "n3w", "http_status": 200}
    return Poll(**{"feed": "harbour", "status": status, "at": NOON, **own, **fields})


def a_failure(trouble: Trouble = Trouble.NETWORK, **fields: object) -> Poll:
    own = {"at": NOON, "error": "connection refused", "trouble": trouble}
    return Poll(**{"feed": "harbour", "status": PollStatus.FAILED, **own, **fields})
