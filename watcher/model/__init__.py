"""What things are: frozen, slotted, keyword-only dataclasses and enums, without behaviour and without I/O.

Import from here, never from the modules inside. All times are aware and in UTC; all durations are `timedelta`.
"""

from watcher.model.alert import Alert, AlertLabel, AlertState, Bundle, Delivery, DeliveryState
from watcher.model.article import Article, Credit, PublishedFrom
from watcher.model.document import Document, DocumentKind, Pace, Poll, PollStatus, Trouble, Validators
from watcher.model.entry import Entry
from watcher.model.event import NEWS, Event, FieldValue, Precision, Realis, StoryEvent, ToldEvent, When
from watcher.model.ids import AlertId, DeliveryId, EntryId, EntryKey, NoticeId, StoryId
from watcher.model.match import Evidence, Match
from watcher.model.notice import Notice
from watcher.model.rule import Escalation, Example, Expect, Priority, Rule, Within
from watcher.model.source import (
    AfterDrop,
    Arrival,
    Calm,
    Channel,
    Drop,
    Email,
    Feed,
    FeedState,
    FirstRun,
    Hours,
    MailTls,
    Matrix,
    Rate,
    Webhook,
)
from watcher.model.story import Copy, Label, Story, StoryLink
from watcher.model.version import Version, hash_of

__all__ = [
    "NEWS",
    "AfterDrop",
    "Alert",
    "AlertId",
    "AlertLabel",
    "AlertState",
    "Arrival",
    "Article",
    "Bundle",
    "Calm",
    "Channel",
    "Copy",
    "Credit",
    "Delivery",
    "DeliveryId",
    "DeliveryState",
    "Document",
    "DocumentKind",
    "Drop",
    "Email",
    "Entry",
    "EntryId",
    "EntryKey",
    "Escalation",
    "Event",
    "Evidence",
    "Example",
    "Expect",
    "Feed",
    "FeedState",
    "FieldValue",
    "FirstRun",
    "Hours",
    "Label",
    "MailTls",
    "Match",
    "Matrix",
    "Notice",
    "NoticeId",
    "Pace",
    "Poll",
    "PollStatus",
    "Precision",
    "Priority",
    "PublishedFrom",
    "Rate",
    "Realis",
    "Rule",
    "Story",
    "StoryEvent",
    "StoryId",
    "StoryLink",
    "ToldEvent",
    "Trouble",
    "Validators",
    "Version",
    "Webhook",
    "When",
    "Within",
    "hash_of",
]
