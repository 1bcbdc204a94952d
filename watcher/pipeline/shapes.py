"""What passes through the middle: prepared documents in, what is known beside them, outcomes out."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from watcher.model import (
    Alert,
    AlertId,
    Article,
    Copy,
    DocumentKind,
    EntryId,
    EntryKey,
    Label,
    Pace,
    Story,
    StoryEvent,
    StoryId,
    StoryLink,
    ToldEvent,
)
from watcher.pipeline.floods import Flood, Usual
from watcher.stories import Fingerprint, Furniture, KnownEntry, StoryText, Teller, without

if TYPE_CHECKING:
    from watcher.stories import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedEntry:
    """One entry, ready to be decided on."""

    raw: str  # "source|guid", or "source|link" without a guid: how `replay` names it
    keys: tuple[EntryKey, ...]  # best first, never empty
    article: Article
    fingerprint: Fingerprint
    title_words: str | None = None  # the folded words of the article's title with blanks between them; None: not known
    body_words: str | None = None  # those of its body

    def without(self, shared: AbstractSet[EntryKey]) -> "PreparedEntry":
        """Give the same without keys that are none for its source; a link that several entries have is no page."""
        if shared.isdisjoint(self.keys):
            return self
        links = any(key.startswith("link:") and key in shared for key in self.keys)
        text = replace(self.fingerprint, page=None) if links else self.fingerprint
        return replace(self, keys=without(self.keys, shared), fingerprint=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One document, read and measured. Crosses the process border, so it holds plain values only."""

    source: str
    kind: DocumentKind
    received_at: datetime
    entries: tuple[PreparedEntry, ...]
    complete: bool = True  # False: the document broke off; what was whole is here
    title: str | None = None
    pace: Pace = Pace()
    shared: frozenset[EntryKey] = frozenset()  # guids and links that different entries here have: keys of none
    signs: tuple[int, ...] = ()  # of each entry of a feed; see `pipeline.seen`
    same: frozenset[int] = frozenset()  # numbers of the entries that come as they came, and were not measured again


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows that bears on one prepared document, read in the transaction that will write the outcome."""

    entries: Mapping[EntryKey, KnownEntry]
    """This source's, under the first keys of the document, and under any of those entries that are not found so."""
    stories: tuple[StoryText, ...]
    """Candidates for the texts that are new or changed, and the stories of entries that do not come as they were."""
    exact: Mapping[int, StoryId]  # stories by `Fingerprint.words` and `Fingerprint.page` of any copy
    near: Mapping[int, tuple[StoryId, ...]] | None = None
    """By the words of each new text, those of `stories` it may belong to, best first. None: all are to be searched."""
    beside: "tuple[Report, ...]" = ()  # further stories of the source's entries, whose event a new text may tell
    alerted: frozenset[tuple[str, StoryId]]  # (rule, story) pairs that have their first alert, for all of `stories`
    held: Mapping[int, int] = field(default_factory=dict)
    """How many stories carry a hash, at most `COMMON`, of the document's hashes that are boilerplate by that number."""
    links: tuple[StoryLink, ...] = ()  # of all `stories`; and of those linked to them that have an alert in `waiting`
    tellers: Mapping[StoryId, Teller] = field(default_factory=dict)  # of all `stories`, and of all that `links` name
    waiting: tuple[Alert, ...] = ()  # for origins, or held, on `stories` and on those linked to them
    told: Mapping[tuple[str, StoryId], AlertId] = field(default_factory=dict)
    """Alerts that went out, by rule and story, on all stories that `tellers` holds."""
    events: tuple[StoryEvent, ...] = ()  # of all `stories`
    told_events: Mapping[tuple[str, StoryId], tuple[ToldEvent, ...]] = field(default_factory=dict)
    """By rule and story of `stories`: the events that alerts told which went out, each as it was told last."""
    furniture: Furniture = field(default_factory=Furniture)  # of the source, with what this document teaches
    first_run: bool = False  # True: record alerts as baseline
    usual: Usual | None = None  # of the feed; None: any number of new entries is no flood
    shared: frozenset[EntryKey] = frozenset()  # keys that are none for the source; empty where nothing is to be decided
    returned: frozenset[EntryKey] = frozenset()  # first keys of entries that were deleted and come back as they were


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An entry to be written: new, or known with another text."""

    id: EntryId
    keys: tuple[EntryKey, ...]  # under which it is to be found again
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
    shared: frozenset[EntryKey] = frozenset()  # keys that from now on are none for the source
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
    flood: Flood | None = None  # why alerts of this document are held

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to write but that the document was read."""
        arrived = self.new or self.changed or self.aliases or self.shared
        stories = self.begun or self.texts or self.merged or self.links or self.events or self.dropped
        return bool(arrived or stories or self.alerts or self.recounted)
