"""Who is who: which entries of a document its source has shown before.

A guid or link that is known decides. A further key is only taken for an entry whose own first key stands nowhere in
this document: a twin that is still shown is another one. A site that moved, with all guids and links new, is recognised
by title and time.
"""

from collections.abc import Iterator, Mapping, Sequence

from watcher.model import EntryKey
from watcher.stories.alike import alike
from watcher.stories.keys import GUID, LINK, PATH, TEXT, TIME
from watcher.stories.ports import KnownEntry

_LAST = (TIME,)
_RANKS = ((), (GUID, LINK), (TEXT,), (PATH,), _LAST)
"""Kinds of key by which a known entry is looked for, the surest first; none: any under which one began."""


def recognise(
    keys: Sequence[tuple[EntryKey, ...]], titles: Sequence[str], known: Mapping[EntryKey, KnownEntry]
) -> tuple[KnownEntry | None, ...]:
    """Find the entries of one document that its source has shown before, one to one; None for a new one.

    First keys decide; then keys under which a known entry began; then others, kind by kind. The same second only counts
    for headlines that are `alike`. Entries with the same first key are the same entry and get the same answer.

    Args:
        keys: of each entry, as `entry_keys` gives them.
        titles: of each entry.
        known: what the source has shown under any of the keys.
    """
    present = {names[0] for names in keys}
    found = {names[0]: entry for names in keys if (entry := known.get(names[0])) and entry.key == names[0]}
    taken = {entry.id for entry in found.values()}
    missing = {names[0]: (names, title) for names, title in zip(keys, titles, strict=True) if names[0] not in found}
    for kinds in _RANKS if missing else ():
        for name in [name for name in missing if name not in found]:
            for entry in _offers(kinds, *missing[name], known):
                if entry.id not in taken and entry.key not in present:
                    found[name] = entry
                    taken.add(entry.id)
                    break
    return tuple(found.get(names[0]) for names in keys)


def _offers(
    kinds: tuple[str, ...], names: Sequence[EntryKey], title: str, known: Mapping[EntryKey, KnownEntry]
) -> Iterator[KnownEntry]:
    """Give known entries under keys of these kinds; of no kinds: those that began under one of the keys."""
    for key in names:
        entry = known.get(key)
        if entry is None:
            continue
        if entry.key == key if not kinds else key.startswith(kinds) and (kinds != _LAST or alike(title, entry.title)):
            yield entry


def surely_same(
    before: KnownEntry, names: Sequence[EntryKey], title: str, words: int, known: Mapping[EntryKey, KnownEntry]
) -> bool:
    """Tell whether an entry that was taken for a known one is it, whatever the rest of its text says.

    A guid is enough, and so are page and second, or second and headline. Where this says no, a page may have been used
    again, perhaps every day under the same headline.

    Args:
        before: the known entry.
        names: the keys of the entry.
        title: its headline.
        words: `Fingerprint.words` of its text.
        known: what the source has shown under any of the keys.
    """
    if before.key in names or before.words == words:
        return True
    shared = [key for key in names if key in known and known[key].id == before.id]
    by_guid, page, moment = (
        any(key.startswith(kinds) for key in shared) for kinds in (GUID, (LINK, PATH), (TEXT, TIME))
    )
    return by_guid or (moment and (page or alike(title, before.title)))
