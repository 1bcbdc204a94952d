"""Headlines as copies change them: outlet suffixes, version marks, numbers, and how far two of them agree."""

import re
from collections.abc import Iterable
from functools import lru_cache

from watcher.stories.commonplace import commonplace
from watcher.stories.facts import normal, stem
from watcher.stories.hashing import hash32
from watcher.stories.marks import unmarked
from watcher.text import folded_words

SUFFIX = re.compile(r"\s+[-–—|]\s+(?P<outlet>[^-–—|]{2,40})$")
LABEL = re.compile(
    r"^(?:watch|video|explainer|factbox|analysis|exclusive|live|newsletter|fact check)\s*[:\-–—|]\s*", re.IGNORECASE
)
OUTLET_WORDS = 4
HEADLINE_WORDS = 4
DISTINCT_WORDS = 5
DISTINCT_BYTES = 24
"""A shorter headline ("Market report") comes back every day."""


@lru_cache(maxsize=4_096)
def headline(title: str) -> tuple[str, ...]:
    """Give the folded words of a title without version marks ("UPDATE 2-") and without the outlet's name at its end."""
    title = unmarked(title)
    title = LABEL.sub("", title) or title
    suffix = SUFFIX.search(title)
    whole = folded_words(title)
    if suffix is None:
        return whole
    head = folded_words(title[: suffix.start()])
    return head if len(head) >= HEADLINE_WORDS and len(whole) - len(head) <= OUTLET_WORDS else whole


def outlet_in(title: str) -> str | None:
    """Give what stands behind the last dash of a title: "… - The Harbour Times"."""
    suffix = SUFFIX.search(title)
    return suffix["outlet"] if suffix else None


def is_distinct(words: Iterable[str]) -> bool:
    """Tell whether a headline says enough that two texts under it are hardly two stories."""
    words = tuple(words)
    return len(words) >= DISTINCT_WORDS and len("".join(words).encode("utf-8", "surrogatepass")) >= DISTINCT_BYTES


@lru_cache(maxsize=1 << 14)
def telling(folded: str) -> frozenset[int]:
    """Give the words of a folded headline that say what it is about: stemmed, units spelt out, hashed."""
    words = normal(folded.split())
    told = (stem(word) for word in words if word[0].isdigit() or (len(word) > 1 and word not in commonplace()))
    return frozenset(map(hash32, told))


def subject(folded: str) -> int | None:
    """Give the first telling word of a folded headline, as `telling` does; None where it has none."""
    return next((word for each in folded.split() for word in telling(each)), None)


@lru_cache(maxsize=1 << 14)
def figures(folded: str) -> frozenset[str]:
    """Give the numbers of a folded headline."""
    return frozenset(word for word in normal(folded.split()) if word[0].isdigit())


@lru_cache(maxsize=1 << 13)
def pairs(folded: str) -> tuple[int, ...]:
    """Give the pairs of telling words that stand next to each other or with one between, in any order, hashed."""
    words = [word for word in folded.split() if word not in commonplace() and len(word) > 1]
    near = ((word, other) for i, word in enumerate(words) for other in words[i + 1 : i + 3])
    return tuple(dict.fromkeys(pair(word, other) for word, other in near))


def pair(one: str, other: str) -> int:
    """Give the hash of two words of a headline, in any order."""
    return hash32("pair " + " ".join(sorted((one, other))))


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Give the share (0 to 1) of all telling words of two headlines that stand in both."""
    return len(one & other) / len(one | other) if one and other else 0.0


def covers(one: frozenset[int], other: frozenset[int]) -> float:
    """Give the share (0 to 1) of the shorter headline's telling words that stand in the other."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def figures_differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether each headline has a number that the other lacks, also as a rounded one: 12 is 12.2, not 13."""
    return _beyond(one, other) and _beyond(other, one)


def _beyond(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(not any(_rounded(number, known) for known in other) for number in one - other)


def _rounded(one: str, other: str) -> bool:
    if ("." in one) == ("." in other):
        return False
    whole, exact = sorted((one, other), key=lambda number: "." in number)
    try:
        return whole == exact.partition(".")[0] or float(whole) == round(float(exact))
    except ValueError:  # "2nd", "3.5m"
        return False
