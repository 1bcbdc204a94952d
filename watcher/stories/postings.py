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
    return tuple(dict.fromkeys((*_of_titles(fp.titles), *fp.stamps[:MOST_STAMPS], *text)))[:MOST]


def probes(fp: Fingerprint) -> tuple[int, ...]:
    """Give the distinct signed 32-bit hashes to look up for a text; some 150 for a long one, at most `MOST_PROBES`."""
    return tuple(dict.fromkeys((*_of_titles(fp.titles), *fp.stamps, *sample_of(fp))))[:MOST_PROBES]


def signs(fp: Fingerprint) -> tuple[int, ...]:
    """Give those of the hashes of which one alone may lead to the story: of headlines, of publisher and minute."""
    return (*_of_titles(fp.titles), *fp.stamps)


def _of_text(heading: int, kept: tuple[int, ...]) -> tuple[int, ...]:
    if len(kept) <= SHORT:
        return kept
    lead, rest = kept[: heading + LEAD], kept[heading + LEAD :]
    thinned = [value for value in lead[DENSE:] if not value % IN_LEAD]
    return (*lead[:DENSE], *thinned, *sorted([value for value in rest if not value % IN_REST])[:MOST_OF_REST])


def _of_versions(fp: Fingerprint) -> list[int]:
    """Give those by which summaries of an earlier version are found, whose lead the longest text lacks."""
    return [value for value in fp.beside[:LEAD] if value % IN_LEAD == 0]


@lru_cache(maxsize=1 << 11)  # those of one text are asked for several times in a row
def _of_titles(titles: tuple[str, ...]) -> tuple[int, ...]:
    found = tuple(pair for title in titles[:PAIRED] for pair in pairs(title))[:MOST_PAIRS]
    whole = (hash32(f"headline {title}") for title in titles if is_distinct(title.split()))
    return (*found, *whole)
