"""Finds and resolves the date expressions of a text."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from watcher.events.dates import days, distances, stretches
from watcher.events.dates.clock import Clock, read_clock, with_times
from watcher.events.dates.expression import Expression, Found, Row
from watcher.events.dates.grammar import expressions
from watcher.events.dates.lexicon import DEFAULT, Lexicon, lexicon
from watcher.events.dates.mention import DateMention, Tense
from watcher.events.dates.periods import FIRST_YEAR, LAST_YEAR
from watcher.events.dates.tokens import read_words

PHRASE = 4  # words of "no later than" at most
REACH = 600
"""Characters over which "the following day" looks back for its date."""


def resolve(text: str, published: datetime, language: str = DEFAULT) -> tuple[DateMention, ...]:
    """Give the dates that a text states, in its order, no two overlapping.

    Args:
        text: a sentence or a whole article; in the latter "the following day" counts from the date before.
        published: an aware instant; its day and its offset are those of the place of publication.
            Outside the years that news speaks of there are no dates.
        language: ISO 639-1; one that we have no words of is read as English.
    """
    if not FIRST_YEAR <= published.year <= LAST_YEAR:
        return ()
    return tuple(_Resolver(text, published, lexicon(language)).mentions())


READERS: dict[str, Callable[[Expression], Iterator[Found]]] = {
    "whole": days.whole,
    "range": days.day_range,
    "days": days.days,
    "day": days.days,
    "holiday": days.holiday,
    "day_of_month": days.day_of_month,
    "week_of": days.week_of,
    "weekdays": days.weekdays,
    "weekday_of": days.weekday_of,
    "weekday": days.weekday,
    "today": days.today,
    "ago": distances.ago,
    "hence": distances.hence,
    "later": distances.later,
    "following": distances.following,
    "nth": stretches.nth,
    "quarter": stretches.quarter,
    "after_next": stretches.after_next,
    "weekend": stretches.weekend,
    "edge": stretches.edge,
    "years": stretches.years,
    "months": stretches.months,
    "period": stretches.period,
}
"""What reads each kind of expression of the grammar."""


class _Resolver:
    def __init__(self, text: str, published: datetime, words: Lexicon) -> None:
        self._published = published
        self._row = Row(*read_words(text, words), published.date(), words)
        self._anchor_end = 0  # characters up to the end of the date before

    def mentions(self) -> Iterator[DateMention]:
        found: list[Found] = []
        clocks: list[Clock] = []
        for match in expressions(self._row.letters):
            said = Expression(self._row, match.start(), match.end())
            if match.lastgroup == "clock":
                clocks.extend(read_clock(said))
            else:
                found.extend(self._dates(READERS[match.lastgroup or ""], said))
        for each in with_times(found, clocks, self._row, self._published):
            yield self._mention(each)

    def _dates(self, read: Callable[[Expression], Iterator[Found]], said: Expression) -> Iterator[Found]:
        words = self._row.words
        if words[said.first].start - self._anchor_end > REACH:
            self._row.anchor = None
        for each in read(said):
            self._row.anchor = each.when
            self._anchor_end = words[each.last - 1].end
            yield each

    def _mention(self, found: Found) -> DateMention:
        before = self._before(found.first)
        when = found.when
        is_ahead = found.tense is not Tense.PAST and when.end >= self._row.on
        if is_ahead and self._is_limit(found, before):
            when = replace(when, start=when.end, deadline=True)
        return DateMention(
            start=self._row.words[found.first].start,
            end=self._row.words[found.last - 1].end,
            when=when,
            tense=found.tense,
            preposition=before if self._row.lexicon.has("prepositions", before) else "",
            part=found.part,
            has_year=found.has_year,
        )

    def _before(self, first: int) -> str:
        """Give the word before a date and its article."""
        place = first - 1
        while self._row.letter(place) == "d":
            place -= 1
        return self._row.low(place)

    def _is_limit(self, found: Found, before: str) -> bool:
        """Tell whether "by", "no later than" and the like stand before a date."""
        lexicon = self._row.lexicon
        if self._row.letter(found.last) == "'":  # "before Friday's vote"
            return False
        if lexicon.has("deadline_part" if found.part else "deadline", before):
            return True
        phrase = " ".join(self._row.low(place) for place in range(max(found.first - PHRASE, 0), found.first))
        return phrase.endswith(lexicon.limits)
