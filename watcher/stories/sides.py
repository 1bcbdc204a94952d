"""One of two texts that are compared."""

from datetime import timedelta
from functools import cached_property

from watcher.stories.compare import Shingles
from watcher.stories.fingerprint import MINUTE
from watcher.stories.ports import StoryText
from watcher.stories.postings import postings
from watcher.stories.titles import subject, telling


class Side:
    """A story, ready to be compared with many texts."""

    def __init__(self, text: StoryText) -> None:
        self.text = text
        self.fingerprint = text.fingerprint

    @cached_property
    def shingles(self) -> Shingles:
        """Those of its longest text."""
        return Shingles(self.fingerprint)

    @cached_property
    def postings(self) -> tuple[int, ...]:
        """Under which hashes it is found."""
        return postings(self.fingerprint)

    @cached_property
    def headlines(self) -> tuple[frozenset[int], ...]:
        """The telling words of each of its headlines."""
        return tuple(map(telling, self.fingerprint.titles))

    @cached_property
    def subjects(self) -> frozenset[int]:
        """The first telling word of each of its headlines."""
        return frozenset(first for title in self.fingerprint.titles if (first := subject(title)) is not None)

    @cached_property
    def words(self) -> frozenset[int]:
        """The telling words of all its headlines."""
        return frozenset().union(*self.headlines)

    def later_than(self, other: "Side") -> timedelta:
        """Give how long behind another text this one came: by what both say, else by first sight; negative before it.

        A copy without a date that is read today says nothing of when its story began.
        """
        mine, theirs = self.fingerprint.begun, other.fingerprint.begun
        if mine is None or theirs is None:
            return self.text.first_seen - other.text.first_seen
        return (mine - theirs) * MINUTE
