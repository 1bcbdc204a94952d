"""Whether two texts are one story. Every guard prefers a missed copy to a false one.

The numbers were chosen on a real stream (8,355 entries of 40 feeds in three days, 791 pairs judged by hand), by kinds
of error, the times by errors on Reuters-21578; the starting values are those of an earlier study on synthetic copies.
"""

from dataclasses import dataclass
from datetime import timedelta

from watcher.stories.compare import compare, share
from watcher.stories.fingerprint import headline_shingles
from watcher.stories.ports import Fingerprint
from watcher.stories.titles import agreement, headline, numbers_differ

CONTAINED = 0.60
"""Share of the smaller text that makes a copy."""
UNDER_ONE_HEADLINE = 0.40
"""The same, where the headline is the same too: the text was rewritten between two versions."""
BODY_CONTAINED = 0.95
"""Share of a short text's body that makes a copy under another headline."""
LONG_BODY = 12
"""Shingles a short body must have for that: a sentence, not a phrase."""
SHORT = 40
"""Shingles below which a text is a headline with a summary; then the headlines must agree."""
AGREED = 0.80
"""Share of the shorter headline's words that makes two headlines agree."""
OTHER_NUMBERS = 0.80
"""Share from which two long texts may differ in the numbers of their titles: "shares fall 9 %", "over 13 %"."""
OTHER_NUMBERS_SHORT = 0.98
LONG = 60
"""Shingles from which a text is long."""
HEADLINE_WORDS = 5
HEADLINE_BYTES = 24
"""A shorter headline ("Market report") comes back every day."""
LEAD = 24
"""Shingles of headline and lead at the beginning of a text."""
LEAD_SHARED = 0.30
LATE = timedelta(days=3)
"""Time behind the story's first sight from which an article is a copy only if it repeats nearly all of it."""
LATE_SHORT = timedelta(hours=18)
"""Time behind which a text that is not long is no copy: recurring reports differ in a few words only."""
NEARLY_ALL = 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two texts."""

    title: str
    text: Fingerprint
    own: Fingerprint  # the same without boilerplate
    version: bool  # it calls itself an update or correction of an earlier text

    @property
    def size(self) -> int:
        """Shingles of its own."""
        return len(self.own.shingles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Two texts that are one story. A greater one is better."""

    one_headline: bool
    score: float  # containment, 0 to 1

    @property
    def rank(self) -> tuple[bool, float]:
        """What to sort by."""
        return self.one_headline, self.score


def judge(new: Side, known: Side, gap: timedelta) -> Likeness | None:
    """Compare an article with a story's text; None: they are two stories.

    `gap` is the time from the story's first sight to the article's publication, zero where that is not known.
    """
    score = compare(new.text, known.text)
    if _other_instance(new, known, score):
        return None
    small = min(new.size, known.size)
    late = gap > (LATE if small >= LONG else LATE_SHORT)
    if not late and score >= UNDER_ONE_HEADLINE and _one_headline(new.title, known.text):
        return Likeness(one_headline=True, score=score)
    own = compare(new.own, known.own)
    if own < (NEARLY_ALL if late else CONTAINED):
        return None
    if (late and small < LONG) or (small < SHORT and not _agree(new, known)):
        return None
    if not (new.version or known.version or _share_a_beginning(new, known)):
        return None
    return Likeness(one_headline=False, score=score)


def _other_instance(new: Side, known: Side, score: float) -> bool:
    """Tell whether the titles' numbers say that these are two reports of one form: two quakes, two quarters."""
    long = min(new.size, known.size) >= LONG
    return score < (OTHER_NUMBERS if long else OTHER_NUMBERS_SHORT) and numbers_differ(new.title, known.title)


def _one_headline(title: str, known: Fingerprint) -> bool:
    """Tell whether the story has this headline, or one of its versions had."""
    words = headline(title)
    if len(words) < HEADLINE_WORDS or len("".join(words).encode("utf-8", "surrogatepass")) < HEADLINE_BYTES:
        return False
    return set(headline_shingles(title)) <= set(known.shingles)


def _agree(new: Side, known: Side) -> bool:
    """Tell whether two texts of which one is short agree in the headline, or in all of the short one's body."""
    if agreement(headline(new.title), headline(known.title)) >= AGREED:
        return True
    small, large = (new, known) if new.size <= known.size else (known, new)
    head = set(headline_shingles(small.title))
    body = [shingle for shingle in small.own.shingles if shingle not in head]
    return len(body) >= LONG_BODY and share(body, large.own.shingles) >= BODY_CONTAINED


def _share_a_beginning(new: Side, known: Side) -> bool:
    """Tell whether the headlines agree, or one text's lead stands in the other.

    Without either, what two texts share is background told again, or a notice at the end.
    """
    if agreement(headline(new.title), headline(known.title)) >= AGREED:
        return True
    return any(share(_lead(side), other.text.shingles) >= LEAD_SHARED for side, other in ((new, known), (known, new)))


def _lead(side: Side) -> tuple[int, ...]:
    head = set(headline_shingles(side.title))
    return tuple(shingle for shingle in side.text.shingles[:LEAD] if shingle not in head)
