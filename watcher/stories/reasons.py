"""Why an article belongs to its story, in words for the user: "92 % of 41 sentences; credit line …; other headline"."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from watcher.model import Copy, Label
from watcher.stories.mark_forms import MarkKind
from watcher.stories.marks import Mark

WITHDRAWN = "withdrawn"
"""How the reason of a copy begins that takes its story back."""

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Same(StrEnum):
    """What an article and its story have in common as a whole."""

    TEXT = "same text"
    PAGE = "same page"
    ENTRY = "same entry, changed text"


def reason(
    score: float,
    sentences: int,
    *,
    same: Same | None = None,
    same_headline: bool | None = None,
    credit: str | None = None,
    later: timedelta | None = None,
    mark: Mark | None = None,
) -> str:
    """Compose the reason from what is known.

    Args:
        score: share of the shorter text that the other holds, 0 to 1; not told of the same text or entry.
        sentences: how many sentences the shorter text has; 0 for a headline alone.
        same: what is the same as a whole.
        same_headline: whether the headlines agree; None where that was not asked.
        credit: the origin or distributor that a credit line names.
        later: how long after the story's first sight the article was published; negative for before. Less than a
            minute is not told.
        mark: how the article itself says that it changes an earlier text, or takes it back; as `mark_in` gives it.
    """
    parts = (
        WITHDRAWN if mark and mark.kind is MarkKind.WITHDRAWN else None,
        f'marked "{mark.written}"' if mark else None,
        same.value if same else None,
        share(score, sentences) if same in {None, Same.PAGE} else None,
        f"credit line {credit}" if credit else None,
        None if same_headline is None else f"{'same' if same_headline else 'other'} headline",
        distance(later) if later is not None else None,
    )
    return "; ".join(part for part in parts if part)


def withdrawals(copies: Iterable[Copy]) -> tuple[Copy, ...]:
    """Give the copies that take their story back, in the order given; empty: it stands."""
    return tuple(copy for copy in copies if copy.label is Label.CORRECTION and copy.reason.startswith(WITHDRAWN))


def share(score: float, sentences: int) -> str:
    """Give "92 % of 41 sentences", rounded down: only all of a text is 100 %."""
    of = counted(sentences, "sentence") if sentences else "the headline"
    return f"{int(round(score * 100, 6))} % of {of}"  # 0.29 * 100 is 28.999999999999996


def distance(later: timedelta) -> str | None:
    """Give "40 minutes later" or "3 hours earlier"; minutes up to two hours, hours up to two days."""
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if abs(later) >= (MINUTE if unit is MINUTE else 2 * unit):
            return f"{counted(abs(later) // unit, name)} {'later' if later > timedelta() else 'earlier'}"
    return None


def counted(number: int, name: str) -> str:
    """Give a number with its noun."""
    return f"{number} {name if number == 1 else f'{name}s'}"
