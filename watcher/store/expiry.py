"""The index of stories is kept short: hashes and texts of weeks that are not looked through any more are removed.

The stories themselves stay, and are still found by the same words or the same page. It is done once a week, a slice of
the key a transaction; what is interrupted begins again the next time, and nobody sees a difference.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select, true

from watcher.store import rows
from watcher.store.index import WEEKS, week_of
from watcher.store.store import Store

posting, text = rows.posting.c, rows.story_text.c

SEEN, TEXTS = 50_000, 1_000
"""Postings looked at, and texts removed, in one transaction: some tens of milliseconds."""


def expire(store: Store, at: datetime) -> Iterator[int]:
    """Remove what is too old as of `at`, a transaction for each number of rows given; what is not asked for stays.

    Raises:
        StoreBusy, ServiceUnavailable: as `Store.write`.
    """
    first = week_of(at) - WEEKS + 1
    with store.read() as tx:
        is_due = tx.connection.scalar(select(exists().where(text.week < first)))
    if is_due:
        yield from _postings(store, first)
        yield from _texts(store, first)  # the last, for as long as one is there the rest is not done


def week_changes(before: datetime, now: datetime) -> bool:
    """Say whether there may be something to expire at `now` that there was not `before`."""
    return week_of(before) != week_of(now)


def _postings(store: Store, first: int) -> Iterator[int]:
    """Go through all postings once: those of a week stand between those of others."""
    rest: ColumnElement[bool] = true()
    while True:
        query = select(posting.hash).where(rest).order_by(posting.hash).limit(1).offset(SEEN - 1)
        with store.write() as tx:
            last = tx.connection.scalar(query)
            some = rest if last is None else rest & (posting.hash <= last)
            removed = tx.connection.execute(delete(rows.posting).where(some, posting.week < first)).rowcount
        yield removed
        if last is None:
            return
        rest = posting.hash > last


def _texts(store: Store, first: int) -> Iterator[int]:
    some = select(text.story).where(text.week < first).limit(TEXTS)
    removed = TEXTS
    while removed == TEXTS:
        with store.write() as tx:
            removed = tx.connection.execute(delete(rows.story_text).where(text.story.in_(some))).rowcount
        yield removed
