"""How much of one text stands in another."""

from collections.abc import Collection

from watcher.stories.fingerprint import SAMPLED, lead_and_rest, size
from watcher.stories.ports import Fingerprint


class Shingles:
    """The shingles of a text, ready to be compared; of a sampled text an estimate."""

    __slots__ = ("beside", "every", "lead", "rest", "size")

    def __init__(self, fp: Fingerprint) -> None:
        self.size = size(fp)
        self.every = frozenset(fp.shingles)
        self.beside = frozenset(fp.beside)
        lead, rest = lead_and_rest(fp) if fp.size else (fp.shingles, ())
        self.lead, self.rest = frozenset(lead), frozenset(rest)

    def shared(self, other: "Shingles") -> float:
        """Give how many shingles two texts share; behind a lead that was sampled each stands for four."""
        exact = len(self.lead & other.lead)
        thinned = len(self.rest & other.every) + len(self.lead & other.rest)
        return exact + SAMPLED * thinned


def contained(one: Shingles, known: Shingles) -> float:
    """Give the share (0 to 1) of the smaller text that the other holds, with or without what its versions add."""
    if not one.size or not known.size:
        return 0.0
    shared = known.shared(one)
    text = shared / min(one.size, known.size)
    beside = len(known.beside & one.every)
    versions = (shared + beside) / min(one.size, known.size + len(known.beside)) if beside else 0.0
    return min(1.0, max(text, versions))


def compare(a: Fingerprint, b: Fingerprint) -> float:
    """Give the containment of two texts: the share (0 to 1) of the smaller one's shingles that the other holds."""
    return contained(Shingles(a), Shingles(b))


def share(part: Collection[int], whole: Collection[int]) -> float:
    """Give the share (0 to 1) of `part` that stands in `whole`; 0 for an empty part."""
    return sum(value in whole for value in part) / len(part) if part else 0.0
