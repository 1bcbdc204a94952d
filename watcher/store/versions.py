"""The texts that entries had before they changed; of each entry at most `MOST`, the present one included.

A feed may change an entry at every poll. Then its first text stays, by which its story was found, and the newest ones;
those between go. Numbers go on, so that a gap in them tells how many are missing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ScalarSelect, delete, select

from watcher.model import EntryId, Version
from watcher.store import rows
from watcher.store.records import AnyRow
from watcher.store.statements import each_of, insert_new, listed

MOST = 50
"""Texts kept of an entry."""

NEWEST = MOST - 2
"""Earlier texts kept beside the first and the present one."""


def keep_versions(connection: Connection, changes: Mapping[EntryId, int]) -> None:
    """Keep the texts of entries that are about to be overwritten; to be called before that.

    `changes` gives the words hash of each entry's next text. Where an entry has that already, its text is no other one
    and nothing is kept.
    """
    query = select(rows.entry).where(rows.entry.c.public.in_(listed()))
    found = each_of(connection, query, sorted(changes))
    changed = [row for row in found if row.words != changes[row.public]]
    insert_new(connection, rows.entry_version, [_earlier(row) for row in changed])
    number = rows.entry_version.c.number
    for row in changed:
        if row.version > NEWEST + 1:
            surplus = (rows.entry_version.c.entry == row.id) & number.between(2, row.version - NEWEST)
            connection.execute(delete(rows.entry_version).where(surplus))


def versions_of(connection: Connection, story: ScalarSelect[int]) -> tuple[Version, ...]:
    """Give every text that the entries of the numbered story have or had, in the order of time."""
    entry, version = rows.entry.c, rows.entry_version.c
    texts = ("words", "title", "body")
    present = select(entry.public, entry.version, entry.first_seen, entry.changed_at, *(entry[name] for name in texts))
    earlier = select(entry.public, version.number, version.at, *(version[name] for name in texts))
    earlier = earlier.join(rows.entry, entry.id == version.entry)
    found = [
        _version(row, row.version, row.changed_at or row.first_seen)
        for row in connection.execute(present.where(entry.story == story))
    ]
    found += [_version(row, row.number, row.at) for row in connection.execute(earlier.where(entry.story == story))]
    return tuple(sorted(found, key=lambda each: (each.at, each.entry, each.number)))


def _version(row: AnyRow, number: int, at: datetime) -> Version:
    return Version(entry=row.public, number=number, at=at, words=row.words, title=row.title, body=row.body)


def _earlier(row: AnyRow) -> dict[str, Any]:
    return {
        "entry": row.id,
        "number": row.version,
        "at": row.changed_at or row.first_seen,
        "words": row.words,
        "title": row.title,
        "body": row.body,
    }
