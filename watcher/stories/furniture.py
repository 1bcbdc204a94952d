"""What a site puts around every text, learnt from its own stream: menus, calls to subscribe, notes on rights.

Each source has a small count of the shingles with which its texts begin and end. What stands in several of them is no
news, and is left out before texts are compared.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from operator import itemgetter

from watcher.stories.fingerprint import with_sample
from watcher.stories.ports import Fingerprint, Furniture

EDGE = 64
"""Shingles of a body at either end in which furniture stands."""
LEAST_TEXTS = 3
"""Texts from which on a shingle is furniture."""
LEAST_SHARE = 0.02
"""And of all texts it was learnt from; a story told in parts may repeat itself three times."""
ENOUGH = 500
"""Texts of which the share is taken at most: what a site adds anew is learnt within ten."""
LEAST_SHINGLES = 8
MOST = 1_024
"""Shingles kept for one source when there are twice as many; the rarest go first."""


def learn(known: Furniture, texts: Iterable[Fingerprint]) -> Furniture:
    """Count the shingles at both ends of new texts of a source."""
    bodies = [body for fp in texts if len(body := fp.shingles[fp.heading :]) > LEAST_SHINGLES]
    if not bodies:
        return known
    counts = Counter(dict(known.counts))
    for body in bodies:
        counts.update({*body[:EDGE], *body[-EDGE:]})
    kept = counts.items() if len(counts) <= 2 * MOST else _commonest(counts)
    return Furniture(stories=known.stories + len(bodies), counts=tuple(kept))


def _commonest(counts: Counter[int]) -> list[tuple[int, int]]:
    """Give `MOST` of them, what stands in most texts last; of equals the later ones stay. Nearly all stand in one."""
    more = sorted([each for each in counts.items() if each[1] != 1], key=itemgetter(1))[-MOST:]
    once = islice((each for each in reversed(counts.items()) if each[1] == 1), MOST - len(more))
    return [*reversed([*once]), *more]


def furniture(known: Furniture) -> frozenset[int]:
    """Give the shingles that are furniture."""
    least = max(LEAST_TEXTS, min(known.stories, ENOUGH) * LEAST_SHARE)
    return frozenset([value for value, texts in known.counts if texts >= least])


def cleared(fp: Fingerprint, parts: frozenset[int]) -> Fingerprint:
    """Give a text without its furniture."""
    if not parts or parts.isdisjoint(fp.shingles[fp.heading :]):
        return fp
    body = (value for value in fp.shingles[fp.heading :] if value not in parts)
    return with_sample(replace(fp, shingles=(*fp.shingles[: fp.heading], *body), sample=None))
