"""What things are: frozen, slotted, keyword-only dataclasses and enums, without behaviour and without I/O.

Import from here, never from the modules inside. All times are aware and in UTC; all durations are `timedelta`.
"""

from watcher.model.alert import Alert, AlertState, Delivery, DeliveryState
from watcher.model.article import Article, Credit, PublishedFrom
from watcher.model.document import Document, DocumentKind, Poll, PollStatus, Validators
from watcher.model.entry import Entry
from watcher.model.ids import AlertId, DeliveryId, EntryId, EntryKey, NoticeId, StoryId
from watcher.model.match import Evidence, Match
from watcher.model.notice import Notice
from watcher.model.rule import Example, Expect, Priority, Rule
from watcher.model.source import AfterDrop, Channel, Drop, Email, Feed, FeedState, FirstRun, MailTls
from watcher.model.story import Copy, Label, Story, StoryLink
from watcher.model.version import Version, hash_of

__all__ = [
    "AfterDrop",
    "Alert",
    "AlertId",
    "AlertState",
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
    "Evidence",
    "Example",
    "Expect",
    "Feed",
    "FeedState",
    "FirstRun",
    "Label",
    "MailTls",
    "Match",
    "Notice",
    "NoticeId",
    "Poll",
    "PollStatus",
    "Priority",
    "PublishedFrom",
    "Rule",
    "Story",
    "StoryId",
    "StoryLink",
    "Validators",
    "Version",
    "hash_of",
]
