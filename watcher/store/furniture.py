"""What was learnt of each source: the furniture around its texts."""

from sqlalchemy import Connection, bindparam, select

from watcher.store import rows
from watcher.store.bulk import put_plain
from watcher.stories import Furniture, pack_furniture, unpack_furniture

_KNOWN = select(rows.furniture).where(rows.furniture.c.source == bindparam("source"))


def furniture_of(connection: Connection, source: str) -> Furniture:
    """Give what is known of a source; of a new one nothing."""
    row = connection.execute(_KNOWN, {"source": source}).one_or_none()
    return Furniture() if row is None else unpack_furniture(row.stories, row.counts)


def put_furniture(connection: Connection, source: str, known: Furniture) -> None:
    """Write what is known of a source from now on."""
    put_plain(connection, rows.furniture, [(source, known.stories, pack_furniture(known))])
