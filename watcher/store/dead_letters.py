"""Deliveries that failed for good: to be listed, and to be sent again when what was wrong is put right."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from watcher.model import Delivery, DeliveryState
from watcher.store import rows
from watcher.store.alerts import deliveries
from watcher.store.bundles import AGAIN, leave
from watcher.store.prefixes import find_id
from watcher.store.records import delivery_of

_delivery = rows.delivery.c
_DEAD = and_(_delivery.state == DeliveryState.DEAD, _delivery.bundle.is_(None))


class DeadLetters:
    """Deliveries of alerts and notices that are dead, one by one, also where they were part of a message of several."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, limit: int | None = None, channel: str | None = None) -> Sequence[Delivery]:
        """Give the newest first; of one channel where it is named."""
        return self._listed(DeliveryState.DEAD, limit, channel)

    def suppressed(self, limit: int | None = None, channel: str | None = None) -> Sequence[Delivery]:
        """Give likewise what is not to be sent: muted, within a cooldown, acknowledged before it escalated."""
        return self._listed(DeliveryState.SUPPRESSED, limit, channel)

    def _listed(self, state: DeliveryState, limit: int | None, channel: str | None) -> Sequence[Delivery]:
        query = deliveries().where(_delivery.state == state, _delivery.bundle.is_(None))
        if channel is not None:
            query = query.where(_delivery.channel == channel)
        newest = query.order_by(_delivery.id.desc()).limit(limit)
        return [delivery_of(row) for row in self._connection.execute(newest)]

    def get(self, typed: str) -> str:
        """Give the id of the alert or notice that begins as typed and has a dead letter.

        Raises:
            InputError: none does, or several do.
        """
        public = func.coalesce(rows.alert.c.public, rows.notice.c.public).label("public")
        told = deliveries().with_only_columns(public).where(_DEAD).distinct().subquery()
        return find_id(self._connection, told, typed, "dead letter")

    def retry(self, name: str) -> int:
        """Let all dead letters of this alert or notice be sent as if they were new; give how many there were."""
        alerts = select(rows.alert.c.id).where(rows.alert.c.public == name)
        notices = select(rows.notice.c.id).where(rows.notice.c.public == name)
        return self._retry(or_(_delivery.alert.in_(alerts), _delivery.notice.in_(notices)))

    def retry_channel(self, channel: str) -> int:
        """Let all dead letters of the channel be sent as if they were new; give how many there were."""
        return self._retry(_delivery.channel == channel)

    def _retry(self, those: ColumnElement[bool]) -> int:
        return leave(self._connection, and_(_DEAD, those), **AGAIN)
