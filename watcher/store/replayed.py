"""How far `watcher replay` is in its recording, and what it decided: written with each document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from watcher.model import StoryId
from watcher.store import rows
from watcher.store.statements import put


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedDocument:
    """One document of a recording that went through this store."""

    number: int  # in the recording, from 0
    at: datetime
    source: str
    verdicts: Sequence[dict[str, Any]]  # on the entries first seen in it
    merged: Mapping[StoryId, StoryId]  # stories that it merged: absorbed to surviving


class ReplayedDocuments:
    """The documents of the one recording that a store may hold."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, document: ReplayedDocument) -> None:
        """Note a document."""
        put(self._connection, rows.replayed, [asdict(document)])

    def all(self) -> Iterator[ReplayedDocument]:
        """Give all of them in the recording's order."""
        for row in self._connection.execute(select(rows.replayed).order_by(rows.replayed.c.number)):
            yield ReplayedDocument(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it

    def clear(self) -> None:
        """Forget them: another replay begins."""
        self._connection.execute(delete(rows.replayed))
