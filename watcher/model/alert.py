"""Alerts and their deliveries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from watcher.model.event import ToldEvent
from watcher.model.ids import AlertId, DeliveryId, EntryId, NoticeId, StoryId
from watcher.model.match import Evidence
from watcher.model.rule import Escalation, Priority


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
    """Where one delivery stands: new, leased, sending, and from there to one of the others."""

    NEW = "new"
    LEASED = "leased"  # taken by a courier, or by a message of several; nothing has left yet
    SENDING = "sending"  # written before the channel is called
    RETRY = "retry"  # the failure may pass; due again at `not_before`
    UNKNOWN = "unknown"  # it may have arrived: the answer did not come; sent again, under the same key
    SENT = "sent"
    DEAD = "dead"  # the failure will not pass; told to the operator on another channel
    SUPPRESSED = "suppressed"  # not to be sent: muted, within a cooldown, or acknowledged before it escalated


class Bundle(StrEnum):
    """Why several deliveries of a channel are one message."""

    GROUP = "group"  # they came within its group-wait or group-interval
    DIGEST = "digest"  # its digest was due
    BACKLOG = "backlog"  # more waited than anybody wants to get one by one


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
    acked_at: datetime | None = None  # when somebody took it on: it escalates no further
    cooldown: timedelta = timedelta(0)  # its rule's, where it is yet to be written; not kept
    escalation: Escalation | None = None  # its rule's, where it is yet to be written; kept as deliveries


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert or notice on its way to one recipient of a channel, or several of them as one message.

    Exactly one of `alert`, `notice` and `bundle` is set.
    """

    id: DeliveryId
    key: str  # the same at every try, and of no other delivery: 13 letters and digits
    alert: AlertId | None = None
    notice: NoticeId | None = None
    bundle: Bundle | None = None  # it stands for those whose `within` is its id
    within: DeliveryId | None = None  # the message that it is part of; None: it is sent by itself
    channel: str
    recipient: str = ""  # an address of a mail channel; empty: of another channel, or its rows are not parted yet
    step: int = 0  # 0: where its rule sends alerts; 1: where it escalates to
    state: DeliveryState = DeliveryState.NEW
    attempts: int = 0  # that count: those at a channel known to be down do not
    not_before: datetime | None = None  # None: at once
    lease_until: datetime | None = None  # when one that is LEASED is free again
    last_error: str | None = None  # of one that is suppressed: why
    sent_at: datetime | None = None
    remote: str | None = None  # what the server calls the message, where it says so
