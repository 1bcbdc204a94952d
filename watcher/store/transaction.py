"""One transaction, seen through its nouns."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, func, select

from watcher.model import AlertState, DeliveryState
from watcher.store import rows
from watcher.store.alerts import Alerts
from watcher.store.archive import Stories
from watcher.store.dead_letters import DeadLetters
from watcher.store.events import Events
from watcher.store.hushing import Mutes
from watcher.store.index import Index
from watcher.store.memory import Memory
from watcher.store.notices import Notices
from watcher.store.outcomes import Outcomes
from watcher.store.reminders import Reminders
from watcher.store.replayed import ReplayedDocuments
from watcher.store.sources import Drops, Feeds, Hosts


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much the store holds. Every state stands in the mappings, also with 0. Bundles are no further deliveries."""

    entries: int
    stories: int
    alerts: Mapping[AlertState, int]
    deliveries: Mapping[DeliveryState, int]


class Transaction:
    """What can be read and written between `begin` and `commit`; of no use after its block."""

    def __init__(self, connection: Connection, *, beside: bool = False) -> None:
        """`beside`: whether others may write documents meanwhile (see `Store.write`)."""
        self.connection = connection
        index = Index(connection, beside=beside)
        self.feeds = Feeds(connection)
        self.hosts = Hosts(connection)
        self.drops = Drops(connection)
        self.memory = Memory(connection, index)
        self.outcomes = Outcomes(connection, index, beside=beside)
        self.stories = Stories(connection)
        self.alerts = Alerts(connection, self.stories)
        self.events = Events(connection)
        self.dead_letters = DeadLetters(connection)
        self.mutes = Mutes(connection)
        self.notices = Notices(connection)
        self.reminders = Reminders(connection, self.stories)
        self.replayed = ReplayedDocuments(connection)

    def counts(self) -> Counts:
        """Count everything; reads whole indexes, so not for every tick."""
        alerts = self._by(rows.alert.c.state)
        deliveries = self._by(rows.delivery.c.state, rows.delivery.c.bundle.is_(None))
        return Counts(
            entries=self._count(rows.entry),
            stories=self._count(rows.story, rows.story.c.merged_into.is_(None)),
            alerts={state: alerts.get(state, 0) for state in AlertState},
            deliveries={state: deliveries.get(state, 0) for state in DeliveryState},
        )

    def by_channel(self) -> dict[str, dict[DeliveryState, int]]:
        """Count the deliveries of every channel that ever had one; every state that occurs stands there."""
        delivery = rows.delivery.c
        query = select(delivery.channel, delivery.state, func.count()).where(delivery.bundle.is_(None))
        counts: dict[str, dict[DeliveryState, int]] = {}
        for channel, state, count in self.connection.execute(query.group_by(delivery.channel, delivery.state)):
            counts.setdefault(channel, {})[DeliveryState(state)] = count
        return counts

    def _count(self, table: Table, *of: ColumnElement[bool]) -> int:
        return self.connection.scalar(select(func.count()).select_from(table).where(*of)) or 0

    def _by(self, state: ColumnElement[str], *of: ColumnElement[bool]) -> dict[str, int]:
        query = select(state, func.count()).where(*of).group_by(state)
        return {row[0]: row[1] for row in self.connection.execute(query)}
