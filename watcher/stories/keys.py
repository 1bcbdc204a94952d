"""The keys under which a source shows an entry again, made from one document.

Six kinds, best first. "guid:" as written, "link:" the page. Those that stand in for them after a change: "path:" the
page without its host, for a site that moved; "text:" title and time, "time:" the second alone, for a site where every
guid and link is new. "title:" is title and body of what has no time: it tells apart entries whose guids and links name
none, but finds nothing again, since titles recur: in a study of 338 real feeds they hid thousands of new entries. Only
what has neither guid nor link is known by that, as "text:".

What two different entries of one document share is no key for either, and a guid or link like that is none for its
source ever after: the next document may show one of the two alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from watcher.model import Entry, EntryKey
from watcher.stories.alike import alike
from watcher.stories.ids import short_id
from watcher.text import canonical

GUID, LINK, PATH, TEXT, TIME, TITLE = "guid:", "link:", "path:", "text:", "time:", "title:"

_BEHIND_HOST = re.compile(r"[/?].*", re.DOTALL)

_NAMES = (GUID, LINK, TEXT, TITLE)
"""Kinds that can be an entry's first key, best first."""

_INSTEAD = ((LINK, PATH), (TEXT, TIME))
"""Kinds that say nearly the same: an entry is stored under the first one that it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """The keys of the entries of one document."""

    keys: tuple[tuple[EntryKey, ...], ...]  # of each entry, best first, never empty
    shared: frozenset[EntryKey]  # guids and links that different entries have: keys of none


@lru_cache(maxsize=1 << 10)  # asked for the keys of a document's entries, and again for their fingerprints
def page_of(link: str | None) -> str | None:
    """Give the canonical link where it names a page of its own; None for no link and for a bare site."""
    page = canonical(link) if link else None
    return page if page and ("/" in page or "?" in page) else None


def path_of(page: str | None) -> str | None:
    """Give what stands behind the host of a page."""
    behind = _BEHIND_HOST.search(page) if page else None
    return behind[0] if behind else None


def entry_keys(entries: Sequence[Entry]) -> tuple[tuple[EntryKey, ...], ...]:
    """Give each entry of one document its keys, as `keyed` does."""
    return keyed(entries).keys


def keyed(entries: Sequence[Entry]) -> Keyed:
    """Give the entries of one document their keys.

    The first one names the entry. Two entries are the same, and get the same keys, where guid and link, or guid and
    text, agree and one may be the other, edited. Of link and path, and of text and time, the one stands first under
    which the entry is to be stored.
    """
    signs = [_signs(entry) for entry in entries]
    first = _first_of_each(signs)
    owners: defaultdict[str, set[int]] = defaultdict(set)
    for sign, place in zip(signs, first, strict=True):
        for key in sign.every():
            owners[key].add(place)
    shared = {key for key, places in owners.items() if len(places) > 1}
    return Keyed(
        keys=tuple(_keys(signs[place], shared) for place in first),
        shared=frozenset(EntryKey(key) for key in shared if key.startswith((GUID, LINK))),
    )


def stored_keys(keys: Sequence[EntryKey]) -> tuple[EntryKey, ...]:
    """Give those of an entry's keys beside the first under which it is to be found again: one of a pair."""
    pairs = (next((key for key in keys[1:] if key.startswith(kinds)), None) for kinds in _INSTEAD)
    return tuple(key for key in pairs if key)


def without(keys: tuple[EntryKey, ...], shared: AbstractSet[EntryKey]) -> tuple[EntryKey, ...]:
    """Give an entry's keys less those that are none for its source; never empty."""
    if shared.isdisjoint(keys):
        return keys
    left = [key for key in keys if key not in shared]
    name = next(key for kind in _NAMES for key in left if key.startswith(kind))
    rest = (key for key in left if key != name)
    return EntryKey(TEXT + name.removeprefix(TITLE)) if name.startswith(TITLE) else name, *rest


@dataclass(frozen=True, slots=True)
class _Signs:
    """What an entry could be known by."""

    guid: str | None
    link: str | None
    path: str | None
    text: str
    time: str | None
    entry: Entry

    @property
    def whole(self) -> str:
        return _named(self.entry.title, _moment(self.entry), self.entry.body)

    def every(self) -> Iterator[str]:
        return filter(None, (self.guid, self.link, self.path, self.text, self.time))


def _signs(entry: Entry) -> _Signs:
    page, title = page_of(entry.link), entry.title.strip()
    path = path_of(page or page_of(entry.guid))
    return _Signs(
        guid=GUID + entry.guid if entry.guid else None,
        link=LINK + page if page else None,
        path=PATH + path if path else None,
        text=_named(title or entry.body, _moment(entry) or entry.body),
        time=_second(entry.published) if entry.published and title else None,
        entry=entry,
    )


def _named(*parts: str) -> str:
    return TEXT + short_id(*parts)


def _moment(entry: Entry) -> str:
    return entry.published.isoformat() if entry.published else ""


def _second(published: datetime) -> str | None:
    """Give a time as a key; None for a full hour: that is a date without a time in some zone, or a planned hour."""
    return f"{TIME}{published.timestamp():.0f}" if published.minute or published.second else None


def _keys(signs: _Signs, shared: AbstractSet[str]) -> tuple[EntryKey, ...]:
    """Put those that are an entry's own in their order."""
    guid, link, path, text, time = (
        None if key in shared else key for key in (signs.guid, signs.link, signs.path, signs.text, signs.time)
    )
    if not guid and not link:
        return _present(text, time, signs.whole) if text else _present(signs.whole, signs.time, signs.text)
    if guid and not path:  # a link that others have: a guid may be an address too
        elsewhere = path_of(page_of(signs.entry.guid))
        path = PATH + elsewhere if elsewhere and PATH + elsewhere not in shared else None
    place = (path, link) if guid else (link, path)
    said = text or signs.whole
    if signs.entry.published is None:
        return _present(guid, *place, TITLE + said.removeprefix(TEXT))
    return _present(guid, *place, *((time, said) if time else (said, signs.time)))


def _present(*keys: str | None) -> tuple[EntryKey, ...]:
    return tuple(EntryKey(key) for key in keys if key)


def _first_of_each(signs: Sequence[_Signs]) -> list[int]:
    """Give for each entry the place of the first one that is the same."""
    seen: dict[tuple[str | None, str], int] = {}
    first: list[int] = []
    for i, each in enumerate(signs):
        named = [(each.guid, says) for says in (each.text, each.link) if says]
        same = named if each.guid else [(each.link, each.whole)]
        places = (seen[sign] for sign in same if sign in seen and _is_edited(signs[seen[sign]].entry, each.entry))
        place = min(places, default=i)
        first.append(place)
        for sign in same:
            seen.setdefault(sign, place)
    return first


def _is_edited(one: Entry, other: Entry) -> bool:
    """Tell whether two entries of one guid and link, or text, are one: some feeds have one guid and link for all."""
    return (bool(one.body) and one.body == other.body) or alike(one.title, other.title)
