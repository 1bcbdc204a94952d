"""What passes through the middle: prepared documents in, what is known beside them, outcomes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from watcher.model import Alert, Article, Copy, DocumentKind, EntryId, EntryKey, Label, Story, StoryId
from watcher.stories import Fingerprint, KnownEntry, StoryText


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
    alerted: frozenset[tuple[str, StoryId]]  # (rule, story) pairs that have their first alert, for all of `stories`
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
