"""How much of one text stands in another."""

from collections.abc import Collection

from watcher.stories.fingerprint import SAMPLED, lead_and_rest, size
from watcher.stories.ports import Fingerprint


class Shingles:
    """The shingles of a text that is compared with several."""

    __slots__ = ("every", "lead", "rest", "size")

    def __init__(self, fp: Fingerprint) -> None:
        lead, rest = _lead_and_rest(fp)
        self.size = size(fp)
        self.every = frozenset(fp.shingles)
        self.lead = frozenset(lead) if rest else self.every
        self.rest = frozenset(rest)

    def contained(self, known: Fingerprint) -> float:
        """Give the share (0 to 1) of the smaller text that the other holds, with or without what its versions add."""
        of_known = size(known)
        if not self.size or not of_known:
            return 0.0
        shared = self._shared(known)
        beside = len(self.every.intersection(known.beside))
        text = shared / min(self.size, of_known)
        versions = (shared + beside) / min(self.size, of_known + len(known.beside)) if beside else 0.0
        return min(1.0, max(text, versions))

    def _shared(self, known: Fingerprint) -> int:
        """Give how many shingles two texts share; behind a lead that was sampled each stands for four."""
        lead, rest = _lead_and_rest(known)
        thinned = len(self.every.intersection(rest)) + len(self.rest.intersection(lead))
        return len(self.lead.intersection(lead)) + SAMPLED * thinned


def compare(a: Fingerprint, b: Fingerprint) -> float:
    """Give the containment of two texts: the share (0 to 1) of the smaller one's shingles that the other holds."""
    return Shingles(a).contained(b)


def _lead_and_rest(fp: Fingerprint) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the shingles that are all kept, and those of which the rest is a sample."""
    return lead_and_rest(fp) if fp.size else (fp.shingles, ())


def share(part: Collection[int], whole: Collection[int]) -> float:
    """Give the share (0 to 1) of `part` that stands in `whole`; 0 for an empty part."""
    return sum(value in whole for value in part) / len(part) if part else 0.0
