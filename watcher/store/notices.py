"""What the watcher says about itself, on its way to the operator."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from watcher.errors import InputError
from watcher.model import DeliveryState, Notice, NoticeId, Priority
from watcher.store import rows
from watcher.store.records import RANKS, notice_of
from watcher.store.statements import insert, insert_new
from watcher.stories import delivery_key


class Notices:
    """Notices, with a delivery for each channel that is told."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tell(self, notice: Notice, channels: Iterable[str]) -> None:
        """Write the notice and its deliveries; the same notice a second time writes nothing."""
        statement = insert(self._connection, rows.notice).values(
            public=notice.id,
            key=notice.key,
            created_at=notice.created_at,
            subject=notice.subject,
            text=notice.text,
        )
        number = self._connection.scalar(statement.on_conflict_do_nothing().returning(rows.notice.c.id))
        if number is not None:
            rank = RANKS[Priority.HIGH]
            waiting = {"notice": number, "state": DeliveryState.NEW, "rank": rank, "attempts": 0, "step": 0}
            keys = {name: delivery_key(notice.id, name) for name in channels}
            each = [waiting | {"key": key, "channel": name, "recipient": ""} for name, key in keys.items()]
            insert_new(self._connection, rows.delivery, each)

    def get(self, name: NoticeId) -> Notice:
        """Give the notice; raises `InputError` when there is none."""
        row = self._connection.execute(select(rows.notice).where(rows.notice.c.public == name)).one_or_none()
        if row is None:
            raise InputError(f"no notice has the id {name!r}")
        return notice_of(row)

    def list(self, limit: int | None = None) -> Sequence[Notice]:
        """Give the newest notices first."""
        newest = rows.notice.c.created_at.desc(), rows.notice.c.id.desc()
        return [notice_of(row) for row in self._connection.execute(select(rows.notice).order_by(*newest).limit(limit))]
