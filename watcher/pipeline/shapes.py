"""What passes through the middle: prepared documents in, what is known beside them, outcomes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from watcher.model import (
    Alert,
    AlertId,
    Article,
    Copy,
    DocumentKind,
    EntryId,
    EntryKey,
    Label,
    Story,
    StoryEvent,
    StoryId,
    StoryLink,
    ToldEvent,
)
from watcher.stories import Fingerprint, Furniture, KnownEntry, StoryText, Teller


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedEntry:
    """One entry, ready to be decided on."""

    raw: str  # "source|guid", or "source|link" without a guid: how `replay` names it
    keys: tuple[EntryKey, ...]  # best first, never empty
    article: Article
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One document, read and measured. Crosses the process border, so it holds plain values only."""

    source: str
    kind: DocumentKind
    received_at: datetime
    entries: tuple[PreparedEntry, ...]
    complete: bool = True  # False: the document broke off; what was whole is here
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows that bears on one prepared document, read in the transaction that will write the outcome."""

    entries: Mapping[EntryKey, KnownEntry]  # this source's, under any of the document's keys
    stories: tuple[StoryText, ...]  # candidates for any of the document's fingerprints, and the stories of `entries`
    exact: Mapping[int, StoryId]  # stories by `Fingerprint.words` and `Fingerprint.page` of any copy
    near: Mapping[int, tuple[StoryId, ...]] | None = None
    """By the words of each new text, those of `stories` it may belong to, best first. None: all are to be searched."""
    alerted: frozenset[tuple[str, StoryId]]  # (rule, story) pairs that have their first alert, for all of `stories`
    held: Mapping[int, int] = field(default_factory=dict)
    """How many stories carry a hash, at most `COMMON`, of the document's hashes that are boilerplate by that number."""
    links: tuple[StoryLink, ...] = ()  # of all `stories`; and of those linked to them that have an alert in `waiting`
    tellers: Mapping[StoryId, Teller] = field(default_factory=dict)  # of all `stories`, and of all that `links` name
    waiting: tuple[Alert, ...] = ()  # for origins, on `stories` and on those linked to them
    told: Mapping[tuple[str, StoryId], AlertId] = field(default_factory=dict)
    """Alerts that went out, by rule and story, on all stories that `tellers` holds."""
    events: tuple[StoryEvent, ...] = ()  # of all `stories`
    told_events: Mapping[tuple[str, StoryId], tuple[ToldEvent, ...]] = field(default_factory=dict)
    """By rule and story of `stories`: the events that alerts told which went out, each as it was told last."""
    furniture: Furniture = field(default_factory=Furniture)  # of the source, with what this document teaches
    first_run: bool = False  # True: record alerts as baseline
    returned: frozenset[EntryKey] = frozenset()  # first keys of entries that were deleted and come back as they were


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An entry to be written: new, or known with another text."""

    id: EntryId
    keys: tuple[EntryKey, ...]
    article: Article
    fingerprint: Fingerprint
    copy: Copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was decided about one entry of the document, in the document's order."""

    raw: str
    entry: EntryId
    story: StoryId
    label: Label
    reason: str
    known: bool  # this source had shown it before
    rules: tuple[str, ...] = ()  # that match its text; not asked again where a known text comes unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that one document changes; written together or not at all."""

    verdicts: tuple[Verdict, ...] = ()
    new: tuple[Arrival, ...] = ()
    changed: tuple[Arrival, ...] = ()
    aliases: Mapping[EntryKey, EntryId] = field(default_factory=dict)  # further keys of entries known before
    begun: tuple[Story, ...] = ()
    texts: tuple[StoryText, ...] = ()  # stories whose longest text, origin or distributor is new
    alerts: tuple[Alert, ...] = ()
    merged: Mapping[StoryId, StoryId] = field(default_factory=dict)
    """Stories that turned out to be copies of another one: the absorbed ones, each with the one that stays."""
    links: tuple[StoryLink, ...] = ()  # new ones, and known ones of which more is known
    events: tuple[StoryEvent, ...] = ()  # new ones, and known ones of which more or something else is known
    dropped: frozenset[str] = frozenset()  # uids of events that, by a merge, are others of their story
    recounted: tuple[Alert, ...] = ()  # known to wait until now: in another state, or waiting for another reason
    furniture: Furniture = field(default_factory=Furniture)  # of the source, as known from now on
