"""Alerts and their deliveries."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watcher.model.event import ToldEvent
from watcher.model.ids import AlertId, DeliveryId, EntryId, NoticeId, StoryId
from watcher.model.match import Evidence
from watcher.model.rule import Priority


class AlertState(StrEnum):
    """Whether an alert goes out."""

    OPEN = "open"
    WAITING = "waiting"  # for more independent origins: recorded and shown, sent when they have come
    BASELINE = "baseline"  # a feed's first run: recorded and shown, never sent
    HELD = "held"  # too much came at once: sent when it is released, or when another entry tells the story


class AlertLabel(StrEnum):
    """What an alert is to its rule and story."""

    NEW = "new"  # the first one, of which there is one
    UPDATE = "update"
    CORRECTION = "correction"
    REMINDER = "reminder"  # of what an earlier one told, shortly before it takes place


class DeliveryState(StrEnum):
    """Where one delivery stands. SENDING is written before the channel is called."""

    NEW = "new"
    SENDING = "sending"
    RETRY = "retry"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An alert of one rule on one story: the first one, or what changed since in an event that it told."""

    id: AlertId
    rule: str
    story: StoryId
    entry: EntryId  # the entry that matched
    created_at: datetime
    evidence: tuple[Evidence, ...]
    reason: str
    channels: tuple[str, ...]
    priority: Priority = Priority.NORMAL
    state: AlertState = AlertState.OPEN
    label: AlertLabel = AlertLabel.NEW
    events: tuple[ToldEvent, ...] = ()  # what it tells, the foremost first; empty where its rule asks for no event


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert or notice on its way to one channel; unique for both. Exactly one of `alert` and `notice` is set."""

    id: DeliveryId
    alert: AlertId | None = None
    notice: NoticeId | None = None
    channel: str
    state: DeliveryState = DeliveryState.NEW
    attempts: int = 0
    not_before: datetime | None = None  # None: at once
    last_error: str | None = None
    sent_at: datetime | None = None
