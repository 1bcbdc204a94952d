"""Which copy speaks for a story, and in which order the others follow."""

from collections.abc import Sequence
from datetime import UTC, datetime

from watcher.model import Copy, PublishedFrom

_LAST = datetime.max.replace(tzinfo=UTC)


def lead_copy(copies: Sequence[Copy]) -> Copy:
    """Give the copy whose headline stands for the story: the first of `by_standing`; `copies` is not empty."""
    return min(copies, key=_standing)


def by_standing(copies: Sequence[Copy]) -> tuple[Copy, ...]:
    """Give the origin's own copies first, then the others; among each the one first that says it is the earliest.

    Feeds lie about times, so a time only decides between copies of the same standing; first sight decides the rest.
    A file's modification time says when it was saved, not when its text was published.
    """
    return tuple(sorted(copies, key=_standing))


def _standing(copy: Copy) -> tuple[bool, datetime, datetime]:
    return not _is_own(copy), _stated(copy) or _LAST, copy.first_seen


def _stated(copy: Copy) -> datetime | None:
    return None if copy.published_from is PublishedFrom.MODIFIED else copy.published


def _is_own(copy: Copy) -> bool:
    """Say whether the outlet carries its own text."""
    return copy.origin is not None and copy.outlet is not None and copy.outlet.casefold() == copy.origin.casefold()
