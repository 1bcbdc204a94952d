"""Reads days: dates with a month, weekdays, today, and the days of a month or week."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from watcher.events.dates import choose, periods
from watcher.events.dates.doubts import is_holiday, is_today, is_weekday
from watcher.events.dates.expression import Expression, Found
from watcher.events.dates.lexicon import DAY, MONTH, WEEK
from watcher.events.dates.mention import Tense
from watcher.model import When

CENTURY = 100
SHORT_AHEAD = 19  # years ahead that two digits may mean


def whole(said: Expression) -> Iterator[Found]:
    """Read a date in numbers; of 3/4/2026 the reading that suits the tense, where the other is a date as well."""
    text = said.row.words[said.first].text
    one, two, three = (int(part) for part in re.findall(r"\d+", text))
    if max(one, three) < CENTURY:
        three = _full_year(three, said.row.on.year)
    if one > CENTURY:
        readings = [periods.day(one, two, three)]
    elif "." in text:
        readings = [periods.day(three, two, one)]
    else:
        readings = [periods.day(three, two, one), periods.day(three, one, two)]
    found = [when for when in readings if when]
    if found:
        when = found[0] if len(found) == 1 else choose.nearest(found, said.row.on, said.tense)
        yield said.says(when, has_year=True)


def days(said: Expression) -> Iterator[Found]:
    """Read one month with one or more days: "Jan. 22 and 23"."""
    for word, first, last in said.members("DO"):
        read = _day(said, said.numbers("Mm")[0], word.number, said.year)
        if read:
            yield replace(read, first=first, last=last)


def day_range(said: Expression) -> Iterator[Found]:
    """Read "June 14 to June 16, 2026", "5-7 March"; what cannot be a range gives its first day."""
    months, numbers = said.numbers("Mm"), said.numbers("DO")
    years = said.numbers("Y") or ([] if said.year is None else [said.year])
    turns = months[-1] < months[0]  # of the year: "Dec. 29 to Jan. 2"
    first_year = years[0] - (turns and len(years) == 1 and said.letters[-1] in "YU") if years else None
    begin = _day(said, months[0], numbers[0], first_year)
    if begin is None:
        return
    end = periods.day(years[-1] if years else begin.when.start.year + turns, months[-1], numbers[-1])
    when = periods.spanning(begin.when, end) if end else None
    yield replace(begin, when=when) if when else begin


def holiday(said: Expression) -> Iterator[Found]:
    """Read "Christmas Eve", "Easter Monday 2027"; bare "Christmas" only where a preposition stands before."""
    if not is_holiday(said):
        return
    rule, year = said.row.lexicon.holidays[said.numbers("X")[0]], said.year
    near = (said.row.on.year + step for step in (-1, 0, 1))
    found = [when for each in ([year] if year else near) if (when := periods.holiday(each, rule))]
    if found:
        tense = Tense.UNKNOWN if year else said.tense
        yield said.says(choose.nearest(found, said.row.on, tense), tense, has_year=bool(year))


def day_of_month(said: Expression) -> Iterator[Found]:
    """Read "the 15th of this month"."""
    when = periods.part(said.relative(MONTH), said.numbers("DO")[0], DAY)
    if when and said.number("U") == MONTH:
        yield said.says(when)


def week_of(said: Expression) -> Iterator[Found]:
    """Read "the week of Jan. 12"."""
    if said.number("U") == WEEK:
        yield from (replace(found, when=periods.around(found.when.start, WEEK)) for found in days(said))


def weekday(said: Expression) -> Iterator[Found]:
    """Read a weekday, bare or with next, last, this."""
    if not is_weekday(said):
        return
    number, on = said.numbers("W")[0], said.row.on
    if said.step == "n":
        is_beyond = said.row.has("beyond", said.place("n"))
        yield said.says(choose.next_weekday(number, on, is_beyond=is_beyond), Tense.FUTURE)
    elif said.step == "l":
        yield said.says(choose.last_weekday(number, on), Tense.PAST)
    else:
        is_plan = said.tense is Tense.UNKNOWN and (bool(said.step) or said.row.lexicon.is_present_future)
        yield said.says(choose.weekday(number, on, Tense.FUTURE if is_plan else said.tense), said.tense)


def weekdays(said: Expression) -> Iterator[Found]:
    """Read "Monday to Wednesday": those ahead, unless the clause looks back."""
    one, two = said.numbers("W")
    begin = choose.weekday(one, said.row.on, Tense.PAST if said.tense is Tense.PAST else Tense.FUTURE)
    end = choose.weekday(two, begin.start, Tense.FUTURE)
    yield said.says(When(start=begin.start, end=end.start), said.tense)


def weekday_of(said: Expression) -> Iterator[Found]:
    """Read "Tuesday next week", "Monday and Tuesday of next week"."""
    if said.number("U") == WEEK:
        monday = said.relative(WEEK).start
        for word, first, last in said.members("W"):
            yield Found(first, last, periods.one_day(monday + timedelta(days=word.number)))


def today(said: Expression) -> Iterator[Found]:
    """Read today, "the day after tomorrow", "this morning" and "last night"."""
    step = said.number("K")
    if step is None:
        step = -1 if said.step == "l" else 0
    if "u" in said.letters:
        step += 1 if said.row.has("day_after", said.place("u") + 1) else -1
    if is_today(said):
        yield said.says(periods.around(said.row.on, DAY, step))


def _full_year(short: int, now: int) -> int:
    """Give the year that ends so, from 80 years back to 19 years ahead."""
    return now + SHORT_AHEAD - (now + SHORT_AHEAD - short) % CENTURY


def _day(said: Expression, month: int, number: int, year: int | None) -> Found | None:
    if year is not None:
        when = periods.day(year, month, number)
        return said.says(when, has_year=True) if when else None
    when = choose.month_day(month, number, said.row.on, said.tense, said.number("Ww"))
    return said.says(when, said.tense) if when else None
