"""Whether two stories that are no copies tell one event: a rewrite, or another author's own text.

Headlines say it: the words they share, and how rare any two of them are together. "Nord Stream suspect" under two
headlines within hours is one event; "stocks" and "oil" stand together in headlines all week, and count little. A text
that names the other's origin as its source needs less of it, and may come later.

The numbers were chosen on a real stream (8,355 entries of 40 feeds in three days; 106 judged pairs that tell one event
and 275 that do not), by kinds of error. `benchmarks/same_event.py` measures them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import combinations, islice, pairwise
from math import log2
from typing import NamedTuple

from watcher.model import StoryId, StoryLink
from watcher.stories.commonplace import commonplace
from watcher.stories.facts import normal
from watcher.stories.reasons import distance
from watcher.stories.titles import figures, figures_differ, headline
from watcher.text import folded_words

NEAR = timedelta(hours=36)
"""Between two texts of one event at most."""
AGREED = 4.0
"""Pairs of shared words, each counted by its rarity, from which two headlines tell one event: four rare words."""
AGREED_CITED = 2.0
"""The same, where one names the other's origin as its source: three words, most of them rare."""
PER_HOUR = 0.4
"""Pairs that each hour between the two takes off, where none names the other's origin."""
COMMON_PAIR = 6
"""Stories of the last weeks from which on a pair of words is no event's own."""
LETTERS = 3
"""Of a word that tells something; a number tells at any length."""
STEM = 6
"""Letters by which a word is known: inflections differ behind them."""
LEAST = 3
"""Words that two headlines must share."""
SUBJECT = 2
"""Words at the beginning of a headline that say of whom it is."""
NAMED = 6
"""Shared words that a reason names."""

DENSE_FROM = "\u0e00"
"""The first character of the scripts without spaces: Thai; words of other scripts have letters enough."""

COLON = re.compile(r"[:：]")
QUESTION = re.compile(r"[?？؟]")

Holders = Callable[[str, str], int]
"""Say how many stories of the last weeks have both words in their headline; may give 0 below `COMMON_PAIR`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A story, by what its event is known by."""

    story: StoryId
    title: str
    at: datetime  # published or first seen, whichever came first
    writers: frozenset[int] = frozenset()  # `Fingerprint.origins`


class Word(NamedTuple):
    """A word of a headline."""

    text: str  # folded
    weight: float  # what it counts: a word is 1


def same_event(story: Report, other: Report, cites: str | None, holders: Holders) -> StoryLink | None:
    """Link two stories that are no copies where they tell one event; None where that is not to be seen.

    Args:
        story: the later one; the one that cites, where one does.
        other: the other.
        cites: what `story` names as its source, where `other` is by that or names it too.
        holders: how common two words are together.
    """
    if _asks(story.title) != _asks(other.title) or _other_figures(story, other):
        return None
    gap = abs(story.at - other.at)
    one, two = telling(story.title), telling(other.title)
    shared = [word for stem, word in one.items() if stem in two]
    if gap > NEAR or len(shared) < LEAST or _other_subject(one, two):
        return None
    rare = sum(a.weight * b.weight * _rarity(holders(a.text, b.text)) for a, b in combinations(shared, 2))
    if rare < (AGREED_CITED if cites else AGREED + PER_HOUR * (gap / timedelta(hours=1))):
        return None
    return StoryLink(
        story=story.story,
        other=other.story,
        cites=cites,
        score=round(_weight(shared) / min(_weight(one.values()), _weight(two.values())), 3),
        reason="; ".join(_reason(cites, shared, story.at - other.at)),
    )


class Headlines:
    """Stories by the words of their headlines: whose event may be the one of a new text."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports: dict[StoryId, Report] = {}
        self._holders: defaultdict[str, set[StoryId]] = defaultdict(set)
        for report in reports:
            self.put(report)

    def put(self, report: Report) -> None:
        """Add a story, or know it by another headline."""
        self.drop(report.story)
        self._reports[report.story] = report
        for stem in telling(report.title):
            self._holders[stem].add(report.story)

    def drop(self, story: StoryId) -> None:
        """Forget a story."""
        before = self._reports.pop(story, None)
        for stem in telling(before.title) if before else ():
            self._holders[stem].discard(story)

    def related(self, report: Report) -> Iterator[Report]:
        """Give the other stories whose headline shares enough words to be compared, the first seen first."""
        shared = Counter(story for stem in telling(report.title) for story in self._holders.get(stem, ()))
        shared.pop(report.story, None)
        found = [self._reports[story] for story, words in shared.items() if words >= LEAST]
        yield from sorted(found, key=lambda each: (each.at, each.story))


@lru_cache(maxsize=4_096)
def telling(title: str) -> Mapping[str, Word]:
    """Give the words of a headline that say something of its event, by their first letters, in their order.

    In scripts without spaces any two characters in a row are a word, and count half: neighbours overlap.
    """
    words = normal(headline(title))
    found = {word[:STEM]: Word(word, 1.0) for word in words if _tells(word)}
    return found | {a + b: Word(a + b, 0.5) for a, b in pairwise(words) if _dense(a) and _dense(b)}


@lru_cache(maxsize=4_096)
def _asks(title: str) -> bool:
    """Tell whether a headline asks or explains."""
    parts = filter(None, map(folded_words, COLON.split(title)))
    return QUESTION.search(title) is not None or any(words[0] in commonplace("asking") for words in parts)


def _other_figures(one: Report, other: Report) -> bool:
    return figures_differ(*(figures(" ".join(headline(each.title))) for each in (one, other)))


def _other_subject(one: Collection[str], other: Collection[str]) -> bool:
    """Tell whether each headline begins with words that the other lacks: two firms' results in the same words."""
    return set(islice(one, SUBJECT)).isdisjoint(other) and set(islice(other, SUBJECT)).isdisjoint(one)


def _tells(word: str) -> bool:
    return (len(word) >= LETTERS or any(map(str.isdigit, word))) and word not in commonplace()


def _dense(word: str) -> bool:
    """Tell whether a word is one character of a script without spaces."""
    return len(word) == 1 and word.isalpha() and word >= DENSE_FROM


def _rarity(holders: int) -> float:
    """Give 1 for a pair of words that few stories share, and less the more do."""
    return 1.0 if holders < COMMON_PAIR else 1 / (1 + log2(2 * holders / COMMON_PAIR))


def _weight(words: Iterable[Word]) -> float:
    return sum(word.weight for word in words)


def _runs(words: Sequence[Word]) -> list[str]:
    """Give words as they read: neighbours that overlap as one."""
    runs: list[str] = []
    for word in words:
        if runs and word.weight < 1 and runs[-1][-1] == word.text[0]:
            runs[-1] += word.text[1:]
        else:
            runs.append(word.text)
    return runs


def _reason(cites: str | None, shared: Sequence[Word], later: timedelta) -> Iterator[str]:
    if cites:
        yield f"names {cites} as its source"
    yield f"headlines share {', '.join(_runs(shared)[:NAMED])}"
    if apart := distance(later):
        yield apart
