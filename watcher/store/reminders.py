"""Reminders of what alerts told: what may be due, and the writing of those that are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, Table, func, select

from watcher.alerts import Ahead, Sent
from watcher.model import Alert, AlertLabel, AlertState, StoryEvent, StoryId
from watcher.store import rows
from watcher.store.archive import Stories
from watcher.store.events import events_beginning
from watcher.store.records import alert_of, every_alert
from watcher.store.statements import each_of, listed
from watcher.store.written_alerts import put_alerts
from watcher.stories.reasons import withdrawals

_SENT_AT = select(func.min(rows.delivery.c.sent_at)).where(rows.delivery.c.alert == rows.alert.c.id).scalar_subquery()


class Reminders:
    """Reads what may be reminded of, and writes reminders into the outbox."""

    def __init__(self, connection: Connection, stories: Stories) -> None:
        self._connection = connection
        self._stories = stories

    def ahead(self, rules: Collection[str], first: date, last: date) -> Mapping[str, Sequence[Ahead]]:
        """Give, by rule, what its alerts told of stories with an event that begins between these days.

        Only where a channel took one of them at least. Reads no more than those events and the alerts of their stories.
        """
        events: defaultdict[StoryId, list[StoryEvent]] = defaultdict(list)
        for event in events_beginning(self._connection, first, last):
            events[event.story].append(event)
        sent: defaultdict[str, defaultdict[StoryId, list[Sent]]] = defaultdict(lambda: defaultdict(list))
        for each in self._sent(rules, events.keys()):
            sent[each.alert.rule][each.alert.story].append(each)
        return {
            rule: [
                Ahead(story=story, sent=tuple(told), events=tuple(events[story]))
                for story, told in stories.items()
                if any(each.at for each in told)
            ]
            for rule, stories in sent.items()
        }

    def unsent(self, reminders: Sequence[Alert]) -> Sequence[Alert]:
        """Leave out those that were written before, and those of stories that were withdrawn."""
        query = select(rows.alert.c.public).where(rows.alert.c.public.in_(listed()))
        written = {row.public for row in each_of(self._connection, query, [each.id for each in reminders])}
        fresh = [each for each in reminders if each.id not in written]
        return [each for each in fresh if not withdrawals(self._stories.copies(each.story))]

    def write(self, reminders: Iterable[Alert]) -> int:
        """Write each with a delivery for every channel of its rule; give how many were not there yet."""
        return sum(self._write(each) for each in reminders)

    def _write(self, reminder: Alert) -> bool:
        story, entry = self._number(rows.story, reminder.story), self._number(rows.entry, reminder.entry)
        return reminder.id in put_alerts(self._connection, [(reminder, story, entry)], reminder.created_at)

    def _sent(self, rules: Collection[str], stories: Iterable[StoryId]) -> Iterator[Sent]:
        """Give the alerts that go out and tell events of these stories, also of those they absorbed, in order."""
        alert = rows.alert.c
        query = (
            every_alert()
            .add_columns(_SENT_AT.label("sent_at"))
            .where(alert.story.in_(listed()), alert.rule.in_(sorted(rules)), alert.state == AlertState.OPEN)
            .where(alert.label != AlertLabel.REMINDER, alert.events.is_not(None))
        )
        found = each_of(self._connection, query, self._numbers(stories))
        for row in sorted(found, key=lambda row: row.id):
            if row.channels:  # else it is only on record
                yield Sent(alert=alert_of(row), at=row.sent_at)

    def _numbers(self, stories: Iterable[StoryId]) -> Sequence[int]:
        story = rows.story.c
        query = select(story.id).where(story.public.in_(listed()))
        numbers = [row.id for row in each_of(self._connection, query, sorted(stories))]
        absorbed = select(story.id).where(story.merged_into.in_(listed()))
        return [*numbers, *(row.id for row in each_of(self._connection, absorbed, numbers))]

    def _number(self, table: Table, name: str) -> int:
        number: int = self._connection.execute(select(table.c.id).where(table.c.public == name)).scalar_one()
        return number
