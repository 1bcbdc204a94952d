"""Under which hashes a story is indexed, and which are looked up for a text.

Headline and lead are indexed densely: copies keep them longest, and summaries are made of them. Of the rest the
smallest hashes of a sample, so that any long part of a text, also its end, finds the whole. Pairs of headline words
find reworded headlines; publisher and minute find the same page under another headline.
"""

from functools import lru_cache

from watcher.stories.fingerprint import LEAD, sample_of
from watcher.stories.hashing import hash32
from watcher.stories.ports import Fingerprint
from watcher.stories.titles import is_distinct, pairs

SHORT = 40
"""Shingles up to which a text is indexed by all."""
DENSE = 4
"""Shingles at the beginning that are always indexed."""
IN_LEAD = 5
"""One in so many of the lead is indexed."""
IN_REST = 16
"""One in so many of the rest."""
MOST_OF_REST = 8
PAIRED = 3
"""Headlines of a story that are found by pairs of their words; all are found whole."""
MOST_PAIRS = 8
MOST_STAMPS = 2
MOST = 96
MOST_PROBES = 400
"""No text reaches these by chance; one that was made to do so is found by a part of its hashes."""


def postings(fp: Fingerprint) -> tuple[int, ...]:
    """Give the distinct signed 32-bit hashes under which a story is indexed; some 30, at most `MOST`."""
    if fp.digest:
        return ()
    text = (*_of_text(fp.heading, sample_of(fp)), *_of_versions(fp))
    return tuple(dict.fromkeys((*_of_titles(fp), *fp.stamps[:MOST_STAMPS], *text)))[:MOST]


def probes(fp: Fingerprint) -> tuple[int, ...]:
    """Give the distinct signed 32-bit hashes to look up for a text; some 150 for a long one, at most `MOST_PROBES`."""
    return tuple(dict.fromkeys((*signs(fp), *sample_of(fp))))[:MOST_PROBES]


def signs(fp: Fingerprint) -> tuple[int, ...]:
    """Give those of the hashes of which one alone may lead to the story: of headlines, of publisher and minute."""
    return (*_of_titles(fp), *fp.stamps)


def _of_text(heading: int, kept: tuple[int, ...]) -> tuple[int, ...]:
    if len(kept) <= SHORT:
        return kept
    lead, rest = kept[: heading + LEAD], kept[heading + LEAD :]
    thinned = [value for value in lead[DENSE:] if value % IN_LEAD == 0]
    return (*lead[:DENSE], *thinned, *sorted([value for value in rest if value % IN_REST == 0])[:MOST_OF_REST])


def _of_versions(fp: Fingerprint) -> list[int]:
    """Give those by which summaries of an earlier version are found, whose lead the longest text lacks."""
    return [value for value in fp.beside[:LEAD] if value % IN_LEAD == 0]


def _of_titles(fp: Fingerprint) -> tuple[int, ...]:
    found = tuple(pair for title in fp.titles[:PAIRED] for pair in pairs(title))[:MOST_PAIRS]
    return (*found, *(value for title in fp.titles for value in _whole(title)))


@lru_cache(maxsize=1 << 13)
def _whole(title: str) -> tuple[int, ...]:
    return (hash32(f"headline {title}"),) if is_distinct(title.split()) else ()
