"""What the next poll of a feed has to know of a document and of what became of its entries."""

from dataclasses import dataclass

from watcher.model import Pace

_TELLING = 3  # entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed's document as it was read and stored."""

    entries: int  # in it
    new: int = 0  # of them, never seen before
    complete: bool = True  # False: it broke off
    title: str | None = None  # of the feed
    pace: Pace = Pace()
    most: frozenset[str] = frozenset()  # what at least half of the entries have, by the names of `FeedState.shape`
    some: frozenset[str] = frozenset()  # what at least one has

    def shape(self, before: frozenset[str]) -> frozenset[str]:
        """Give what entries of the feed have by now: what most had before is lost once none has it any more.

        So few entries that each may be an exception say nothing.
        """
        return before if self.entries < _TELLING else self.most | (before & self.some)

    @property
    def known(self) -> int:
        """How many of its entries were known before."""
        return max(self.entries - self.new, 0)
