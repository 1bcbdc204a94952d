"""What was learnt of each source: the furniture around its texts."""

from sqlalchemy import Connection, select

from watcher.store import rows
from watcher.store.statements import put
from watcher.stories import Furniture, pack_furniture, unpack_furniture


def furniture_of(connection: Connection, source: str) -> Furniture:
    """Give what is known of a source; of a new one nothing."""
    known = rows.furniture.c
    row = connection.execute(select(rows.furniture).where(known.source == source)).one_or_none()
    return Furniture() if row is None else unpack_furniture(row.stories, row.counts)


def put_furniture(connection: Connection, source: str, known: Furniture) -> None:
    """Write what is known of a source from now on."""
    counts = pack_furniture(known)
    put(connection, rows.furniture, [{"source": source, "stories": known.stories, "counts": counts}])
