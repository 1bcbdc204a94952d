"""What things are: frozen, slotted, keyword-only dataclasses and enums, without behaviour and without I/O.

Import from here, never from the modules inside. All times are aware and in UTC; all durations are `timedelta`.
"""

from watcher.model.alert import Alert, AlertLabel, AlertState, Delivery, DeliveryState
from watcher.model.article import Article, Credit, PublishedFrom
from watcher.model.document import Document, DocumentKind, Pace, Poll, PollStatus, Trouble, Validators
from watcher.model.entry import Entry
from watcher.model.event import NEWS, Event, FieldValue, Precision, Realis, StoryEvent, ToldEvent, When
from watcher.model.ids import AlertId, DeliveryId, EntryId, EntryKey, NoticeId, StoryId
from watcher.model.match import Evidence, Match
from watcher.model.notice import Notice
from watcher.model.rule import Example, Expect, Priority, Rule, Within
from watcher.model.source import AfterDrop, Arrival, Channel, Drop, Email, Feed, FeedState, FirstRun, MailTls
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
    "Event",
    "Evidence",
    "Example",
    "Expect",
    "Feed",
    "FeedState",
    "FieldValue",
    "FirstRun",
    "Label",
    "MailTls",
    "Match",
    "Notice",
    "NoticeId",
    "Pace",
    "Poll",
    "PollStatus",
    "Precision",
    "Priority",
    "PublishedFrom",
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
    "When",
    "Within",
    "hash_of",
]
