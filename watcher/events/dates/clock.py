"""Clock times with their zones, and the dates that they belong to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo

from watcher.events.dates import periods
from watcher.events.dates.expression import Expression, Found, Row
from watcher.events.dates.tokens import Word
from watcher.events.dates.zones import zone_of
from watcher.model import Precision, When

HOURS, HALF_DAY, MINUTES = 24, 12, 60
GAP = 3
"""Words between a date and its time at most, so that they are one expression: "on Friday, at 2 p.m."."""
DIVIDERS = frozenset("-r&")
MARKED = frozenset("PZC")
"""Letters that make a number a time: "p.m.", a zone, a place before "time"."""
_SENTENCE_END = re.compile(r"\.[^_]?_|[!¶]")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day at `words[first:last]`, with its end where one is stated; `zone` is None where none is stated."""

    first: int
    last: int
    at: time
    until: time | None
    zone: tzinfo | None


def read_clock(said: Expression) -> Iterator[Clock]:
    """Read a time or two; without "p.m." or a zone, only behind "at" and the like."""
    if not (MARKED & set(said.letters) or said.row.has("clock", said.first - 1)):
        return
    words = said.row.words[said.first : said.last]
    divider = next((place for place, letter in enumerate(said.letters) if letter in DIVIDERS), len(words))
    ends = [part for part in (words[:divider], words[divider + 1 :]) if part]
    halves = [_half(part) for part in ends]
    times = [_time(part[0], half or halves[-1]) for part, half in zip(ends, halves, strict=True)]
    at, until = times[0], times[-1] if len(times) > 1 else None
    if at is None or (len(times) > 1 and until is None):
        return
    place = said.place("ZC")
    yield Clock(said.first, said.last, at, until, zone_of(said.row.words[place].text) if place >= 0 else None)


def with_times(found: Sequence[Found], clocks: Sequence[Clock], row: Row, published: datetime) -> list[Found]:
    """Give the dates with their times; a time without a date in its sentence is one of the day of publication."""
    result = list(found)
    for clock in _once(clocks, row):
        place = _partner(result, clock, row.letters)
        if place is not None:
            result[place] = _joined(result, place, clock, published)
        elif not any(each.first <= clock.first < each.last for each in result):
            on = periods.one_day(published.date())
            result.append(Found(clock.first, clock.last, _timed(on, clock, published)))
    return sorted(result, key=lambda each: each.first)


def _once(clocks: Sequence[Clock], row: Row) -> Iterator[Clock]:
    """Give each time once: "10 a.m. (1400 GMT)" is one moment, in the zone that is stated."""
    kept: Clock | None = None
    for clock in clocks:
        is_again = kept is not None and clock.first - kept.last == 1 and row.letter(kept.last) in {"(", "/"}
        if kept is not None and not is_again:
            yield kept
        if kept is None or not is_again or kept.zone is None:
            kept = clock
    if kept is not None:
        yield kept


def _half(words: Sequence[Word]) -> str:
    """Give "a" or "p", of "a.m." and "p.m."; empty without either."""
    return next((word.text[0].lower() for word in words if word.letter == "P"), "")


def _time(word: Word, half: str) -> time | None:
    hour, minute = _hour_and_minute(word)
    if half in {"a", "p"} and word.letter in "DH":
        if not 1 <= hour <= HALF_DAY:
            return None
        hour = hour % HALF_DAY + (HALF_DAY if half == "p" else 0)
    return time(hour % HOURS, minute) if hour <= HOURS and minute < MINUTES else None


def _hour_and_minute(word: Word) -> tuple[int, int]:
    """Read "14:30", "1430" or 14."""
    if word.letter == "H":
        hour, minute = re.split(r"[:.h]", word.text)
        return int(hour), int(minute)
    return divmod(word.number, 100) if len(word.text) > 2 and word.letter != "N" else (word.number, 0)  # noqa: PLR2004 - digits of an hour


def _partner(found: Sequence[Found], clock: Clock, letters: str) -> int | None:
    """Give which date of one day is nearest to a time in its sentence, and has none yet."""
    near = [
        (max(each.first, clock.first) - min(each.last, clock.last), number)
        for number, each in enumerate(found)
        if each.when.precision is Precision.DAY
        and each.when.start == each.when.end
        and not _SENTENCE_END.search(letters[min(each.last, clock.last) : max(each.first, clock.first)])
    ]
    return min(near)[1] if near else None


def _joined(found: Sequence[Found], place: int, clock: Clock, published: datetime) -> Found:
    """Give a date with its time; the span holds both where they stand together, and no other date between."""
    date = found[place]
    when = _timed(date.when, clock, published)
    inner, outer = min(date.last, clock.last), max(date.first, clock.first)
    is_parted = any(inner <= other.first < outer for other in found)
    if is_parted or outer - inner > GAP:
        return replace(date, when=when)
    return replace(date, first=min(date.first, clock.first), last=max(date.last, clock.last), when=when)


def _timed(when: When, clock: Clock, published: datetime) -> When:
    zone = clock.zone or published.tzinfo
    at = datetime.combine(when.start, clock.at, zone)
    until = None if clock.until is None else datetime.combine(when.start, clock.until, zone)
    if until is not None and until <= at:
        until += timedelta(days=1)
    return replace(when, precision=Precision.MINUTE, at=at, until=until)
