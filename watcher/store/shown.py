"""Which entries their feeds still show.

What a feed still shows must not be deleted, or it would come back as news. To know it without a write for every entry
of every poll, a whole document marks its older entries once in `MARK_EVERY`. An entry is taken for shown until its
feed was read for `SHOWN_WITHIN` without it: time in which a feed cannot be read, or we do not run, does not count.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, Connection, bindparam, exists, or_, select, type_coerce

from watcher.model import DocumentKind, EntryId
from watcher.pipeline import Prepared
from watcher.store import rows
from watcher.store.columns import MICROSECOND, Moment
from watcher.store.statements import each_of, listed, put

MARK_EVERY = timedelta(days=1)
SHOWN_WITHIN = timedelta(days=7)
"""More than `MARK_EVERY`; the rest bridges feeds that leave entries out now and then."""

_LAST = select(rows.feed_state.c.shown_at).where(rows.feed_state.c.name == bindparam("feed"))
_MARKED = rows.feed_state.update().where(rows.feed_state.c.name == bindparam("feed")).values(shown_at=bindparam("at"))
_OLDER = select(rows.entry.c.id).where(
    rows.entry.c.public.in_(listed()), rows.entry.c.first_seen <= bindparam("last", type_=Moment())
)


def mark_shown(connection: Connection, document: Prepared, entries: Iterable[EntryId], at: datetime) -> None:
    """Note that the document's feed shows these entries; does nothing where that was noted a short time ago.

    A document that broke off says nothing of what it lacks, and one without entries does not say that all are gone:
    a feed that is empty for a while is mended later.
    """
    names = sorted(set(entries))
    if document.kind is not DocumentKind.FEED or not document.complete or not names:
        return
    if _is_time(connection, document.source, at):
        older = each_of(connection, _OLDER, names, {"last": at - MARK_EVERY})
        put(connection, rows.shown, [{"entry": row.id, "at": at} for row in older])
        connection.execute(_MARKED, {"feed": document.source, "at": at})


def still_shown() -> ColumnElement[bool]:
    """Say of a story in an outer query whether a feed still shows one of its entries, as far as was read."""
    entry, feed, shown = rows.entry.c, rows.feed_state.c, rows.shown.c
    read_at = type_coerce(feed.shown_at, BigInteger)
    bridged = SHOWN_WITHIN // MICROSECOND
    seen = (entry.first_seen, entry.changed_at, shown.at)
    recently = or_(*(type_coerce(moment, BigInteger) + bridged >= read_at for moment in seen))
    sources = rows.entry.join(rows.feed_state, feed.name == entry.source).outerjoin(rows.shown, shown.entry == entry.id)
    asked = select(entry.id).select_from(sources).where(entry.story == rows.story.c.id)
    return exists(asked.where(or_(feed.shown_at.is_(None), recently)).correlate(rows.story))


def _is_time(connection: Connection, feed: str, at: datetime) -> bool:
    """Say whether the feed's entries are to be marked; also where the clock was set back since. False: not a feed."""
    row = connection.execute(_LAST, {"feed": feed}).one_or_none()
    return row is not None and (row.shown_at is None or not timedelta(0) <= at - row.shown_at < MARK_EVERY)
