"""How much of one text stands in another."""

from collections.abc import Collection

from watcher.stories.ports import Fingerprint


def compare(a: Fingerprint, b: Fingerprint) -> float:
    """Give the containment: the share (0 to 1) of the smaller text's shingles that the other holds; 0 without words."""
    small, large = sorted((a.shingles, b.shingles), key=len)
    return share(small, large)


def share(part: Collection[int], whole: Collection[int]) -> float:
    """Give the share (0 to 1) of `part` that stands in `whole`; 0 for an empty part."""
    return len(set(whole).intersection(part)) / len(part) if part else 0.0
